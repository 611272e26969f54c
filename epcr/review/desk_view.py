"""The desk as its page shows it: the sheet with its margin, what was found and changed, what happened, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import url_for

from epcr.checks.finding import Finding
from epcr.derived.of_sheet import all_worked_out
from epcr.derived.panel import WorkedPanel
from epcr.people.ending import said_of
from epcr.people.model import Role
from epcr.review.brought_in import BroughtIn
from epcr.review.comments import find_anchor, value_at
from epcr.review.decisions_view import DeskBar, bar
from epcr.review.desk import DeskFacts, Sent
from epcr.review.exported import FORMATS
from epcr.review.found_view import OutsideLine, found_in_words, outside_lines
from epcr.review.judged import counted_by_weight, outside_scope
from epcr.review.margin import Margin, comment_lines, numbered, of_revision
from epcr.review.model import Comment, Kind
from epcr.review.moved import Moved, shown
from epcr.review.moved_view import MovedPanel, moved_panel
from epcr.review.paper import PaperSection, paper
from epcr.review.reading_view import ReaderLine, reader_lines
from epcr.review.revision import SheetChange
from epcr.review.state import EDITABLE, State
from epcr.review.steps import returned_revision, unanswered
from epcr.sheet.anchor import Anchor
from epcr.shown import Shown
from epcr.visit.pieces import ActLink

# Of the bar: which forms take what was written, by the state of the sheet.
_FORMS_OF: Final = {State.SUBMITTED: ("return", "accept"), State.ACCEPTED: ("reopen", "addendum")}


@dataclass(frozen=True)
class FoundOnIt:
    """What was found: counted, the acts outside scope, those that were changed into it, then each finding under its summary."""

    words: str
    outside: tuple[OutsideLine, ...]
    brought_in: Sequence[BroughtIn]
    summary: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class ChangedSince:
    """What was changed since the sheet was returned, and the comments after which nothing was."""

    changes: Sequence[SheetChange]
    unanswered: Sequence[Comment]


@dataclass(frozen=True)
class HistoryLine:
    """One step of the sheet; `of_revision` ends the line of one that is about a revision."""

    at: str
    what: str
    actor: str
    of_revision: str
    note: str


@dataclass(frozen=True)
class Writing:
    """The comment that is being written: where, what is documented there, and whether it is one that is worded anew."""

    place: str
    value: str
    number: str
    leave: str


@dataclass(frozen=True)
class DeskPage:
    """The page. `move` leads to where the sheet is moved to another class, empty where it cannot be; `ended` says that its class
    has, and what that means. `sections` are those that are asked of this sheet.
    """

    address: str
    comment: str
    queue: str
    name: str
    written_by: str
    trainee: str
    classroom: str
    number: str
    revision: int
    state: str
    readers: tuple[ReaderLine, ...]
    move: str
    print: str
    nemsis_check: str
    further: str
    exercise: str
    model: str
    rehearse: str
    exports: tuple[ActLink, ...]
    dictionary: str
    ended: str
    moved: MovedPanel | None
    findings: FoundOnIt | None
    changed: ChangedSince | None
    sections: tuple[PaperSection, ...]
    worked: tuple[WorkedPanel, ...]
    history: tuple[HistoryLine, ...]
    bar: DeskBar
    writing: Writing | None
    shown: Shown


def desk_page(desk: DeskFacts, sent: Sent, moved: Moved | None, *, queue: str) -> DeskPage:
    """The page of this desk, with what was sent to it; `moved` where that was not done, `queue` is the address of the queue."""
    sheet, stands = desk.sheet, desk.stands
    address = url_for("review.desk", sheet_id=sheet.id)
    waits = stands.state is State.SUBMITTED
    place = find_anchor(sheet, sent.at) if sent.at and waits else None
    margin = Margin(
        desk.findings,
        comment_lines(desk.comments, stands, desk.reader),
        desk.changes,
        desk=address if waits else "",
        open_at=str(place) if place else "",
    )
    return DeskPage(
        address=address,
        comment=url_for("review.comment", sheet_id=sheet.id),
        queue=queue,
        name=sheet.patient.name() or "Patient not named",
        written_by=stands.written_by or desk.trainee.name,
        trainee=desk.trainee.name,
        classroom=desk.classroom.name,
        number=sheet.number,
        revision=stands.revision,
        state=stands.word,
        readers=reader_lines(stands.begun, desk.readings, desk.reader),
        move=_move(desk),
        print=url_for("paper.choose", sheet_id=sheet.id),
        nemsis_check=url_for("intake.check", sheet_id=sheet.id),
        further=url_for("intake.further", sheet_id=sheet.id) if sheet.imported is not None else "",
        exercise=url_for("intake.exercise", sheet_id=sheet.id) if sheet.imported is not None else "",
        model=url_for("scenarios.model_sheet", sheet_id=sheet.id),
        rehearse=url_for("rehearsal.start", sheet_id=sheet.id),
        exports=_exports(sheet.id),
        dictionary=url_for("dictionary.page"),
        ended=_ended(desk),
        moved=_moved(desk, sent, moved, writing=place is not None),
        findings=_found(desk),
        changed=_changed(desk),
        sections=tuple(section for section in paper(sheet, margin) if section.asked),
        worked=all_worked_out(sheet, sheet.context()),
        history=_history(desk),
        bar=bar(desk, sent, writing=place is not None),
        writing=_writing(desk, sent, place) if place else None,
        shown=shown(stands, desk.comments),
    )


def _move(desk: DeskFacts) -> str:
    moves = desk.reader.role == Role.ADMINISTRATOR and desk.stands.state in EDITABLE
    return url_for("moving.choose", sheet_id=desk.sheet.id) if moves else ""


def _exports(sheet_id: str) -> tuple[ActLink, ...]:
    """The files for other systems."""
    return tuple(
        ActLink(made.label, url_for("exported.sheet", sheet_id=sheet_id, slug=made.slug))
        for made in FORMATS.values()
    )


def _ended(desk: DeskFacts) -> str:
    ended = said_of(desk.classroom)
    if not ended or not desk.stands.shut:
        return ended
    return (
        f"{ended} This sheet can be commented on and accepted; returning it would lead nowhere, "
        f"since {desk.trainee.name} cannot change it."
    )


def _moved(desk: DeskFacts, sent: Sent, moved: Moved | None, *, writing: bool) -> MovedPanel | None:
    if sent.not_done is None or moved is None:
        return None
    taken = writing or sent.note_for in _FORMS_OF.get(desk.stands.state, ())
    return moved_panel(
        moved,
        sent.not_done,
        numbered(desk.comments),
        revision=desk.stands.revision,
        left_over="" if taken else sent.typed,
        typed=sent.typed,
        note_for=sent.note_for,
    )


def _found(desk: DeskFacts) -> FoundOnIt | None:
    words = found_in_words(*counted_by_weight(desk.findings))
    outside = outside_lines(outside_scope(desk.sheet))
    if not (words or outside or desk.brought_in):
        return None
    brought = [replace(act, anchor=f"#{act.anchor}") for act in desk.brought_in]
    number = len(desk.findings)
    summary = (
        "The finding, leading to its field"
        if number == 1
        else f"All {number} findings, each leading to its field"
    )
    return FoundOnIt(words, outside, brought, summary, desk.findings)


def _changed(desk: DeskFacts) -> ChangedSince | None:
    left = unanswered(desk.comments, desk.changes, returned_revision(desk.stands))
    return ChangedSince(desk.changes, left) if desk.changes or left else None


def _history(desk: DeskFacts) -> tuple[HistoryLine, ...]:
    sheet = desk.sheet
    customs = sheet.customs()
    return tuple(
        HistoryLine(
            sheet.real_time(customs.minute(step.at)),
            "Review begun" if step.kind == Kind.OPENED else step.kind.capitalize(),
            step.actor_name,
            of_revision(step.revision),
            step.note,
        )
        for step in desk.stands.history
    )


def _writing(desk: DeskFacts, sent: Sent, place: Anchor) -> Writing:
    number = sent.form.number.data if sent.form else None
    return Writing(
        place=str(place),
        value=value_at(desk.sheet, place),
        number=str(number or ""),
        leave=url_for("review.desk", sheet_id=desk.sheet.id, _anchor=str(place)),
    )
