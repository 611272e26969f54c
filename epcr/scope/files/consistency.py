"""What is wrong with rulesets that can each be read: rules that contradict each other, a ceiling that a child widens, days
on which no rule holds.

It asks the layers as an act would; it refuses to change what a rule says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from msgspec import structs

from epcr.broken_schema import Complain
from epcr.scope.ceilings import widened
from epcr.scope.reading import ROUTE_COUNTS
from epcr.scope.ruleset import Cell, Grant, Ruleset, RulesetItem
from epcr.scope.words import ROUTES
from epcr.words.naming import listed, quoted
from epcr.words.near import unknown

# What of a way only says where it stands written or how it is told.
_BESIDE_THE_RULE: Final = ("extendable", "source", "confidence", "note")
_ANSWERS: Final = ("may", "order", "dose_min", "dose_max", "cumulative_max", "absolute_max", "per_kg", "unit")


def complain_of_rules(known: Mapping[str, Ruleset], complain: Complain) -> None:
    """Complain of each contradiction, widening and gap in the rulesets."""
    for ruleset in known.values():
        for key, reason in (*contradictions(ruleset), *gaps(ruleset, known)):
            complain(ruleset.file, key, reason)
        for wide in widened(ruleset):
            complain(ruleset.file, f"items.{wide.item}.cells.{wide.level}", str(wide))


def contradictions(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """The cells of this ruleset's own file that cannot mean what they say: key and reason."""
    cells = ((item, level, cell) for item in ruleset.items.values() for level, cell in item.cells.items())
    for item, level, cell in cells:
        if cell.ruleset == ruleset.id and level not in ruleset.functions_as:
            for reason in _contradicts(item, cell):
                yield f"items.{item.id}.cells.{level}", reason


def _contradicts(item: RulesetItem, cell: Cell) -> Iterator[str]:
    for grant in cell.grants:
        yield from _words_contradict(item, grant)
        yield from _routes_contradict(item, grant)
        if grant.may == "assist" and grant.supply and "patient" not in grant.supply:
            yield "asks for the agency's stock, while assisting is with the patient's own medication"
    conditions = [_conditions(grant) for grant in cell.grants]
    for number, asked in enumerate(conditions):
        if asked in conditions[:number]:
            yield "has two ways with the same conditions and another answer; keep one"


def _words_contradict(item: RulesetItem, grant: Grant) -> Iterator[str]:
    for what, own, asked in (
        ("formulation", item.only.formulation, grant.formulation),
        ("mode", item.only.mode, grant.mode),
    ):
        if own and asked and not set(own).intersection(asked):
            yield f"asks for the {what} {listed(asked)}, while the item is only {listed(own)}"


def _routes_contradict(item: RulesetItem, grant: Grant) -> Iterator[str]:
    if item.routes and item.kind in ROUTE_COUNTS:
        unlisted = (route for route in grant.route if route not in item.routes)
        yield from (f"asks for the route {ROUTES[route]}, which the item does not list" for route in unlisted)


def _conditions(grant: Grant) -> dict[str, Any]:
    return {
        key: value
        for key, value in structs.asdict(grant).items()
        if key not in _BESIDE_THE_RULE and key not in _ANSWERS
    }


def gaps(ruleset: Ruleset, known: Mapping[str, Ruleset]) -> Iterator[tuple[str, str]]:
    """The days on which this ruleset is said to hold and something that it needs does not: key and reason."""
    parent = ruleset.parent
    if parent is not None:
        if ruleset.in_force_from < parent.in_force_from:
            until = parent.in_force_from - timedelta(days=1)
            yield (
                "in_force_from",
                f"from {ruleset.in_force_from} to {until} the parent {quoted(parent.id)} is not in force",
            )
        if parent.in_force_to not in {None, date.max} and (
            ruleset.in_force_to is None or parent.in_force_to < ruleset.in_force_to
        ):
            since = parent.in_force_to + timedelta(days=1)
            yield "in_force_to", f"from {since} on the parent {quoted(parent.id)} is not in force"
    if ruleset.follows is not None:
        yield from _after_another(ruleset, known)


def _after_another(ruleset: Ruleset, known: Mapping[str, Ruleset]) -> Iterator[tuple[str, str]]:
    earlier = known.get(str(ruleset.follows))
    if earlier is None:
        yield "follows", unknown("The ruleset", str(ruleset.follows), known)
        return
    if earlier.in_force_to in {None, date.max}:
        yield "follows", f"{quoted(earlier.id)} has no last day; give it in_force_to"
        return
    first_without = earlier.in_force_to + timedelta(days=1)
    if first_without < ruleset.in_force_from:
        last_without = ruleset.in_force_from - timedelta(days=1)
        yield "in_force_from", f"leaves a gap: from {first_without} to {last_without} neither ruleset holds"
    elif first_without > ruleset.in_force_from:
        yield "in_force_from", f"overlaps: {quoted(earlier.id)} holds until {earlier.in_force_to}"
