"""What is shown of a ruleset: the table with its columns and rows, and what stands after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from epcr.rulebook.matrix import ItemRow, LevelSquare, Matrix, Wanted
from epcr.scope import Ruleset
from epcr.scope.ruleset import Unlisted

_BROAD: Final = 5  # columns above which the table is set narrower; chosen here


@dataclass(frozen=True)
class ItemLink:
    """A rule by name; `after` stands behind it in a sentence."""

    id: str
    name: str
    after: str = ""


@dataclass(frozen=True)
class Column:
    """A level, and what is to be known of its whole column."""

    level: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RowLine:
    """An item with its squares; `sources` are the numbers of what they rest on."""

    id: str
    name: str
    notes: tuple[str, ...]
    squares: tuple[LevelSquare, ...]
    confidence: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Category:
    """The rows of one category, which stands on top of them across `span` columns."""

    name: str
    span: int
    rows: tuple[RowLine, ...]


@dataclass(frozen=True)
class UnlistedLine:
    """A code of the standard without a rule of its own."""

    name: str
    judged: str
    reason: str


@dataclass(frozen=True)
class Result:
    """What is shown of a ruleset. `query` is the same as an address says it, and `narrowed` whether anything is left out."""

    number: int
    sought: str
    narrowed: bool
    query: Mapping[str, str]
    print_words: str
    look: str
    columns: tuple[Column, ...]
    categories: tuple[Category, ...]
    nothing: str
    everybody: tuple[ItemLink, ...]
    unlisted: tuple[UnlistedLine, ...]
    sources: tuple[tuple[int, str], ...]


def result(table: Matrix, wanted: Wanted, query: Mapping[str, str]) -> Result:
    """The table with what stands around it."""
    numbers, number = table.sources, len(table.levels)
    broad = " matrix-broad" if number > _BROAD else " matrix-single" if number == 1 else ""
    other = table.everybody or table.unlisted
    return Result(
        number=len(table.rows),
        sought=wanted.words,
        narrowed=bool(wanted),
        query=query,
        print_words="Print these" if wanted else "Print the table",
        look=f"matrix{broad}",
        columns=tuple(Column(level, _column_notes(table.ruleset, level)) for level in table.levels),
        categories=tuple(
            Category(group.category, number + 2, tuple(_row(row, numbers) for row in group.rows))
            for group in table.groups
        ),
        nothing="No rule by level matches this; what does match is below."
        if other
        else "No rule answers to this. Try another word, or fewer choices.",
        everybody=tuple(ItemLink(item.id, item.name) for item in table.everybody),
        unlisted=tuple(_unlisted(entry) for entry in table.unlisted),
        sources=tuple((place, source) for source, place in numbers.items()),
    )


def _row(row: ItemRow, numbers: Mapping[str, int]) -> RowLine:
    return RowLine(
        row.item.id,
        row.item.name,
        ("new here",) if row.new else (),
        row.squares,
        row.confidence,
        tuple(numbers[source] for source in row.sources),
    )


def _column_notes(ruleset: Ruleset, level: str) -> tuple[str, ...]:
    """That a level functions as another one here, or that the parent has no such level."""
    if level in ruleset.functions_as:
        within = ", in a program" if level in ruleset.level_programs else ""
        return (f"as {ruleset.functions_as[level]}{within}",)
    return ("new here",) if ruleset.parent and level not in ruleset.parent.levels else ()


def _unlisted(entry: Unlisted) -> UnlistedLine:
    judged = "judged by its route" if entry.by_route else "not judged"
    return UnlistedLine(entry.name, judged, entry.reason or "")
