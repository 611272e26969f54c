"""From a ruleset back to the standard's lists: what a level may do outright, by code, and what could not be said so.

A list says yes or nothing. It refuses to say yes where the rule asks for more than the level, or to know XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from epcr.permissions.lists import (
    BLOOD_PRODUCTS,
    LEVEL_OF,
    Code,
    ListedAgency,
    Lists,
    in_order,
    standard_level,
)
from epcr.permissions.naming import codes_of, name_of, section_of
from epcr.scope.conditions import cell_mark, cell_words, shared_words
from epcr.scope.ruleset import Cell, Ruleset, RulesetItem
from epcr.sheet.vocabulary import Term
from epcr.words.counting import counted
from epcr.words.naming import listed


@dataclass(frozen=True)
class Exported:
    """The lists of a ruleset, and in a line each what they could not say."""

    lists: Lists
    left_out: tuple[str, ...]


def exported(ruleset: Ruleset, state: Term, agency: ListedAgency | None = None) -> Exported:
    """The lists that say what the ruleset permits without a condition, for one state or one agency there.

    Levels that the standard holds for one (EMT-Intermediate 85 and 99) are said to be permitted where all of them are,
    and a code that stands for several items where each of them is.
    """
    columns = _columns(ruleset)
    permitted: dict[Code, frozenset[str]] = {}
    left_out = list(chain(_of_levels(ruleset, columns), _of_items(ruleset)))
    for code, items in sorted(_by_code(ruleset).items()):
        levels = set()
        for standard, own in columns.items():
            cells = [item.cells[level] for item in items for level in own if level in item.cells]
            if all(_outright(item, level, ruleset) for item in items for level in own):
                levels.add(standard)
            elif any(cell.grants for cell in cells):
                left_out.append(f"{standard}, {code.code}, {name_of(code)}: {_why(items, cells)}")
        if levels:
            permitted[code] = frozenset(levels)
    lists = Lists(
        state=state,
        agency=agency,
        levels=in_order(columns.keys()),
        permitted=MappingProxyType(permitted),
        made=ruleset.version,
        since=ruleset.in_force_from,
    )
    return Exported(lists, tuple(left_out))


def _columns(ruleset: Ruleset) -> Mapping[str, tuple[str, ...]]:
    """The standard's levels with the ruleset's columns for which they stand."""
    columns: dict[str, tuple[str, ...]] = {}
    for level in ruleset.levels:
        standard = standard_level(level)
        if standard is not None:
            columns[standard] = (*columns.get(standard, ()), level)
    return columns


def _by_code(ruleset: Ruleset) -> Mapping[Code, tuple[RulesetItem, ...]]:
    items: dict[Code, tuple[RulesetItem, ...]] = {}
    for item in ruleset.items.values():
        for code in _listed_as(item):
            items[code] = (*items.get(code, ()), item)
    return items


def _listed_as(item: RulesetItem) -> tuple[Code, ...]:
    """The one code under which the standard would list an item; none where it has none that a list may hold."""
    codes = codes_of(item, [item.code] if item.code else [])
    return tuple(
        code
        for code in codes
        if code.section == "procedure" or code.system == "RxNorm" or code.code in BLOOD_PRODUCTS
    )


def _outright(item: RulesetItem, level: str, ruleset: Ruleset) -> bool:
    """Whether the level may do the item without a condition here and by every ceiling above."""
    cell = item.cells.get(level)
    if cell is None or cell_mark(cell) != "yes":
        return False
    ceilings = (above for above in ruleset.lineage() if above.ceiling and item.id in above.items)
    return all(_leaves_open(above.items[item.id].cells.get(level)) for above in ceilings)


def _leaves_open(ceiling: Cell | None) -> bool:
    return ceiling is not None and (ceiling.extendable or cell_mark(ceiling) == "yes")


def _why(items: tuple[RulesetItem, ...], cells: list[Cell]) -> str:
    words = tuple(dict.fromkeys(cell_words(cell) for cell in cells))
    if len(words) == 1:
        return words[0]
    what = "several items" if len(items) > 1 else "several levels"
    return f"{listed(words, 'and')}, since the code stands for {what}"


def _of_levels(ruleset: Ruleset, columns: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for level in ruleset.levels:
        if standard_level(level) is None:
            yield f"{level}: the standard has no code for this level"
    for standard, own in columns.items():
        if own != (standard,):
            code = next(code for code, level in LEVEL_OF.items() if level == standard)
            yield f"{listed(own, 'and')}: the standard has one code ({code}) for every EMT-Intermediate"


def _of_items(ruleset: Ruleset) -> Iterator[str]:
    without = [item.name for item in ruleset.items.values() if not _listed_as(item)]
    routes = [item.name for item in ruleset.items.values() if section_of(item) is None]
    coded = [name for name in without if name not in routes]
    if coded:
        yield f"{counted(len(coded), 'item')} without a code that the lists hold: {'; '.join(sorted(coded))}"
    if routes:
        yield f"the rules of {counted(len(routes), 'route')}, which the lists do not know"
    yield from (f"what cells share: {shared_words(shared, ruleset)}" for shared in ruleset.conditions)
    if ruleset.needs:
        yield f"what every agency needs: {listed((word.replace('_', ' ') for word in ruleset.needs), 'and')}"
