"""The usual doses of an item for a patient, as choices: each with its unit, and its route where there is only one.

They are offered and never chosen. A dose that goes by weight is worked out where the weight is known, and left out where it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from epcr.doses.choosing import RowsOfItem
from epcr.doses.comparing import range_of
from epcr.doses.measures import Amount, exact
from epcr.doses.patient import DosePatient
from epcr.doses.table import DoseTable, UsualDose
from epcr.doses.table_file import table

MOST: Final = 12  # chosen here: what a row that is pushed sideways holds; the rest is keyed
DIGITS: Final = 2  # of a dose that was worked out: 30.5 mcg is drawn up as 30; chosen here


@dataclass(frozen=True)
class DoseChoice:
    """A dose that may be tapped, and the codes of the routes by which it is usual."""

    amount: Amount
    routes: tuple[str, ...]


def dose_choices(item: str, patient: DosePatient, doses: DoseTable | None = None) -> tuple[DoseChoice, ...]:
    """The usual doses of an item for a patient: those a source names, else both ends of each range; nothing at an age it is not for."""
    rows = RowsOfItem(item, doses or table())
    if rows.refused_to(patient) is not None:
        return ()
    routes: dict[Amount, dict[str, None]] = {}
    for row in rows.for_patient(rows.every, patient):
        if rows.is_too_young((row,), patient):
            continue
        for number in _doses(row, patient):
            routes.setdefault(Amount(number, row.measure), {}).update(dict.fromkeys(row.routes))
    return tuple(DoseChoice(amount, tuple(by)) for amount, by in routes.items())[:MOST]


def _doses(row: UsualDose, patient: DosePatient) -> Iterator[Fraction]:
    usual = range_of(row, patient)
    if usual.open_weight:
        return
    ends = row.offer or tuple(end for end in (usual.low, usual.high) if end is not None)
    yield from dict.fromkeys(_drawn_up(end) if row.per_kg else end for end in ends)


def _drawn_up(number: Fraction) -> Fraction:
    """A dose that was worked out, in as many digits as somebody draws up."""
    return exact(float(f"{float(number):.{DIGITS}g}"))
