"""Rulesets: who may do what, on what condition and by which source, read from `schemas/scope/*.toml`.

It reads, checks and indexes the rules, a child's cells over its parent's; it refuses to judge an act.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, get_args

from msgspec import Struct, ValidationError, convert, structs

from epcr import paths
from epcr.broken_schema import Complain, stop
from epcr.scope.broken_entry import in_words
from epcr.scope.words import (
    LEVELS,
    NO_LEVEL,
    OLD_LEVELS,
    Confidence,
    Formulation,
    Indication,
    Kind,
    May,
    Mode,
    Order,
    Setting,
    Standing,
    Supply,
    Tape,
    listed,
    quoted,
    route_code,
    unit_in_family,
    unknown,
    unknown_route,
)

Entry = TypeVar("Entry", bound=Struct)


class Grant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way in which a level may do an item; every condition named must hold.

    Ages are whole or partial years, weights kilograms; `_from` includes its number, `_under` does not.
    `order` lists the orders that satisfy the rule where a plain `yes` would ask for none and
    `medical_direction` for any given by a physician. Doses beyond `dose_max` or, with what was given
    before, `cumulative_max` (both in `unit`) need medical direction.
    """

    may: May
    route: tuple[str, ...] = ()
    supply: tuple[Supply, ...] = ()
    formulation: tuple[Formulation, ...] = ()
    mode: tuple[Mode, ...] = ()
    setting: tuple[Setting, ...] = ()
    indication: tuple[Indication, ...] = ()
    indication_unsaid_is_other: bool = False
    needs: tuple[Standing, ...] = ()
    program: str | None = None
    endorsement: tuple[str, ...] = ()
    age_from: float | None = None
    age_under: float | None = None
    weight_from: float | None = None
    weight_under: float | None = None
    tape: Tape | None = None
    order: tuple[Order, ...] = ()
    dose_max: float | None = None
    cumulative_max: float | None = None
    unit: str | None = None
    extendable: bool = False
    source: str | None = None
    confidence: Confidence | None = None
    note: str | None = None


class ToldBy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words by which an item is told from the others that share its code."""

    supply: tuple[Supply, ...] = ()
    formulation: tuple[Formulation, ...] = ()
    mode: tuple[Mode, ...] = ()


class Only(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words outside of which an act is another act than this item."""

    formulation: tuple[Formulation, ...] = ()
    mode: tuple[Mode, ...] = ()


