"""Rulesets: who may do what, on what condition and by which source, a child's cells over its parent's.

It knows how rules are told; it refuses to read a file and to judge an act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from epcr.scope.words import CompactScope, Confidence, Control, Found, Kind, May, Standing, Tape
from epcr.sheet.act import Formulation, Indication, Mode, Order, Setting, Supply


class Conditions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be asked for whatever the item is: one cell asks for it, or many at once; every condition named must hold.

    Ages are whole or partial years, weights kilograms; `_from` includes its number, `_under` does not.
    `order` lists the orders that satisfy the rule where a plain `yes` would ask for none and `medical_direction` for an online one.
    All of `findings` must be found in the patient. `control` opens the way only where medical control can be reached, or
    only where it cannot.
    """

    supply: tuple[Supply, ...] = ()
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
    findings: tuple[Found, ...] = ()
    order: tuple[Order, ...] = ()
    control: Control | None = None
    note: str | None = None


class Grant(Conditions, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way in which a level may do an item; every condition named must hold.

    Doses beyond `dose_max` or, with what was given before, `cumulative_max` (both in `unit`) need medical direction; with
    `single_dose` so does any dose after the first. So do doses below `dose_min`. Beyond `absolute_max` no order helps. With
    `per_kg` all of them are for each kg.
    """

    may: May
    route: tuple[str, ...] = ()
    formulation: tuple[Formulation, ...] = ()
    dose_min: float | None = None
    dose_max: float | None = None
    cumulative_max: float | None = None
    absolute_max: float | None = None
    per_kg: bool = False
    unit: str | None = None
    single_dose: bool = False
    extendable: bool = False
    source: str | None = None
    confidence: Confidence | None = None


class ToldBy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words by which an item is told from the others that share its code."""

    supply: tuple[Supply, ...] = ()
    formulation: tuple[Formulation, ...] = ()
    mode: tuple[Mode, ...] = ()


class OnlyAs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words outside of which an act is another act than this item."""

    formulation: tuple[Formulation, ...] = ()
    mode: tuple[Mode, ...] = ()


class Basis(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a layer that judges the person stands written."""

    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Compact:
    """The states whose certificates hold here too, and where that stands written.

    It covers certificates of its `levels`, or of every level where it names none. `scope` says whose rules hold for them:
    those of here, or those of the home state that issued the certificate.
    """

    states: tuple[str, ...]
    source: str
    confidence: Confidence
    levels: tuple[str, ...] = ()
    scope: CompactScope = "here"


@dataclass(frozen=True)
class ChangeNotice:
    """What was changed in the rules and when; `items` are the ids of those it touched."""

    title: str
    dated: date
    summary: str
    items: tuple[str, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class SharedCondition:
    """What many cells ask for beside their own conditions: those of its `levels` (of every level where it names none).

    It covers the `items` it names, or all `but` those; both may name a whole category. What belongs to every level is never
    covered. `asks` is told as a way of being allowed, with its source in full; `ruleset` is the id of whose it is.
    """

    asks: Grant
    ruleset: str
    levels: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def covers(self, item: RulesetItem, level: str) -> bool:
        """Whether a cell asks for it, by the column that the cell is of."""
        names = {item.id, item.category}
        if item.unrestricted or (self.levels and level not in self.levels):
            return False
        return not names.isdisjoint(self.items) if self.items else names.isdisjoint(self.but)


@dataclass(frozen=True)
class Cell:
    """What one level may do with one item: nothing without a grant; with several, any of them.

    Of one that is `unknown` no source says whether the level may; it has no grant and is no refusal.
    Each of the `shared` conditions must hold beside those of the grant.
    """

    grants: tuple[Grant, ...]
    source: str
    confidence: str
    ruleset: str
    disputed: bool = False
    extendable: bool = False
    shared: tuple[SharedCondition, ...] = ()
    unknown: bool = False

    @property
    def asked(self) -> tuple[Grant, ...]:
        """Everything that the cell may ask of an act: its ways, and what it shares with others."""
        return (*self.grants, *(condition.asks for condition in self.shared))


@dataclass(frozen=True)
class RulesetItem:
    """What the rules know as one thing to do, with a cell for each level. Routes are codes of the standard.

    `notes` are about the cells of the ruleset that wrote them, `notes_from`.
    """

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
    only: OnlyAs = field(default_factory=OnlyAs)
    disputed: tuple[str, ...] = ()
    notes: str | None = None
    notes_from: str | None = None
    corroborated_by: str | None = None
    unrestricted: bool = False


@dataclass(frozen=True)
class Unlisted:
    """What has no row of its own, and what was decided about it: a code of the standard, or something without one.

    With `by_route` the row of the route judges it: fully, or with a `reason` only where that row refuses.
    Without, it cannot be judged, for the reason.
    """

    id: str
    name: str
    code: str | None
    by_route: bool
    source: str
    reason: str | None = None


@dataclass(frozen=True, eq=False)
class Ruleset:
    """The rules of one place from one day on, a parent's included; `file` is where they are written.

    `levels` are its columns, lowest first, each with all the levels it includes. `state` is the two-letter code of
    the place, `follows` the id of the ruleset that this one takes the place of. `endorsements` and `programs` are
    those that its rules may ask for, with their names;
    `functions_as` names the columns whose cells are those of another, `level_programs` those of them that also need the
    agency to be in a program. `conditions` are those that many cells share, a parent's included.
    """

    id: str
    file: Path
    title: str
    version: str
    in_force_from: date
    in_force_to: date | None
    source: str
    notice: str
    parent: Ruleset | None
    ceiling: bool
    state: str | None
    follows: str | None
    endorsements: Mapping[str, str]
    programs: Mapping[str, str]
    compact: Compact | None
    change_notices: tuple[ChangeNotice, ...]
    needs: tuple[Standing, ...]
    levels: Mapping[str, frozenset[str]]
    functions_as: Mapping[str, str]
    level_programs: Mapping[str, str]
    conditions: tuple[SharedCondition, ...]
    certificate: Basis
    student: Basis
    items: Mapping[str, RulesetItem]
    unlisted: Mapping[str, Unlisted]
    by_code: Mapping[str, tuple[RulesetItem, ...]]
    also_by_code: Mapping[str, tuple[RulesetItem, ...]]
    unlisted_by_code: Mapping[str, Unlisted]

    def is_at_least(self, level: str, other: str) -> bool:
        """Whether the level is the other or includes it, by the ruleset's own word and never by rank."""
        return level == other or other in self.levels[level]

    @cached_property
    def asks_for_findings(self) -> bool:
        """Whether any cell asks how the patient was found."""
        return any(grant.findings for grant in self._everything_asked())

    @cached_property
    def asks_for_control(self) -> bool:
        """Whether any cell asks whether medical control could be reached."""
        return any(grant.control for grant in self._everything_asked())

    def _everything_asked(self) -> Iterator[Grant]:
        """What each cell asks for, here and in the ceilings above."""
        for rules in (self, *self.lineage()):
            for item in rules.items.values():
                for cell in item.cells.values():
                    yield from cell.asked

    def in_force(self, on: date) -> bool:
        """Whether the ruleset holds on this day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def lineage(self) -> Iterator[Ruleset]:
        """The parent, its parent and so on."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent
