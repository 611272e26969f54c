"""Vital signs that have no row reserved on a handoff and were outside of what is usual: none of them is silent there.

A sign that is declared with a usual range comes here by itself. What is usual is for the age; without an age it is for an adult.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from epcr.checks.age import age_in_years
from epcr.checks.usual import band_at, is_unusual
from epcr.handoff.pieces import timed
from epcr.handoff.severity import scale
from epcr.handoff.statement import Statement
from epcr.handoff.trend import Trend
from epcr.handoff.words import said
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import Sign, unreserved
from epcr.sheet.vitals import VitalSigns


def outside(run_sheet: RunSheet, context: Context) -> Sequence[Sign]:
    """Those that were outside in any set, timed or not: each has a row behind the reserved ones."""
    band, sets = band_at(age_in_years(run_sheet)), run_sheet.entries("vitals")
    return [
        sign for sign in unreserved() if any(is_unusual(vitals, sign.name, band, context) for vitals in sets)
    ]


def outside_usual(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Each in words: the first value, the worst and the last."""
    for sign in outside(run_sheet, context):
        sets, worst = _measured(run_sheet, sign), _worst(run_sheet, sign)
        values = (
            f"{said(vitals, sign.name, context)}{timed(vitals.taken_at, context)}"
            for vitals in sets
            if vitals in (sets[0], worst, sets[-1])
        )
        anchors = tuple(vitals.anchor(sign.name) for vitals in sets)
        yield Statement(sign.label, ", ".join(values), anchors, sets[-1].taken_at, shown_in="vitals")


def not_in_columns(run_sheet: RunSheet, course: Trend, context: Context) -> Iterator[tuple[Sign, VitalSigns]]:
    """Those of which no column holds the worst, with the set that has it: it has no time, or came before a pulse returned."""
    for sign in outside(run_sheet, context):
        worst = _worst(run_sheet, sign)
        if worst not in (course.first, course.worst_of(sign.name), course.last):
            yield sign, worst


def _measured(run_sheet: RunSheet, sign: Sign) -> Sequence[VitalSigns]:
    return [vitals for vitals in run_sheet.entries("vitals") if getattr(vitals, sign.name) is not None]


def _worst(run_sheet: RunSheet, sign: Sign) -> VitalSigns:
    return max(_measured(run_sheet, sign), key=partial(scale(run_sheet).rank_of, sign.name))
