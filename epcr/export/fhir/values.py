"""The value of a field in FHIR's data types. How it comes back is in `epcr.export.fhir.taking`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from epcr.export.fhir.codings import concept, element_of, sure
from epcr.export.fhir.names import EXACT, SYSTEMS, Json, full_url, key_of
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.crew_member import OfCrew, SeveralOfCrew
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Decimal, Number, Whole
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import vocabulary

_SCORE: Final = {str(number) for number in range(16)}


class Typed(NamedTuple):
    """A value with the name of its FHIR type, like Quantity: it stands in an element `value` + that name."""

    type: str
    value: Any


@dataclass(frozen=True)
class Outgoing:
    """The sheet that leaves, with what surrounds its values and the status of its records (`final` or `preliminary`)."""

    sheet: RunSheet
    context: Context
    status: str

    def reference(self, key: str) -> Json:
        """A reference to the resource of this id."""
        return {"reference": full_url(self.sheet.id, key)}

    def moment(self, at: datetime) -> str:
        """A dateTime by the class's clock with its offset."""
        return self.context.customs.local(at).isoformat()


def is_score(spec: Choice) -> bool:
    """Whether a choice is a number of points that each answer is worth, as in the coma scale and the Apgar score."""
    return not isinstance(spec, Several) and {term.code for term in spec.terms} <= _SCORE


def typed_values(part: SheetPart, name: str, out: Outgoing) -> list[Typed]:
    """The value of a field, which it has, in FHIR's types: one, or several of a field of several."""
    spec, value = part.fields()[name], getattr(part, name)
    if isinstance(spec, Choice):
        return _of_choice(spec, value, element_of(part, name))
    if isinstance(spec, OfCrew):
        members = value if isinstance(spec, SeveralOfCrew) else [value]
        return [Typed("Reference", out.reference(key_of_member(member))) for member in members]
    if isinstance(spec, Number):
        return [_of_number(part, spec, value, out)]
    return [_of_other(spec, value, out)]


def key_of_member(entry: str) -> str:
    """The id of the resource of a crew member."""
    return key_of(Anchor("crew", entry))


def _of_choice(spec: Choice, value: Any, element: str) -> list[Typed]:
    if isinstance(spec, Several):
        return [Typed("CodeableConcept", concept(spec, code, element)) for code in value]
    if is_score(spec):
        return [Typed("integer", int(value))]
    return [Typed("CodeableConcept", concept(spec, value, element))]


def _of_number(part: SheetPart, spec: Number, value: Any, out: Outgoing) -> Typed:
    if isinstance(value, str):
        return Typed("string", value)
    if not spec.unit and not spec.unit_field and isinstance(spec, Whole):
        return Typed("integer", value)
    value = float(value) if isinstance(spec, Decimal) else value
    standard = spec.code(value, out.context)
    exact = [] if standard == value else [{"url": EXACT, "valueDecimal": value}]
    extension = {"extension": exact} if exact else {}
    return Typed("Quantity", {**extension, "value": standard, **_unit(part, spec)})


def _unit(part: SheetPart, spec: Number) -> Json:
    """The unit of a number in words, and in UCUM where that is sure."""
    code = getattr(part, spec.unit_field) if spec.unit_field else ""
    words = vocabulary(spec.unit_words).label(code) if code else spec.unit
    if not words:
        return {}
    known = sure(spec.unit_words, code) or sure("dose_rate", code or "") or sure("unit", words)
    return {"unit": words, **({"system": SYSTEMS["ucum"], "code": known.code} if known else {})}


def _of_other(spec: Spec, value: Any, out: Outgoing) -> Typed:
    if isinstance(spec, Moment):
        return Typed("dateTime", out.moment(value))
    if isinstance(spec, Day):
        return Typed("date", value.isoformat())
    if isinstance(spec, YesNo):
        return Typed("boolean", value)
    return Typed("string", spec.write(value, out.context)[0] if isinstance(spec, Drawing) else value)
