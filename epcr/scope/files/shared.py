"""What a file says of many cells at once: conditions that they share, and skills that an authority may add to a level.

It refuses to read an item; it puts into the cells what an act is judged by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from msgspec import structs

from epcr.scope.files.columns import Columns
from epcr.scope.files.draft import Draft
from epcr.scope.files.entries import AdditionalEntry, ConditionEntry, converted
from epcr.scope.files.ways import checked
from epcr.scope.ruleset import Cell, Grant, RulesetItem, SharedCondition
from epcr.words.near import unknown

# What of an entry says which cells it is about, and not what they ask for.
_WHICH_CELLS: Final = ("levels", "items", "but")
_ABOUT_ITSELF: Final = ("source", "confidence", "note")

Items = Mapping[str, RulesetItem]


class Additions:
    """The skills that a file lets an authority add, and the programs by which an agency is given them."""

    def __init__(self, draft: Draft, columns: Columns) -> None:
        self._draft = draft
        self._columns = columns

    def over(self, items: Items) -> dict[str, RulesetItem]:
        """The items with the further way that each addition opens; its program is declared under the id of the item."""
        added = dict(items)
        for number, table in enumerate(self._draft.file.additional, start=1):
            place = f"additional (entry {number})"
            entry = converted(table, AdditionalEntry, self._draft.path, place, self._draft.complain_of_file)
            if entry is not None:
                added |= {item.id: item for item in self._added(place, entry, added)}
        return added

    def _added(self, place: str, entry: AdditionalEntry, items: Items) -> Iterator[RulesetItem]:
        levels = tuple(_known(self._draft, f"{place}.levels", "level", entry.levels, self._columns.levels))
        names = tuple(_known(self._draft, f"{place}.items", "item", entry.items, items))
        for what, chosen in (("levels", entry.levels), ("items", entry.items)):
            if not chosen:
                self._draft.complain(f"{place}.{what}", f"is empty; name the {what}")
        source = self._draft.source(place, entry.source)
        for item in (items[name] for name in names):
            program = f"{item.name} (additional skill, approved by {entry.by})"
            self._draft.programs.setdefault(item.id, program)
            grant = Grant(
                may="yes", program=item.id, source=source, confidence=entry.confidence, note=entry.note
            )
            cells = {**item.cells}
            for level in levels:
                if level in cells:
                    cells[level] = self._opened(f"{place}.items", item, level, grant)
            yield replace(item, cells=MappingProxyType(cells), lowest_levels=self._columns.lowest(cells))

    def _opened(self, place: str, item: RulesetItem, level: str, grant: Grant) -> Cell:
        cell = item.cells[level]
        if item.unrestricted or any(_is_plain(way) for way in cell.grants):
            self._draft.complain(place, f"names {item.id}, which the {level} may do already; take it out")
            return cell
        opened = replace(cell, grants=(*cell.grants, grant), ruleset=self._draft.file.id, unknown=False)
        if cell.grants:
            return opened
        return replace(opened, source=str(grant.source), confidence=str(grant.confidence))


def shared_conditions(draft: Draft, columns: Columns, items: Items) -> tuple[SharedCondition, ...]:
    """The conditions that cells share here: those of the parent, then those of this file."""
    inherited = draft.parent.conditions if draft.parent else ()
    return (*inherited, *_own(draft, columns, items))


def with_shared(
    items: Items, conditions: Iterable[SharedCondition], columns: Columns
) -> dict[str, RulesetItem]:
    """The items with what their cells share; of a cell that says no there is nothing to ask."""
    every = tuple(conditions)
    return {name: _item_with(item, every, columns) for name, item in items.items()} if every else dict(items)


def _item_with(item: RulesetItem, conditions: tuple[SharedCondition, ...], columns: Columns) -> RulesetItem:
    cells = {}
    for level, cell in item.cells.items():
        column = columns.functions_as.get(level, level)
        shared = tuple(
            condition for condition in conditions if cell.grants and condition.covers(item, column)
        )
        cells[level] = cell if shared == cell.shared else replace(cell, shared=shared)
    return replace(item, cells=MappingProxyType(cells))


def _own(draft: Draft, columns: Columns, items: Items) -> Iterator[SharedCondition]:
    names = (*items, *dict.fromkeys(item.category for item in items.values()))
    for number, table in enumerate(draft.file.conditions, start=1):
        place = f"conditions (entry {number})"
        entry = converted(table, ConditionEntry, draft.path, place, draft.complain_of_file)
        if entry is None:
            continue
        if entry.items and entry.but:
            draft.complain(place, "says both items and but; keep one")
        asks = _asked(entry)
        if structs.replace(asks, source=None, confidence=None, note=None) == Grant(may="yes"):
            draft.complain(place, 'asks for nothing; say what must hold, like needs = ["medical_control"]')
        yield SharedCondition(
            asks=checked(draft, place, asks),
            ruleset=draft.file.id,
            levels=tuple(_known(draft, f"{place}.levels", "level", entry.levels, columns.levels)),
            items=tuple(_known(draft, f"{place}.items", "item or category", entry.items, names)),
            but=tuple(_known(draft, f"{place}.but", "item or category", entry.but, names)),
        )


def _asked(entry: ConditionEntry) -> Grant:
    asked = {key: value for key, value in structs.asdict(entry).items() if key not in _WHICH_CELLS}
    return Grant(may="yes", **asked)


def _known(
    draft: Draft, place: str, what: str, words: Iterable[str], known: Collection[str]
) -> Iterator[str]:
    """Those of the words that are known; complains of the others."""
    for word in words:
        if word in known:
            yield word
        else:
            draft.complain(place, unknown(f"The {what}", word, known))


def _is_plain(grant: Grant) -> bool:
    return structs.replace(grant, **dict.fromkeys(_ABOUT_ITSELF), extendable=False) == Grant(may="yes")
