"""Vital signs that have no row reserved on a handoff and were outside of what is usual: none of them is silent there.

A sign that is declared with a usual range comes here by itself. What is usual is for the age; without an age it is for an adult.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from epcr.checks.age import age_in_years
from epcr.checks.usual import band_at, is_unusual
from epcr.handoff.pieces import at_time
from epcr.handoff.severity import scale
from epcr.handoff.statement import Statement
from epcr.handoff.trend import trend
from epcr.handoff.words import NOT_DOCUMENTED, said
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import Sign, unreserved
from epcr.sheet.vitals import VitalSigns


def outside(run_sheet: RunSheet, context: Context) -> Sequence[Sign]:
    """Those that were outside in any set, timed or not: each has a row behind the reserved ones."""
    sets = run_sheet.entries("vitals")
    return [sign for sign in unreserved() if any(_outside(one, sign, run_sheet, context) for one in sets)]


def outside_usual(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Each in words: the first value, the worst and the last. On paper the table has it, unless it does not hold the worst."""
    course, by = trend(run_sheet), scale(run_sheet)
    for sign in outside(run_sheet, context):
        sets = [one for one in run_sheet.entries("vitals") if getattr(one, sign.name) is not None]
        worst = max(sets, key=partial(by.rank_of, sign.name))
        in_table = worst in (course.first, course.last, course.worst_of(sign.name))
        yield Statement(
            worst.fields()[sign.name].label,
            ", ".join(
                f"{said(one, sign.name, context)}{at_time(one.taken_at, context) or ', time ' + NOT_DOCUMENTED}"
                for one in sets
                if one in (sets[0], worst, sets[-1])
            ),
            tuple(one.anchor(sign.name) for one in sets),
            sets[-1].taken_at,
            shown_in="vitals" if in_table else "",
        )


def _outside(one: VitalSigns, sign: Sign, run_sheet: RunSheet, context: Context) -> bool:
    return is_unusual(one, sign.name, band_at(age_in_years(run_sheet)), context)
