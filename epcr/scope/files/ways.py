"""Reads the cell of one level: a word, one way with its conditions, or several ways.

It refuses to know which item the cell belongs to.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, get_args

from msgspec import structs

from epcr.scope.files.draft import Draft
from epcr.scope.files.entries import converted
from epcr.scope.ruleset import Grant
from epcr.scope.words import May, unit_in_family
from epcr.words.near import unknown

_LIMITS: Final = (
    "age_from", "age_under", "weight_from", "weight_under", "dose_max", "cumulative_max",
)  # fmt: skip


def ways_of(draft: Draft, place: str, told: object) -> tuple[Grant, ...] | None:
    """The ways in which a cell lets a level act, a `no` among them; None where it cannot be read."""
    if isinstance(told, str):
        if told not in get_args(May):
            draft.complain(place, unknown("The word", told, get_args(May)))
            return None
        return (Grant(may=told),)  # type: ignore[arg-type]  # checked above
    if not isinstance(told, dict | list):
        draft.complain(
            place, 'must be a word in quotation marks, like "yes", or conditions, like { may = "yes" }'
        )
        return None
    ways = told if isinstance(told, list) else [told]
    grants = []
    for number, way in enumerate(ways, start=1):
        spot = f"{place}[{number}]" if len(ways) > 1 else place
        grant = converted(way, Grant, draft.path, spot, draft.complain_of_file)
        if grant is not None:
            grants.append(_checked(draft, spot, grant))
    if not ways:
        draft.complain(place, "is empty; write yes, no, assist or medical_direction")
    return tuple(grants)


def _checked(draft: Draft, place: str, grant: Grant) -> Grant:
    limits = grant.dose_max is not None or grant.cumulative_max is not None
    if limits and unit_in_family(grant.unit) is None:
        draft.complain(f"{place}.unit", "must say the unit of the limit: mcg, mg, g, mL, L or units")
    for name in _LIMITS:
        limit = getattr(grant, name)
        if limit is not None and not 0 <= limit < math.inf:  # nan is none of both: no act would exceed it
            draft.complain(f"{place}.{name}", "must be a number from 0 up")
    for low, high in (("age_from", "age_under"), ("weight_from", "weight_under")):
        bottom, top = getattr(grant, low), getattr(grant, high)
        if bottom is not None and top is not None and bottom >= top:
            draft.complain(f"{place}.{low}", f"leaves nobody below {high}")
    for endorsement in grant.endorsement:
        if endorsement not in draft.endorsements:
            told = unknown("The endorsement", endorsement, draft.endorsements)
            draft.complain(f"{place}.endorsement", f"{told}; name it in [endorsements]")
    if grant.program is not None and grant.program not in draft.programs:
        told = unknown("The program", grant.program, draft.programs)
        draft.complain(f"{place}.program", f"{told}; name it in [programs]")
    source = None if grant.source is None else draft.source(place, grant.source)
    return structs.replace(grant, route=draft.routes(f"{place}.route", grant.route), source=source)


def open_ways(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The grants that are ways in; a cell without any says no."""
    return tuple(grant for grant in grants if grant.may != "no")
