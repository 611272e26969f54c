"""TOML files that are lists of rows under a few heads: read into their shapes, an unknown key named with the nearest known one.

It knows shapes and words, and not what the rows are about.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert, structs

from epcr.broken_schema import BrokenSchema
from epcr.checks.sentences import lower

Shape = TypeVar("Shape", bound=Struct)


def read_rows(path: Path, shape: type[Shape], rows: Mapping[str, type[Struct]], noun: str) -> Shape:
    """What a file holds; `rows` are the shapes of its lists by their heads, `noun` names what the file is of.

    Raises BrokenSchema with the file, the key and the reason.
    """
    told = _table(path, noun)
    _check_keys(path, "", told, shape)
    for head, row in rows.items():
        listed = told.get(head)
        for number, one in enumerate(listed if isinstance(listed, list) else (), start=1):
            _check_keys(path, f"{head} {number}", one, row)
    try:
        return convert(told, shape)
    except ValidationError as error:
        reason, _, at = str(error).partition(" - at ")
        raise BrokenSchema(path, at.strip("`").removeprefix("$.") or "(file)", lower(reason)) from None


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """That there is no such word, and which are near it."""
    near = get_close_matches(word, list(known), n=2, cutoff=0.5)
    hint = f"; near it: {', '.join(near)}" if near else ""
    return f"there is no {what} “{word}”{hint}"


def _table(path: Path, noun: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BrokenSchema(path, "(file)", f"there is no file of {noun}") from None
    except UnicodeDecodeError as error:
        raise BrokenSchema(path, "(file)", f"it is not UTF-8 text: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise BrokenSchema(path, "(file)", f"it is not TOML: {error}") from None


def _check_keys(path: Path, place: str, told: object, kind: type[Struct]) -> None:
    if not isinstance(told, dict):
        raise BrokenSchema(path, place, "must be a table of keys")
    known = {key.encode_name for key in structs.fields(kind)}
    for key in told:
        if key not in known:
            raise BrokenSchema(path, f"{place}.{key}".removeprefix("."), unknown("key", key, known))
