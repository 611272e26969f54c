"""Words of every day and where they lead: `home` to *Private residence*, `diabetes` to both types, for somebody to say which.

They stand in `schemas/plain_words.csv`, a line for words that mean the same terms of one list. A word that leads to several terms
finds them all and is never one of them by itself.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from epcr import paths
from epcr.broken_schema import BrokenSchema

COLUMNS: Final = ("list", "words", "codes")
INTERVENTIONS: Final = "interventions"  # the catalog, which is no file of the vocabulary


@dataclass(frozen=True)
class PlainWords:
    """A line: words, and the codes of a list that they lead to. `place` names the line."""

    place: str
    list: str
    words: tuple[str, ...]
    codes: tuple[str, ...]


def file() -> Path:
    """Where the words lie."""
    return paths.schemas() / "plain_words.csv"


@cache
def every_line() -> tuple[PlainWords, ...]:
    """All lines. Raises BrokenSchema, naming line and reason."""
    return tuple(read(file()))


def read(path: Path) -> Iterator[PlainWords]:
    """The lines of a file. Raises BrokenSchema, naming line and reason."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise BrokenSchema(path, "(header)", f"the columns must be {','.join(COLUMNS)}")
            for row in rows:
                yield _line(path, f"line {rows.line_num}", row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BrokenSchema(path, "(file)", f"it cannot be read as CSV: {error}") from None


def plain_words(name: str, codes: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The words that lead to each code of a list. Raises BrokenSchema where they lead to a code that it does not have."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for line in every_line():
        if line.list != name:
            continue
        for code in line.codes:
            if code not in codes:
                raise BrokenSchema(file(), line.place, f"the list {name} has no code {code!r}")
            words[code] += line.words
    return {code: tuple(dict.fromkeys(own)) for code, own in words.items()}


def _line(path: Path, place: str, row: dict[str, str]) -> PlainWords:
    if None in row or None in row.values():
        raise BrokenSchema(path, place, f"it must have {len(COLUMNS)} columns")
    words, codes = _parts(row["words"]), _parts(row["codes"])
    if not words or not codes:
        raise BrokenSchema(path, place, "give it words and codes, parted by |")
    if row["list"] != INTERVENTIONS and not (paths.schemas() / "vocabulary" / f"{row['list']}.csv").is_file():
        raise BrokenSchema(path, place, f"there is no list {row['list']!r} in schemas/vocabulary")
    return PlainWords(place, row["list"], words, codes)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for word in cell.split("|") if (part := word.strip()))
