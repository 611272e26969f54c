"""Times and dates that cannot be right by the clock: later than the sheet was written, or more than a year before it was begun.

What counts as now is when the sheet was begun and last saved, by the clock of the call, and not when it is read: one that was
right when it was handed in stays so, and a demo does not begin to ask after a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from epcr.checks.finding import Finding, Weight
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.date_words import write_date
from epcr.sheet.field import Spec
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower

# One answer does for all of a sheet: they are off together where the date of the call is.
LATER: Final = "chronology.later_than_now"
A_YEAR_OFF: Final = "chronology.more_than_a_year_off"
AHEAD: Final = timedelta(minutes=10)  # that a clock on a wall or a wrist may be ahead of this one
PLAYED: Final = timedelta(
    days=1
)  # where a scenario tells no time of its own: the call of 16:48 is played in the morning
# Dates of what has happened; those of a certificate may lie ahead.
HAPPENED: Final = ("date_of_call", "date_of_birth", "last_menstrual_period")


@dataclass(frozen=True)
class _Bounds:
    """Between what a time (`earliest` to `latest`) or a date (`first` to `last`) can be right; by the class's clock but `latest`."""

    earliest: datetime
    latest: datetime
    first: date
    last: date

    def broken_by(self, moment: datetime, customs: Customs) -> str:
        """Which of the two is so of a moment; empty where neither is."""
        if moment > self.latest:
            return LATER
        return A_YEAR_OFF if customs.wall(moment) < self.earliest else ""

    def broken_by_date(self, day: date, *, of_call: bool) -> str:
        """The same of a date; only that of the call is asked about where it lies far back."""
        if day > self.last:
            return LATER
        return A_YEAR_OFF if of_call and day < self.first else ""


def far_off(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """A warning at every time, and every date of what has happened, that is later than now or more than a year off."""
    customs, begun, written = context.customs, run_sheet.created_at, run_sheet.written()
    here = customs.wall(begun)
    first, last = _a_year_before(here.date()), customs.wall(written + AHEAD).date()
    present = _present(run_sheet, written)
    latest = present + (PLAYED if run_sheet.scenario and not run_sheet.clock().of_scenario else AHEAD)
    bounds = _Bounds(datetime.combine(first, here.time()), latest, first, last)
    why = {
        LATER: f"is later than {customs.minute(present)}, when this sheet was last saved",
        A_YEAR_OFF: f"is more than a year before {write_date(here)}, when this sheet was begun",
    }
    for part in run_sheet.parts():
        for name in part.fields_of(Moment, Day):
            source = _source(name, part.fields()[name], getattr(part, name), bounds, customs)
            if source:
                yield _warning(part, name, why[source], source, context)


def _present(run_sheet: RunSheet, written: datetime) -> datetime:
    """What the clock of the call showed then; a date of call that lies ahead does not take the present with it."""
    return min(run_sheet.clock().at(written), written + PLAYED)


def _source(name: str, spec: Spec, when: Any, bounds: _Bounds, customs: Customs) -> str:
    """What is wrong with the value of a field; empty where nothing is, or it is no such time or date."""
    if when is None:
        return ""
    if isinstance(spec, Moment):
        return bounds.broken_by(when, customs)
    if isinstance(spec, Day) and name in HAPPENED:
        return bounds.broken_by_date(when, of_call=spec.of_call)
    return ""


def _a_year_before(day: date) -> date:
    """The same date of the year before; of February 29 the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _warning(part: SheetPart, name: str, why: str, source: str, context: Context) -> Finding:
    label, shown = part.fields()[name].label, _shown(getattr(part, name), context)
    value = f"{lower(label)} {shown}"
    return Finding(Weight.WARNING, part.anchor(name), f"{label} {shown} {why}", source, value)


def _shown(when: datetime | date, context: Context) -> str:
    return context.customs.minute(when) if isinstance(when, datetime) else write_date(when)
