"""The call screen as values: its times, the last vital signs, its tiles, and what was logged, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, cast

from flask import url_for

from epcr.checks.conditions import by_others
from epcr.checks.finding import Weight
from epcr.db import now
from epcr.derived.of_sheet import worked_out
from epcr.sheet.context import Context
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.incident import Incident
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import EXPECTED
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vocabulary import Term
from epcr.visit.pieces import Mark
from epcr.web.call_finding_view import exam_words
from epcr.web.finding_words import shape_of_weight
from epcr.web.merging import sum_of
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.outline import Happening, timeline
from epcr.web.pages import context_of

# What the crew itself does, in its order; the other times are told by dispatch or come after the call.
CALL_TIMES: Final = ("en_route", "on_scene", "at_patient", "left_scene", "at_destination", "transfer_of_care")
_CHECK_DOSE: Final = Mark("attention", shape_of_weight(Weight.WARNING), "check the dose")
_KINDS: Final = MappingProxyType({"exam": "Exam", "notes": "Note"})


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
class ResponseAsked:
    """How the patient responded to a medication, where nothing is said of it yet: the field, its answers, and what it is about."""

    anchor: str
    known: str
    about: str
    answers: tuple[Term, ...]


@dataclass(frozen=True)
class Logged:
    """One line of what was logged, with where it is corrected. `kind` says what it is where its text does not.

    `asks` is the anchor of an act outside scope, for which it is asked what happened; else empty.
    `dose` is the mark of one whose dose is asked about.
    """

    clock: str
    kind: str
    text: str
    section: str
    link: str
    verdict: KeptVerdict | None
    asks: str
    response: ResponseAsked | None
    dose: Mark | None


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


def call_log(opened: OpenedSheet) -> tuple[Logged, ...]:
    """What was logged, newest first."""
    lines = [*timeline(opened.sheet, opened.judged), *_exam_and_notes(opened.sheet)]
    newest_first = sorted(lines, key=lambda happening: happening.at, reverse=True)
    return tuple(_logged(opened, happening) for happening in newest_first)


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
    signs = tuple(words for sign in EXPECTED if (words := sign.in_line(last, context)))
    return LastSet(
        context.customs.clock(last.taken_at),
        last.taken_at.isoformat(),
        signs,
        _link(sheet, "vitals", last.id),
        worked_out(sheet, context, "vitals", last.id).known,
    )


def _logged(opened: OpenedSheet, happening: Happening) -> Logged:
    sheet = opened.sheet
    section, *rest = happening.anchor.split("-")
    link = _link(sheet, section, rest[0]) if section != "incident" else _field(sheet, happening.anchor)
    kind = _KINDS.get(section, "")
    verdict = happening.verdict
    asks = happening.anchor if verdict is not None and verdict.refused else ""
    response = _response(sheet, rest[0]) if section == "interventions" else None
    dose = _CHECK_DOSE if _asks_about_dose(opened, happening.anchor) else None
    return Logged(happening.clock, kind, happening.text, happening.slug, link, verdict, asks, response, dose)


def _asks_about_dose(opened: OpenedSheet, act: str) -> bool:
    """Whether the page of the act warns of its dose, and nobody answered it."""
    at_dose = opened.findings_at.get(f"{act}-dose", ())
    return any(finding.open and finding.weight is Weight.WARNING for finding in at_dose)


def _response(sheet: RunSheet, entry: str) -> ResponseAsked | None:
    act = cast(Intervention, sheet.part("interventions", entry))
    if act.kind != "medication" or not act.given or by_others(act) or act.documented("response"):
        return None
    known = sum_of(act, "response", context_of(sheet, act))
    answers = cast(Choice, Intervention.fields()["response"]).terms.terms
    return ResponseAsked(str(act.anchor("response")), known, act.name(), answers)


def _field(sheet: RunSheet, anchor: str) -> str:
    slug = anchor.partition("-")[0]
    return url_for("sheet.section", sheet_id=sheet.id, slug=slug, _anchor=anchor)


def _exam_and_notes(sheet: RunSheet) -> Iterator[Happening]:
    """What the timeline beside other pages leaves out."""
    context = sheet.context()
    without: dict[datetime, list[ExamFinding]] = {}
    for finding in sheet.entries("exam"):
        if finding.examined_at is None:
            continue
        if finding.findings == [NO_ABNORMALITY.get(finding.region)]:
            without.setdefault(finding.examined_at, []).append(finding)
        else:
            yield _of_exam(finding, f"{_region(finding, context)}: {exam_words(finding, context)}", context)
    for together in without.values():
        regions = ", ".join(_region(finding, context) for finding in together)
        yield _of_exam(together[0], f"No abnormality: {regions}", context)
    for note in sheet.entries("notes"):
        if note.noted_at is not None:
            at, words = note.noted_at, note.words or "nothing written yet"
            yield Happening(at, context.customs.clock(at), words, str(note.anchor()), "notes")


def _region(finding: ExamFinding, context: Context) -> str:
    return finding.show("region", context) or "Region not chosen"


def _of_exam(finding: ExamFinding, words: str, context: Context) -> Happening:
    at = cast(datetime, finding.examined_at)
    return Happening(at, context.customs.clock(at), words, str(finding.anchor()), "exam")


def _link(sheet: RunSheet, slug: str, entry: str) -> str:
    return url_for("sheet.section", sheet_id=sheet.id, slug=slug, entry=entry, _anchor="sheet-form")
