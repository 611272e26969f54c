"""Rulesets: who may do what, on what condition and by which source, a child's cells over its parent's.

It knows how rules are told; it refuses to read a file and to judge an act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from msgspec import Struct

from epcr.scope.words import Confidence, Kind, May, Standing, Tape
from epcr.sheet.act import Formulation, Indication, Mode, Order, Setting, Supply


class Grant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way in which a level may do an item; every condition named must hold.

    Ages are whole or partial years, weights kilograms; `_from` includes its number, `_under` does not.
    `order` lists the orders that satisfy the rule where a plain `yes` would ask for none and
    `medical_direction` for an online one. Doses beyond `dose_max` or, with what was given
    before, `cumulative_max` (both in `unit`) need medical direction; with `single_dose` so does any dose after the first.
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
    single_dose: bool = False
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
class Compact:
    """The states whose certificates hold here too, and where that stands written."""

    states: tuple[str, ...]
    source: str
    confidence: Confidence


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
    """One act that the rules know, with a cell for each level. Routes are codes of the standard.

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
    only: Only = field(default_factory=Only)
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
    agency to be in a program.
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
