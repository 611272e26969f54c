"""The pages of the review: the queue, the desk, and what becomes of a sheet, for instructors and for its trainee."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as AnyResponse

from epcr.people.classrooms import classes_of
from epcr.people.model import Person, Role
from epcr.refused import Refused
from epcr.review import steps
from epcr.review.asking import LARGEST_ID, as_query, asked_for, asked_number
from epcr.review.comments import (
    change_comment,
    delete_comment,
    own_comment,
    write_comment,
)
from epcr.review.desk import Sent, read_desk
from epcr.review.desk_view import desk_page
from epcr.review.forms import CommentForm, NoteForm
from epcr.review.model import Comment, Kind
from epcr.review.moved import require_as_shown, since
from epcr.review.must_fix import standing_must_fixes
from epcr.review.queue import queue as queued
from epcr.review.queue_view import queue_page
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


# The queue ------------------------------------------------------------------------------------------------------------


@blueprint.get("/review")
def queue() -> Page:
    """The sheets of one's classes, oldest waiting first."""
    asked = asked_for()
    listed = queued(session(), classes_of(session(), person()), asked, asked_number("page") or 1)
    cookie["queue"] = {**as_query(asked), "page": asked_number("page")}
    waiting = [row.sheet.id for row in listed.rows if row.state is State.SUBMITTED]
    readings = readers(session(), waiting, person())
    return render_template("review/queue.html", page=queue_page(listed, asked, readings, person()))


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
    return _desk(sheet, Sent(at=at, form=form, note_for=_then(request.args.get("then"))), stands)


def _note_reading(sheet: RunSheet, stands: steps.Standing) -> None:
    """Note that this person reads a submitted sheet. Where it cannot be written down the desk is shown all the same."""
    if stands.state is not State.SUBMITTED or is_noted(session(), person(), sheet.id):
        return
    with suppress(DBAPIError), database().write(person().login) as writing:
        note_reading(writing, person(), sheet.id)


