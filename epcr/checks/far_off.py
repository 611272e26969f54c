"""Times and dates that cannot be right by the clock: later than the sheet was written, or more than a year before it was begun.

What counts as now is when the sheet was begun and last saved, and not when it is read: one that was right when it was handed in
stays so, and a demo does not begin to ask after a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.sheet.context import Context
from epcr.sheet.date_words import write_date
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
)  # a scenario has a clock of its own: the call of 16:48 is played in the morning
# Dates of what has happened; those of a certificate may lie ahead.
HAPPENED: Final = ("date_of_call", "date_of_birth", "last_menstrual_period")


def far_off(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """A warning at every time, and every date of what has happened, that is later than now or more than a year off."""
    begun, written = run_sheet.created_at, run_sheet.written()
    here = context.customs.wall(begun)
    last, first = context.customs.wall(written + AHEAD).date(), _a_year_before(here.date())
    early = datetime.combine(first, here.time())
    for part in run_sheet.parts():
        for name, spec in part.fields().items():
            if isinstance(spec, Moment) and (moment := getattr(part, name)) is not None:
                if moment > written + (PLAYED if run_sheet.scenario else AHEAD):
                    yield _later(part, name, written, context)
                elif context.customs.wall(moment) < early:
                    yield _year_off(part, name, begun, context)
            elif isinstance(spec, Day) and name in HAPPENED and (day := getattr(part, name)) is not None:
                if day > last:
                    yield _later(part, name, written, context)
                elif spec.of_call and day < first:
                    yield _year_off(part, name, begun, context)


def _a_year_before(day: date) -> date:
    """The same date of the year before; of February 29 the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _later(part: SheetPart, name: str, written: datetime, context: Context) -> Finding:
    when = f"{context.customs.minute(written)}, when this sheet was last saved"
    return _warning(part, name, f"it is later than {when}", LATER, context)


def _year_off(part: SheetPart, name: str, begun: datetime, context: Context) -> Finding:
    when = f"{write_date(context.customs.wall(begun))}, when this sheet was begun"
    return _warning(part, name, f"it is more than a year before {when}", A_YEAR_OFF, context)


def _warning(part: SheetPart, name: str, why: str, source: str, context: Context) -> Finding:
    told = f"{lower(part.fields()[name].label)} {_shown(getattr(part, name), context)}"
    return Finding(Weight.WARNING, part.anchor(name), f"Check the {told}: {why}", source, told)


def _shown(when: datetime | date, context: Context) -> str:
    return context.customs.minute(when) if isinstance(when, datetime) else write_date(when)
