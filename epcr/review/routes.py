"""The pages of the review: the queue, the desk, and what becomes of a sheet, for instructors and for its trainee."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as AnyResponse

from epcr import checks
from epcr.people.classrooms import classes_of
from epcr.people.ending import said_of
from epcr.people.model import Person, Role
from epcr.refused import Refused
from epcr.review import steps
from epcr.review.asking import LARGEST_ID, as_query, asked_for, asked_number
from epcr.review.comments import (
    change_comment,
    delete_comment,
    find_anchor,
    own_comment,
    value_at,
    write_comment,
)
from epcr.review.forms import CommentForm, NoteForm
from epcr.review.judged import counted_by_weight, outside_scope
from epcr.review.model import Comment, Kind
from epcr.review.moved import require_as_shown, shown, since
from epcr.review.must_fix import standing_must_fixes
from epcr.review.paper import Margin, paper
from epcr.review.queue import next_waiting
from epcr.review.queue import queue as queued
from epcr.review.reading import is_noted, note_reading, readers, stop_reading
from epcr.review.state import State
from epcr.review.whose_sheet import reviewed, stored, visible, written
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.forms import say, sent_number
from epcr.visit.once import made, makes, makes_where
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import database, person, session

blueprint = Blueprint("review", __name__)

_FORMS_OF = {
    State.SUBMITTED: ("return", "accept"),
    State.ACCEPTED: ("reopen", "addendum"),
}  # of the desk's bar


# The queue ------------------------------------------------------------------------------------------------------------


@blueprint.get("/review")
def queue() -> Page:
    """The sheets of one's classes, oldest waiting first."""
    asked = asked_for()
    found = queued(session(), classes_of(session(), person()), asked, asked_number("page") or 1)
    cookie["queue"] = {**as_query(asked), "page": asked_number("page")}
    waiting = [row.sheet.id for row in found.rows if row.state is State.SUBMITTED]
    reading = readers(session(), waiting, person())
    return render_template(
        "review/queue.html", queue=found, asked=asked, query=as_query(asked), reading=reading
    )


def _queue_as_left() -> str:
    """The address of the queue as this browser saw it last, with what it was narrowed to."""
    return url_for("review.queue", **cookie.get("queue", {}))


# The desk -------------------------------------------------------------------------------------------------------------


@blueprint.get("/review/<sheet_id>")
def desk(sheet_id: str) -> Page:
    """The whole sheet to read, with findings, comments and changes at their fields."""
    sheet = reviewed(sheet_id)
    at = request.args.get("at", "")
    form = CommentForm(formdata=None, anchor=at)
    edited = request.args.get("edit", type=int)
    if edited is not None and 0 < edited <= LARGEST_ID:
        try:
            comment = own_comment(session(), sheet, person(), edited)
        except Refused as refused:
            flash(str(refused), "error")
        else:
            at = comment.anchor
            form = CommentForm(
                formdata=None, anchor=at, kind=comment.kind, text=comment.text, number=comment.id
            )
    stands = steps.standing(session(), sheet)
    _note_reading(sheet, stands)
    return _desk(sheet, stands=stands, at=at, form=form, note_for=_then(request.args.get("then")))


def _note_reading(sheet: RunSheet, stands: steps.Standing) -> None:
    """Note that this person reads a submitted sheet. Where it cannot be written down the desk is shown all the same."""
    if stands.state is not State.SUBMITTED or is_noted(session(), person(), sheet.id):
        return
    with suppress(DBAPIError), database().write(person().login) as writing:
        note_reading(writing, person(), sheet.id)


