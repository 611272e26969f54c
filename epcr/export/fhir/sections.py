"""The sections of the Composition: which resources stand in which, and every section's words for people.

They are those of the draft IHE paramedicine summary (../shared/fhir/sections.csv, compared by a test), the required ones on every sheet.
What that guide has no sure code for is a section of ours, named in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from epcr.export.fhir.codings import coding, sure, why_absent
from epcr.export.fhir.names import Json, anchor_of
from epcr.export.fhir.places import HOLDERS
from epcr.export.fhir.values import Outgoing
from epcr.export.fhir.xhtml import narrative
from epcr.handoff.statement import PARTS
from epcr.handoff.statements import draft
from epcr.sheet.section import Entry, SheetPart


@dataclass(frozen=True)
class DocumentSection:
    """A section: its key, its title, its code (empty for one of ours), and below which it stands."""

    key: str
    title: str
    code: str = ""
    system: str = "loinc"
    required: bool = False
    parent: str = ""
    most: int = 10_000  # entries


SECTIONS: Final = (
    DocumentSection("handoff", "SBAR handoff"),
    DocumentSection("complaint", "Chief complaint", "10154-3", required=True),
    DocumentSection("reason", "Reason for visit", "29299-5", required=True),
    DocumentSection("present", "History of present illness", "10164-2", required=True),
    DocumentSection("problems", "Problems", "11450-4", required=True),
    DocumentSection("medications", "Current medications", "10160-0", required=True),
    DocumentSection("allergies", "Allergies", "48765-2", required=True),
    DocumentSection("assessments", "Assessments", "51848-0", required=True, most=1),
    DocumentSection("past", "Past medical history", "11348-0"),
    DocumentSection("social", "Social history", "29762-2"),
    DocumentSection("pregnancy", "Pregnancy", "10162-6", most=1),
    DocumentSection("vitals", "Vital signs", "8716-3"),
    DocumentSection("physical", "Physical examination", "29545-1"),
    DocumentSection("respiratory", "Respiratory system", "11412-4", parent="physical"),
    DocumentSection("heart", "Heart", "10200-4", parent="physical"),
    DocumentSection("treatment", "Treatment", "182991002", system="snomed"),
    DocumentSection("procedures", "Procedures performed", "29554-3", parent="treatment"),
    DocumentSection("given", "Medications administered", "18610-6", parent="treatment"),
    DocumentSection("triage", "Triage / acuity", "11283-9", most=1),
    DocumentSection("injury", "Injury incident", "11374-6"),
    DocumentSection("arrest", "Cardiac arrest", "67799-7", most=1),
    DocumentSection("incident", "Incident", "272379006", system="snomed"),
    DocumentSection("patient", "Patient"),
    DocumentSection("crew", "Crew"),
    DocumentSection("disposition", "Disposition"),
    DocumentSection("signatures", "Signatures"),
    DocumentSection("attachments", "Attachments"),
)
# What of a section stands in another one than the rest of it: by section and field.
_FIELDS: Final = {
    **{("history", name): "complaint" for name in (
        "chief_complaint", "chief_duration", "chief_duration_units", "secondary_complaint", "secondary_duration",
        "secondary_duration_units", "other_complaint", "other_duration", "other_duration_units", "onset", "complaint_location",
        "organ_system", "primary_symptom", "associated_symptoms", "possible_injury",
    )},
    ("history", "primary_impression"): "problems",
    ("history", "secondary_impressions"): "problems",
    ("history", "home_medications"): "medications",
    ("history", "allergies"): "allergies",
    ("history", "other_allergies"): "allergies",
    ("history", "past_history"): "past",
    ("history", "alcohol_drugs"): "social",
    ("history", "pregnancy"): "pregnancy",
    ("incident", "dispatch_reason"): "reason",
    ("incident", "encounter_reason"): "reason",
    ("incident", "transfer_reason"): "reason",
    ("patient", "weight"): "vitals",
    ("patient", "weight_source"): "vitals",
    ("patient", "length_tape"): "vitals",
    ("primary", "general_impression"): "assessments",
    ("primary", "barriers"): "treatment",
    ("primary", "initial_acuity"): "triage",
    ("primary", "sounds_left"): "respiratory",
    ("primary", "sounds_right"): "respiratory",
}  # fmt: skip
_SLUGS: Final = {
    "incident": "incident", "crew": "crew", "patient": "patient", "primary": "physical", "history": "present", "injury": "injury",
    "arrest": "arrest", "vitals": "vitals", "notes": "present", "narrative": "present", "handoff": "handoff",
    "disposition": "disposition", "signatures": "signatures", "attachments": "attachments",
}  # fmt: skip
_REGIONS: Final = {"lung": "respiratory", "chest": "respiratory", "heart": "heart"}
_HOLDERS: Final = {
    "patient": "patient", "encounter": "incident", "complaint": "complaint", "secondary-complaint": "complaint",
    "other-complaint": "complaint", "impression": "problems",
}  # fmt: skip
# The sections that say by their emptiness why there is nothing, and the field that knows why.
_EMPTY_BECAUSE: Final = {
    "medications": "home_medications", "allergies": "allergies", "past": "past_history", "problems": "primary_impression",
}  # fmt: skip
_NOTHING: Final = "Nothing documented."


@dataclass
class _Filled:
    lines: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)


def composed(out: Outgoing, resources: Sequence[Json]) -> list[Json]:
    """The sections with their words and the references to their resources."""
    filled = _filled(out, resources)
    below: dict[str, list[Json]] = {}
    made: list[Json] = []
    for section in reversed(SECTIONS):
        children = below.get(section.key, [])
        json = _composed(section, filled[section.key], children, out)
        if section.parent:
            below.setdefault(section.parent, []).insert(0, json)
        elif section.required or _says_something(section, filled):
            made.insert(0, json)
    return made


def _filled(out: Outgoing, resources: Sequence[Json]) -> dict[str, _Filled]:
    """What stands in each section, by its key."""
    filled = {section.key: _Filled() for section in SECTIONS}
    for resource in resources:
        key = _section_of(resource, out)
        if key is not None:
            filled[key].entries.append(resource["id"])
    for key, line in _lines(out):
        if line:
            filled[key].lines.append(line)
    return filled


def _says_something(section: DocumentSection, filled: Mapping[str, _Filled]) -> bool:
    """Whether a line or an entry stands in a section, or an entry in one below it."""
    own = filled[section.key]
    below = (filled[child.key] for child in SECTIONS if child.parent == section.key)
    return bool(own.lines or own.entries) or any(child.entries for child in below)


def _composed(section: DocumentSection, filled: _Filled, children: list[Json], out: Outgoing) -> Json:
    code = {"coding": [coding(section.system, section.code)]} if section.code else {}
    lines = filled.lines or [_NOTHING]
    made: Json = {
        "title": section.title,
        "code": {**code, "text": section.title},
        "text": narrative(section.title, lines, written_by_hand=section.key in {"present", "handoff"}),
    }
    references = [out.reference(key) for key in filled.entries]
    for child in children:
        references += [reference for reference in child.get("entry", []) if reference not in references]
    if references:
        made["entry"] = references
    else:
        made["emptyReason"] = _empty_reason(section.key, out)
    return made | ({"section": children} if children else {})


def _empty_reason(key: str, out: Outgoing) -> Json:
    name = _EMPTY_BECAUSE.get(key, "")
    reason = out.sheet.history.why(name) if name else ""
    if reason:
        return why_absent(reason, "reason_of_section")
    known = sure("reason_of_section", "not_recorded")
    return {"coding": [coding(*known)]} if known else {"text": _NOTHING}


def _section_of(resource: Json, out: Outgoing) -> str | None:
    """The section of a resource by its id; None for what others refer to (a place, the agency, the dispatch)."""
    if resource["id"] in {holder.key for holder in HOLDERS}:
        return _HOLDERS.get(resource["id"])
    anchor = anchor_of(resource["id"])
    if anchor is None:
        return None
    if anchor.section == "interventions":
        return "given" if resource["resourceType"] == "MedicationAdministration" else "procedures"
    part = out.sheet.find(anchor)
    return _section(part, anchor.field) if part is not None else None


def _section(part: SheetPart, name: str) -> str:
    slug = part.page.slug
    if slug == "exam":
        return _REGIONS.get(getattr(part, "region", None) or "", "physical")
    return _FIELDS.get((slug, name), _SLUGS.get(slug, "incident"))


def _lines(out: Outgoing) -> Iterator[tuple[str, str]]:
    """What people read: a line for each field that is documented, and for each entry."""
    yield from (("handoff", line) for line in _handoff(out))
    for part in out.sheet.parts():
        slug = part.page.slug
        if slug == "interventions":
            medication = getattr(part, "kind", "") == "medication"
            yield "given" if medication else "procedures", _entry_line(part, out)
            yield "treatment", _entry_line(part, out)
        elif isinstance(part, Entry):
            yield _section(part, ""), _entry_line(part, out)
        elif slug != "handoff":
            yield from ((_section(part, name), line) for name, line in _field_lines(part, out))


def _entry_line(part: SheetPart, out: Outgoing) -> str:
    """Every documented field of an entry, in one line."""
    return "; ".join(line for _, line in _field_lines(part, out))


def _field_lines(part: SheetPart, out: Outgoing) -> Iterator[tuple[str, str]]:
    """The name and the words of each documented field that no other one tells."""
    for name, spec in part.fields().items():
        if part.documented(name) and part.stands_alone(name):
            yield name, f"{spec.label}: {part.show_whole(name, out.context)}"


def _handoff(out: Outgoing) -> Iterator[str]:
    """The four parts as they are handed over: in the trainee's words where there are any, else as drafted."""
    drafted = draft(out.sheet)
    for part in PARTS:
        own = getattr(out.sheet.handoff, part)
        words = own or " ".join(f"{statement.text.rstrip('.')}." for statement in drafted[part])
        yield f"{part.capitalize()}: {words}"
