"""One act as it is put to the scope check: what was done, by whom, to whom, with what and on whose word.

It refuses to know any rule; it only reads, and says which key of a JSON act cannot be read.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Any, Final, get_args

from msgspec import Meta, Struct, ValidationError, convert

from epcr.scope.words import Formulation, Indication, Mode, Order, Setting, Supply
from epcr.words.naming import listed, quoted
from epcr.words.near import unknown

# Beyond these nobody was ever measured; such an act was mistyped and cannot be judged.
Years = Annotated[float, Meta(ge=0, le=150)]
Kilograms = Annotated[float, Meta(gt=0, le=1000)]
Amount = Annotated[float, Meta(ge=0)]


class Patient(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom the act was done to. Absent: an adult, longer than the length-based tape."""

    age_years: Years | None = None
    weight_kg: Kilograms | None = None
    shorter_than_tape: bool | None = None
    indication: Indication | None = None


class Agency(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The agency of the unit. Absent: no programs, with medical control and standing orders."""

    programs: tuple[str, ...] | None = None
    medical_control: bool | None = None
    standing_orders: bool | None = None


class Performer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who did it. `restricted` and `educated` are true or false for everything, or list the ids of items."""

    certificate_valid_from: date | None = None
    certificate_valid_to: date | None = None
    state: str | None = None
    endorsements: tuple[str, ...] | None = None
    restricted: bool | tuple[str, ...] | None = None
    on_duty: bool | None = None
    educated: bool | tuple[str, ...] | None = None

    def is_restricted_for(self, item: str) -> bool:
        """Whether the certificate is restricted for everything, or for this item."""
        return self.restricted is True or (isinstance(self.restricted, tuple) and item in self.restricted)

    def is_educated_for(self, item: str) -> bool:
        """Whether nobody told that education for this item is missing."""
        return item in self.educated if isinstance(self.educated, tuple) else self.educated is not False


class Student(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The studies of whoever did it; what is absent was not shown. `cleared` may list the ids of items."""

    training_for: str | None = None
    program_shift: bool | None = None
    cleared: bool | tuple[str, ...] | None = None
    preceptor_level: str | None = None

    def is_cleared_for(self, item: str) -> bool:
        """Whether it was shown that the student is cleared for everything, or for this item."""
        return item in self.cleared if isinstance(self.cleared, tuple) else self.cleared is True


class Act(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act. An absent key stands for the default that SEMANTICS gives it.

    `level` is the certificate held and worked on this call ("none" without one), `route` the code or label
    of eMedications.04, `code` a SNOMED CT or RxNorm code where no `item` is named, `on` the day of the act.
    """

    ruleset: str | None = None
    item: str | None = None
    code: str | None = None
    route: str | None = None
    level: str | None = None
    on: date | None = None
    supply: Supply | None = None
    formulation: Formulation | None = None
    mode: Mode | None = None
    setting: Setting | None = None
    order: Order | None = None
    patient: Patient | None = None
    dose: Amount | None = None
    dose_given_before: Amount | None = None
    unit: str | None = None
    agency: Agency | None = None
    performer: Performer | None = None
    student: Student | None = None
    prior_to_arrival: bool | None = None
    other_unit: bool | None = None
    not_given: bool | None = None


class UnreadableAct(Exception):  # noqa: N818 - it is named for what it found
    """A JSON act that cannot be read; its text is a sentence that names the key."""


_PARTS: Final[dict[str, type[Struct]]] = {
    "": Act,
    "patient": Patient,
    "agency": Agency,
    "performer": Performer,
    "student": Student,
}
_CLOSED_LISTS: Final[dict[str, tuple[str, ...]]] = {
    "supply": get_args(Supply),
    "setting": get_args(Setting),
    "mode": get_args(Mode),
    "order": get_args(Order),
    "formulation": get_args(Formulation),
    "patient.indication": get_args(Indication),
}
# What people write for a key that has another name.
_MEANT: Final = {
    "age": "patient.age_years",
    "date": "on",
    "day": "on",
    "dose_unit": "unit",
    "drug": "item",
    "indication": "patient.indication",
    "medication": "item",
    "procedure": "item",
    "weight": "patient.weight_kg",
}
_NUMBERS: Final = {
    "dose": "0 or more",
    "dose_given_before": "0 or more",
    "patient.age_years": "from 0 to 150",
    "patient.weight_kg": "above 0 and at most 1000",
}
_DATES: Final = {"on", "performer.certificate_valid_from", "performer.certificate_valid_to"}
_KINDS: Final = {
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
}


def read_act(told: object) -> Act:
    """Read an act from the plain values that JSON holds; raise UnreadableAct with the key that cannot be read."""
    if not isinstance(told, dict):
        raise UnreadableAct("The act must be an object of keys and values, like {...}")
    _refuse_unknown_keys(told)
    try:
        act = convert(told, Act)
    except ValidationError as error:
        raise UnreadableAct(_told_by(error, told)) from None
    except UnicodeEncodeError:  # an escape like "\ud800" is JSON and yet no text
        raise UnreadableAct("The act has half a character; send it as whole ones") from None
    _refuse_endless_numbers(act)
    return act


def _refuse_unknown_keys(told: dict[Any, Any]) -> None:
    for place, part in _PARTS.items():
        inner = told.get(place) if place else told
        if not isinstance(inner, dict):
            continue
        for key in inner:
            if key not in part.__struct_fields__:
                if key in _MEANT and not place:
                    raise UnreadableAct(f"The key {quoted(str(key))} is unknown; write {quoted(_MEANT[key])}")
                named = [f"{place}.{field}" if place else field for field in part.__struct_fields__]
                raise UnreadableAct(unknown("The key", f"{place}.{key}" if place else str(key), named))


def _refuse_endless_numbers(act: Act) -> None:
    patient = act.patient or Patient()
    numbers = {
        "dose": act.dose,
        "dose_given_before": act.dose_given_before,
        "patient.age_years": patient.age_years,
        "patient.weight_kg": patient.weight_kg,
    }
    for place, number in numbers.items():
        if number is not None and not math.isfinite(number):
            raise UnreadableAct(f"{quoted(place)} must be a number {_NUMBERS[place]}")


def _told_by(error: ValidationError, told: dict[str, Any]) -> str:
    """Say in words what msgspec found, like "Expected `str | null`, got `int` - at `$.item`": the key, and what it takes."""
    found, _, place = str(error).removesuffix("`").rpartition(" - at `$.")
    if place in _CLOSED_LISTS and isinstance(word := _at(told, place), str):
        return unknown(f"The {place}", word, _CLOSED_LISTS[place])
    if place in _NUMBERS:
        return f"{quoted(place)} must be a number {_NUMBERS[place]}"
    if place in _DATES:
        return f"{quoted(place)} must be a date, like 2026-01-31"
    kinds = found.removeprefix("Expected `").partition("`")[0].split(" | ")
    return f"{quoted(place)} must be {listed(_KINDS[kind] for kind in kinds if kind != 'null')}"


def _at(told: dict[str, Any], key: str) -> object:
    value: Any = told
    for step in key.split("."):
        value = value[step]
    return value
