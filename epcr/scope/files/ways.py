"""Reads the cell of one level: a word, one way with its conditions, or several ways.

It refuses to know which item the cell belongs to.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, get_args

from msgspec import structs

from epcr.scope.dose_limits import LIMITS as DOSE_LIMITS
from epcr.scope.files.draft import Draft
from epcr.scope.files.entries import converted
from epcr.scope.range_ends import without_doses, without_patients
from epcr.scope.ruleset import Grant
from epcr.scope.words import FOUND, FOUND_WORDS, May, unit_in_family
from epcr.words.naming import listed
from epcr.words.near import unknown

_LIMITS: Final = (
    "age_from", "age_under", "weight_from", "weight_under", "dose_min", "dose_max", "cumulative_max",
    "absolute_max",
)  # fmt: skip


def ways_of(draft: Draft, place: str, cell: object) -> tuple[Grant, ...] | None:
    """The ways in which a cell lets a level act, a `no` among them; None where it cannot be read."""
    if isinstance(cell, str):
        if cell not in get_args(May):
            draft.complain(place, unknown("The word", cell, get_args(May)))
            return None
        return (Grant(may=cell),)  # type: ignore[arg-type]  # checked above
    if not isinstance(cell, dict | list):
        draft.complain(
            place, 'must be a word in quotation marks, like "yes", or conditions, like { may = "yes" }'
        )
        return None
    if cell == []:
        draft.complain(place, "is empty; write yes, no, assist, medical_direction or unknown")
    ways = cell if isinstance(cell, list) else [cell]
    places = [place] if len(ways) == 1 else [f"{place}[{number}]" for number, _ in enumerate(ways, start=1)]
    read = (_way(draft, spot, way) for spot, way in zip(places, ways, strict=True))
    grants = tuple(grant for grant in read if grant is not None)
    if is_unknown(grants) and len(grants) > 1:
        draft.complain(place, "is unknown and has other ways beside; keep one or the other")
    return grants


def _way(draft: Draft, place: str, way: object) -> Grant | None:
    grant = converted(way, Grant, draft.path, place, draft.complain_of_file)
    return None if grant is None else checked(draft, place, grant)


def checked(draft: Draft, place: str, grant: Grant) -> Grant:
    """The way with its source and routes in full; complains of limits that cannot be and of words that no file declares."""
    for key, reason in chain(_wrong_limits(grant), _undeclared(draft, grant)):
        draft.complain(f"{place}.{key}", reason)
    source = None if grant.source is None else draft.source(place, grant.source)
    return structs.replace(grant, route=draft.routes(f"{place}.route", grant.route), source=source)


def _wrong_limits(grant: Grant) -> Iterator[tuple[str, str]]:
    """What is wrong with the numbers of a way: key and reason."""
    has_dose = any(getattr(grant, name) is not None for name in DOSE_LIMITS)
    if grant.per_kg and not has_dose:
        yield "per_kg", "says how a limit of the dose counts; name one, like dose_max"
    if has_dose and unit_in_family(grant.unit) is None:
        yield "unit", "must say the unit of the limit: mcg, mg, g, mL, L or units"
    limits = {name: limit for name in _LIMITS if (limit := getattr(grant, name)) is not None}
    for name, limit in limits.items():
        if not 0 <= limit < math.inf:  # nan is none of both: no act would exceed it
            yield name, "must be a number from 0 up"
    yield from ((low, f"leaves nobody below {under}") for low, under in without_patients(limits))
    facts = [FOUND[word][0] for word in dict.fromkeys(grant.findings)]
    if len(set(facts)) < len(facts):
        yield (
            "findings",
            f"leaves nobody who is {listed((FOUND_WORDS[word] for word in grant.findings), 'and')}",
        )
    yield from ((low, f"is above {high}") for low, high in without_doses(limits))


def _undeclared(draft: Draft, grant: Grant) -> Iterator[tuple[str, str]]:
    """The endorsements and the program of a way that the file does not declare: key and reason."""
    for endorsement in grant.endorsement:
        if endorsement not in draft.endorsements:
            complaint = unknown("The endorsement", endorsement, draft.endorsements)
            yield "endorsement", f"{complaint}; name it in [endorsements]"
    if grant.program is not None and grant.program not in draft.programs:
        complaint = unknown("The program", grant.program, draft.programs)
        yield "program", f"{complaint}; name it in [programs]"


def open_ways(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The grants that are ways in; a cell without any says no, or that nobody knows."""
    return tuple(grant for grant in grants if grant.may not in {"no", "unknown"})


def is_unknown(grants: Iterable[Grant]) -> bool:
    """Whether a cell says that no source tells whether the level may."""
    return any(grant.may == "unknown" for grant in grants)