class Basis(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a layer that judges the person stands written."""

    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Cell:
    """What one level may do with one item: nothing without a grant; with several, any of them."""

    grants: tuple[Grant, ...]
    source: str
    confidence: str
    ruleset: str
    disputed: bool = False
    extendable: bool = False


@dataclass(frozen=True)
class Item:
    """One act that the rules know, with a cell for each level. Routes are codes of the standard."""

    id: str
    kind: Kind
    name: str
    category: str
    cells: Mapping[str, Cell]
    lowest_levels: tuple[str, ...]
    source: str
    confidence: Confidence
    code: str | None = None
    code_name: str | None = None
    also: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    route_matters: bool = False
    told_by: ToldBy = field(default_factory=ToldBy)
    only: Only = field(default_factory=Only)
    disputed: tuple[str, ...] = ()
    notes: str | None = None
    corroborated_by: str | None = None
    unrestricted: bool = False


@dataclass(frozen=True)
class Unlisted:
    """A code of the standard that has no row of its own, and what was decided about it.

    With `by_route` the row of the route judges it: fully, or with a `reason` only where that row refuses.
    Without, it cannot be judged, for the reason.
    """

    id: str
    name: str
    code: str
    by_route: bool
    source: str
    reason: str | None = None


@dataclass(frozen=True, eq=False)
class Ruleset:
    """The rules of one place from one day on, a parent's included.

    `levels` are its columns, lowest first, each with all the levels it includes.
    """

    id: str
    title: str
    version: str
    in_force_from: date
    in_force_to: date | None
    source: str
    notice: str
    parent: Ruleset | None
    ceiling: bool
    needs: tuple[Standing, ...]
    levels: Mapping[str, frozenset[str]]
    certificate: Basis
    student: Basis
    items: Mapping[str, Item]
    unlisted: Mapping[str, Unlisted]
    by_code: Mapping[str, tuple[Item, ...]]
    also_by_code: Mapping[str, tuple[Item, ...]]
    unlisted_by_code: Mapping[str, Unlisted]

    def is_at_least(self, level: str, other: str) -> bool:
        """Whether the level is the other or includes it, by the ruleset's own word and never by rank."""
        return level == other or other in self.levels[level]

    def in_force(self, on: date) -> bool:
        """Whether the ruleset holds on this day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def lineage(self) -> Iterator[Ruleset]:
        """The parent, its parent and so on."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


class _LevelEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    includes: tuple[str, ...] = ()
    otherwise: May | None = None
    source: str | None = None
    confidence: Confidence | None = None


class _ItemEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    source: str
    confidence: Confidence
    cells: dict[str, Any] = {}
    kind: Kind | None = None
    name: str | None = None
    category: str | None = None
    code: str | None = None
    code_name: str | None = None
    also: tuple[str, ...] | None = None
    routes: tuple[str, ...] | None = None
    route_matters: bool | None = None
    told_by: ToldBy | None = None
    only: Only | None = None
    disputed: tuple[str, ...] | None = None
    notes: str | None = None
    corroborated_by: str | None = None


class _UnrestrictedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    code: str
    category: str
    source: str
    confidence: Confidence


class _UnlistedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    code: str
    source: str
    by_route: bool = False
    reason: str | None = None


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    title: str
    version: str
    in_force_from: date
    source: str
    notice: str
    sources: dict[str, str]
    in_force_to: date | None = None
    parent: str | None = None
    ceiling: bool = False
    needs: tuple[Standing, ...] = ()
    certificate: Basis | None = None
    student: Basis | None = None
    levels: tuple[dict[str, Any], ...] = ()
    items: tuple[dict[str, Any], ...] = ()
    unrestricted: tuple[dict[str, Any], ...] = ()
    unlisted: tuple[dict[str, Any], ...] = ()


_REQUIRED_OF_A_NEW_ITEM: Final = ("kind", "name", "category")


@cache
def rulesets(folder: Path | None = None) -> Mapping[str, Ruleset]:
    """The shipped rulesets by id, with those of a folder added; read once a process.

    Raise BrokenSchema with file, key and reason at the first thing that cannot be used.
    """
    return MappingProxyType(read_rulesets(folder, stop))


def read_rulesets(folder: Path | None, complain: Complain) -> dict[str, Ruleset]:
    """Read the shipped rulesets and those of the folder afresh, and complain of each thing that cannot be used."""
    shipped = paths.schemas() / "scope"
    if folder is not None and not folder.is_dir():
        complain(folder, "the folder", "is not there; name a folder with ruleset files")
    folders = [shipped] if folder is None or folder.resolve() == shipped.resolve() else [shipped, folder]
    files: dict[str, tuple[Path, _File]] = {}
    for place in folders:
        for path in sorted(place.glob("*.toml")):
            read = _file(path, complain)
            if read is None:
                continue
            if read.id in files:
                complain(
                    path, "id", f"{quoted(read.id)} is already the id of {files[read.id][0]}; choose another"
                )
                continue
            files[read.id] = (path, read)
    return _Family(files, complain).built()


def _file(path: Path, complain: Complain) -> _File | None:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        complain(path, "the file", f"cannot be read as TOML: {error}")
        return None
    read = _converted(told, _File, path, "", complain)
    if read is not None and read.id != path.stem:
        complain(path, "id", f"must be {quoted(path.stem)}, the name of the file")
    return read


def _converted(told: object, kind: type[Entry], path: Path, place: str, complain: Complain) -> Entry | None:
    try:
        return convert(told, kind)
    except ValidationError as error:
        key, reason = in_words(error, kind, told)
        complain(path, ".".join(part for part in (place, key) if part), reason)
        return None


class _Family:
    """The files while they become rulesets: a parent before its children."""

    def __init__(self, files: Mapping[str, tuple[Path, _File]], complain: Complain) -> None:
        self._files = files
        self._complain = complain
        self._built: dict[str, Ruleset | None] = {}

    def built(self) -> dict[str, Ruleset]:
        for name in self._files:
            self._ruleset(name, ())
        return {name: ruleset for name, ruleset in self._built.items() if ruleset is not None}

    def _ruleset(self, name: str, children: tuple[str, ...]) -> Ruleset | None:
        if name in self._built:
            return self._built[name]
        path, read = self._files[name]
        parent = None
        if read.parent is not None:
            if read.parent not in self._files:
                self._complain(path, "parent", unknown("The ruleset", read.parent, self._files))
                return None
            if read.parent in (*children, name):
                self._complain(
                    path,
                    "parent",
                    f"{listed((*children, name, read.parent), 'and')} name each other as parent",
                )
                return None
            parent = self._ruleset(read.parent, (*children, name))
            if parent is None:
                self._built[name] = None
                return None
        self._built[name] = _Assembly(path, read, parent, self._complain).ruleset()
        return self._built[name]


class _Assembly:
    """One file while it becomes a ruleset over its parent."""

    def __init__(self, path: Path, read: _File, parent: Ruleset | None, complain: Complain) -> None:
        self._path = path
        self._read = read
        self._parent = parent
        self._complain_of_file = complain
        self._otherwise: dict[str, Cell] = {}
        self._levels = self._columns()

    def ruleset(self) -> Ruleset | None:
        read, parent = self._read, self._parent
        certificate = read.certificate or (parent.certificate if parent else None)
        student = read.student or (parent.student if parent else None)
        for key, basis in (("certificate", certificate), ("student", student)):
            if basis is None:
                self._complain(key, "is missing; say where it stands written: source and confidence")
        if not self._levels:
            self._complain("levels", "is missing; declare the levels that have a column")
        if read.in_force_to is not None and read.in_force_to < read.in_force_from:
            self._complain("in_force_to", "is before in_force_from")
        items = self._items()
        unlisted = self._unlisted(items)
        if certificate is None or student is None:
            return None
        return Ruleset(
            id=read.id,
            title=read.title,
            version=read.version,
            in_force_from=read.in_force_from,
            in_force_to=read.in_force_to,
            source=read.source,
            notice=read.notice,
            parent=parent,
            ceiling=read.ceiling,
            needs=tuple(dict.fromkeys((*(parent.needs if parent else ()), *read.needs))),
            levels=MappingProxyType(self._levels),
            certificate=certificate,
            student=student,
            items=MappingProxyType(items),
            unlisted=MappingProxyType(unlisted),
            by_code=_grouped((item.code, item) for item in items.values() if item.code),
            also_by_code=_grouped((code, item) for item in items.values() for code in item.also),
            unlisted_by_code=MappingProxyType({entry.code: entry for entry in unlisted.values()}),
        )

    def _complain(self, key: str, reason: str) -> None:
        self._complain_of_file(self._path, key, reason)

    def _entries(
        self, key: str, told: Iterable[dict[str, Any]], kind: type[Entry]
    ) -> Iterator[tuple[str, Entry]]:
        """The entries of one list that can be read, each with its place in the file; no id twice."""
        seen: set[str] = set()
        for number, entry in enumerate(told, start=1):
            name = entry.get("id", entry.get("name"))
            place = f"{key}.{name}" if isinstance(name, str) else f"{key} (entry {number})"
            read = _converted(entry, kind, self._path, place, self._complain_of_file)
            if read is None:
                continue
            if name in seen:
                self._complain(place, "stands twice; keep one")
                continue
            seen.add(str(name))
            yield place, read

    def _columns(self) -> dict[str, frozenset[str]]:
        levels: dict[str, frozenset[str]] = dict(self._parent.levels) if self._parent else {}
        for place, entry in self._entries("levels", self._read.levels, _LevelEntry):
            if entry.name in OLD_LEVELS or entry.name == NO_LEVEL:
                self._complain(
                    place,
                    f"cannot have a column; write {listed(name for name in LEVELS if name != NO_LEVEL)}",
                )
                continue
            included: set[str] = set()
            for lower in entry.includes:
                if lower not in levels:
                    self._complain(
                        f"{place}.includes", unknown("The level", lower, levels) + "; declare it first"
                    )
                    continue
                included |= {lower} | levels[lower]
            levels[entry.name] = frozenset(included)
            if entry.otherwise is not None and entry.source is not None and entry.confidence is not None:
                self._otherwise[entry.name] = Cell(
                    _open((Grant(may=entry.otherwise),)),
                    self._source(place, entry.source),
                    entry.confidence,
                    self._read.id,
                )
            elif entry.otherwise is not None or (self._parent and entry.name not in self._parent.levels):
                self._complain(place, "must say what it may do otherwise: otherwise, source and confidence")
        return levels

    def _items(self) -> dict[str, Item]:
        items = dict(self._parent.items) if self._parent else {}
        for place, entry in self._entries("items", self._read.items, _ItemEntry):
            item = self._item(place, entry, items.get(entry.id))
            if item is not None:
                items[entry.id] = item
        for place, free in self._entries("unrestricted", self._read.unrestricted, _UnrestrictedEntry):
            if free.id in items and not items[free.id].unrestricted:
                self._complain(place, "has a row among the items; keep one")
                continue
            items[free.id] = self._unrestricted(place, free)
        return {name: self._with_new_columns(item) for name, item in items.items()}

    def _with_new_columns(self, item: Item) -> Item:
        """The item, inherited perhaps, with a cell for each level that only this file declares."""
        cells = {
            level: self._everyone(item.source, item.confidence) if item.unrestricted else cell
            for level, cell in self._otherwise.items()
            if level not in item.cells
        }
        if not cells:
            return item
        cells = {**item.cells, **cells}
        return replace(item, cells=MappingProxyType(cells), lowest_levels=self._lowest(cells))

    def _item(self, place: str, entry: _ItemEntry, above: Item | None) -> Item | None:
        if above is None:
            missing = [key for key in _REQUIRED_OF_A_NEW_ITEM if getattr(entry, key) is None]
            if missing:
                self._complain(place, f"needs {listed(missing, 'and')}, because no parent has this item")
                return None
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

    def _cells(self, place: str, entry: _ItemEntry, above: Item | None) -> dict[str, Cell]:
        cells = dict(above.cells) if above else {}
        for level, told in entry.cells.items():
            if level not in self._levels:
                self._complain(f"{place}.cells.{level}", unknown("The level", level, self._levels))
                continue
            grants = self._grants(f"{place}.cells.{level}", told)
            if grants is not None:
                cells[level] = self._cell(place, entry, level, grants)
        for level in self._levels:
            if level in cells:
                continue
            if level not in self._otherwise and level not in entry.cells:
                self._complain(
                    f"{place}.cells", f"has no cell for {level}; write yes, no, assist or medical_direction"
                )
        return {level: cells[level] for level in self._levels if level in cells}

    def _cell(self, place: str, entry: _ItemEntry, level: str, grants: tuple[Grant, ...]) -> Cell:
        return Cell(
            grants=_open(grants),
            source=self._source(place, entry.source),
            confidence=entry.confidence,
            ruleset=self._read.id,
            disputed=level in (entry.disputed or ()),
            extendable=any(grant.extendable for grant in grants),
        )

    def _grants(self, place: str, told: object) -> tuple[Grant, ...] | None:
        if isinstance(told, str):
            if told not in get_args(May):
                self._complain(place, unknown("The word", told, get_args(May)))
                return None
            return (Grant(may=told),)  # type: ignore[arg-type]  # checked above
        ways = told if isinstance(told, list) else [told]
        grants = []
        for number, way in enumerate(ways, start=1):
            spot = f"{place}[{number}]" if len(ways) > 1 else place
            grant = _converted(way, Grant, self._path, spot, self._complain_of_file)
            if grant is not None:
                grants.append(self._checked(spot, grant))
        if not ways:
            self._complain(place, "is empty; write yes, no, assist or medical_direction")
        return tuple(grants)

    def _checked(self, place: str, grant: Grant) -> Grant:
        limits = grant.dose_max is not None or grant.cumulative_max is not None
        if limits and (grant.unit is None or unit_in_family(grant.unit) is None):
            self._complain(f"{place}.unit", "must say the unit of the limit: mcg, mg, g, mL or L")
        for low, high in (("age_from", "age_under"), ("weight_from", "weight_under")):
            bottom, top = getattr(grant, low), getattr(grant, high)
            if bottom is not None and top is not None and bottom >= top:
                self._complain(f"{place}.{low}", f"leaves nobody below {high}")
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

    def _unrestricted(self, place: str, entry: _UnrestrictedEntry) -> Item:
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
        coded = {item.code for item in items.values()}
        for place, entry in self._entries("unlisted", self._read.unlisted, _UnlistedEntry):
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


def _open(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The grants that are ways in; a cell without any says no."""
    return tuple(grant for grant in grants if grant.may != "no")


def _grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for code, item in pairs:
        groups.setdefault(code, []).append(item)
    return MappingProxyType({code: tuple(items) for code, items in groups.items()})
