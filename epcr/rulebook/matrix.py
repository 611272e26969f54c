"""A ruleset as a table to read: items down, levels across, each square with its word, its conditions and where it comes from.

It arranges what the rules say for page and paper alike; it refuses to know a request, and judges nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from epcr.letters import compared
from epcr.scope import Ruleset
from epcr.scope.conditions import Mark, cell_conditions, cell_mark, cell_ways, cell_words, same_rule
from epcr.scope.ruleset import Cell, RulesetItem, Unlisted
from epcr.sheet.catalog import catalog

KINDS: Final[Mapping[str, str]] = {
    "procedure": "Procedures",
    "assessment": "Assessments",
    "medication": "Medications",
    "fluid": "Fluids",
    "route": "Routes",
}
_WORD: Final = re.compile(r"[^\W_]+")
CONFIDENCES: Final = ("high", "medium", "low")


@dataclass(frozen=True)
class Wanted:
    """What of a ruleset somebody wants to read; whatever is empty asks for everything.

    `changed` keeps the rows of which a shown square differs from the parent's.
    """

    words: str = ""
    category: str = ""
    kind: str = ""
    level: str = ""
    changed: bool = False

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.category or self.kind or self.level or self.changed)


@dataclass(frozen=True)
class LevelSquare:
    """What one level may do with one item.

    `ways` are the ways of being allowed, each with its conditions and its note, either perhaps empty. `layer` is the id of
    the ruleset that says so; `was` what the parent says, where that differs. A column that no parent has is no change.
    """

    level: str
    mark: Mark
    words: str
    conditions: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    source: str
    confidence: str
    layer: str
    disputed: bool
    extendable: bool
    changed: bool
    was: str

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under it: what it was, who may widen it, that sources disagree."""
        possible = (
            f"parent: {self.was}" if self.was else "",
            "an agency may extend it" if self.extendable else "",
            "disputed" if self.disputed else "",
        )
        return tuple(note for note in possible if note)


@dataclass(frozen=True)
class ItemRow:
    """An item with a square for each level that is shown. `new` says that no parent has it."""

    item: RulesetItem
    squares: tuple[LevelSquare, ...]
    new: bool

    @property
    def changed(self) -> bool:
        """Whether the ruleset says here what its parent does not."""
        return self.new or any(square.changed for square in self.squares)

    @property
    def sources(self) -> tuple[str, ...]:
        """What the squares rest on, each source once."""
        return tuple(dict.fromkeys(square.source for square in self.squares))

    @property
    def confidence(self) -> str:
        """How far to trust the row: the words of its squares, best first."""
        return ", ".join(
            word for word in CONFIDENCES if any(square.confidence == word for square in self.squares)
        )


