"""What msgspec finds wrong in an entry of a schema file, said as key and reason, with the nearest known word.

It refuses to know which file the entry stands in.
"""

from __future__ import annotations

import re
from typing import Any, Final

from msgspec import Struct, ValidationError, inspect

from epcr.words.naming import listed, quoted
from epcr.words.near import unknown

_PLACE: Final = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")
_UNKNOWN_KEY: Final = re.compile(r"unknown field `(?P<key>.*?)`(?: - at `|$)", re.DOTALL)
_MISSING_KEY: Final = re.compile(r"missing required field `(?P<key>[^`]*)`")
_EXPECTED: Final = re.compile(r"Expected `(?P<expected>[^`]+)`")
_A_DATE: Final = "a date, like 2026-01-31"
_KINDS: Final = {
    "str": "a text",
    "float": "a number without quotation marks and without a unit, like 12",
    "int": "a whole number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": _A_DATE,
}


def in_words(error: ValidationError, kind: type[Struct], entry: object) -> tuple[str, str]:
    """The key that is wrong in what was told for this kind of entry, and the reason."""
    message = str(error)
    match = _PLACE.search(message)
    place = match["place"] if match else ""
    if key := _UNKNOWN_KEY.search(message):
        return _joined(place, key["key"]), unknown("The key", key["key"], _keys(kind, place))
    if key := _MISSING_KEY.search(message):
        missing = _joined(place, key["key"])
        words = _words(kind, missing)
        return missing, f"is missing; write {listed(words)}" if words else "is missing"
    words = _words(kind, place)
    value = _at(entry, place)
    if words and isinstance(value, str):
        return place, unknown("The word", value, words)
    expected = _EXPECTED.search(message)
    kinds = [name for name in (expected["expected"].split(" | ") if expected else []) if name != "null"]
    if isinstance(_type_at(kind, place), inspect.DateType):
        kinds = ["date"]
    wanted = (
        listed(_KINDS.get(name, name) for name in kinds)
        if kinds
        else f"another value than {quoted(str(value))}"
    )
    return place, f"must be {wanted}{_hint(kinds, value, place)}"


def _hint(kinds: list[str], value: object, place: str) -> str:
    """How to write it, where what was written tells what was meant."""
    if kinds == ["array"] and isinstance(value, dict):
        return f"; write two brackets on each side, [[{place}]]"
    if kinds == ["array"] and isinstance(value, str):
        return f'; write ["{value}"]'
    if kinds == ["object"] and isinstance(value, list):
        return f"; write one bracket on each side, like [items.{place}]" if place == "cells" else ""
    if kinds == ["str"] and isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'; write "{value}"'
    return ""


def _joined(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _keys(kind: type[Struct], place: str) -> tuple[str, ...]:
    inner = _type_at(kind, place)
    assert isinstance(inner, inspect.StructType)  # noqa: S101 - only those know their keys
    return inner.cls.__struct_fields__


def _words(kind: type[Struct], place: str) -> tuple[str, ...]:
    inner = _type_at(kind, place)
    return tuple(str(value) for value in inner.values) if isinstance(inner, inspect.LiteralType) else ()


def _type_at(kind: type[Struct], place: str) -> inspect.Type:
    """The type at a place like `only.formulation[1]`, without the null of what may be absent."""
    here: inspect.Type = inspect.type_info(kind)
    for step in re.findall(r"\w+|\[", place):
        if isinstance(here, inspect.StructType):
            here = next(field.type for field in here.fields if field.name == step)
        elif isinstance(here, inspect.VarTupleType):
            here = here.item_type
        if isinstance(here, inspect.UnionType):
            here = next(part for part in here.types if not isinstance(part, inspect.NoneType))
    return here


def _at(entry: object, place: str) -> object:
    value: Any = entry
    for key, index in re.findall(r"(\w+)|\[(\d+)\]", place):
        value = value[key] if key else value[int(index)]
    return value