def _desk(
    sheet: RunSheet,
    *,
    stands: steps.Standing | None = None,
    at: str = "",
    form: CommentForm | None = None,
    note: NoteForm | None = None,
    note_for: str = "",
    not_done: tuple[str, str] | None = None,
    typed: str = "",
    asked_about: Sequence[Comment] = (),
) -> str:
    """The desk. `not_done` is a step that was not taken and why, `typed` what was written for it."""
    found = checks.findings(sheet)
    said = steps.comments(session(), sheet)
    stands = stands or steps.standing(session(), sheet)
    changed = steps.changes(session(), sheet, stands)
    trainee = session().get_one(Person, sheet.trainee_id)
    place = find_anchor(sheet, at) if at and stands.state is State.SUBMITTED else None
    classrooms = classes_of(session(), person())
    by_weight, answered = counted_by_weight(found)
    return render_template(
        "review/desk.html",
        sheet=sheet,
        context=sheet.context(),
        trainee=trainee,
        written_by=stands.written_by or trainee.name,
        classroom=next(one for one in classrooms if one.id == sheet.classroom_id),
        sections=paper(sheet, Margin(found, said, changed), str(place) if place else ""),
        state=stands.state,
        shut=stands.shut,
        class_ended=said_of(steps.class_of(session(), sheet)),
        opened=stands.opened,
        revision=stands.revision,
        history=stands.history,
        findings=found,
        by_weight=by_weight,
        answered=answered,
        outside=outside_scope(sheet),
        changes=changed,
        unanswered=steps.unanswered(said, changed, steps.returned_revision(stands)),
        own=[one for one in said if one.revision == stands.revision],
        numbers={one.id: number for number, one in enumerate(said, 1)},
        place=str(place) if place else "",
        value=value_at(sheet, place) if place else "",
        form=form or CommentForm(formdata=None),
        note=note or NoteForm(formdata=None),
        note_for=note_for,
        shown=shown(stands, said),
        moved=since(session(), sheet, stands, said, was_shown()) if not_done else None,
        not_done=not_done,
        typed=typed,
        left_over="" if place or note_for in _FORMS_OF.get(stands.state, ()) else typed,
        asked_about=asked_about,
        reading=readers(session(), [sheet.id], person()).get(sheet.id, ())
        if stands.state is State.SUBMITTED
        else (),
        queue_as_left=_queue_as_left(),
        following=next_waiting(session(), classrooms, sheet),
    )


def _as_shown(sheet: RunSheet) -> None:
    """Hold the sheet, and see that it is still what the page showed. Raises Refused."""
    steps.hold(session(), sheet)
    # Comments are told to reviewers only: to the trainee's page the revision is all that there is.
    reviewer = steps.reviews(person(), sheet)
    require_as_shown(session(), sheet, was_shown(), with_comments=reviewer)


@blueprint.post("/review/<sheet_id>/open")
@decides
def open_sheet(sheet_id: str) -> Page:
    """Begin to review."""
    sheet = reviewed(sheet_id)
    try:
        _as_shown(sheet)
        steps.open_for_review(session(), sheet, person())
    except Refused as refused:
        session().rollback()
        return _desk(reviewed(sheet_id), not_done=("Not begun", str(refused))), 409
    return made(_asked_from(sheet_id), "")


@blueprint.post("/review/<sheet_id>/comment")
@makes_where(lambda: not request.form.get("number") or "delete" in request.form)
@decides
def comment(sheet_id: str) -> Page:
    """Write, change or delete a comment at a field."""
    sheet = reviewed(sheet_id)
    form = CommentForm()
    number = request.form.get("number", type=int)
    at = form.anchor.data or ""
    then = _then(
        request.form.get("then")
    )  # the bar's button that was pressed while the comment was being written
    if then and not (form.text.data or "").strip():
        return redirect(url_for("review.desk", sheet_id=sheet_id, then=then), 303)
    deletes = "delete" in request.form and number is not None
    try:
        if number is not None and not 0 < number <= LARGEST_ID:
            abort(404)
        if deletes or number is not None:
            at = own_comment(session(), sheet, person(), number or 0).anchor
        _as_shown(sheet)
        steps.open_for_review(session(), sheet, person())
        if deletes:
            delete_comment(session(), sheet, person(), number or 0)
            said = "The comment is deleted."
        elif number is not None:
            change_comment(
                session(), sheet, person(), number, kind=form.kind.data or "", text=form.text.data or ""
            )
            said = "The comment is changed."
        else:
            write_comment(
                session(), sheet, person(), anchor=at, kind=form.kind.data or "", text=form.text.data or ""
            )
            said = "The comment is written. The trainee reads it when you return or accept the sheet."
    except Refused as refused:
        session().rollback()
        if refused.field in {"text", "kind"}:
            say(form, refused)
            return _desk(reviewed(sheet_id), at=at, form=form), 422
        if deletes:
            return _desk(reviewed(sheet_id), not_done=("Not deleted", str(refused))), 409
        if number is not None and session().get(Comment, number) is None:
            form.number.data = ""  # what was typed can be written anew
        why = ("Not written", str(refused))
        return _desk(reviewed(sheet_id), at=at, form=form, not_done=why, typed=form.text.data or ""), 409
    return made(
        url_for("review.desk", sheet_id=sheet_id, then=then or None, _anchor=None if then else at), said
    )


@blueprint.post("/review/<sheet_id>/return")
@decides
def give_back(sheet_id: str) -> Page:
    """Return the sheet to its trainee."""
    said = "Returned. The trainee sees your note and comments."
    return _with_note(sheet_id, "return", "Not returned", Kind.RETURNED, steps.give_back, said)


