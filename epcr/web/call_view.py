"""The call screen as values: its times, the last vital signs, its tiles. What was logged is in `call_log_view`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import url_for

from epcr.db import now
from epcr.derived.of_sheet import worked_out
from epcr.sheet.incident import Incident
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import ON_HANDOFF
from epcr.web.merging import sum_of
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.pages import context_of

# What the crew itself does, in its order; the other times are told by dispatch or come after the call.
CALL_TIMES: Final = ("en_route", "on_scene", "at_patient", "left_scene", "at_destination", "transfer_of_care")


@dataclass(frozen=True)
class CallTime:
    """A button for one time: `shown` is the clock that stands, empty while there is none. `is_next` is the one that is due.

    `link` leads to its field, for who has no scripts.
    """

    anchor: str
    label: str
    shown: str
    known: str
    is_next: bool
    link: str

    @property
    def words(self) -> str:
        """What stands on the button."""
        return self.shown or "Now"

    @property
    def css(self) -> str:
        """The class of the one that is due."""
        return "call-time-next" if self.is_next else ""


@dataclass(frozen=True)
class Tile:
    """What opens a sheet for one thing to log; `link` leads to the page of it, for who has no scripts."""

    sheet: str
    words: str
    shape: str
    link: str


@dataclass(frozen=True)
class LastSet:
    """The vital signs that were taken last: each sign by its short name and what was found, and the scores they make."""

    clock: str
    at: str
    signs: tuple[str, ...]
    link: str
    worked: str


@dataclass(frozen=True)
class CallNow:
    """The part of the call screen that changes with each thing that is logged."""

    times: tuple[CallTime, ...]
    last: LastSet | None


@dataclass(frozen=True)
class ScenarioTime:
    """The clock of the scenario: what it shows, when it began, and what stands there once it has stopped."""

    words: str
    began: str
    stopped: str


def scenario_time(sheet: RunSheet) -> ScenarioTime | None:
    """What the clock of the scenario shows; None where the call has that of the wall."""
    clock, customs, present = sheet.clock(), sheet.customs(), now()
    if clock.ends is None or sheet.scenario_began_at is None:
        return None
    stopped = f"stopped at {customs.local(clock.at(clock.ends)):%H:%M}: type each time"
    words = f"{customs.local(clock.at(present)):%H:%M}" if clock.runs(present) else stopped
    began = f"· dispatched {customs.local(clock.at(sheet.scenario_began_at)):%H:%M}"
    return ScenarioTime(words, began if clock.runs(present) else "", stopped)


def call_now(sheet: RunSheet) -> CallNow:
    """How the call stands."""
    return CallNow(tuple(_times(sheet)), _last_set(sheet))


def tiles(opened: OpenedSheet) -> tuple[Tile, ...]:
    """What can be logged, in the order in which it is needed."""
    acts = opened.section("interventions")
    return (
        Tile("vitals", "Vitals", "heart", opened.section("vitals", anchor="new")),
        Tile("medication", "Medication", "drug", f"{acts}?kind=medication#new"),
        Tile("procedure", "Procedure", "tool", f"{acts}?kind=procedure#new"),
        Tile("finding", "Finding", "search", opened.section("exam")),
        Tile("note", "Note", "pen", opened.section("notes", anchor="new")),
    )


def _times(sheet: RunSheet) -> list[CallTime]:
    incident, context = sheet.incident, context_of(sheet, sheet.incident)
    latest = max((place for place, name in enumerate(CALL_TIMES) if incident.documented(name)), default=-1)
    return [
        CallTime(
            str(incident.anchor(name)),
            Incident.fields()[name].label,
            incident.show(name, context),
            sum_of(incident, name, context),
            is_next=place == latest + 1,
            link=_field(sheet, str(incident.anchor(name))),
        )
        for place, name in enumerate(CALL_TIMES)
    ]


def _last_set(sheet: RunSheet) -> LastSet | None:
    taken = [entry for entry in sheet.entries("vitals") if entry.taken_at is not None]
    if not taken:
        return None
    last, context = max(taken, key=lambda entry: entry.taken_at), sheet.context()
    signs = tuple(words for sign in ON_HANDOFF if (words := sign.in_line(last, context)))
    return LastSet(
        context.customs.clock(last.taken_at),
        last.taken_at.isoformat(),
        signs,
        _link(sheet, "vitals", last.id),
        worked_out(sheet, context, "vitals", last.id).known,
    )


def _field(sheet: RunSheet, anchor: str) -> str:
    slug = anchor.partition("-")[0]
    return url_for("sheet.section", sheet_id=sheet.id, slug=slug, _anchor=anchor)


def _link(sheet: RunSheet, slug: str, entry: str) -> str:
    return url_for("sheet.section", sheet_id=sheet.id, slug=slug, entry=entry, _anchor="sheet-form")
