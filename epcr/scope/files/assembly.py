"""Puts the entries of one file together into a ruleset over its parent, and complains of each that cannot be used.

It refuses to know where the entries were read, and judges no act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from msgspec import structs

from epcr.broken_schema import Complain
from epcr.letters import compared
from epcr.scope.files.columns import Columns
from epcr.scope.files.draft import Draft
from epcr.scope.files.entries import (
    ItemEntry,
    NoticeEntry,
    RulesetFile,
    UnlistedEntry,
    UnrestrictedEntry,
    converted,
)
from epcr.scope.files.shared import Additions, shared_conditions, with_shared
from epcr.scope.files.ways import is_unknown, open_ways, ways_of
from epcr.scope.ruleset import Basis, Cell, ChangeNotice, Compact, Grant, Ruleset, RulesetItem, Unlisted
from epcr.scope.words import LEVELS
from epcr.words.naming import listed, quoted
from epcr.words.near import nearest, unknown

_OR_A_PARENT: Final = (
    ', or name the parent that has it: parent = "us-national-2019", above the first line in brackets'
)
_REQUIRED_OF_A_NEW_ITEM: Final = ("kind", "name", "category")


class Assembly:
    """One file while it becomes a ruleset over its parent."""

    def __init__(self, path: Path, file: RulesetFile, parent: Ruleset | None, complain: Complain) -> None:
        self._draft = Draft(path, file, parent, complain)
        self._columns = Columns(self._draft)

    def ruleset(self) -> Ruleset | None:
        file, parent = self._draft.file, self._draft.parent
        certificate: Basis | None = file.certificate or self._inherited("certificate")
        student: Basis | None = file.student or self._inherited("student")
        self._refuse_head(certificate, student)
        rows = Additions(self._draft, self._columns).over(self._items())
        conditions = shared_conditions(self._draft, self._columns, rows)
        items = with_shared(
            {name: self._columns.as_others(item) for name, item in rows.items()}, conditions, self._columns
        )
        unlisted = self._unlisted(items)
        notices = self._change_notices(items)
        if certificate is None or student is None:
            return None
        return Ruleset(
            id=file.id,
            file=self._draft.path,
            title=file.title,
            version=file.version,
            in_force_from=file.in_force_from,
            in_force_to=file.in_force_to,
            source=file.source,
            notice=file.notice,
            parent=parent,
            ceiling=file.ceiling,
            state=self._state() or self._inherited("state"),
            follows=file.follows,
            endorsements=MappingProxyType(self._draft.endorsements),
            programs=MappingProxyType(self._draft.programs),
            compact=self._compact() or self._inherited("compact"),
            change_notices=(*self._inherited("change_notices", ()), *notices),
            needs=tuple(dict.fromkeys((*self._inherited("needs", ()), *file.needs))),
            levels=MappingProxyType(self._columns.levels),
            functions_as=MappingProxyType(self._columns.functions_as),
            level_programs=MappingProxyType(self._columns.programs),
            conditions=conditions,
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

    def _inherited(self, name: str, without: Any = None) -> Any:
        """What the parent's ruleset says under this name; without a parent something else."""
        return getattr(self._draft.parent, name) if self._draft.parent else without

    def _refuse_head(self, certificate: Basis | None, student: Basis | None) -> None:
        file = self._draft.file
        for key, basis in (("certificate", certificate), ("student", student)):
            if basis is None:
                self._draft.complain(
                    key, f"is missing; say where it stands written: source and confidence{_OR_A_PARENT}"
                )
        if not self._columns.levels:
            self._draft.complain("levels", f"is missing; declare the levels that have a column{_OR_A_PARENT}")
        if file.in_force_to is not None and file.in_force_to < file.in_force_from:
            self._draft.complain("in_force_to", "is before in_force_from")

    def _state(self) -> str | None:
        for key, states in (
            ("state", (self._draft.file.state,)),
            ("compact.states", self._draft.file.compact.states if self._draft.file.compact else ()),
        ):
            for state in states:
                if state is not None and not re.fullmatch(r"[A-Z]{2}", state):
                    self._draft.complain(
                        key, f"must be two capital letters, like OH, and not {quoted(state)}"
                    )
        return self._draft.file.state

    def _compact(self) -> Compact | None:
        entry = self._draft.file.compact
        if entry is None:
            return None
        if self._draft.file.state is None and (
            self._draft.parent is None or self._draft.parent.state is None
        ):
            self._draft.complain("compact", 'needs the ruleset\'s own state, like state = "ID"')
        for level in entry.levels:
            if level not in self._columns.levels:
                self._draft.complain("compact.levels", unknown("The level", level, self._columns.levels))
        return Compact(
            entry.states,
            self._draft.source("compact", entry.source),
            entry.confidence,
            entry.levels,
            entry.scope,
        )

    def _change_notices(self, items: Mapping[str, RulesetItem]) -> tuple[ChangeNotice, ...]:
        notices = []
        for number, table in enumerate(self._draft.file.change_notices, start=1):
            place = f"change_notices (entry {number})"
            entry = converted(table, NoticeEntry, self._draft.path, place, self._draft.complain_of_file)
            if entry is None:
                continue
            for name in entry.items:
                if name not in items:
                    self._draft.complain(f"{place}.items", unknown("The item", name, items))
            source = self._draft.source(place, entry.source)
            notices.append(
                ChangeNotice(entry.title, entry.dated, entry.summary, entry.items, source, entry.confidence)
            )
        return tuple(notices)

    def _items(self) -> dict[str, RulesetItem]:
        items = dict(self._draft.parent.items) if self._draft.parent else {}
        own_cells: dict[str, Iterable[str]] = {}
        for place, entry in self._draft.entries("items", self._draft.file.items, ItemEntry):
            own_cells[entry.id] = entry.cells
            item = self._item(place, entry, items.get(entry.id))
            if item is not None:
                items[entry.id] = item
        for place, free in self._draft.entries(
            "unrestricted", self._draft.file.unrestricted, UnrestrictedEntry
        ):
            if free.id in items and not items[free.id].unrestricted:
                self._draft.complain(place, "has a row among the items; keep one")
                continue
            items[free.id] = self._unrestricted(place, free)
        return {name: self._columns.filled(item, own_cells.get(name, ())) for name, item in items.items()}

    def _item(self, place: str, entry: ItemEntry, above: RulesetItem | None) -> RulesetItem | None:
        if above is None and not self._can_be_new(place, entry):
            return None
        fields = {
            key: value
            for key, value in structs.asdict(entry).items()
            if value is not None and key not in {"cells", "source", "disputed"}
        }
        if entry.routes is not None:
            fields["routes"] = self._draft.routes(f"{place}.routes", entry.routes)
        disputed = entry.disputed or ()
        for level in disputed:
            if level not in self._columns.levels:
                self._draft.complain(f"{place}.disputed", unknown("The level", level, self._columns.levels))
        cells = self._cells(place, entry, above)
        fields |= {
            "cells": MappingProxyType(cells),
            "lowest_levels": self._columns.lowest(cells),
            "source": self._draft.source(place, entry.source),
            "disputed": disputed,
        }
        if entry.notes is not None:
            fields["notes_from"] = self._draft.file.id
        return replace(above, **fields) if above else RulesetItem(**fields)

    def _can_be_new(self, place: str, entry: ItemEntry) -> bool:
        """Whether an item that no parent has says all that it must; complains of what it does not, and of its id."""
        missing = [key for key in _REQUIRED_OF_A_NEW_ITEM if getattr(entry, key) is None]
        if missing:
            like = self._like(entry.id)
            hint = f"; the nearest known item is {quoted(like)}" if like else ""
            self._draft.complain(
                place, f"needs {listed(missing, 'and')}, because no parent has this item{hint}"
            )
        elif re.search(r"\s", entry.id):
            self._draft.complain(f"{place}.id", f"has a space; write {quoted('_'.join(entry.id.split()))}")
        return not missing

    def _like(self, name: str) -> str | None:
        """The id of the parent's item that has this name, or the nearest id."""
        items = self._draft.parent.items if self._draft.parent else {}
        named = (item.id for item in items.values() if compared(item.name) == compared(name))
        return next(named, None) or nearest(name, items)

    def _cells(self, place: str, entry: ItemEntry, above: RulesetItem | None) -> dict[str, Cell]:
        cells = dict(above.cells) if above else {}
        for level, written in entry.cells.items():
            spot = f"{place}.cells.{level}"
            if wrong := self._no_cell(level):
                self._draft.complain(spot, wrong)
                continue
            grants = ways_of(self._draft, spot, written)
            if grants is not None:
                cells[level] = self._cell(place, entry, level, grants)
        settled = {*cells, *entry.cells, *self._columns.need_no_cell()}
        for level in self._columns.levels:
            if level not in settled:
                self._draft.complain(
                    f"{place}.cells",
                    f"has no cell for {level}; write yes, no, assist, medical_direction or unknown",
                )
        return {level: cells[level] for level in self._columns.levels if level in cells}

    def _no_cell(self, level: str) -> str | None:
        """Why a file cannot write a cell for a level; None where it can."""
        if level not in self._columns.levels:
            return self._no_level(level)
        other = self._columns.functions_as.get(level)
        return other and f"contradicts functions_as: {level} functions as {other}"

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
        return unknown("The level", name, self._columns.levels)

    def _cell(self, place: str, entry: ItemEntry, level: str, grants: tuple[Grant, ...]) -> Cell:
        only = grants[0] if len(grants) == 1 else None
        source = self._draft.source(place, entry.source)
        return Cell(
            grants=open_ways(grants),
            source=(only and only.source) or source,
            confidence=(only and only.confidence) or entry.confidence,
            ruleset=self._draft.file.id,
            disputed=level in (entry.disputed or ()),
            extendable=any(grant.extendable for grant in grants),
            unknown=is_unknown(grants),
        )

    def _unrestricted(self, place: str, entry: UnrestrictedEntry) -> RulesetItem:
        source = self._draft.source(place, entry.source)
        cells = dict.fromkeys(self._columns.levels, self._columns.everyone(source, entry.confidence))
        return RulesetItem(
            id=entry.id,
            kind="assessment",
            name=entry.name,
            category=entry.category,
            code=entry.code,
            cells=MappingProxyType(cells),
            lowest_levels=self._columns.lowest(cells),
            source=source,
            confidence=entry.confidence,
            unrestricted=True,
        )

    def _unlisted(self, items: Mapping[str, RulesetItem]) -> dict[str, Unlisted]:
        unlisted = dict(self._draft.parent.unlisted) if self._draft.parent else {}
        coded = {item.code for item in items.values() if item.code}
        for place, entry in self._draft.entries("unlisted", self._draft.file.unlisted, UnlistedEntry):
            if entry.id in items or entry.code in coded:
                self._draft.complain(place, "has a row among the items; keep one")
            elif not entry.by_route and not entry.reason:
                self._draft.complain(place, "needs by_route or a reason why it cannot be judged")
            else:
                unlisted[entry.id] = Unlisted(
                    entry.id,
                    entry.name,
                    entry.code,
                    entry.by_route,
                    self._draft.source(place, entry.source),
                    entry.reason,
                )
        # A child that gives the code a row of its own has decided anew.
        return {
            name: entry for name, entry in unlisted.items() if name not in items and entry.code not in coded
        }


def _grouped(pairs: Iterable[tuple[str, RulesetItem]]) -> Mapping[str, tuple[RulesetItem, ...]]:
    groups: dict[str, list[RulesetItem]] = {}
    for code, item in pairs:
        groups.setdefault(code, []).append(item)
    return MappingProxyType({code: tuple(items) for code, items in groups.items()})
