"""What differs between two rulesets: what they say of themselves, their levels, their items, and each cell both have.

It compares what is allowed, not what it rests on: another source or confidence for the same rule is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from epcr.scope.conditions import cell_text, compact_words, same_rule, shared_words
from epcr.scope.ruleset import Cell, Ruleset, RulesetItem, Unlisted
from epcr.scope.words import ROUTES
from epcr.words.naming import listed

What = Literal["ruleset", "level", "item", "cell", "code"]
ABSENT: Final = "–"


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `left` and `right` are its words on each side, `ABSENT` where a side lacks it.

    `what` says what `item` names: `ruleset` a fact of the whole, `level` a column, `item` and `cell` a row, `code` a
    code without a row of its own. `level` and the cells are there for a `cell` only.
    """

    what: What
    item: str
    name: str
    left: str
    right: str
    level: str | None = None
    left_cell: Cell | None = None
    right_cell: Cell | None = None


def differences(left: Ruleset, right: Ruleset) -> Iterator[Difference]:
    """Yield each difference: facts of the whole, levels, rows with their cells in the order of `left`, then of `right`, codes."""
    yield from _facts(left, right)
    yield from _levels(left, right)
    for name in _both(left.items, right.items):
        yield from _item(left, right, name)
    yield from _codes(left.unlisted, right.unlisted)


def _facts(left: Ruleset, right: Ruleset) -> Iterator[Difference]:
    for name, words in _FACTS.items():
        left_words, right_words = words(left), words(right)
        if left_words != right_words:
            yield Difference("ruleset", name.replace(" ", "_"), name.capitalize(), left_words, right_words)


def _levels(left: Ruleset, right: Ruleset) -> Iterator[Difference]:
    for level in _both(left.levels, right.levels):
        left_words, right_words = _level(left, level), _level(right, level)
        if left_words != right_words:
            yield Difference("level", level, level, left_words, right_words)


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


def _item(left: Ruleset, right: Ruleset, name: str) -> Iterator[Difference]:
    left_item, right_item = left.items.get(name), right.items.get(name)
    if left_item is None or right_item is None:
        item = left_item or right_item
        assert item is not None  # noqa: S101 - the name is of one of them
        yield Difference("item", name, item.name, _whole(left_item, left), _whole(right_item, right))
        return
    facts = [(words(left_item), words(right_item)) for words in _ROW]
    if changed := [pair for pair in facts if pair[0] != pair[1]]:
        left_words, right_words = (
            "; ".join(words or "no limit" for words in side) for side in zip(*changed, strict=True)
        )
        yield Difference("item", name, left_item.name, left_words, right_words)
    for level in left.levels:
        if level in left_item.cells and level in right_item.cells:
            yield from _cell(left, right, left_item, right_item, level)


def _cell(
    left: Ruleset, right: Ruleset, left_item: RulesetItem, right_item: RulesetItem, level: str
) -> Iterator[Difference]:
    left_cell, right_cell = left_item.cells[level], right_item.cells[level]
    if same_rule(left_cell, right_cell) and left_cell.extendable == right_cell.extendable:
        return
    yield Difference(
        "cell",
        left_item.id,
        left_item.name,
        _cell_words(left_cell, left),
        _cell_words(right_cell, right),
        level,
        left_cell,
        right_cell,
    )


def _cell_words(cell: Cell, ruleset: Ruleset) -> str:
    words = cell_text(cell, ruleset)
    return f"{words}; an agency may extend it" if cell.extendable else words


def _whole(item: RulesetItem | None, ruleset: Ruleset) -> str:
    """All cells of an item that the other ruleset lacks."""
    if item is None:
        return ABSENT
    if item.unrestricted:
        return "every level"
    return ", ".join(f"{level} {cell_text(cell, ruleset)}" for level, cell in item.cells.items())


def _codes(left: Mapping[str, Unlisted], right: Mapping[str, Unlisted]) -> Iterator[Difference]:
    for name in _both(left, right):
        left_entry, right_entry = left.get(name), right.get(name)
        left_words, right_words = _decided(left_entry), _decided(right_entry)
        if left_words != right_words:
            entry = left_entry or right_entry
            assert entry is not None  # noqa: S101 - the name is of one of them
            yield Difference("code", name, entry.name, left_words, right_words)


def _decided(entry: Unlisted | None) -> str:
    if entry is None:
        return ABSENT
    how = "judged by its route" if entry.by_route else "not judged"
    return f"{how}: {entry.reason}" if entry.reason else how


def _both(left: Iterable[str], right: Iterable[str]) -> Iterator[str]:
    """The names of both, those of the first in front."""
    return iter(dict.fromkeys((*left, *right)))


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
    "compact": lambda rules: compact_words(rules.compact) if rules.compact else ABSENT,
    "conditions": lambda rules: (
        "; ".join(shared_words(condition, rules) for condition in rules.conditions) or ABSENT
    ),
    "change notices": lambda rules: ", ".join(notice.title for notice in rules.change_notices) or ABSENT,
}

# What a row is, beside its cells and its name: a difference here changes which acts it judges.
_ROW: Final[tuple[Callable[[RulesetItem], str], ...]] = (
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
