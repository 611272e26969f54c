"""Everything that is said of one field, carried whole: its value, why there is none, what was not found, and who told it.

It stands in three shapes: as an Observation's own elements, as a component, and as an extension where FHIR has no place for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from epcr.export.fhir.codings import (
    SureCode,
    coding,
    concept,
    element_of,
    reason_in,
    sure,
    term_of,
    why_absent,
)
from epcr.export.fhir.names import BESIDE, FIELD, TOLD_BY, Json, own_system
from epcr.export.fhir.taking import Incoming, unit_in, value_of
from epcr.export.fhir.values import Outgoing, Typed, typed_values
from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Several
from epcr.sheet.kinds.number import Number, Readout
from epcr.sheet.section import SheetPart

# That there is none is something that was found out: it is a value, not the lack of one.
_NONE: Final = "none_reported"
# The data types that FHIR lets an Observation have as its value.
_OF_OBSERVATIONS: Final = frozenset(
    {"Quantity", "CodeableConcept", "string", "boolean", "integer", "dateTime"}
)


def is_plain(part: SheetPart, name: str) -> bool:
    """Whether a field has a value and nothing is said beside it, so that one element of FHIR can hold it."""
    absent = part.absent
    return (
        getattr(part, name) is not None
        and not part.why(name)
        and source_of(name) not in absent
        and not negatives_in(absent, name)
    )


def rides_along(part: SheetPart, name: str) -> bool:
    """Whether a field is the unit of a number that is documented, and leaves with it."""
    spec = next((spec for spec in part.fields().values() if spec.unit_field == name), None)
    number = next((other for other, declared in part.fields().items() if declared is spec), "")
    return bool(number) and getattr(part, number) is not None and is_plain(part, name)


def fragments(part: SheetPart, name: str, out: Outgoing) -> list[Json]:
    """What an Observation, or a component of one, says of a documented field: one fragment for each of several values.

    A fragment with a `code` of its own says that this was looked for and is not there.
    """
    spec, reason = part.fields()[name], part.why(name)
    beside = _beside(part, name)
    extension = {"extension": beside} if beside else {}
    made = []
    if getattr(part, name) is not None:
        made = [{**extension, **_valued(spec, typed)} for typed in typed_values(part, name, out)]
    elif reason == _NONE:
        made = [{**extension, "valueCodeableConcept": why_absent(reason)}]
    elif reason:
        made = [{**extension, "dataAbsentReason": why_absent(reason)}]
    return made + [{**extension, **negative} for negative in _negatives(part, name, spec)]


def _valued(spec: Spec, typed: Typed) -> Json:
    if isinstance(spec, Readout) and typed.type == "string":
        return _word(spec, typed.value)
    if typed.type == "Reference":
        return {"focus": [typed.value]}
    kind = "dateTime" if typed.type == "date" else typed.type
    return {f"value{kind[:1].upper()}{kind[1:]}": typed.value}


def _word(spec: Readout, word: str) -> Json:
    """A word that stands in the place of a number: never a number, and never lost."""
    known = sure("reading", word) or SureCode("", "", "")
    words: Json = {
        "coding": [{"system": own_system("reading"), "code": word}],
        "text": spec.show(word, Context()),
    }
    if known.system == "absent":
        return {"dataAbsentReason": {**words, "coding": [coding(*known), *words["coding"]]}}
    return {"valueString": word, "interpretation": [{"coding": [coding(*known)]}]}


def _negatives(part: SheetPart, name: str, spec: Spec) -> Iterator[Json]:
    if isinstance(spec, Several):
        for code in negatives_in(part.absent, name):
            yield {"code": concept(spec, code, element_of(part, name)), "valueBoolean": False}


def _beside(part: SheetPart, name: str) -> list[Json]:
    """Who told it, and what stands beside its value, like that it is approximate."""
    pieces: list[Json] = []
    if source := part.absent.get(source_of(name)):
        pieces.append({"url": TOLD_BY, "valueString": source})
    if getattr(part, name) is not None and (reason := part.why(name)):
        pieces.append({"url": BESIDE, "valueCodeableConcept": why_absent(reason, "reason_beside")})
    return pieces


def extension(part: SheetPart, name: str, out: Outgoing, called: str = "") -> Json:
    """The same as an extension of our own; `called` is its name where it does not stand on the resource of its part."""
    pieces: list[Json] = [{"url": "name", "valueString": called or name}]
    if getattr(part, name) is not None:
        pieces += [
            {"url": "value", f"value{kind[:1].upper()}{kind[1:]}": value}
            for kind, value in typed_values(part, name, out)
        ]
    elif reason := part.why(name):
        pieces.append({"url": "absent", "valueCodeableConcept": why_absent(reason)})
    pieces += [
        {"url": "negative", "valueCodeableConcept": piece["code"]}
        for piece in _negatives(part, name, part.fields()[name])
    ]
    return {"url": FIELD, "extension": [*pieces, *_beside(part, name)]}


@dataclass
class Said:
    """What was read of one field: the values in their order, the reason, who told it, and what was not found."""

    values: list[Typed] = field(default_factory=list)
    reason: str = ""
    source: str = ""
    negatives: list[Json] = field(default_factory=list)

    def hear(self, fragment: Json, *, negative: Json | None = None) -> None:
        """Take in a fragment of an Observation or a component; `negative` is the code of what was not found."""
        self.hear_beside(fragment.get("extension", []))
        if negative is not None:
            self.negatives.append(negative)
            return
        absent = fragment.get("dataAbsentReason")
        if absent is not None:
            self._hear_absent(absent)
        elif reason := reason_in(fragment.get("valueCodeableConcept", {})):
            self.reason = reason
        else:
            self.values += _typed_in(fragment)

    def hear_beside(self, extensions: Sequence[Json]) -> None:
        """Take in who told it, and what stands beside the value."""
        for piece in extensions:
            if piece.get("url") == TOLD_BY:
                self.source = piece.get("valueString", "")
            elif piece.get("url") == BESIDE:
                self.reason = reason_in(piece.get("valueCodeableConcept", {}))

    def hear_extension(self, extensions: Sequence[Json]) -> None:
        """Take in the parts of an extension of our own."""
        self.hear_beside(extensions)
        for piece in extensions:
            if piece.get("url") == "value":
                self.values += _typed_in(piece)
            elif piece.get("url") == "absent":
                self.reason = reason_in(piece.get("valueCodeableConcept", {}))
            elif piece.get("url") == "negative":
                self.negatives.append(piece.get("valueCodeableConcept", {}))

    def _hear_absent(self, element: Json) -> None:
        own = own_system("reading")
        word = next(
            (piece.get("code") for piece in element.get("coding", []) if piece.get("system") == own), None
        )
        if word is not None:
            self.values.append(Typed("string", word))
        else:
            self.reason = reason_in(element)

    def put_on(self, part: SheetPart, name: str, incoming: Incoming) -> None:
        """Let the part say it. Raises ValueError with what is wrong with it."""
        spec = part.fields()[name]
        setattr(part, name, value_of(spec, self.values, incoming))
        if isinstance(spec, Number) and spec.unit_field and self.values:
            unit = unit_in(spec, self.values[0])
            if unit is not None:
                setattr(part, spec.unit_field, unit)
        absent = dict(part.absent)
        if self.reason:
            absent[name] = _allowed(spec, self.reason)
        if isinstance(spec, Several):
            absent |= {f"{name}:{term_of(spec, piece)}": spec.negative for piece in self.negatives}
        if self.source:
            absent[source_of(name)] = self.source
        part.absent = absent


def _allowed(spec: Spec, reason: str) -> str:
    if reason not in {*spec.reasons, *spec.beside}:
        message = f"{spec.label} cannot be “{reason.replace('_', ' ')}”"
        raise ValueError(message)
    return reason


def _typed_in(element: Json) -> list[Typed]:
    """The value of an element, by the name of its type; none where it has none."""
    if "focus" in element:
        return [Typed("Reference", piece) for piece in element["focus"]]
    return [Typed(_type_named(key), value) for key, value in element.items() if key.startswith("value")]


def _type_named(key: str) -> str:
    name = key.removeprefix("value")
    return name if name in {"Quantity", "CodeableConcept", "Reference"} else f"{name[:1].lower()}{name[1:]}"
