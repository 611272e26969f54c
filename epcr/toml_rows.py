"""TOML files that are lists of rows under a few heads: read into their shapes, an unknown key named with the nearest known one.

It knows shapes and words, and not what the rows are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, ValidationError, structs

from epcr.broken_schema import BrokenSchema
from epcr.converting import convert
from epcr.toml_file import toml_of
from epcr.words.naming import lower
from epcr.words.near import near

Shape = TypeVar("Shape", bound=Struct)


def read_rows(path: Path, shape: type[Shape], rows: Mapping[str, type[Struct]], noun: str) -> Shape:
    """What a file holds; `rows` are the shapes of its lists by their heads, `noun` names what the file is of.

    Raises BrokenSchema with the file, the key and the reason.
    """
    table = toml_of(path, noun)
    _check_keys(path, "", table, shape)
    for head, kind in rows.items():
        listed = table.get(head)
        for number, row in enumerate(listed if isinstance(listed, list) else (), start=1):
            _check_keys(path, f"{head} {number}", row, kind)
    try:
        return convert(table, shape)
    except ValidationError as error:
        reason, _, at = str(error).partition(" - at ")
        raise BrokenSchema(path, at.strip("`").removeprefix("$.") or "(file)", lower(reason)) from None


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """That there is no such word, and which are near it."""
    like = near(word, known)
    hint = f"; near it: {', '.join(like)}" if like else ""
    return f"there is no {what} “{word}”{hint}"


def _check_keys(path: Path, place: str, table: object, kind: type[Struct]) -> None:
    if not isinstance(table, dict):
        raise BrokenSchema(path, place, "must be a table of keys")
    known = {key.encode_name for key in structs.fields(kind)}
    for key in table:
        if key not in known:
            raise BrokenSchema(path, f"{place}.{key}".removeprefix("."), unknown("key", key, known))
