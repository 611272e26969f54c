"""Puts the entries of one file together into a ruleset over its parent, and complains of each that cannot be used.

It refuses to know where the entries were read, and judges no act.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

from msgspec import structs

from epcr.broken_schema import Complain
from epcr.scope.broken_entry import unknown_word
from epcr.scope.entries import (
    Entry,
    File,
    ItemEntry,
    LevelEntry,
    NoticeEntry,
    UnlistedEntry,
    UnrestrictedEntry,
    converted,
)
from epcr.scope.ruleset import Cell, ChangeNotice, Compact, Grant, Item, Ruleset, Unlisted
from epcr.scope.words import (
    LEVELS,
    NO_LEVEL,
    OLD_LEVELS,
    Confidence,
    May,
    listed,
    nearest,
    quoted,
    route_code,
    unit_in_family,
    unknown,
    unknown_route,
)

_OR_A_PARENT: Final = (
    ', or name the parent that has it: parent = "us-national-2019", above the first line in brackets'
)
_REQUIRED_OF_A_NEW_ITEM: Final = ("kind", "name", "category")


class Assembly:
    """One file while it becomes a ruleset over its parent."""

    def __init__(self, path: Path, read: File, parent: Ruleset | None, complain: Complain) -> None:
        self._path = path
        self._read = read
        self._parent = parent
        self._complain_of_file = complain
        self._complained: set[tuple[str, str]] = set()
        self._otherwise: dict[str, Cell] = {}
        self._otherwise_as: dict[str, str] = {}
        self._bases: dict[str, tuple[str, Confidence]] = {}
        self._unsaid: set[str] = set()
        self._functions_as: dict[str, str] = dict(parent.functions_as) if parent else {}
        self._level_programs: dict[str, str] = dict(parent.level_programs) if parent else {}
        self._endorsements = {**(parent.endorsements if parent else {}), **read.endorsements}
        self._programs = {**(parent.programs if parent else {}), **read.programs}
        self._levels = self._columns()

    def ruleset(self) -> Ruleset | None:
        read, parent = self._read, self._parent
        certificate = read.certificate or (parent.certificate if parent else None)
        student = read.student or (parent.student if parent else None)
        for key, basis in (("certificate", certificate), ("student", student)):
            if basis is None:
                self._complain(
                    key, f"is missing; say where it stands written: source and confidence{_OR_A_PARENT}"
                )
        if not self._levels:
            self._complain("levels", f"is missing; declare the levels that have a column{_OR_A_PARENT}")
        if read.in_force_to is not None and read.in_force_to < read.in_force_from:
            self._complain("in_force_to", "is before in_force_from")
        items = self._items()
        unlisted = self._unlisted(items)
        notices = self._change_notices(items)
        if certificate is None or student is None:
            return None
        return Ruleset(
            id=read.id,
            file=self._path,
            title=read.title,
            version=read.version,
            in_force_from=read.in_force_from,
            in_force_to=read.in_force_to,
            source=read.source,
            notice=read.notice,
            parent=parent,
            ceiling=read.ceiling,
            state=self._state() or (parent.state if parent else None),
            follows=read.follows,
            endorsements=MappingProxyType(self._endorsements),
            programs=MappingProxyType(self._programs),
            compact=self._compact() or (parent.compact if parent else None),
            change_notices=((*parent.change_notices, *notices) if parent else notices),
            needs=tuple(dict.fromkeys((*(parent.needs if parent else ()), *read.needs))),
            levels=MappingProxyType(self._levels),
            functions_as=MappingProxyType(self._functions_as),
            level_programs=MappingProxyType(self._level_programs),
            certificate=certificate,
            student=student,
            items=MappingProxyType(items),
            unlisted=MappingProxyType(unlisted),
            by_code=_grouped((item.code, item) for item in items.values() if item.code),
            also_by_code=_grouped((code, item) for item in items.values() for code in item.also),
            unlisted_by_code=MappingProxyType(
                {entry.code: entry for entry in unlisted.values() if entry.code is not None}
            ),
        )

    def _complain(self, key: str, reason: str) -> None:
        if (key, reason) not in self._complained:
            self._complained.add((key, reason))
            self._complain_of_file(self._path, key, reason)

    def _entries(
        self, key: str, told: Iterable[dict[str, Any]], kind: type[Entry]
    ) -> Iterator[tuple[str, Entry]]:
        """The entries of one list that can be read, each with its place in the file; no id twice."""
        seen: set[str] = set()
        for number, entry in enumerate(told, start=1):
            name = entry.get("id", entry.get("name"))
            place = f"{key}.{name}" if isinstance(name, str) else f"{key} (entry {number})"
            read = converted(entry, kind, self._path, place, self._complain_of_file)
            if read is None:
                continue
            if name in seen:
                self._complain(place, "stands twice; keep one")
                continue
            seen.add(str(name))
            yield place, read

    def _columns(self) -> dict[str, frozenset[str]]:
        levels: dict[str, frozenset[str]] = dict(self._parent.levels) if self._parent else {}
        for place, entry in self._entries("levels", self._read.levels, LevelEntry):
            if entry.name in OLD_LEVELS or entry.name == NO_LEVEL:
                self._complain(
                    place,
                    f"cannot have a column; write {listed(name for name in LEVELS if name != NO_LEVEL)}",
                )
                continue
            included = set(levels.get(entry.name, ()))
            for lower in entry.includes:
                if self._is_column(f"{place}.includes", lower, levels):
                    included |= {lower} | levels[lower]
            is_new = entry.name not in levels
            levels[entry.name] = frozenset(included)
            self._otherwise_of(place, entry, is_new=is_new and self._parent is not None, levels=levels)
            if entry.below is not None and self._is_column(f"{place}.below", entry.below, levels):
                levels = _placed_below(levels, entry.name, entry.below)
        return levels

    def _is_column(self, place: str, level: str, levels: Mapping[str, frozenset[str]]) -> bool:
        if level not in levels:
            self._complain(place, unknown("The level", level, levels) + "; declare it first")
        return level in levels

    def _otherwise_of(
        self, place: str, entry: LevelEntry, *, is_new: bool, levels: Mapping[str, frozenset[str]]
    ) -> None:
        """What a column holds where no cell says: another column's cells, or one word for all."""
        source = None if entry.source is None else self._source(place, entry.source)
        sourced = source is not None and entry.confidence is not None
        self._program_of(place, entry)
        if entry.functions_as is not None:
            if entry.otherwise is not None:
                self._complain(place, "says both otherwise and functions_as; keep one")
            elif entry.functions_as == entry.name or entry.functions_as in self._functions_as:
                self._complain(f"{place}.functions_as", "must be a level with cells of its own")
            elif self._is_column(f"{place}.functions_as", entry.functions_as, levels):
                self._functions_as[entry.name] = entry.functions_as
            if not sourced:
                self._complain(place, "must say where it stands that it functions so: source and confidence")
        elif entry.otherwise is not None and entry.otherwise not in get_args(May):
            self._otherwise_as_another(f"{place}.otherwise", entry.name, entry.otherwise, levels)
            self._bases[entry.name] = (source or "", entry.confidence or "low")
            if not sourced:
                self._complain(
                    place, "must say where it stands what it may otherwise do: source and confidence"
                )
        elif entry.otherwise is not None and source is not None and entry.confidence is not None:
            may = _open((Grant(may=entry.otherwise),))  # type: ignore[arg-type]  # checked above
            self._otherwise[entry.name] = Cell(may, source, entry.confidence, self._read.id)
        elif entry.otherwise is not None or is_new:
            self._complain(
                place,
                'must say what it may do otherwise: otherwise, like "no" or "EMT", source and confidence',
            )
            self._unsaid.add(entry.name)

    def _otherwise_as_another(
        self, place: str, level: str, other: str, levels: Mapping[str, frozenset[str]]
    ) -> None:
        """A column that begins as another: what this file does not say of it is as the other's cells are."""
        if other not in levels:
            self._complain(place, unknown("The word or level", other, (*get_args(May), *levels)))
            return
        below: str | None = other
        while below is not None and below != level:
            below = self._otherwise_as.get(below)
        if below == level or other in self._functions_as:
            self._complain(place, "must be a level with cells of its own")
            return
        self._otherwise_as[level] = other

    def _program_of(self, place: str, entry: LevelEntry) -> None:
        if entry.functions_as is not None:
            self._level_programs.pop(entry.name, None)
        if entry.program is None:
            return
        if entry.functions_as is None:
            self._complain(
                f"{place}.program", "goes with functions_as; in a cell of its own a program is a condition"
            )
        elif entry.program not in self._programs:
            told = unknown("The program", entry.program, self._programs)
            self._complain(f"{place}.program", f"{told}; name it in [programs]")
        else:
            self._level_programs[entry.name] = entry.program

    def _state(self) -> str | None:
        for key, states in (
            ("state", (self._read.state,)),
            ("compact.states", self._read.compact.states if self._read.compact else ()),
        ):
            for state in states:
                if state is not None and not re.fullmatch(r"[A-Z]{2}", state):
                    self._complain(key, f"must be two capital letters, like OH, and not {quoted(state)}")
        return self._read.state

    def _compact(self) -> Compact | None:
        told = self._read.compact
        if told is None:
            return None
        if self._read.state is None and (self._parent is None or self._parent.state is None):
            self._complain("compact", 'needs the ruleset\'s own state, like state = "ID"')
        return Compact(told.states, self._source("compact", told.source), told.confidence)

    def _change_notices(self, items: Mapping[str, Item]) -> tuple[ChangeNotice, ...]:
        notices = []
        for number, told in enumerate(self._read.change_notices, start=1):
            place = f"change_notices (entry {number})"
            entry = converted(told, NoticeEntry, self._path, place, self._complain_of_file)
            if entry is None:
                continue
            for name in entry.items:
                if name not in items:
                    self._complain(f"{place}.items", unknown("The item", name, items))
            source = self._source(place, entry.source)
            notices.append(
                ChangeNotice(entry.title, entry.dated, entry.summary, entry.items, source, entry.confidence)
            )
        return tuple(notices)

    def _items(self) -> dict[str, Item]:
        items = dict(self._parent.items) if self._parent else {}
        said: dict[str, Iterable[str]] = {}
        for place, entry in self._entries("items", self._read.items, ItemEntry):
            said[entry.id] = entry.cells
            item = self._item(place, entry, items.get(entry.id))
            if item is not None:
                items[entry.id] = item
        for place, free in self._entries("unrestricted", self._read.unrestricted, UnrestrictedEntry):
            if free.id in items and not items[free.id].unrestricted:
                self._complain(place, "has a row among the items; keep one")
                continue
            items[free.id] = self._unrestricted(place, free)
        return {name: self._as_others(self._filled(item, said.get(name, ()))) for name, item in items.items()}

    def _as_others(self, item: Item) -> Item:
        """The item with the cells of those columns that function as another."""
        if not self._functions_as:
            return item
        cells = {**item.cells}
        for level, other in self._functions_as.items():
            if other in cells:
                program = None if item.unrestricted else self._level_programs.get(level)
                cells[level] = _in_program(cells[other], program)
        cells = {level: cells[level] for level in self._levels if level in cells}
        return replace(item, cells=MappingProxyType(cells), lowest_levels=self._lowest(cells))

    def _filled(self, item: Item, said: Iterable[str]) -> Item:
        """The item, inherited perhaps, with the cells of the levels of which this file tells what they may otherwise."""
        if not self._otherwise and not self._otherwise_as:
            return item
        told = {level for level in said if level in item.cells}
        cells = {**item.cells}
        for level in (*self._otherwise, *self._otherwise_as):
            cell = self._otherwise_cell(item, level, told)
            if cell is not None:
                cells[level] = cell
        cells = {level: cells[level] for level in self._levels if level in cells}
        return replace(item, cells=MappingProxyType(cells), lowest_levels=self._lowest(cells))

    def _otherwise_cell(self, item: Item, level: str, told: Container[str]) -> Cell | None:
        """The cell of a level: what the file says, else what the level may otherwise, else what the parent says."""
        if level in told:
            return item.cells[level]
        if item.unrestricted:
            return item.cells.get(level) or self._everyone(item.source, item.confidence)
        if level in self._otherwise_as:
            other = self._otherwise_as[level]
            cell = self._otherwise_cell(item, other, told)
            return cell and self._as_that_of(cell, other, *self._bases[level])
        return self._otherwise.get(level) or item.cells.get(level)

    def _as_that_of(self, cell: Cell, other: str, source: str, confidence: Confidence) -> Cell:
        """Another level's cell, for a level that may whatever that one may: it stands in both rules."""
        weaker = max(confidence, cell.confidence, key=get_args(Confidence).index)
        both = f"{source}; for the {other}: {cell.source}"
        return replace(cell, source=both, confidence=weaker, ruleset=self._read.id)

    def _item(self, place: str, entry: ItemEntry, above: Item | None) -> Item | None:
        if above is None:
            missing = [key for key in _REQUIRED_OF_A_NEW_ITEM if getattr(entry, key) is None]
            if missing:
                like = self._like(entry.id)
                hint = f"; the nearest known item is {quoted(like)}" if like else ""
                self._complain(
                    place, f"needs {listed(missing, 'and')}, because no parent has this item{hint}"
                )
                return None
            if re.search(r"\s", entry.id):
                self._complain(f"{place}.id", f"has a space; write {quoted('_'.join(entry.id.split()))}")
        told = {
            key: value
            for key, value in structs.asdict(entry).items()
            if value is not None and key not in {"cells", "source", "disputed"}
        }
        if entry.routes is not None:
            told["routes"] = self._routes(f"{place}.routes", entry.routes)
        for level in entry.disputed or ():
            if level not in self._levels:
                self._complain(f"{place}.disputed", unknown("The level", level, self._levels))
        cells = self._cells(place, entry, above)
        told |= {
            "cells": MappingProxyType(cells),
            "lowest_levels": self._lowest(cells),
            "source": self._source(place, entry.source),
            "disputed": entry.disputed or (),
        }
        return replace(above, **told) if above else Item(**told)

    def _like(self, name: str) -> str | None:
        """The id of the parent's item that has this name, or the nearest id."""
        items = self._parent.items if self._parent else {}
        named = (item.id for item in items.values() if item.name.casefold() == name.casefold())
        return next(named, None) or nearest(name, items)

    def _cells(self, place: str, entry: ItemEntry, above: Item | None) -> dict[str, Cell]:
        cells = dict(above.cells) if above else {}
        for level, told in entry.cells.items():
            if level not in self._levels:
                self._complain(f"{place}.cells.{level}", self._no_level(level))
                continue
            if level in self._functions_as:
                other = self._functions_as[level]
                self._complain(
                    f"{place}.cells.{level}", f"contradicts functions_as: {level} functions as {other}"
                )
                continue
            grants = self._grants(f"{place}.cells.{level}", told)
            if grants is not None:
                cells[level] = self._cell(place, entry, level, grants)
        for level in self._levels:
            if level in cells or level in self._functions_as or level in self._unsaid:
                continue
            if level not in entry.cells and level not in {*self._otherwise, *self._otherwise_as}:
                self._complain(
                    f"{place}.cells", f"has no cell for {level}; write yes, no, assist or medical_direction"
                )
        return {level: cells[level] for level in self._levels if level in cells}

    def _no_level(self, name: str) -> str:
        """What to do about a name in `cells` that is no column."""
        if name in Grant.__struct_fields__:
            return (
                f'is a condition; it stands with the level it is for: EMT = {{ may = "yes", {name} = ... }}'
            )
        if name in LEVELS:
            return (
                f"{quoted(name)} has no column in this ruleset or its parents; declare it in [[levels]] first"
            )
        return unknown("The level", name, self._levels)

    def _cell(self, place: str, entry: ItemEntry, level: str, grants: tuple[Grant, ...]) -> Cell:
        only = grants[0] if len(grants) == 1 else None
        source = self._source(place, entry.source)
        return Cell(
            grants=_open(grants),
            source=(only and only.source) or source,
            confidence=(only and only.confidence) or entry.confidence,
            ruleset=self._read.id,
            disputed=level in (entry.disputed or ()),
            extendable=any(grant.extendable for grant in grants),
        )

    def _grants(self, place: str, told: object) -> tuple[Grant, ...] | None:
        if isinstance(told, str):
            if told not in get_args(May):
                self._complain(place, unknown_word(told, get_args(May)))
                return None
            return (Grant(may=told),)  # type: ignore[arg-type]  # checked above
        if not isinstance(told, dict | list):
            self._complain(
                place, 'must be a word in quotation marks, like "yes", or conditions, like { may = "yes" }'
            )
            return None
        ways = told if isinstance(told, list) else [told]
        grants = []
        for number, way in enumerate(ways, start=1):
            spot = f"{place}[{number}]" if len(ways) > 1 else place
            grant = converted(way, Grant, self._path, spot, self._complain_of_file)
            if grant is not None:
                grants.append(self._checked(spot, grant))
        if not ways:
            self._complain(place, "is empty; write yes, no, assist or medical_direction")
        return tuple(grants)

    def _checked(self, place: str, grant: Grant) -> Grant:
        limits = grant.dose_max is not None or grant.cumulative_max is not None
        if limits and (grant.unit is None or unit_in_family(grant.unit) is None):
            self._complain(f"{place}.unit", "must say the unit of the limit: mcg, mg, g, mL, L or units")
        for low, high in (("age_from", "age_under"), ("weight_from", "weight_under")):
            bottom, top = getattr(grant, low), getattr(grant, high)
            if bottom is not None and top is not None and bottom >= top:
                self._complain(f"{place}.{low}", f"leaves nobody below {high}")
        for endorsement in grant.endorsement:
            if endorsement not in self._endorsements:
                told = unknown("The endorsement", endorsement, self._endorsements)
                self._complain(f"{place}.endorsement", f"{told}; name it in [endorsements]")
        if grant.program is not None and grant.program not in self._programs:
            told = unknown("The program", grant.program, self._programs)
            self._complain(f"{place}.program", f"{told}; name it in [programs]")
        source = None if grant.source is None else self._source(place, grant.source)
        return structs.replace(grant, route=self._routes(f"{place}.route", grant.route), source=source)

    def _routes(self, place: str, told: Iterable[str]) -> tuple[str, ...]:
        codes = []
        for word in told:
            code = route_code(word)
            if code is None:
                self._complain(place, unknown_route(word))
            else:
                codes.append(code)
        return tuple(codes)

    def _source(self, place: str, name: str) -> str:
        if name not in self._read.sources:
            self._complain(
                f"{place}.source", unknown("The source", name, self._read.sources) + "; list it in [sources]"
            )
            return name
        return self._read.sources[name]

    def _lowest(self, cells: Mapping[str, Cell]) -> tuple[str, ...]:
        may = [level for level, cell in cells.items() if cell.grants]
        return tuple(level for level in may if not self._levels[level].intersection(may))

    def _unrestricted(self, place: str, entry: UnrestrictedEntry) -> Item:
        source = self._source(place, entry.source)
        cells = dict.fromkeys(self._levels, self._everyone(source, entry.confidence))
        return Item(
            id=entry.id,
            kind="assessment",
            name=entry.name,
            category=entry.category,
            code=entry.code,
            cells=MappingProxyType(cells),
            lowest_levels=self._lowest(cells),
            source=source,
            confidence=entry.confidence,
            unrestricted=True,
        )

    def _everyone(self, source: str, confidence: Confidence) -> Cell:
        return Cell((Grant(may="yes"),), source, confidence, self._read.id)

    def _unlisted(self, items: Mapping[str, Item]) -> dict[str, Unlisted]:
        unlisted = dict(self._parent.unlisted) if self._parent else {}
        coded = {item.code for item in items.values() if item.code}
        for place, entry in self._entries("unlisted", self._read.unlisted, UnlistedEntry):
            if entry.id in items or entry.code in coded:
                self._complain(place, "has a row among the items; keep one")
            elif not entry.by_route and not entry.reason:
                self._complain(place, "needs by_route or a reason why it cannot be judged")
            else:
                unlisted[entry.id] = Unlisted(
                    entry.id,
                    entry.name,
                    entry.code,
                    entry.by_route,
                    self._source(place, entry.source),
                    entry.reason,
                )
        # A child that gives the code a row of its own has decided anew.
        return {
            name: entry for name, entry in unlisted.items() if name not in items and entry.code not in coded
        }


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


def _open(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The grants that are ways in; a cell without any says no."""
    return tuple(grant for grant in grants if grant.may != "no")


def _grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for code, item in pairs:
        groups.setdefault(code, []).append(item)
    return MappingProxyType({code: tuple(items) for code, items in groups.items()})
