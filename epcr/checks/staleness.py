"""Vital signs that were old when care was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from epcr.checks.readings import measured
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns

# A measure of this course: between the 5 minutes for an unstable patient and the 15 for a stable one that EMT courses teach.
OLD: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class StaleVitals:
    """The newest set before care was handed over, and how old it was then; the incident's field of that time, and the time."""

    newest: VitalSigns
    minutes: int
    field: str
    handed_over: datetime


def stale(run_sheet: RunSheet) -> StaleVitals | None:
    """The newest vital signs where they were older than ten minutes when care was handed over; else None."""
    incident = run_sheet.incident
    name = "transfer_of_care" if incident.transfer_of_care is not None else "at_destination"
    handed_over = getattr(incident, name)
    if handed_over is None:
        return None
    before = [
        vitals
        for vitals in run_sheet.entries("vitals")
        if vitals.taken_at and vitals.taken_at <= handed_over and measured(vitals)
    ]
    age = handed_over - before[-1].taken_at if before else timedelta()
    return StaleVitals(before[-1], int(age.total_seconds() // 60), name, handed_over) if age > OLD else None
