"""Two rulesets side by side, arranged to be read: facts of the whole, levels, then the rows that differ by category.

What differs is for `epcr.scope.difference`; this only groups it and narrows it to a level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from epcr.rulebook.matrix import cell_of
from epcr.scope import Ruleset
from epcr.scope.conditions import Mark, cell_conditions, cell_mark, cell_words
from epcr.scope.difference import ABSENT, Difference, differences
from epcr.scope.ruleset import Cell, RulesetItem


@dataclass(frozen=True)
class ComparedSide:
    """What one ruleset says in one place."""

    words: str
    mark: Mark | None = None
    conditions: tuple[str, ...] = ()

    @property
    def absent(self) -> bool:
        """Whether it says nothing."""
        return self.words == ABSENT


@dataclass(frozen=True)
class ComparedLine:
    """One thing that differs: for a level, or for the whole row where there is none."""

    level: str
    left: ComparedSide
    right: ComparedSide


@dataclass(frozen=True)
class ComparedRow:
    """An item, a code or a fact with all its lines."""

    id: str
    name: str
    lines: tuple[ComparedLine, ...]
    item: bool = False


@dataclass(frozen=True)
class Comparison:
    """All that differs, in the order in which it is read. `levels` are those of either ruleset."""

    facts: tuple[ComparedRow, ...]
    columns: tuple[ComparedRow, ...]
    groups: Mapping[str, tuple[ComparedRow, ...]]
    codes: tuple[ComparedRow, ...]
    levels: tuple[str, ...]
    cells: int

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.facts or self.columns or self.groups or self.codes)


def comparison(ruleset: Ruleset, other: Ruleset, level: str = "") -> Comparison:
    """What differs between two rulesets. A level narrows the cells to its own and leaves out what is not about it."""
    differing = [
        difference for difference in differences(ruleset, other) if not level or _about(difference, level)
    ]
    kept: dict[str, dict[str, list[Difference]]] = {}
    for difference in differing:
        kept.setdefault("item" if difference.what == "cell" else difference.what, {}).setdefault(
            difference.item, []
        ).append(difference)
    rows = {
        what: {name: _row(name, parts, ruleset, other, level) for name, parts in by_item.items()}
        for what, by_item in kept.items()
    }
    groups: dict[str, list[ComparedRow]] = {}
    for name, row in rows.get("item", {}).items():
        there = ruleset.items.get(name) or other.items[name]
        groups.setdefault(there.category, []).append(row)
    return Comparison(
        facts=tuple(rows.get("ruleset", {}).values()),
        columns=tuple(rows.get("level", {}).values()),
        groups={category: tuple(members) for category, members in groups.items()},
        codes=tuple(rows.get("code", {}).values()),
        levels=tuple(dict.fromkeys((*ruleset.levels, *other.levels))),
        cells=sum(difference.what == "cell" for difference in differing),
    )


def _about(difference: Difference, level: str) -> bool:
    return (
        difference.level == level
        if difference.what == "cell"
        else difference.what == "item" or difference.item == level
    )


def _row(name: str, parts: list[Difference], ruleset: Ruleset, other: Ruleset, level: str) -> ComparedRow:
    first, second = ruleset.items.get(name), other.items.get(name)
    item = parts[0].what in {"cell", "item"}
    if item and (first is None or second is None):
        levels = [column for column in (*ruleset.levels, *other.levels) if not level or column == level]
        lines = (
            ComparedLine(column, _whole(first, column, ruleset), _whole(second, column, other))
            for column in dict.fromkeys(levels)
        )
        kept = tuple(line for line in lines if not (line.left.absent and line.right.absent))
        return ComparedRow(name, parts[0].name, kept, item=True)
    return ComparedRow(
        name,
        parts[0].name,
        tuple(
            ComparedLine(
                difference.level or "",
                _side(difference.left, difference.left_cell, ruleset),
                _side(difference.right, difference.right_cell, other),
            )
            for difference in parts
        ),
        item,
    )


def _whole(item: RulesetItem | None, level: str, ruleset: Ruleset) -> ComparedSide:
    """What a ruleset says of a level in a row that only one of both has."""
    return (
        _side("", cell_of(ruleset, item, level), ruleset)
        if item and level in item.cells
        else ComparedSide(ABSENT)
    )


def _side(words: str, cell: Cell | None, ruleset: Ruleset) -> ComparedSide:
    if cell is None:
        return ComparedSide(words)
    more = ("an agency may extend it",) if cell.extendable else ()
    return ComparedSide(cell_words(cell), cell_mark(cell), (*cell_conditions(cell, ruleset), *more))
