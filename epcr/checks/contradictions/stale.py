"""Vital signs that a handoff tells and that were old when care was handed over.

Where the sheet has newer ones, the printed page shows them beside the words: then the words may tell how it began.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Final, NamedTuple

from epcr.checks import staleness
from epcr.checks.contradictions.record import Fault, Record
from epcr.checks.contradictions.vital_signs import measured_at
from epcr.prose import MeasureMention
from epcr.words.naming import lower

STALE: Final = "stale_vital_signs"


class TimedMeasure(NamedTuple):
    """A vital sign that a handoff tells, and when it was measured."""

    mention: MeasureMention
    moment: datetime


def newest(measures: Iterable[MeasureMention], record: Record) -> TimedMeasure | None:
    """The one among the measures that was measured last; None where none has a time on the sheet."""
    timed = (
        TimedMeasure(mention, moment)
        for mention in measures
        if (moment := measured_at(mention, record)) is not None
    )
    return max(timed, key=attrgetter("moment"), default=None)


def stale(measure: TimedMeasure, record: Record) -> Fault | None:
    """How old the newest vital sign of a handoff was; None where the sheet has one of the last ten minutes."""
    old = staleness.stale(record.sheet)
    if old is None or measure.moment > old.handed_over:
        return None
    minutes = int((old.handed_over - measure.moment).total_seconds() // 60)
    label = lower(record.sheet.incident.fields()[old.field].label)
    has = f"was {minutes} min old at handoff ({label} {record.clock(old.handed_over)})"
    return Fault(STALE, has, measure.mention.start, measure.mention.end)
