"""Vital signs that a handoff tells and that were old when care was handed over.

Where the sheet has newer ones, the printed page shows them beside the words: then the words may tell how it began.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from epcr.checks.contradictions.record import Fault, Record
from epcr.checks.contradictions.vital_signs import measured_at
from epcr.checks.prose import Measured
from epcr.checks.sentences import lower

STALE: Final = "stale_vital_signs"
# A measure of this course: between the 5 minutes for an unstable patient and the 15 for a stable one that EMT courses teach.
OLD: Final = timedelta(minutes=10)


class Told(NamedTuple):
    """A vital sign that a handoff tells, and when it was measured."""

    measure: Measured
    moment: datetime


def newest(measures: Iterable[Measured], record: Record) -> Told | None:
    """The one among the measures that was measured last; None where none has a time on the sheet."""
    told = (Told(one, moment) for one in measures if (moment := measured_at(one, record)) is not None)
    return max(told, key=lambda one: one.moment, default=None)


def stale(told: Told, record: Record) -> Fault | None:
    """How old the newest vital sign of a handoff was; None where the sheet has one of the last ten minutes."""
    incident = record.sheet.incident
    name = "transfer_of_care" if incident.transfer_of_care is not None else "at_destination"
    handed_over = getattr(incident, name)
    if handed_over is None:
        return None
    last = max(
        (one.taken_at for one in record.sets if one.taken_at and one.taken_at <= handed_over), default=None
    )
    if last is None or handed_over - last <= OLD or told.moment > handed_over:
        return None
    minutes = int((handed_over - told.moment).total_seconds() // 60)
    label = lower(incident.fields()[name].label)
    has = f"was {minutes} min old at handoff ({label} {record.clock(handed_over)})"
    return Fault(STALE, has, told.measure.start, told.measure.end)
