"""The columns of a ruleset: its levels, what they include, and what they hold where no cell says.

It refuses to read a cell; it only fills those that a file leaves to its levels.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from msgspec import structs

from epcr.scope.files.draft import Draft
from epcr.scope.files.entries import LevelEntry
from epcr.scope.files.ways import is_unknown, open_ways, ways_of
from epcr.scope.ruleset import Cell, Grant, RulesetItem
from epcr.scope.words import LEVELS, NO_LEVEL, OLD_LEVELS, Confidence, May
from epcr.words.naming import listed
from epcr.words.near import unknown


class Columns:
    """The levels of one file over its parent's.

    `levels` are lowest first, each with all the levels it includes; `functions_as` are the columns that are another's,
    with their `programs` where they are so only in one; `unsaid` those of which the file had to say more.
    """

    def __init__(self, draft: Draft) -> None:
        parent = draft.parent
        self._draft = draft
        self._otherwise: dict[str, Cell] = {}
        self._otherwise_as: dict[str, str] = {}
        self._bases: dict[str, tuple[str, Confidence]] = {}
        self.unsaid: set[str] = set()
        self.functions_as: dict[str, str] = dict(parent.functions_as) if parent else {}
        self.programs: dict[str, str] = dict(parent.level_programs) if parent else {}
        self.levels = self._columns()

    def need_no_cell(self) -> set[str]:
        """The levels of which an item need not say anything."""
        return {*self.functions_as, *self.unsaid, *self._otherwise, *self._otherwise_as}

    def _columns(self) -> dict[str, frozenset[str]]:
        levels: dict[str, frozenset[str]] = dict(self._draft.parent.levels) if self._draft.parent else {}
        for place, entry in self._draft.entries("levels", self._draft.file.levels, LevelEntry):
            if entry.name in OLD_LEVELS or entry.name == NO_LEVEL or not entry.name.strip():
                self._draft.complain(
                    place,
                    f"cannot have a column; write {listed(name for name in LEVELS if name != NO_LEVEL)}",
                )
                continue
            is_new = entry.name not in levels
            levels[entry.name] = self._included(place, entry, levels)
            self._otherwise_of(place, entry, is_new=is_new and self._draft.parent is not None, levels=levels)
            levels = self._in_its_place(place, entry, levels)
        return levels

    def _included(
        self, place: str, entry: LevelEntry, levels: Mapping[str, frozenset[str]]
    ) -> frozenset[str]:
        """All levels that one includes: those that the parent's did, those it names, and what they include."""
        included = set(levels.get(entry.name, ()))
        for lower in entry.includes:
            if self._is_column(f"{place}.includes", lower, levels):
                included |= {lower} | levels[lower]
        return frozenset(included)

    def _in_its_place(
        self, place: str, entry: LevelEntry, levels: dict[str, frozenset[str]]
    ) -> dict[str, frozenset[str]]:
        if entry.below == entry.name:
            self._draft.complain(f"{place}.below", "must be another level")
        elif entry.below is not None and self._is_column(f"{place}.below", entry.below, levels):
            return _placed_below(levels, entry.name, entry.below)
        return levels

    def _is_column(self, place: str, level: str, levels: Mapping[str, frozenset[str]]) -> bool:
        if level not in levels:
            self._draft.complain(place, unknown("The level", level, levels) + "; declare it first")
        return level in levels

    def _otherwise_of(
        self, place: str, entry: LevelEntry, *, is_new: bool, levels: Mapping[str, frozenset[str]]
    ) -> None:
        """What a column holds where no cell says: another column's cells, or one cell for all."""
        source = None if entry.source is None else self._draft.source(place, entry.source)
        self._program_of(place, entry)
        if entry.functions_as is not None:
            self._functions_as(place, entry, entry.functions_as, levels)
            self._refuse_unsourced(place, entry, "that it functions so")
        elif isinstance(entry.otherwise, str) and entry.otherwise not in get_args(May):
            self._otherwise_as_another(f"{place}.otherwise", entry.name, entry.otherwise, levels)
            self._bases[entry.name] = (source or "", entry.confidence or "low")
            self._refuse_unsourced(place, entry, "what it may otherwise do")
        elif entry.otherwise is not None and source is not None and entry.confidence is not None:
            ways = ways_of(self._draft, f"{place}.otherwise", entry.otherwise)
            self._otherwise[entry.name] = self._one_for_all(ways, source, entry.confidence)
        elif entry.otherwise is not None or is_new:
            self._draft.complain(
                place,
                'must say what it may do otherwise: otherwise, like "no" or "EMT", source and confidence',
            )
            self.unsaid.add(entry.name)

    def _one_for_all(self, ways: tuple[Grant, ...] | None, source: str, confidence: Confidence) -> Cell:
        """The cell of every item that the file says nothing of; where its ways could not be read it has none."""
        ways = ways or ()
        return Cell(open_ways(ways), source, confidence, self._draft.file.id, unknown=is_unknown(ways))

    def _refuse_unsourced(self, place: str, entry: LevelEntry, what: str) -> None:
        if entry.source is None or entry.confidence is None:
            self._draft.complain(place, f"must say where it stands {what}: source and confidence")

    def _functions_as(
        self, place: str, entry: LevelEntry, other: str, levels: Mapping[str, frozenset[str]]
    ) -> None:
        """A column that is another's."""
        if entry.otherwise is not None:
            self._draft.complain(place, "says both otherwise and functions_as; keep one")
        elif other == entry.name or other in self.functions_as:
            self._draft.complain(f"{place}.functions_as", "must be a level with cells of its own")
        elif self._is_column(f"{place}.functions_as", other, levels):
            self.functions_as[entry.name] = other

    def _otherwise_as_another(
        self, place: str, level: str, other: str, levels: Mapping[str, frozenset[str]]
    ) -> None:
        """A column that begins as another: what this file does not say of it is as the other's cells are."""
        if other not in levels:
            self._draft.complain(place, unknown("The word or level", other, (*get_args(May), *levels)))
            return
        below: str | None = other
        while below is not None and below != level:
            below = self._otherwise_as.get(below)
        if below == level or other in self.functions_as:
            self._draft.complain(place, "must be a level with cells of its own")
            return
        self._otherwise_as[level] = other

    def _program_of(self, place: str, entry: LevelEntry) -> None:
        if entry.functions_as is not None:
            self.programs.pop(entry.name, None)
        if entry.program is None:
            return
        if entry.functions_as is None:
            self._draft.complain(
                f"{place}.program", "goes with functions_as; in a cell of its own a program is a condition"
            )
        elif entry.program not in self._draft.programs:
            complaint = unknown("The program", entry.program, self._draft.programs)
            self._draft.complain(f"{place}.program", f"{complaint}; name it in [programs]")
        else:
            self.programs[entry.name] = entry.program

    def as_others(self, item: RulesetItem) -> RulesetItem:
        """The item with the cells of those columns that function as another."""
        if not self.functions_as:
            return item
        cells = {**item.cells}
        for level, other in self.functions_as.items():
            if other in cells:
                program = None if item.unrestricted else self.programs.get(level)
                cells[level] = _in_program(cells[other], program)
        cells = {level: cells[level] for level in self.levels if level in cells}
        return replace(item, cells=MappingProxyType(cells), lowest_levels=self.lowest(cells))

    def filled(self, item: RulesetItem, written: Iterable[str]) -> RulesetItem:
        """The item, inherited perhaps, with the cells of the levels of which this file tells what they may otherwise."""
        if not self._otherwise and not self._otherwise_as:
            return item
        own = {level for level in written if level in item.cells}
        cells = {**item.cells}
        for level in (*self._otherwise, *self._otherwise_as):
            cell = self._otherwise_cell(item, level, own)
            if cell is not None:
                cells[level] = cell
        cells = {level: cells[level] for level in self.levels if level in cells}
        return replace(item, cells=MappingProxyType(cells), lowest_levels=self.lowest(cells))

    def _otherwise_cell(self, item: RulesetItem, level: str, own: Container[str]) -> Cell | None:
        """The cell of a level: what the file says, else what the level may otherwise, else what the parent says."""
        if level in own:
            return item.cells[level]
        if item.unrestricted:
            return item.cells.get(level) or self.everyone(item.source, item.confidence)
        if level in self._otherwise_as:
            other = self._otherwise_as[level]
            cell = self._otherwise_cell(item, other, own)
            return cell and self._as_that_of(cell, other, *self._bases[level])
        return self._otherwise.get(level) or item.cells.get(level)

    def _as_that_of(self, cell: Cell, other: str, source: str, confidence: Confidence) -> Cell:
        """Another level's cell, for a level that may whatever that one may: it stands in both rules."""
        weaker = max(confidence, cell.confidence, key=get_args(Confidence).index)
        both = f"{source}; for the {other}: {cell.source}"
        return replace(cell, source=both, confidence=weaker, ruleset=self._draft.file.id)

    def lowest(self, cells: Mapping[str, Cell]) -> tuple[str, ...]:
        """The levels that may and include none that may."""
        may = [level for level, cell in cells.items() if cell.grants]
        return tuple(level for level in may if not self.levels[level].intersection(may))

    def everyone(self, source: str, confidence: Confidence) -> Cell:
        """The cell of what every level may."""
        return Cell((Grant(may="yes"),), source, confidence, self._draft.file.id)


def _placed_below(levels: Mapping[str, frozenset[str]], level: str, above: str) -> dict[str, frozenset[str]]:
    """The columns with one of them moved just below another."""
    order = [name for name in levels if name != level]
    order.insert(order.index(above), level)
    return {name: levels[name] for name in order}


def _in_program(cell: Cell, program: str | None) -> Cell:
    """The cell for an agency in the program; a way in that asks for a program of its own goes on asking for that."""
    if program is None:
        return cell
    grants = tuple(structs.replace(grant, program=grant.program or program) for grant in cell.grants)
    return replace(cell, grants=grants)
