"""What the columns of a class list are called, from `schemas/class_list.toml`, and which column of a list is what.

It looks at headings and at what stands below them. It judges no name and no login.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from msgspec import Struct

from epcr import letters, paths
from epcr.broken_schema import BrokenSchema
from epcr.people.spreadsheet import ListLine
from epcr.sheet.vocabulary import vocabulary
from epcr.toml_file import read_toml

Kind = Literal["full", "name", "first", "last", "login", "email", "number", "level", "unused"]
Part = Literal["name", "first", "last", "login", "level", "unused"]
"""What a column is read as."""
PARTS: Final[tuple[str, ...]] = get_args(Part)


class _Column(Struct, frozen=True, forbid_unknown_fields=True, rename={"kind": "is"}):
    kind: Kind
    words: tuple[str, ...]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    columns: tuple[_Column, ...]


def file() -> Path:
    """Where the words lie."""
    return paths.schemas() / "class_list.toml"


@cache
def words() -> dict[str, Kind]:
    """What each heading means, read once a process."""
    return load(file())


def load(path: Path) -> dict[str, Kind]:
    """Read and check a file of headings. Raises BrokenSchema with the file, the key and the reason."""
    columns = read_toml(path, _File, "headings").columns
    known: dict[str, Kind] = {}
    places = ((number, column.kind, word) for number, column in enumerate(columns) for word in column.words)
    for number, kind, word in places:
        key = f"columns[{number}].words"
        if word != plain(word) or not word:
            raise BrokenSchema(path, key, f"write “{word}” as it is compared: “{plain(word)}”")
        if word in known:
            raise BrokenSchema(path, key, f"“{word}” stands twice")
        known[word] = kind
    missing = sorted(set(get_args(Kind)) - set(known.values()))
    if missing:
        raise BrokenSchema(path, "columns", f"no words for {', '.join(missing)}")
    return known


def plain(text: str) -> str:
    """A heading as it is compared: small letters without accents, one space between words, nothing in parentheses."""
    apart = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)|\[[^]]*\]", " ", letters.plain(text))).casefold()
    unmarked = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", unmarked).split())


def meant(cell: str) -> Kind | None:
    """What a column with this heading holds; None where the words are not known."""
    return words().get(plain(cell)) or words().get(plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell)))


def is_heading(lines: Sequence[ListLine]) -> bool | None:
    """Whether the first of these lines is a heading; None where it may be one and may be a person."""
    first, rest = lines[0], lines[1:]
    cells = [cell for cell in first.cells if cell]
    known = [cell for cell in cells if meant(cell)]
    if len(known) > 1 or (known and len(cells) == 1):
        return True
    if known:
        return None
    return False if any(map(_of_a_person, cells[1:])) or not _looks_other(first, rest) else None


def _looks_other(first: ListLine, rest: Sequence[ListLine]) -> bool:
    """Whether the first line lacks what all others have in the same column."""
    if (
        len(rest) > 1
        and first.cell(0)
        and " " not in first.cell(0)
        and all(" " in line.cell(0) for line in rest)
    ):
        return True
    for place in range(1, len(first.cells)):
        here, below = first.cell(place), [line.cell(place) for line in rest if line.cell(place)]
        likes = _LIKE if len(below) > 1 else _SURELY_LIKE
        if here and below and any(all(map(like, below)) and not like(here) for like in likes):
            return True
    return False


def _of_a_person(cell: str) -> bool:
    """Whether a cell holds what no heading does: a level, an address, a login with a digit or a dot in it."""
    return _is_level(cell) or _has_at(cell) or re.search(r"\d|\w\.\w", cell) is not None


def _has_at(cell: str) -> bool:
    return "@" in cell


def _has_sign(cell: str) -> bool:
    return bool(re.search(r"[\d._@-]", cell)) and " " not in cell


def _is_level(cell: str) -> bool:
    return vocabulary("level").find(cell) is not None


def _is_login(cell: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9._@+-]+", cell, re.ASCII) is not None


_SURELY_LIKE: Final[tuple[Callable[[str], bool], ...]] = (_has_at, _is_login)
_LIKE: Final = (*_SURELY_LIKE, _has_sign, _is_level)


def columns_under(heading: ListLine) -> tuple[Part, ...]:
    """What each column is by its heading; `unused` for one that is not known or not needed."""
    kinds = [meant(cell) for cell in heading.cells]
    wanted: dict[Kind, Part] = {}
    if "full" in kinds:
        wanted["full"] = "name"
    elif "name" in kinds:
        wanted |= _name_beside(kinds)
    else:
        wanted |= {"first": "first", "last": "last"}
    for kind in ("login", "email", "number"):
        if kind in kinds:
            wanted[kind] = "login"
            break
    wanted["level"] = "level"
    parts: list[Part] = [
        "unused" if kind is None or kind in kinds[:place] else wanted.get(kind, "unused")
        for place, kind in enumerate(kinds)
    ]
    if not {"name", "first", "last"} & set(parts) and None in kinds:
        parts[kinds.index(None)] = "name"  # a guess, which whoever asked is shown
    return tuple(parts)


def _name_beside(kinds: Sequence[Kind | None]) -> dict[Kind, Part]:
    if "first" in kinds and "last" not in kinds:
        return {"name": "last", "first": "first"}
    if "last" in kinds and "first" not in kinds:
        return {"name": "first", "last": "last"}
    return {"name": "name"}


def columns_without(lines: Sequence[ListLine]) -> tuple[Part, ...]:
    """What each column is where no heading says so: name, login, level, as they stand, unless what is in them tells otherwise."""
    width = max((len(line.cells) for line in lines), default=0)
    below = [[line.cell(place) for line in lines if line.cell(place)] for place in range(width)]
    usual: tuple[Part, ...] = ("name", "login", "level")
    unused: list[Part] = ["unused"] * (width - 3)
    parts = [*usual[:width], *unused]
    if width == 2 and (_all(below[1], _is_level) or _repeat(below[1])):
        parts[1] = "level"
    if width < 3:
        return tuple(parts)
    if _logins(below[2]) and _names(below[1]):
        return ("first", "last", "login", *_one_level(below[3:]))
    if _all(below[1], _is_level) and not _all(below[2], _is_level):
        parts[1:3] = ["level", "login"]
    return tuple(parts)


def _one_level(columns: Sequence[Sequence[str]]) -> list[Part]:
    """Of columns that nothing else is taken from, the first that holds levels is the level."""
    parts: list[Part] = ["unused"] * len(columns)
    level = next((place for place, cells in enumerate(columns) if _all(cells, _is_level)), None)
    if level is not None:
        parts[level] = "level"
    return parts


def _logins(cells: Sequence[str]) -> bool:
    return _all(cells, _is_login) and not any(map(_is_level, cells))


def _all(cells: Sequence[str], like: Callable[[str], bool]) -> bool:
    return bool(cells) and all(map(like, cells))


def _repeat(cells: Sequence[str]) -> bool:
    """Whether the same stands in several lines, as a level does and a login never."""
    return len({cell.casefold() for cell in cells}) < len(cells)


def _names(cells: Sequence[str]) -> bool:
    return bool(cells) and all(cell[:1].isupper() and not re.search(r"[\d.@_]", cell) for cell in cells)