def _desk(sheet: RunSheet, sent: Sent, stands: steps.Standing | None = None) -> str:
    """The desk of a sheet, with what is asked of it or was sent to it."""
    facts = read_desk(session(), sheet, person(), stands)
    moved = since(session(), sheet, facts.stands, facts.comments, was_shown()) if sent.not_done else None
    return render_template(
        "review/desk.html",
        page=desk_page(facts, sent, moved, queue=_queue_as_left()),
        sheet=sheet,
        context=sheet.context(),
        form=sent.form or CommentForm(formdata=None),
        note=sent.note or NoteForm(formdata=None),
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
        return _desk(reviewed(sheet_id), Sent(not_done=("Not begun", str(refused)))), 409
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
    if number is not None and not 0 < number <= LARGEST_ID:
        abort(404)
    try:
        if number is not None:
            at = own_comment(session(), sheet, person(), number).anchor
        _as_shown(sheet)
        steps.open_for_review(session(), sheet, person())
        sentence = _write_down(sheet, form, at, number)
    except Refused as refused:
        session().rollback()
        return _comment_refused(sheet_id, form, at, number, refused)
    return made(
        url_for("review.desk", sheet_id=sheet_id, then=then or None, _anchor=None if then else at), sentence
    )


def _write_down(sheet: RunSheet, form: CommentForm, at: str, number: int | None) -> str:
    """Do what was pressed for a new comment, or for the one of this number, and say in a sentence that it is done. Raises Refused."""
    kind, text = form.kind.data or "", form.text.data or ""
    if number is None:
        write_comment(session(), sheet, person(), anchor=at, kind=kind, text=text)
        return "The comment is written. The trainee reads it when you return or accept the sheet."
    if _deletes(number):
        delete_comment(session(), sheet, person(), number)
        return "The comment is deleted."
    change_comment(session(), sheet, person(), number, kind=kind, text=text)
    return "The comment is changed."


def _comment_refused(sheet_id: str, form: CommentForm, at: str, number: int | None, refused: Refused) -> Page:
    """The desk, with why the comment was not written, changed or deleted; what was typed stays in its form."""
    if refused.field in {"text", "kind"}:
        say(form, refused)
        return _desk(reviewed(sheet_id), Sent(at=at, form=form)), 422
    if _deletes(number):
        return _desk(reviewed(sheet_id), Sent(not_done=("Not deleted", str(refused)))), 409
    if number is not None and session().get(Comment, number) is None:
        form.number.data = ""  # what was typed can be written anew
    why = ("Not written", str(refused))
    sent = Sent(at=at, form=form, not_done=why, typed=form.text.data or "")
    return _desk(reviewed(sheet_id), sent), 409


def _deletes(number: int | None) -> bool:
    """Whether the button that deletes the comment of this number was pressed."""
    return number is not None and "delete" in request.form


@blueprint.post("/review/<sheet_id>/return")
@decides
def give_back(sheet_id: str) -> Page:
    """Return the sheet to its trainee."""
    done = "Returned. {who} sees what you wrote on sheet {number}."
    return _with_note(sheet_id, "return", "Not returned", Kind.RETURNED, steps.give_back, done)


@blueprint.post("/review/<sheet_id>/accept")
@decides
def accept(sheet_id: str) -> Page:
    """Accept the sheet; over a *must fix* that still stands only once that was asked."""
    over = {number for text in request.form.getlist("over") if (number := sent_number(text))}
    done = "Accepted. From now on, only addenda can be added to sheet {number} of {who}."
    return _with_note(sheet_id, "accept", "Not accepted", Kind.ACCEPTED, steps.accept, done, over=over)


@blueprint.post("/review/<sheet_id>/reopen")
@decides
def reopen(sheet_id: str) -> Page:
    """Give an accepted sheet back to be changed."""
    done = "Reopened. {who} can change sheet {number} again."
    return _with_note(sheet_id, "reopen", "Not reopened", Kind.REOPENED, steps.reopen, done)


def _with_note(
    sheet_id: str,
    name: str,
    not_done: str,
    kind: Kind,
    verb: Callable[..., None],
    done: str,
    *,
    over: Collection[int] | None = None,
) -> Page:
    sheet = reviewed(sheet_id)
    form = NoteForm()
    note = form.note.data or ""
    who, number = _whose(sheet), sheet.number
    try:
        _as_shown(sheet)
        verb(session(), sheet, person(), note)
        if over is not None and (asked := _stand_against(sheet, over)):
            session().rollback()
            return _desk(reviewed(sheet_id), Sent(note=form, note_for=name, asked_about=asked)), 409
        stop_reading(session(), person())
    except Refused as refused:
        session().rollback()
        if refused.field == "note":
            say(form, refused)
            return _desk(reviewed(sheet_id), Sent(note=form, note_for=name)), 422
        if not steps.taken_already(session(), reviewed(sheet_id), person(), kind, note):
            why = (not_done, str(refused))
            sent = Sent(note=form, note_for=name, not_done=why, typed=note)
            return _desk(reviewed(sheet_id), sent), 409
    return made(
        url_for("review.desk", sheet_id=sheet_id) if name == "reopen" else _queue_as_left(),
        done.format(who=who, number=number),
    )


def _whose(sheet: RunSheet) -> str:
    """Who wrote it, for whoever decided on it and is back among others."""
    trainee = session().get_one(Person, sheet.trainee_id)
    return steps.standing(session(), sheet).written_by or trainee.name


def _stand_against(sheet: RunSheet, over: Collection[int]) -> list[Comment]:
    """The comments that still stand and say *must fix*, unless it was answered that all of them are accepted over."""
    stands = steps.standing(session(), sheet)
    asked = standing_must_fixes(session(), sheet, stands, steps.comments(session(), sheet))
    return [] if {must_fix.id for must_fix in asked} <= set(over) else asked


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
            why = ("Not added", str(refused))
            return _desk(sheet, Sent(note=NoteForm(), note_for="addendum", not_done=why, typed=note)), 409
        if note.strip():
            abort(409, str(refused))  # the page of it prints what was typed
        flash(str(refused), "error")
        return redirect(_asked_from(sheet_id), 303)
    return made(_asked_from(sheet.id), "The addendum is added.")


def _done(
    sheet: RunSheet, kind: Kind, verb: Callable[[], object], done: str, *, home: bool = False
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
    return made(url_for("sheet.home") if home else _asked_from(number), done)


def _asked_from(sheet_id: str) -> str:
    page = "sheet.check" if person().role == Role.TRAINEE else "review.desk"
    return url_for(page, sheet_id=sheet_id)
