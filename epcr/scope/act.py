"""Reads an act from JSON, and says in words which key of it cannot be read.

It refuses to know any rule; what an act is stands in `epcr.sheet.act`.
"""

from __future__ import annotations

import math
from typing import Any, Final, get_args

from msgspec import Struct, ValidationError, convert

from epcr.sheet.act import (
    Act,
    Agency,
    Formulation,
    Indication,
    Mode,
    Order,
    Patient,
    Performer,
    Setting,
    Student,
    Supply,
)
from epcr.words.naming import listed, quoted
from epcr.words.near import unknown


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
