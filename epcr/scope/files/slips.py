"""What of a ruleset can be read and is hardly meant: a name that nothing asks for, a limit of 0, an age that nobody reaches.

`epcr check-schemas` names it. It stops no start: a ruleset that held yesterday holds today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from epcr.broken_schema import BrokenSchema
from epcr.scope.files.library import rulesets
from epcr.scope.ruleset import Grant, Ruleset, SharedCondition
from epcr.scope.words import unit_in_family
from epcr.sheet.catalog import catalog
from epcr.sheet.units import plain
from epcr.words.naming import listed, quoted

# Chosen here: nobody was ever older than 122 years, hardly anybody is heavier than 300 kg, rules of EMS begin with the white paper
# of 1966, and nobody writes them down twenty years before they hold.
OLDEST: Final = 122
HEAVIEST: Final = 300
FIRST_YEAR: Final = 1966
YEARS_AHEAD: Final = 20
_POUNDS: Final = 0.45359237  # kilograms in a pound, exactly (international pound of 1959)
_UNITS: Final = {unit_in_family(unit): unit for unit in ("mcg", "mg", "g", "mL", "L", "units")}

Slip = tuple[str, str]
Asked = tuple[str, str | None, Grant]
"""Where a file asks for something, the item it is about (None for many), and what it asks for."""


def slips(folder: Path | None = None, today: date | None = None) -> Iterator[BrokenSchema]:
    """Each slip in the shipped rulesets and those of a folder, which must all be readable; `today` is the day of the check."""
    known = rulesets(folder)
    on = today or date.today()  # noqa: DTZ011 - the day of the machine that checks
    for ruleset in known.values():
        for key, reason in (*_of_names(ruleset, known), *_of_days(ruleset, on), *_of_limits(ruleset)):
            yield BrokenSchema(ruleset.file, key, reason)


# Names ----------------------------------------------------------------------------------------------------------------


def _of_names(ruleset: Ruleset, known: Mapping[str, Ruleset]) -> Iterator[Slip]:
    """Endorsements and programs that no rule asks for, here or in what lies over it, and texts that are empty."""
    below = [other for other in known.values() if other is ruleset or ruleset in other.lineage()]
    asked = {
        "endorsements": {word for other in below for word in _endorsements(other)},
        "programs": {word for other in below for word in _programs(other)},
    }
    for table, used in asked.items():
        yield from ((f"{table}.{name}", reason) for name, reason in _of_table(_own(ruleset, table), used))
    for key in ("title", "version", "source", "notice"):
        if not getattr(ruleset, key).strip():
            yield key, "is empty"
    if ruleset.compact and ruleset.state in ruleset.compact.states:
        yield "compact.states", f"names {quoted(str(ruleset.state))}, the ruleset's own state"


def _of_table(declared: Mapping[str, str], used: Container[str]) -> Iterator[Slip]:
    for name, words in declared.items():
        if name not in used:
            yield name, "is asked for by no rule; take it out, or name it in the cell it is for"
        if not words.strip():
            yield name, "has no name; write it as it is printed"


def _own(ruleset: Ruleset, table: str) -> dict[str, str]:
    """The names that the file declares itself."""
    above = getattr(ruleset.parent, table) if ruleset.parent else {}
    return {name: words for name, words in getattr(ruleset, table).items() if above.get(name) != words}


def _endorsements(ruleset: Ruleset) -> Iterator[str]:
    for grant in _every_grant(ruleset):
        yield from grant.endorsement


def _programs(ruleset: Ruleset) -> Iterator[str]:
    yield from ruleset.level_programs.values()
    for grant in _every_grant(ruleset):
        if grant.program is not None:
            yield grant.program


def _every_grant(ruleset: Ruleset) -> Iterator[Grant]:
    for item in ruleset.items.values():
        for cell in item.cells.values():
            yield from cell.asked
    yield from (condition.asks for condition in ruleset.conditions)


# Days -----------------------------------------------------------------------------------------------------------------


def _of_days(ruleset: Ruleset, today: date) -> Iterator[Slip]:
    days = {"in_force_from": ruleset.in_force_from, "in_force_to": ruleset.in_force_to}
    for notice in ruleset.change_notices:
        if ruleset.parent is None or notice not in ruleset.parent.change_notices:
            days[f"change_notices.{notice.title}.dated"] = notice.dated
    for key, day in days.items():
        if day in {None, date.max}:  # the last day there is stands for no end
            continue
        assert day is not None  # noqa: S101 - passed over above
        if not FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD:
            yield key, f"is in the year {day.year}; write the year as it is printed"


# Limits ---------------------------------------------------------------------------------------------------------------


def _of_limits(ruleset: Ruleset) -> Iterator[Slip]:
    asked = tuple(_asked_here(ruleset))
    for place, item, grant in asked:
        yield from ((f"{place}.{key}", reason) for key, reason in _of_people(grant))
        yield from ((f"{place}.{key}", reason) for key, reason in _of_doses(grant))
        if reason := _odd_unit(item, grant, asked):
            yield f"{place}.unit", reason
    for number, condition in enumerate(_own_conditions(ruleset), start=1):
        items = ruleset.items.values()
        if not any(condition in cell.shared for item in items for cell in item.cells.values()):
            yield f"conditions (entry {number})", "covers no cell; look at its levels, items and but"


def _asked_here(ruleset: Ruleset) -> Iterator[Asked]:
    """What this file asks for, each once: what a level may otherwise do stands in many cells and is written once."""
    met: set[int] = set()
    for place, item, grant in _in_own_cells(ruleset):
        if id(grant) not in met:
            met.add(id(grant))
            yield place, item, grant
    for number, condition in enumerate(_own_conditions(ruleset), start=1):
        yield f"conditions (entry {number})", None, condition.asks


def _in_own_cells(ruleset: Ruleset) -> Iterator[Asked]:
    for item in ruleset.items.values():
        for level, cell in item.cells.items():
            if cell.ruleset == ruleset.id and level not in ruleset.functions_as:
                yield from ((f"items.{item.id}.cells.{level}", item.id, grant) for grant in cell.grants)


def _own_conditions(ruleset: Ruleset) -> list[SharedCondition]:
    return [condition for condition in ruleset.conditions if condition.ruleset == ruleset.id]


def _of_people(grant: Grant) -> Iterator[Slip]:
    """Ages and weights that nobody has, or everybody."""
    for key, most, words in _BEYOND_ANYBODY:
        limit = getattr(grant, key)
        if limit is not None and limit > most:
            yield key, words(limit)
    for key, reason in _AT_NOUGHT.items():
        if getattr(grant, key) == 0:
            yield key, reason


def _too_old(years: float) -> str:
    return f"{plain(years)} years is older than anybody; {plain(years)} months are {plain(years / 12)}"


def _too_heavy(weight: float) -> str:
    pounds = round(weight * _POUNDS)
    return f"{plain(weight)} kg is heavier than almost anybody; {plain(weight)} lb are {pounds} kg"


_BEYOND_ANYBODY: Final = (
    ("age_from", OLDEST, _too_old),
    ("age_under", OLDEST, _too_old),
    ("weight_from", HEAVIEST, _too_heavy),
    ("weight_under", HEAVIEST, _too_heavy),
)
_AT_NOUGHT: Final = {
    "age_from": "says nothing: everybody has 0 or more; take it out",
    "weight_from": "says nothing: everybody has 0 or more; take it out",
    "age_under": "leaves nobody: nobody has less than 0",
    "weight_under": "leaves nobody: nobody has less than 0",
}


def _of_doses(grant: Grant) -> Iterator[Slip]:
    for key in ("dose_max", "cumulative_max"):
        if getattr(grant, key) == 0:
            yield key, 'is 0, so every dose would need an order; write may = "medical_direction" for that'
    single, together = grant.dose_max, grant.cumulative_max
    if single and together and together < single:
        yield (
            "cumulative_max",
            f"is below dose_max: all doses together, {plain(together)}, and one, {plain(single)}",
        )


def _odd_unit(item: str | None, grant: Grant, asked: tuple[Asked, ...]) -> str | None:
    """Why the unit of a limit is hardly meant: the catalog gives it otherwise, or no other limit of the file is in it."""
    unit = unit_in_family(grant.unit)
    if unit is None or item is None:
        return None
    usual = _catalog_units(item)
    if usual:
        if unit in map(unit_in_family, usual):
            return None
        return f"is {grant.unit}, while the catalog gives it in {listed(usual)}"
    others = Counter(other.unit for _, _, other in asked if other.unit and unit_in_family(other.unit) != unit)
    like = [other for _, _, other in asked if unit_in_family(other.unit) == unit]
    if len(like) == 1 and grant.unit in {"g", "L"} and sum(others.values()) > 1:
        return f"is {grant.unit}, while all other limits of the file are in {listed(others)}"
    return None


def _catalog_units(item: str) -> tuple[str, ...]:
    """The units of dose in which the catalog gives what an item judges, as a ruleset writes them."""
    rows = (row for row in catalog() if item == row.id or item in row.judged_as)
    sizes = dict.fromkeys(unit_in_family(unit) for row in rows for unit in row.units)
    return tuple(_UNITS[size] for size in sizes if size in _UNITS)
