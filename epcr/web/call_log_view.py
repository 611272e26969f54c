"""What was logged on the call screen as values, newest first: times, vital signs, interventions, findings and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, cast

from epcr.audit.first_written import first_written
from epcr.checks.conditions import by_others
from epcr.checks.finding import Weight
from epcr.sheet.context import Context
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.notes import TimedNote
from epcr.sheet.primary import NORMAL
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Entry
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import Term
from epcr.visit.pieces import Mark
from epcr.visit.signed_in import session
from epcr.web.call_finding_view import exam_words, group_of, is_normal, stands
from epcr.web.finding_words import shape_of_weight
from epcr.web.merging import sum_of
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.outline import Happening, act_in_line, timeline, vitals_in_line
from epcr.web.pages import context_of
from epcr.web.saving import on_the_call
from epcr.web.verdict_words import performer_is_away

_CHECK_DOSE: Final = Mark("attention", shape_of_weight(Weight.WARNING), "check the dose")
_NOT_ON_CREW: Final = Mark("attention", "person", "performer is not on the crew")
_KINDS: Final = MappingProxyType({"exam": "Exam", "notes": "Note"})
_TIMED: Final = ("vitals", "interventions", "exam", "notes")
_NO_TIME: Final = "No time"


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
    `asks_also` are marks: that its dose is asked about, that its performer is not on the crew.
    """

    clock: str
    kind: str
    text: str
    section: str
    link: str
    verdict: KeptVerdict | None
    asks: str
    response: ResponseAsked | None
    asks_also: tuple[Mark, ...]


def call_log(opened: OpenedSheet) -> tuple[Logged, ...]:
    """What was logged, newest first; in one minute, what was begun last, and of the times of the call the one that comes last in it."""
    sheet, context = opened.sheet, opened.context
    begun = {str(entry.anchor()): entry.created_at for slug in _TIMED for entry in sheet.entries(slug)}
    letters = list(_letters(sheet, context))
    begun |= {line.anchor: moment for moment, line in letters}
    timed = (*timeline(sheet, opened.judged), *_exam(sheet, context), *_notes(sheet, context))
    lines = (*timed, *(line for _moment, line in letters), *_untimed(opened))
    places = {line.anchor: place for place, line in enumerate(lines) if line.anchor not in begun}
    newest_first = sorted(
        lines,
        key=lambda line: (line.at, begun.get(line.anchor, sheet.created_at), places.get(line.anchor, 0)),
        reverse=True,
    )
    return tuple(_logged(opened, line) for line in newest_first)


def _logged(opened: OpenedSheet, happening: Happening) -> Logged:
    section, *rest = happening.anchor.split("-")
    is_entry = section in _TIMED
    link = (
        opened.section(section, entry=rest[0], anchor="sheet-form")
        if is_entry
        else opened.section(section, anchor=happening.anchor)
    )
    verdict = happening.verdict
    return Logged(
        clock=happening.clock,
        kind=_KINDS.get(section, ""),
        text=happening.text,
        section=happening.slug,
        link=link,
        verdict=verdict,
        asks=happening.anchor if verdict is not None and verdict.refused else "",
        response=_response(opened.sheet, rest[0]) if section == "interventions" else None,
        asks_also=tuple(_asks_also(opened, happening.anchor)),
    )


def _asks_also(opened: OpenedSheet, anchor: str) -> Iterator[Mark]:
    """That the page of the act warns of its dose, and nobody answered it; that who did it is not on the crew."""
    at_dose = opened.findings_at.get(f"{anchor}-dose", ())
    if any(finding.open and finding.weight is Weight.WARNING for finding in at_dose):
        yield _CHECK_DOSE
    section, _, entry = anchor.partition("-")
    act = opened.sheet.part(section, entry) if section == "interventions" else None
    if isinstance(act, Intervention) and performer_is_away(opened.sheet, act):
        yield _NOT_ON_CREW


def _response(sheet: RunSheet, entry: str) -> ResponseAsked | None:
    act = cast(Intervention, sheet.part("interventions", entry))
    if act.kind != "medication" or not act.given or by_others(act) or act.documented("response"):
        return None
    known = sum_of(act, "response", context_of(sheet, act))
    answers = cast(Choice, Intervention.fields()["response"]).terms.terms
    return ResponseAsked(str(act.anchor("response")), known, act.name(), answers)


def _exam(sheet: RunSheet, context: Context) -> Iterator[Happening]:
    """The findings of the exam; the regions where nothing was found at one time in one line."""
    without: dict[datetime, list[ExamFinding]] = {}
    for finding in sheet.entries("exam"):
        if finding.examined_at is None:
            continue
        if finding.findings == [NO_ABNORMALITY.get(finding.region)]:
            without.setdefault(finding.examined_at, []).append(finding)
        else:
            yield _of(finding, finding.examined_at, context)
    for at, together in without.items():
        regions = ", ".join(_region(finding, context) for finding in together)
        yield _of(together[0], at, context, f"No abnormality: {regions}")


def _notes(sheet: RunSheet, context: Context) -> Iterator[Happening]:
    for note in sheet.entries("notes"):
        if note.noted_at is not None:
            yield _of(note, note.noted_at, context)


def _letters(sheet: RunSheet, context: Context) -> Iterator[tuple[datetime, Happening]]:
    """Airway, breathing and circulation, each with the moment at which it was first written: they have no time of their own."""
    primary = sheet.primary
    written = first_written(session(), sheet.id, "primary")
    for letter in reversed(tuple(NORMAL)):
        group = group_of(letter)
        anchors = [str(primary.anchor(name)) for name in group.names if primary.documented(name)]
        if anchors:
            moment = min(written.get(anchor, sheet.created_at) for anchor in anchors)
            at = _within_the_call(sheet, moment)
            clock = context.customs.clock(at) if at else ""
            normal = f"{group.title.partition(' · ')[2]} normal"
            words = normal if is_normal(primary, letter) else "; ".join(stands(primary, group, context))
            yield moment, Happening(at or moment, clock, f"{letter} · {words}", anchors[0], "primary")


def _within_the_call(sheet: RunSheet, moment: datetime) -> datetime | None:
    """What the clock of the call showed at a real moment; None where the call had not begun by it, or was long over."""
    at, began = on_the_call(sheet, sheet.incident, "at_patient", moment), sheet.customs().began
    return at if at and (began is None or at >= began) else None


def _untimed(opened: OpenedSheet) -> Iterator[Happening]:
    """What has no time stands where it was begun."""
    sheet, context = opened.sheet, opened.context
    for slug in _TIMED:
        for entry in sheet.entries(slug):
            if entry.moment() is None:
                at = on_the_call(sheet, entry, entry.timed_by, entry.created_at) or entry.created_at
                verdict = opened.verdict(entry)
                yield Happening(at, _NO_TIME, _words(entry, context), str(entry.anchor()), slug, verdict)


def _of(entry: Entry, at: datetime, context: Context, words: str = "") -> Happening:
    text = words or _words(entry, context)
    return Happening(at, context.customs.clock(at), text, str(entry.anchor()), entry.page.slug)


def _words(entry: Entry, context: Context) -> str:
    """An entry in a line."""
    match entry:
        case VitalSigns():
            return vitals_in_line(entry, context)
        case Intervention():
            return act_in_line(entry, context)
        case ExamFinding():
            return f"{_region(entry, context)}: {exam_words(entry, context)}"
        case _:
            return cast(TimedNote, entry).words or "nothing written yet"


def _region(finding: ExamFinding, context: Context) -> str:
    return finding.show("region", context) or "Region not chosen"
