"""Two rulesets side by side, arranged to be read: facts of the whole, levels, then the rows that differ by category.

What differs is for `epcr.scope.difference`; this only groups it and narrows it to a level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from epcr.rulebook.matrix import told
from epcr.scope import Ruleset
from epcr.scope.conditions import Mark, cell_conditions, cell_mark, cell_words
from epcr.scope.difference import ABSENT, Difference, differences
from epcr.scope.ruleset import Cell, Item


@dataclass(frozen=True)
class Side:
    """What one ruleset says in one place."""

    words: str
    mark: Mark | None = None
    conditions: tuple[str, ...] = ()

    @property
    def absent(self) -> bool:
        """Whether it says nothing."""
        return self.words == ABSENT


@dataclass(frozen=True)
class Line:
    """One thing that differs: for a level, or for the whole row where there is none."""

    level: str
    one: Side
    other: Side


@dataclass(frozen=True)
class Row:
    """An item, a code or a fact with all its lines."""

    id: str
    name: str
    lines: tuple[Line, ...]
    item: bool = False


@dataclass(frozen=True)
class Comparison:
    """All that differs, in the order in which it is read. `levels` are those of either ruleset."""

    facts: tuple[Row, ...]
    columns: tuple[Row, ...]
    groups: Mapping[str, tuple[Row, ...]]
    codes: tuple[Row, ...]
    levels: tuple[str, ...]
    cells: int

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.facts or self.columns or self.groups or self.codes)


def comparison(one: Ruleset, other: Ruleset, level: str = "") -> Comparison:
    """What differs between two rulesets. A level narrows the cells to its own and leaves out what is not about it."""
    found = [each for each in differences(one, other) if not level or _about(each, level)]
    kept: dict[str, dict[str, list[Difference]]] = {}
    for each in found:
        kept.setdefault("item" if each.what == "cell" else each.what, {}).setdefault(each.item, []).append(
            each
        )
    rows = {
        what: {name: _row(name, parts, one, other, level) for name, parts in by_item.items()}
        for what, by_item in kept.items()
    }
    groups: dict[str, list[Row]] = {}
    for name, row in rows.get("item", {}).items():
        there = one.items.get(name) or other.items[name]
        groups.setdefault(there.category, []).append(row)
    return Comparison(
        facts=tuple(rows.get("ruleset", {}).values()),
        columns=tuple(rows.get("level", {}).values()),
        groups={category: tuple(members) for category, members in groups.items()},
        codes=tuple(rows.get("code", {}).values()),
        levels=tuple(dict.fromkeys((*one.levels, *other.levels))),
        cells=sum(each.what == "cell" for each in found),
    )


def _about(each: Difference, level: str) -> bool:
    return each.level == level if each.what == "cell" else each.what == "item" or each.item == level


def _row(name: str, parts: list[Difference], one: Ruleset, other: Ruleset, level: str) -> Row:
    first, second = one.items.get(name), other.items.get(name)
    item = parts[0].what in {"cell", "item"}
    if item and (first is None or second is None):
        levels = [each for each in (*one.levels, *other.levels) if not level or each == level]
        lines = (
            Line(each, _whole(first, each, one), _whole(second, each, other))
            for each in dict.fromkeys(levels)
        )
        kept = tuple(line for line in lines if not (line.one.absent and line.other.absent))
        return Row(name, parts[0].name, kept, item=True)
    return Row(
        name,
        parts[0].name,
        tuple(
            Line(
                each.level or "",
                _side(each.one, each.one_cell, one),
                _side(each.other, each.other_cell, other),
            )
            for each in parts
        ),
        item,
    )


def _whole(item: Item | None, level: str, ruleset: Ruleset) -> Side:
    """What a ruleset says of a level in a row that only one of both has."""
    return _side("", told(ruleset, item, level), ruleset) if item and level in item.cells else Side(ABSENT)


def _side(words: str, cell: Cell | None, ruleset: Ruleset) -> Side:
    if cell is None:
        return Side(words)
    more = ("an agency may extend it",) if cell.extendable else ()
    return Side(cell_words(cell), cell_mark(cell), (*cell_conditions(cell, ruleset), *more))
