"""Reads an act from JSON, and says in words which key of it cannot be read.

It refuses to know any rule; what an act is stands in `epcr.sheet.act`.
"""

from __future__ import annotations

import math
from typing import Any, Final, get_args

from msgspec import Struct, ValidationError

from epcr.converting import convert
from epcr.sheet.act import (
    Act,
    Agency,
    Formulation,
    Indication,
    Mode,
    Order,
    PatientFacts,
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
    "patient": PatientFacts,
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
    "apneic": "patient.apneic",
    "awake": "patient.awake",
    "date": "on",
    "day": "on",
    "dose_unit": "unit",
    "drug": "item",
    "indication": "patient.indication",
    "medication": "item",
    "procedure": "item",
    "pulseless": "patient.pulseless",
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


def read_act(json_act: object) -> Act:
    """Read an act from the plain values that JSON holds; raise UnreadableAct with the key that cannot be read."""
    if not isinstance(json_act, dict):
        raise UnreadableAct("The act must be an object of keys and values, like {...}")
    _refuse_unknown_keys(json_act)
    try:
        act = convert(json_act, Act)
    except ValidationError as error:
        raise UnreadableAct(_complaint(error, json_act)) from None
    except UnicodeEncodeError:  # an escape like "\ud800" is JSON and yet no text
        raise UnreadableAct("The act has half a character; send it as whole ones") from None
    _refuse_endless_numbers(act)
    return act


def _refuse_unknown_keys(json_act: dict[Any, Any]) -> None:
    for place, part in _PARTS.items():
        inner = json_act.get(place) if place else json_act
        keys = inner if isinstance(inner, dict) else ()
        for key in keys:
            if key not in part.__struct_fields__:
                raise UnreadableAct(_unknown_key(place, key, part.__struct_fields__))


def _unknown_key(place: str, key: Any, fields: tuple[str, ...]) -> str:
    if key in _MEANT and not place:
        return f"The key {quoted(str(key))} is unknown; write {quoted(_MEANT[key])}"
    inside = f"{place}." if place else ""
    return unknown("The key", f"{inside}{key}", [f"{inside}{field}" for field in fields])


def _refuse_endless_numbers(act: Act) -> None:
    patient = act.patient or PatientFacts()
    numbers = {
        "dose": act.dose,
        "dose_given_before": act.dose_given_before,
        "patient.age_years": patient.age_years,
        "patient.weight_kg": patient.weight_kg,
    }
    for place, number in numbers.items():
        if number is not None and not math.isfinite(number):
            raise UnreadableAct(f"{quoted(place)} must be a number {_NUMBERS[place]}")


def _complaint(error: ValidationError, json_act: dict[str, Any]) -> str:
    """Say in words what msgspec found, like "Expected `str | null`, got `int` - at `$.item`": the key, and what it takes."""
    mismatch, _, place = str(error).removesuffix("`").rpartition(" - at `$.")
    if place in _CLOSED_LISTS and isinstance(word := _at(json_act, place), str):
        return unknown(f"The {place}", word, _CLOSED_LISTS[place])
    if place in _NUMBERS:
        return f"{quoted(place)} must be a number {_NUMBERS[place]}"
    if place in _DATES:
        return f"{quoted(place)} must be a date, like 2026-01-31"
    kinds = mismatch.removeprefix("Expected `").partition("`")[0].split(" | ")
    return f"{quoted(place)} must be {listed(_KINDS[kind] for kind in kinds if kind != 'null')}"


def _at(json_act: dict[str, Any], key: str) -> object:
    value: Any = json_act
    for step in key.split("."):
        value = value[step]
    return value
