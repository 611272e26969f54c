"""Fields as Observations: one for each field, one with components for what belongs together, one that keeps a set of vital signs.

It is where a field goes that FHIR has no other place for, so a new field leaves, and comes back, without a line here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.export.fhir.codings import coding, concept, element_of
from epcr.export.fhir.names import Json, key_of
from epcr.export.fhir.places import PANELS, fill, placed
from epcr.export.fhir.said import extension, fragments, is_plain, rides_along
from epcr.export.fhir.values import Outgoing
from epcr.scores.consciousness import gcs_total
from epcr.sheet.anchor import Anchor
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.loinc import meant
from epcr.sheet.section import Entry, SheetPart


class SignPanel(NamedTuple):
    """Fields of a vital-sign set that one Observation holds as components, under a code of their own."""

    code: str
    words: str
    names: tuple[str, ...]
    method: str = ""


PRESSURE: Final = SignPanel("85354-9", "Blood pressure", ("systolic", "diastolic"), "pressure_method")
COMA: Final = SignPanel(
    "9269-2", "Glasgow coma score", ("gcs_eye", "gcs_verbal", "gcs_motor", "gcs_qualifier")
)
TOGETHER: Final = {"pressure": PRESSURE, "coma": COMA}
A_SET: Final = "85353-1"  # the panel of vital signs
# How something was measured leaves with what was measured: the method of the fields, or panels, on the right.
METHODS: Final = {
    "pressure_method": ("pressure",),
    "heart_rate_method": ("heart_rate",),
    "temperature_method": ("temperature",),
    "pain_scale": ("pain",),
    "stroke_scale": ("stroke_score", "stroke_result"),
}
# What is read off a patient, and no vital sign to FHIR.
_EXAMINED: Final = frozenset(
    {"rhythm", "ecg_type", "ecg_method", "stroke_scale", "stroke_score", "stroke_result", "reperfusion"}
)
# The field by whose code an entry, or a section, that is one Observation is known.
_CODED_BY: Final = {"exam": "findings", "arrest": "cardiac_arrest"}
_NO_ANSWER: Final = {"dataAbsentReason": {"coding": [coding("absent", "unknown", "Unknown")]}}


def field_code(part: SheetPart, name: str) -> Json:
    """What an Observation of a field is about: every code that is sure, and the words of the page."""
    spec = part.fields()[name]
    codes = [coding("loinc", code) for code in meant(spec.loincs, part)]
    return {**({"coding": codes} if codes else {}), "text": spec.label}


def observations_of(part: SheetPart, out: Outgoing, names: list[str]) -> Iterator[Json]:
    """The Observations of these fields of a section, or entry, one for each value."""
    methods = _methods(part, names)
    for name in names:
        if name in methods.values():
            continue
        made = fragments(part, name, out)
        for number, fragment in enumerate(made):
            key = key_of(part.anchor(name), _number(fragment, number, len(made)))
            yield _observation(part, name, key, fragment, out, methods.get(name, ""))


def _number(fragment: Json, number: int, many: int) -> str:
    if "code" in fragment:
        return f"n{number}"
    return str(number) if many > 1 else ""


def _methods(part: SheetPart, names: list[str]) -> dict[str, str]:
    """The fields of these that are how another one was measured, by that one."""
    return {
        measured: method
        for method, measures in METHODS.items()
        if method in names and is_plain(part, method)
        for measured in measures
        if measured in names or _any_of(measured, names)
    }


def _any_of(panel: str, names: list[str]) -> bool:
    return panel in TOGETHER and any(name in names for name in TOGETHER[panel].names)


def _observation(part: SheetPart, name: str, key: str, fragment: Json, out: Outgoing, method: str) -> Json:
    element = dict(fragment)
    code = element.pop("code", None) or field_code(part, name)
    made = observation(part, key, code, out, _category(part, name))
    return {**made, **element, **_method(part, method)}


def observation(part: SheetPart, key: str, code: Json, out: Outgoing, category: str = "") -> Json:
    """An Observation that says nothing yet."""
    made: Json = {"resourceType": "Observation", "id": key, "status": out.status}
    if category:
        made["category"] = [{"coding": [_category_coding(category)]}]
    made |= {"code": code, "subject": out.reference("patient"), "encounter": out.reference("encounter")}
    moment = part.moment() if isinstance(part, Entry) else None
    return made | ({"effectiveDateTime": out.moment(moment)} if moment else {})


def _category(part: SheetPart, name: str) -> str:
    slug = part.page.slug
    if slug in {"exam", "primary"} or name in _EXAMINED:
        return "exam"
    if not name:
        return ""
    spec = part.fields()[name]
    vital = slug == "vitals" or element_of(part, name).startswith("eExam")
    return "vital-signs" if vital and spec.loincs else ""


def _category_coding(code: str) -> Json:
    return {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": code}


def _method(part: SheetPart, name: str) -> Json:
    spec = part.fields().get(name)
    if not isinstance(spec, Choice):
        return {}
    return {"method": concept(spec, getattr(part, name), element_of(part, name))}


def vital_signs(part: SheetPart, out: Outgoing) -> Iterator[Json]:
    """A set: the Observation that keeps it together first, then what was measured."""
    own = key_of(part.anchor())
    places = placed(part, PANELS["vitals"])
    kept = [name for name in ("taken_at", "before_arrival") if part.documented(name) and name not in places]
    names = [name for name in _leaving(part) if name not in {*places, *kept}]
    members = [*_panels(part, out, names), *observations_of(part, out, _alone(part, names))]
    whole = observation(
        part, own, {"coding": [coding("loinc", A_SET)], "text": "Vital signs"}, out, "vital-signs"
    )
    if kept:
        whole["extension"] = [extension(part, name, out) for name in kept]
    if members:
        whole["hasMember"] = [out.reference(member["id"]) for member in members]
    yield whole
    yield from members


def _leaving(part: SheetPart) -> list[str]:
    return [name for name in part.fields() if part.documented(name) and not rides_along(part, name)]


def _alone(part: SheetPart, names: list[str]) -> list[str]:
    """Of the fields of a set those that no panel holds, methods included where what they measured is not there."""
    held = {name for panel in TOGETHER.values() for name in panel.names}
    methods = {panel.method for key, panel in TOGETHER.items() if _any_of(key, names) and panel.method}
    held |= {name for name in methods if is_plain(part, name)}
    return [name for name in names if name not in held]


def _panels(part: SheetPart, out: Outgoing, names: list[str]) -> Iterator[Json]:
    for key, panel in TOGETHER.items():
        if not _any_of(key, names):
            continue
        code = {"coding": [coding("loinc", panel.code)], "text": panel.words}
        made = observation(
            part, key_of(Anchor(part.page.slug, part.anchor().entry, key)), code, out, "vital-signs"
        )
        method = panel.method if panel.method in names and is_plain(part, panel.method) else ""
        yield {
            **made,
            **_total(part, panel),
            **_method(part, method),
            "component": [*_components(part, out, panel.names)],
        }


def _total(part: SheetPart, panel: SignPanel) -> Json:
    """The sum of a coma score whose three parts are known; it is worked out, and never read back."""
    if panel is not COMA:
        return {}
    total = gcs_total(*(getattr(part, name) for name in panel.names[:3]))
    return {} if total is None else {"valueInteger": total}


def _components(part: SheetPart, out: Outgoing, names: tuple[str, ...]) -> Iterator[Json]:
    """A component for each value of these fields; of a pressure that has no diastolic one, that it has none."""
    for name in names:
        made = fragments(part, name, out)
        if not made and name in PRESSURE.names:
            made = [_NO_ANSWER]
        for fragment in made:
            element = dict(fragment)
            yield {"id": name, "code": element.pop("code", None) or field_code(part, name), **element}


def panel_of(part: SheetPart, out: Outgoing) -> Json:
    """An entry as one Observation: what FHIR has a place for there, the rest as its components."""
    places = placed(part, PANELS.get(part.page.slug, {}))
    names = [name for name in _leaving(part) if name not in places]
    made = observation(part, key_of(part.anchor()), _panel_code(part), out, _category(part, ""))
    fill(made, part, places, out)
    kept = [name for name in names if isinstance(part, Entry) and name == part.timed_by]
    components = [*_components(part, out, tuple(name for name in names if name not in kept))]
    if kept:
        made["extension"] = [extension(part, name, out) for name in kept]
    return made | ({"component": components} if components else {})


def _panel_code(part: SheetPart) -> Json:
    words = part.noun if isinstance(part, Entry) else part.page.title
    coded = field_code(part, _CODED_BY[part.page.slug]) if part.page.slug in _CODED_BY else {}
    return {**coded, "text": f"{words[:1].upper()}{words[1:]}"}
