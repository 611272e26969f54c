"""Times out of order: those of the unit among themselves, and what was measured and done against them.

It compares moments on the sheet with each other; `far_off` compares them with the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from epcr.checks.finding import Finding, Weight
from epcr.sheet.context import Context
from epcr.sheet.date_words import write_date
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.words.naming import lower

# What follows what, in the order in which it happens.
IN_ORDER = (
    "call_received", "unit_notified", "en_route", "on_scene", "at_patient", "left_scene", "at_destination", "transfer_of_care",
    "back_in_service",
)  # fmt: skip
# Times beside that order: (earlier, later).
PAIRS = (
    ("unit_notified", "cancelled"), ("cancelled", "back_in_service"), ("at_patient", "transferred_to_unit"),
    ("transferred_to_unit", "back_in_service"),
)  # fmt: skip
# Moments of a section that cannot follow another: (section, earlier, section, later).
ELSEWHERE = (
    ("history", "last_known_well", "history", "onset"),
    ("arrest", "arrest_at", "arrest", "cpr_at"),
    ("arrest", "arrest_at", "arrest", "discontinued_at"),
    ("disposition", "team_alert_at", "incident", "at_destination"),
)

BEFORE_ARRIVAL = "3001003"  # eArrest.01 "Yes, Prior to Any EMS Arrival"
_LONG = timedelta(hours=12)  # chosen here: bystanders and first responders are not with a patient for longer


def times_out_of_order(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """All warnings about times."""
    yield from _of_the_unit(run_sheet, context)
    yield from _of_the_story(run_sheet, context)
    yield from _before_contact_or_after_care(run_sheet, context)
    yield from _same_time_twice(run_sheet, context)


def _of_the_unit(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    incident = run_sheet.incident
    timed = [name for name in IN_ORDER if getattr(incident, name) is not None]
    for earlier, later in [*pairwise(timed), *PAIRS]:
        yield from _order(incident, earlier, incident, later, context)
    first = getattr(incident, timed[0]) if timed else None
    if first is not None and incident.date_of_call is not None:
        day = context.customs.local(first).date()
        if day != incident.date_of_call:
            shown = incident.show("date_of_call", context)
            label = lower(incident.fields()[timed[0]].label)
            message = f"Check the date of call {shown}: {label} was on {write_date(day)}"
            yield _warning(incident, "date_of_call", message, "not_on_the_date_of_call", f"{shown}; {day}")


def _of_the_story(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    history = run_sheet.history
    for section, earlier, other, later in ELSEWHERE:
        yield from _order(getattr(run_sheet, section), earlier, getattr(run_sheet, other), later, context)
    called, arrived = context.customs.began, context.customs.arrived
    for name, spec in history.fields().items():
        if isinstance(spec, Moment) and spec.past:
            yield from _after(history, name, "the call", called, context)
        if isinstance(spec, Day) and spec.past:
            yield from _after_the_date(history, name, context)
    arrest = run_sheet.arrest
    if arrest.cardiac_arrest == BEFORE_ARRIVAL:
        yield from _after(arrest, "arrest_at", "our arrival", arrived, context)
        yield from _long_before(arrest, "arrest_at", "the arrest", context)


def _after(
    part: SheetPart, name: str, what: str, limit: datetime | None, context: Context
) -> Iterator[Finding]:
    """A warning where what must be past is later than the call, or than our arrival."""
    moment = getattr(part, name)
    if moment is not None and limit is not None and moment > limit:
        shown, other = _clock(moment, context), _clock(limit, context)
        message = f"{part.fields()[name].label} {shown} is after {what} at {other}"
        yield _warning(part, name, message, f"{name}_after_{what.replace(' ', '_')}", f"{shown}; {other}")


def _after_the_date(part: SheetPart, name: str, context: Context) -> Iterator[Finding]:
    """A warning where a date that must be past is after that of the call."""
    on, day = getattr(part, name), context.customs.day
    if on is not None and day is not None and on > day:
        shown = part.fields()[name].show(on, context)
        message = f"{part.fields()[name].label} {shown} is after the call on {write_date(day)}"
        yield _warning(part, name, message, f"{name}_after_the_call", f"{shown}; {day}")


def _long_before(part: SheetPart, name: str, what: str, context: Context) -> Iterator[Finding]:
    """A warning where an arrest or the care before us lies so far back that its time was probably read a day too early."""
    moment, began = getattr(part, name), context.customs.began
    if moment is not None and began is not None and began - moment > _LONG:
        shown, call = _clock(moment, context), _clock(began, context)
        message = f"Check the date of {what}: it is {shown}, and the call began at {call}"
        yield _warning(part, name, message, f"{name}_long_before", f"{shown}; {call}")


def _order(
    first: SheetPart, earlier: str, second: SheetPart, later: str, context: Context
) -> Iterator[Finding]:
    """A warning at `later` when it is before `earlier`; both must be there."""
    before, after = getattr(first, earlier), getattr(second, later)
    if before is None or after is None or before <= after:
        return
    label, earlier_label = second.fields()[later].label, lower(first.fields()[earlier].label)
    message = f"Check the order: {lower(label)} {_clock(after, context)} is before {earlier_label} {_clock(before, context)}"
    value = f"{_clock(after, context)}; {earlier} {_clock(before, context)}"
    yield _warning(second, later, message, f"{later}_before_{earlier}", value)


def _before_contact_or_after_care(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """What was measured, examined and done, against patient contact and the end of care."""
    for part in run_sheet.parts():
        if isinstance(part, Entry) and part.of_care and part.happened:
            yield from _within_care(run_sheet, part, part.timed_by, context)


def _within_care(run_sheet: RunSheet, entry: Entry, time: str, context: Context) -> Iterator[Finding]:
    moment, contact, (ended, end) = entry.moment(), run_sheet.incident.at_patient, _end_of_care(run_sheet)
    if moment is None:
        return
    what = entry.subject(context)
    slug, shown = entry.page.slug, _clock(moment, context)
    earlier, other_unit = (
        bool(getattr(entry, "before_arrival", None)),
        bool(getattr(entry, "other_unit", None)),
    )
    if contact is not None and moment < contact and not earlier and not other_unit:
        message = f"Check the time of {what}: it is before patient contact at {_clock(contact, context)}"
        if "before_arrival" in entry.fields():
            message += "; if it was before your arrival, say so"
        yield _warning(entry, time, message, f"{slug}_before_contact", f"{shown}; {_clock(contact, context)}")
    if earlier:
        yield from _long_before(entry, time, what, context)
    if contact is not None and moment > contact and earlier:
        message = f"Check the time of {what}: it is after patient contact at {_clock(contact, context)}, not before your arrival"
        yield _warning(
            entry, time, message, f"{slug}_not_before_arrival", f"{shown}; {_clock(contact, context)}"
        )
    if end is not None and moment > end and not other_unit:
        message = f"Check the time of {what}: it is after {lower(ended)} at {_clock(end, context)}"
        yield _warning(entry, time, message, f"{slug}_after_care", f"{shown}; {_clock(end, context)}")


def _end_of_care(run_sheet: RunSheet) -> tuple[str, datetime | None]:
    """What ended our care, in words, and when: the first handover, else back in service."""
    incident = run_sheet.incident
    specs = incident.fields()
    for names in (("transferred_to_unit", "transfer_of_care"), ("back_in_service",)):
        ends = [
            (getattr(incident, name), specs[name].label)
            for name in names
            if getattr(incident, name) is not None
        ]
        if ends:
            moment, label = min(ends)
            return label, moment
    return "", None


def _same_time_twice(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """Two vital-sign sets of the same moment: one of them was probably typed twice."""
    before = None
    for vitals in run_sheet.entries("vitals"):
        if vitals.taken_at is not None and vitals.taken_at == before:
            shown = _clock(vitals.taken_at, context)
            message = f"Check the time: there are two sets of vital signs {vitals.at(context)}"
            yield _warning(vitals, "taken_at", message, "same_time_twice", shown)
        before = vitals.taken_at


def _clock(moment: datetime, context: Context) -> str:
    return context.customs.clock(moment)


def _warning(part: SheetPart, name: str, message: str, source: str, value: str) -> Finding:
    return Finding(Weight.WARNING, part.anchor(name), message, f"chronology.{source}", value)