@dataclass(frozen=True)
class CategoryRows:
    """The rows of one category."""

    category: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Matrix:
    """What is shown of a ruleset: columns, rows by category, what everybody may do, and codes without a row of their own."""

    ruleset: Ruleset
    levels: tuple[str, ...]
    groups: tuple[CategoryRows, ...]
    everybody: tuple[RulesetItem, ...]
    unlisted: tuple[Unlisted, ...]

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """All rows, in order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def sources(self) -> Mapping[str, int]:
        """What the rows rest on, numbered from 1 in the order in which it is met."""
        met = dict.fromkeys(source for row in self.rows for source in row.sources)
        return {source: number for number, source in enumerate(met, start=1)}


def matrix(ruleset: Ruleset, wanted: Wanted = Wanted()) -> Matrix:
    """The table of a ruleset, as far as it is wanted. A level that the ruleset does not have asks for all of them."""
    levels = (wanted.level,) if wanted.level in ruleset.levels else tuple(ruleset.levels)
    rows = [row_of(ruleset, item, levels) for item in ruleset.items.values() if _fits(item, wanted)]
    by_category: dict[str, list[ItemRow]] = {}
    for row in rows:
        if not row.item.unrestricted and (row.changed or not wanted.changed):
            by_category.setdefault(row.item.category, []).append(row)
    return Matrix(
        ruleset,
        levels,
        tuple(CategoryRows(category, tuple(kept)) for category, kept in by_category.items()),
        tuple(row.item for row in rows if row.item.unrestricted and (row.new or not wanted.changed)),
        tuple(_codes(ruleset, wanted)),
    )


def row_of(ruleset: Ruleset, item: RulesetItem, levels: Iterable[str]) -> ItemRow:
    """One item with its squares for these levels."""
    parent = ruleset.parent
    above = parent.items.get(item.id) if parent else None
    squares = (
        _square(
            ruleset,
            level,
            cell_of(ruleset, item, level),
            cell_of(parent, above, level) if parent and above and level in above.cells else None,
        )
        for level in levels
        if level in item.cells
    )
    return ItemRow(item, tuple(squares), new=parent is not None and above is None)


def cell_of(ruleset: Ruleset, item: RulesetItem, level: str) -> Cell:
    """The cell as it is told in a table: of a level that functions as another in a program, the other's.

    That the agency must be in the program stands once, at the level.
    """
    return item.cells[ruleset.functions_as[level] if level in ruleset.level_programs else level]


def standing_of(ruleset: Ruleset, level: str) -> str:
    """What a whole column is: "as Paramedic, in the program “Community paramedicine”"; empty for one with cells of its own."""
    if level not in ruleset.functions_as:
        return ""
    program = ruleset.level_programs.get(level)
    within = f", in the program “{ruleset.programs[program]}”" if program else ""
    return f"as {ruleset.functions_as[level]}{within}"


def _square(ruleset: Ruleset, level: str, cell: Cell, above: Cell | None) -> LevelSquare:
    changed = above is not None and not same_rule(cell, above)
    return LevelSquare(
        level=level,
        mark=cell_mark(cell),
        words=cell_words(cell),
        conditions=cell_conditions(cell, ruleset),
        ways=cell_ways(cell, ruleset),
        source=cell.source,
        confidence=cell.confidence,
        layer=cell.ruleset,
        disputed=cell.disputed,
        extendable=cell.extendable,
        changed=changed,
        was=" – or – ".join(cell_conditions(above, ruleset)) or cell_words(above)
        if changed and above
        else "",
    )


def _fits(item: RulesetItem, wanted: Wanted) -> bool:
    if wanted.category and item.category != wanted.category:
        return False
    if wanted.kind and (item.unrestricted or item.kind != wanted.kind):
        return False
    return _matches(wanted.words, (item.id, item.name, item.code, item.code_name, *_other_names(item.id)))


def _codes(ruleset: Ruleset, wanted: Wanted) -> Iterator[Unlisted]:
    if wanted.category or wanted.kind or wanted.changed:
        return
    for entry in ruleset.unlisted.values():
        if _matches(wanted.words, (entry.id, entry.name, entry.code, *_other_names(entry.id))):
            yield entry


def _matches(words: str, places: Iterable[str | None]) -> bool:
    """Whether each of the words begins a word somewhere, upper and lower case alike: ASA is aspirin and not a nasal airway."""
    there = _WORD.findall(compared(" ".join(place for place in places if place)))
    return all(any(word.startswith(sought) for word in there) for sought in _WORD.findall(compared(words)))


@cache
def _other_names(item: str) -> tuple[str, ...]:
    """What else people call an item, by the catalog that trainees choose from."""
    return tuple(
        word
        for entry in catalog()
        if item == entry.id or item in entry.judged_as
        for word in (entry.label, *entry.synonyms)
    )


def categories(ruleset: Ruleset) -> tuple[str, ...]:
    """The categories of the items, in the order of the ruleset."""
    return tuple(dict.fromkeys(item.category for item in ruleset.items.values()))


def kinds(ruleset: Ruleset) -> Mapping[str, str]:
    """The kinds of items that the ruleset has, with their names."""
    there = {item.kind for item in ruleset.items.values() if not item.unrestricted}
    return {kind: name for kind, name in KINDS.items() if kind in there}


def covered(item: RulesetItem) -> tuple[str, ...]:
    """The words outside of which an act is another act than the item."""
    return tuple(word.replace("_", " ") for word in (*item.only.formulation, *item.only.mode))


@dataclass(frozen=True)
class RulesetCount:
    """A ruleset in numbers: its items, those for everybody, its cells by confidence, and the cells that its own file says."""

    items: int
    everybody: int
    unlisted: int
    confidence: Mapping[str, int]
    own: int

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return sum(self.confidence.values())


def measure(ruleset: Ruleset) -> RulesetCount:
    """Count a ruleset. Cells of what everybody may do are not counted: they are one rule."""
    items = [item for item in ruleset.items.values() if not item.unrestricted]
    cells = [cell for item in items for cell in item.cells.values()]
    counted = Counter(cell.confidence for cell in cells)
    return RulesetCount(
        items=len(items),
        everybody=len(ruleset.items) - len(items),
        unlisted=len(ruleset.unlisted),
        confidence={word: counted[word] for word in CONFIDENCES if counted[word]},
        own=sum(cell.ruleset == ruleset.id for cell in cells),
    )


def layers(ruleset: Ruleset) -> tuple[Ruleset, ...]:
    """The ruleset and those above it, the nearest first."""
    return (ruleset, *ruleset.lineage())
