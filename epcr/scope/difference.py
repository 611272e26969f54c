"""What differs between two rulesets: what they say of themselves, their levels, their items, and each cell both have.

It compares what is allowed, not what it rests on: another source or confidence for the same rule is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from epcr.scope.conditions import cell_text, same_rule
from epcr.scope.ruleset import Cell, Item, Ruleset, Unlisted
from epcr.scope.words import ROUTES
from epcr.words.naming import listed

What = Literal["ruleset", "level", "item", "cell", "code"]
ABSENT: Final = "–"


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `one` and `other` are its words on each side, `ABSENT` where a side lacks it.

    `what` says what `item` names: `ruleset` a fact of the whole, `level` a column, `item` and `cell` a row, `code` a
    code without a row of its own. `level` and the cells are there for a `cell` only.
    """

    what: What
    item: str
    name: str
    one: str
    other: str
    level: str | None = None
    one_cell: Cell | None = None
    other_cell: Cell | None = None


def differences(one: Ruleset, other: Ruleset) -> Iterator[Difference]:
    """Yield each difference: facts of the whole, levels, rows with their cells in the order of `one`, then of `other`, codes."""
    yield from _facts(one, other)
    yield from _levels(one, other)
    for name in _both(one.items, other.items):
        yield from _item(one, other, name)
    yield from _codes(one.unlisted, other.unlisted)


def _facts(one: Ruleset, other: Ruleset) -> Iterator[Difference]:
    for name, words in _FACTS.items():
        first, second = words(one), words(other)
        if first != second:
            yield Difference("ruleset", name.replace(" ", "_"), name.capitalize(), first, second)


def _levels(one: Ruleset, other: Ruleset) -> Iterator[Difference]:
    for level in _both(one.levels, other.levels):
        first, second = _level(one, level), _level(other, level)
        if first != second:
            yield Difference("level", level, level, first, second)


def _level(ruleset: Ruleset, level: str) -> str:
    """What a column is, beside its cells."""
    if level not in ruleset.levels:
        return ABSENT
    if level in ruleset.functions_as:
        program = ruleset.level_programs.get(level)
        within = f" in the program “{ruleset.programs[program]}”" if program else ""
        return f"functions as {ruleset.functions_as[level]}{within}"
    included = [name for name in ruleset.levels if name in ruleset.levels[level]]
    return f"includes {listed(included, 'and')}" if included else "includes no other level"


def _item(one: Ruleset, other: Ruleset, name: str) -> Iterator[Difference]:
    first, second = one.items.get(name), other.items.get(name)
    if first is None or second is None:
        there = first or second
        assert there is not None  # noqa: S101 - the name is of one of them
        yield Difference("item", name, there.name, _whole(first, one), _whole(second, other))
        return
    told = [(words(first), words(second)) for words in _ROW]
    if changed := [pair for pair in told if pair[0] != pair[1]]:
        mine, theirs = (
            "; ".join(words or "no limit" for words in side) for side in zip(*changed, strict=True)
        )
        yield Difference("item", name, first.name, mine, theirs)
    for level in one.levels:
        if level in first.cells and level in second.cells:
            yield from _cell(one, other, first, second, level)


def _cell(one: Ruleset, other: Ruleset, first: Item, second: Item, level: str) -> Iterator[Difference]:
    mine, theirs = first.cells[level], second.cells[level]
    if same_rule(mine, theirs) and mine.extendable == theirs.extendable:
        return
    yield Difference(
        "cell", first.id, first.name, _cell_words(mine, one), _cell_words(theirs, other), level, mine, theirs
    )


def _cell_words(cell: Cell, ruleset: Ruleset) -> str:
    words = cell_text(cell, ruleset)
    return f"{words}; an agency may extend it" if cell.extendable else words


def _whole(item: Item | None, ruleset: Ruleset) -> str:
    """All cells of an item that the other ruleset lacks."""
    if item is None:
        return ABSENT
    if item.unrestricted:
        return "every level"
    return ", ".join(f"{level} {cell_text(cell, ruleset)}" for level, cell in item.cells.items())


def _codes(one: Mapping[str, Unlisted], other: Mapping[str, Unlisted]) -> Iterator[Difference]:
    for name in _both(one, other):
        first, second = one.get(name), other.get(name)
        words, others = _decided(first), _decided(second)
        if words != others:
            there = first or second
            assert there is not None  # noqa: S101 - the name is of one of them
            yield Difference("code", name, there.name, words, others)


def _decided(entry: Unlisted | None) -> str:
    if entry is None:
        return ABSENT
    how = "judged by its route" if entry.by_route else "not judged"
    return f"{how}: {entry.reason}" if entry.reason else how


def _both(one: Iterable[str], other: Iterable[str]) -> Iterator[str]:
    """The names of both, those of the first in front."""
    return iter(dict.fromkeys((*one, *other)))


def _names(named: Mapping[str, str]) -> str:
    return ", ".join(named.values()) or ABSENT


_FACTS: Final[Mapping[str, Callable[[Ruleset], str]]] = {
    "version": lambda rules: rules.version,
    "in force from": lambda rules: str(rules.in_force_from),
    "in force to": lambda rules: str(rules.in_force_to or ABSENT),
    "state": lambda rules: rules.state or ABSENT,
    "parent": lambda rules: rules.parent.id if rules.parent else ABSENT,
    "follows": lambda rules: rules.follows or ABSENT,
    "ceiling": lambda rules: "children only narrow it" if rules.ceiling else "children may widen it",
    "needs": lambda rules: (
        listed((word.replace("_", " ") for word in rules.needs), "and") if rules.needs else ABSENT
    ),
    "endorsements": lambda rules: _names(rules.endorsements),
    "programs": lambda rules: _names(rules.programs),
    "compact": lambda rules: ", ".join(rules.compact.states) if rules.compact else ABSENT,
    "change notices": lambda rules: ", ".join(notice.title for notice in rules.change_notices) or ABSENT,
}

# What a row is, beside its cells and its name: a difference here changes which acts it judges.
_ROW: Final[tuple[Callable[[Item], str], ...]] = (
    lambda item: item.kind,
    lambda item: "every level" if item.unrestricted else "by level",
    lambda item: f"code {item.code}" if item.code else "no code",
    lambda item: f"further codes {', '.join(item.also)}" if item.also else "",
    lambda item: f"routes {', '.join(ROUTES[code] for code in item.routes)}" if item.routes else "",
    lambda item: (
        f"only {listed((*item.only.formulation, *item.only.mode))}"
        if item.only.formulation or item.only.mode
        else ""
    ),
)