@blueprint.post("/review/<sheet_id>/accept")
@decides
def accept(sheet_id: str) -> Page:
    """Accept the sheet; over a *must fix* that still stands only once that was asked."""
    over = {number for text in request.form.getlist("over") if (number := sent_number(text))}
    said = "Accepted. From now on it takes addenda only."
    return _with_note(sheet_id, "accept", "Not accepted", Kind.ACCEPTED, steps.accept, said, over=over)


@blueprint.post("/review/<sheet_id>/reopen")
@decides
def reopen(sheet_id: str) -> Page:
    """Give an accepted sheet back to be changed."""
    said = "Reopened. The trainee can change it again."
    return _with_note(sheet_id, "reopen", "Not reopened", Kind.REOPENED, steps.reopen, said)


def _with_note(
    sheet_id: str,
    name: str,
    not_done: str,
    kind: Kind,
    verb: Callable[..., None],
    said: str,
    *,
    over: Collection[int] | None = None,
) -> Page:
    sheet = reviewed(sheet_id)
    form = NoteForm()
    note = form.note.data or ""
    try:
        _as_shown(sheet)
        verb(session(), sheet, person(), note)
        if over is not None and (asked := _stand_against(sheet, over)):
            session().rollback()
            return _desk(reviewed(sheet_id), note=form, note_for=name, asked_about=asked), 409
        stop_reading(session(), person())
    except Refused as refused:
        session().rollback()
        if refused.field == "note":
            say(form, refused)
            return _desk(reviewed(sheet_id), note=form, note_for=name), 422
        if not steps.taken_already(session(), reviewed(sheet_id), person(), kind, note):
            why = (not_done, str(refused))
            return _desk(reviewed(sheet_id), note=form, note_for=name, not_done=why, typed=note), 409
    return made(url_for("review.desk", sheet_id=sheet_id) if name == "reopen" else _queue_as_left(), said)


def _stand_against(sheet: RunSheet, over: Collection[int]) -> list[Comment]:
    """The comments that still stand and say *must fix*, unless it was answered that all of them are accepted over."""
    stands = steps.standing(session(), sheet)
    asked = standing_must_fixes(session(), sheet, stands, steps.comments(session(), sheet))
    return [] if {one.id for one in asked} <= set(over) else asked


def _then(name: str | None) -> str:
    """Which of the bar's forms is to stand open."""
    return name if name in {"return", "accept"} else ""


# The trainee's side ---------------------------------------------------------------------------------------------------


@blueprint.post("/sheets/<sheet_id>/withdraw")
@decides
def withdraw(sheet_id: str) -> Page:
    """Take one's submitted sheet back."""
    sheet = written(sheet_id)

    def take_back() -> None:
        _as_shown(sheet)
        steps.withdraw(session(), sheet, person())

    return _done(sheet, Kind.WITHDRAWN, take_back, "Withdrawn. You can change it again.")


@blueprint.post("/sheets/<sheet_id>/discard")
def discard(sheet_id: str) -> Page:
    """Throw one's untouched draft away."""
    sheet = stored(sheet_id)
    if sheet is None or not steps.writes(person(), sheet):
        abort(404)
    return _done(
        sheet,
        Kind.DISCARDED,
        lambda: steps.discard(session(), sheet, person()),
        "The draft is discarded.",
        home=True,
    )


@blueprint.post("/sheets/<sheet_id>/addendum")
@makes
@decides
def addendum(sheet_id: str) -> Page:
    """Add a note to an accepted sheet."""
    sheet = visible(sheet_id)
    note = request.form.get("note", "")

    try:
        steps.add_addendum(session(), sheet, person(), note)
        _as_shown(sheet)
    except Refused as refused:
        session().rollback()
        sheet = visible(sheet_id)
        if steps.reviews(person(), sheet):
            why, form = ("Not added", str(refused)), NoteForm()
            return _desk(sheet, note=form, note_for="addendum", not_done=why, typed=note), 409
        if note.strip():
            abort(409, str(refused))  # the page of it prints what was typed
        flash(str(refused), "error")
        return redirect(_asked_from(sheet_id), 303)
    return made(_asked_from(sheet.id), "The addendum is added.")


def _done(
    sheet: RunSheet, kind: Kind, verb: Callable[[], object], said: str, *, home: bool = False
) -> AnyResponse:
    """Do it and commit, or say why not; then the page it was asked from. The step of this kind once more is not refused."""
    number = sheet.id
    try:
        verb()
    except Refused as refused:
        session().rollback()
        if not steps.taken_already(session(), sheet, person(), kind):
            flash(str(refused), "error")
            return redirect(_asked_from(number), 303)
    return made(url_for("sheet.home") if home else _asked_from(number), said)


def _asked_from(sheet_id: str) -> str:
    page = "sheet.check" if person().role == Role.TRAINEE else "review.desk"
    return url_for(page, sheet_id=sheet_id)
