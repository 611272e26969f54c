"""The resources of a sheet, in the order of the sheet, each by its section; and which fields each of them took.

A section leaves in its own resources (a patient, an allergy), what has no place there as Observations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from epcr.export.fhir.acts import act_of
from epcr.export.fhir.codings import coding, sure, why_absent
from epcr.export.fhir.names import STRUCK, Json, key_of
from epcr.export.fhir.observations import observations_of, panel_of, vital_signs
from epcr.export.fhir.places import (
    ATTACHMENT,
    CREW,
    HOLDERS,
    LISTS,
    SILENT,
    Holder,
    fill,
    mark_absent,
    placed,
)
from epcr.export.fhir.said import extension, is_plain, rides_along
from epcr.export.fhir.values import Outgoing, typed_values
from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.anchor import Anchor
from epcr.sheet.crew import CrewMember
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart

NO_ALLERGY: Final = "no_known_drug_allergy"
_ONE_RESOURCE: Final = frozenset({"exam", "notes", "signatures"})


def resources(out: Outgoing) -> Iterator[Json]:
    """Every resource of the sheet but the Composition, the patient first."""
    for part in sorted(_parts(out.sheet), key=lambda part: part.page.slug != "patient"):
        yield from _of_part(part, out)


def silent(out: Outgoing) -> list[Json]:
    """What is said of fields of which nothing may stand as an Observation: extensions of the Composition, named by anchor."""
    history, patient = out.sheet.history, out.sheet.patient
    unplaced: list[tuple[SheetPart, str]] = [
        (history, name) for name in SILENT if history.documented(name) and not _stands(history, name)
    ]
    holder = HOLDERS[0]
    unplaced += [
        (patient, name)
        for name in holder.places
        if patient.documented(name) and name not in placed(patient, holder.places)
    ]
    ordered = sorted(unplaced, key=lambda pair: str(pair[0].anchor(pair[1])))
    return [extension(part, name, out, str(part.anchor(name))) for part, name in ordered]


def _stands(part: SheetPart, name: str) -> bool:
    """Whether resources of their own say all of it."""
    return is_plain(part, name) or (name == "allergies" and _none_known(part))


def _none_known(part: SheetPart) -> bool:
    bare = part.why("allergies") == NO_ALLERGY and source_of("allergies") not in part.absent
    return bare and getattr(part, "allergies", None) is None and not negatives_in(part.absent, "allergies")


def _parts(sheet: RunSheet) -> Iterator[SheetPart]:
    """What leaves: all that stands, and those who were struck from the crew and are said to have done something."""
    named = {
        getattr(act, name) for act in sheet.entries("interventions") for name in ("performer", "assisted")
    }
    named |= set(sheet.disposition.exposed_members or ()) | {
        member.preceptor for member in sheet.entries("crew")
    }
    for part in sheet.parts():
        if part.page.slug != "crew":
            yield part
    yield from (member for member in sheet.crew if not member.struck or member.id in named)


def _of_part(part: SheetPart, out: Outgoing) -> Iterator[Json]:
    slug = part.page.slug
    if slug == "vitals":
        yield from vital_signs(part, out)
    elif slug in _ONE_RESOURCE:
        yield panel_of(part, out)
    elif slug == "arrest":
        yield from [panel_of(part, out)] if part.touched() else []
    elif slug == "interventions":
        yield act_of(part, out)  # type: ignore[arg-type]
    elif slug == "crew":
        yield _practitioner(part, out)  # type: ignore[arg-type]
    elif slug == "attachments":
        yield _document(part, out)
    else:
        yield from _of_section(part, out)


def _of_section(part: SheetPart, out: Outgoing) -> Iterator[Json]:
    """The holders of a section, then the lists, then Observations of the rest."""
    held: set[str] = set()
    for holder in HOLDERS:
        if holder.slug == part.page.slug:
            places = placed(part, holder.places)
            if holder.is_made(places):
                held |= set(places)
                yield _held(holder, part, places, out)
    if part.page.slug == "history":
        yield from _lists(part, out)
        held |= SILENT
    if part.page.slug == "patient":
        held |= set(HOLDERS[0].places)
    rest = [
        name
        for name in part.fields()
        if part.documented(name) and name not in held and not rides_along(part, name)
    ]
    yield from observations_of(part, out, rest)


def _held(holder: Holder, part: SheetPart, places: dict[str, Any], out: Outgoing) -> Json:
    made: Json = {"resourceType": holder.type, "id": holder.key, **holder.base}
    fill(made, part, places, out)
    if holder.type in {"Condition", "ServiceRequest"}:
        made |= {"subject": out.reference("patient"), "encounter": out.reference("encounter")}
    if holder.key == "patient":
        _complete_patient(made, part)
    if holder.key == "encounter":
        _complete_encounter(made, out)
    return made


def _complete_patient(made: Json, part: SheetPart) -> None:
    """A name even of somebody unknown, and why the sex is not told."""
    made["identifier"] = [{"type": {"text": "Training patient of this run sheet"}, "value": "1"}]
    if "name" not in made:
        made["name"] = [{"use": "temp", "text": "Training patient, name not known"}]
        if reason := sure("reason", part.why("last_name")):
            mark_absent(made, "name.0.family", reason.code)
    if "birthDate" not in made and (reason := sure("reason", part.why("date_of_birth"))):
        mark_absent(made, "birthDate", reason.code)
    if "gender" not in made:
        made["gender"] = "unknown"
        reason = sure("reason", part.why("sex"))
        mark_absent(made, "gender", reason.code if reason else "unknown")


def _complete_encounter(made: Json, out: Outgoing) -> None:
    """Status, class, and what the call refers to: patient, crew, places, impressions, dispatch and agency."""
    sheet = out.sheet
    status = sure("unit_disposition", sheet.disposition.unit_disposition or "")
    kind = sure("type_of_service", sheet.incident.type_of_service or "")
    made["status"] = status.code if status else "unknown"
    made["class"] = coding("encounter-class", kind.code if kind else "FLD", kind.display if kind else "field")
    made["subject"] = out.reference("patient")
    known = _known_holders(sheet)
    made |= {"basedOn": [out.reference("dispatch")]} if "dispatch" in known else {}
    crew = [member for member in _parts(sheet) if isinstance(member, CrewMember)]
    if crew:
        made["participant"] = [_participant(member, out) for member in crew]
    impressions = _impressions(sheet, known)
    if impressions:
        made["diagnosis"] = [
            {"condition": out.reference(key), "rank": rank} for rank, key in enumerate(impressions, 1)
        ]
    places = [key for key in ("scene", "vehicle", "destination") if key in known]
    made |= {"location": [{"location": out.reference(key)} for key in places]} if places else {}
    made |= {"serviceProvider": out.reference("agency")} if "agency" in known else {}


def _known_holders(sheet: RunSheet) -> set[str]:
    """The ids of the holders that this sheet has something for."""
    return {
        holder.key for holder in HOLDERS if holder.is_made(placed(getattr(sheet, holder.slug), holder.places))
    }


def _impressions(sheet: RunSheet, known: set[str]) -> list[str]:
    first = ["impression"] if "impression" in known else []
    return first + list_keys(sheet.history, "secondary_impressions")


def _participant(member: CrewMember, out: Outgoing) -> Json:
    roles = (
        {"type": [role.value for role in typed_values(member, "roles", out)]}
        if is_plain(member, "roles")
        else {}
    )
    return {**roles, "individual": out.reference(key_of(member.anchor()))}


def list_keys(part: SheetPart, name: str) -> list[str]:
    """The ids of the resources of a list, where it holds nothing but values."""
    many = len(getattr(part, name) or ()) if is_plain(part, name) else 0
    return [key_of(Anchor(part.page.slug, "", name), str(number)) for number in range(many)]


def _lists(part: SheetPart, out: Outgoing) -> Iterator[Json]:
    for name, (kind, path, base) in LISTS.items():
        for key, typed in zip(
            list_keys(part, name), typed_values(part, name, out) if is_plain(part, name) else (), strict=True
        ):
            yield _listed(key, kind, path, base, typed.value, out)
    if _none_known(part):
        kind, path, base = LISTS["allergies"]
        code = why_absent(NO_ALLERGY, "reason_of_allergy")
        yield _listed(key_of(part.anchor("allergies")), kind, path, base, code, out)


def _listed(key: str, kind: str, path: str, base: Json, code: Json, out: Outgoing) -> Json:
    whose = "patient" if kind == "AllergyIntolerance" else "subject"
    around = "context" if kind == "MedicationStatement" else "encounter"
    return {
        "resourceType": kind, "id": key, **base, path: code,
        whose: out.reference("patient"), around: out.reference("encounter"),
    }  # fmt: skip


def _practitioner(member: CrewMember, out: Outgoing) -> Json:
    places = placed(member, CREW)
    made: Json = {"resourceType": "Practitioner", "id": key_of(member.anchor()), "active": not member.struck}
    rest = [name for name in member.fields() if member.documented(name) and name not in places]
    rest = [name for name in rest if name != "roles" or not is_plain(member, "roles")]
    extensions = [extension(member, name, out) for name in rest]
    if member.struck_at is not None:
        when = {"url": "at", "valueDateTime": out.moment(member.struck_at)}
        why = {"url": "reason", "valueString": member.struck_reason or "struck"}
        extensions.append({"url": STRUCK, "extension": [when, why]})
    made |= {"extension": extensions} if extensions else {}
    fill(made, member, places, out)
    return made


def _document(part: SheetPart, out: Outgoing) -> Json:
    places = placed(part, ATTACHMENT)
    made: Json = {"resourceType": "DocumentReference", "id": key_of(part.anchor()), "status": "current"}
    rest = [name for name in part.fields() if part.documented(name) and name not in places]
    made |= {"extension": [extension(part, name, out) for name in rest]} if rest else {}
    made["subject"] = out.reference("patient")
    fill(made, part, places, out)
    if "content" not in made:
        mark_absent(made, "content.0.attachment.title", "unknown")
    return made
