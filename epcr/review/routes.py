"""The pages of the review: the queue, the desk, and what becomes of a sheet, for instructors and for its trainee."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as AnyResponse

from epcr import checks
from epcr.people.ending import said_of
from epcr.people.model import Person, Role
from epcr.people.once import made, makes, makes_where
from epcr.people.refused import Refused
from epcr.people.signed_in import person, session
from epcr.people.steps import classes_of
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
from epcr.review.forms import CommentForm, NoteForm, say
from epcr.review.model import Kind
from epcr.review.paper import Margin, paper
from epcr.review.queue import counted_by_weight, next_waiting, outside_scope
from epcr.review.queue import queue as queued
from epcr.review.state import State
from epcr.sheet.run_sheet import RunSheet

blueprint = Blueprint("review", __name__)

Page = str | AnyResponse | tuple[str, int]
_SHEET_ID = re.compile(r"[0-9a-f]{1,32}")


# The queue ------------------------------------------------------------------------------------------------------------


@blueprint.get("/review")
def queue() -> Page:
    """The sheets of one's classes, oldest waiting first."""
    asked = asked_for()
    found = queued(session(), classes_of(session(), person()), asked, asked_number("page") or 1)
    cookie["queue"] = {**as_query(asked), "page": asked_number("page")}
    return render_template("review/queue.html", queue=found, asked=asked, query=as_query(asked))


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
    return _desk(sheet, at=at, form=form)


def _desk(
    sheet: RunSheet,
    *,
    at: str = "",
    form: CommentForm | None = None,
    note: NoteForm | None = None,
    note_for: str = "",
) -> str:
    found = checks.findings(sheet)
    said = steps.comments(session(), sheet)
    stands = steps.standing(session(), sheet)
    changed = steps.changes(session(), sheet, stands)
    place = find_anchor(sheet, at) if at and stands.state is State.SUBMITTED else None
    classrooms = classes_of(session(), person())
    by_weight, answered = counted_by_weight(found)
    return render_template(
        "review/desk.html",
        sheet=sheet,
        context=sheet.context(),
        trainee=session().get_one(Person, sheet.trainee_id),
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
        place=str(place) if place else "",
        value=value_at(sheet, place) if place else "",
        form=form or CommentForm(formdata=None),
        note=note or NoteForm(formdata=None),
        note_for=note_for,
        queue_as_left=_queue_as_left(),
        following=next_waiting(session(), classrooms, sheet),
    )


@blueprint.post("/review/<sheet_id>/open")
def open_sheet(sheet_id: str) -> Page:
    """Begin to review."""
    sheet = reviewed(sheet_id)
    return _done(sheet, None, lambda: steps.open_for_review(session(), sheet, person()), "")


@blueprint.post("/review/<sheet_id>/comment")
@makes_where(lambda: not request.form.get("number") or "delete" in request.form)
def comment(sheet_id: str) -> Page:
    """Write, change or delete a comment at a field."""
    sheet = reviewed(sheet_id)
    form = CommentForm()
    number = request.form.get("number", type=int)
    at = form.anchor.data or ""
    try:
        if number is not None and not 0 < number <= LARGEST_ID:
            abort(404)
        steps.open_for_review(session(), sheet, person())
        if "delete" in request.form and number is not None:
            at = own_comment(session(), sheet, person(), number).anchor
            delete_comment(session(), sheet, person(), number)
            said = "The comment is deleted."
        elif number is not None:
            at = change_comment(
                session(), sheet, person(), number, kind=form.kind.data or "", text=form.text.data or ""
            ).anchor
            said = "The comment is changed."
        else:
            write_comment(
                session(), sheet, person(), anchor=at, kind=form.kind.data or "", text=form.text.data or ""
            )
            said = "The comment is written. The trainee reads it when you return or accept the sheet."
    except Refused as refused:
        session().rollback()
        if refused.field not in {"text", "kind"}:
            _tell(refused, form.text.data or "")
            return redirect(url_for("review.desk", sheet_id=sheet_id), 303)
        say(form, refused)
        return _desk(reviewed(sheet_id), at=at, form=form), 422
    return made(url_for("review.desk", sheet_id=sheet_id, _anchor=at), said)


@blueprint.post("/review/<sheet_id>/return")
def give_back(sheet_id: str) -> Page:
    """Return the sheet to its trainee."""
    return _with_note(
        sheet_id,
        "return",
        Kind.RETURNED,
        steps.give_back,
        "Returned. The trainee sees your note and comments.",
    )


@blueprint.post("/review/<sheet_id>/accept")
def accept(sheet_id: str) -> Page:
    """Accept the sheet."""
    said = "Accepted. From now on it takes addenda only."
    return _with_note(sheet_id, "accept", Kind.ACCEPTED, steps.accept, said)


@blueprint.post("/review/<sheet_id>/reopen")
def reopen(sheet_id: str) -> Page:
    """Give an accepted sheet back to be changed."""
    said = "Reopened. The trainee can change it again."
    return _with_note(sheet_id, "reopen", Kind.REOPENED, steps.reopen, said)


def _with_note(sheet_id: str, name: str, kind: Kind, verb: Callable[..., None], said: str) -> Page:
    sheet = reviewed(sheet_id)
    form = NoteForm()
    note = form.note.data or ""
    try:
        verb(session(), sheet, person(), note)
    except Refused as refused:
        session().rollback()
        if refused.field == "note":
            say(form, refused)
            return _desk(reviewed(sheet_id), note=form, note_for=name), 422
        if not steps.taken_already(session(), reviewed(sheet_id), person(), kind, note):
            _tell(refused, note)
            return redirect(url_for("review.desk", sheet_id=sheet_id), 303)
    return made(url_for("review.desk", sheet_id=sheet_id) if name == "reopen" else _queue_as_left(), said)


# The trainee's side ---------------------------------------------------------------------------------------------------


@blueprint.post("/sheets/<sheet_id>/submit")
def submit(sheet_id: str) -> Page:
    """Hand one's sheet to the instructor."""
    sheet = written(sheet_id)
    return _done(
        sheet,
        Kind.SUBMITTED,
        lambda: steps.submit(session(), sheet, person()),
        "Submitted. You can withdraw it until your instructor opens it.",
    )


@blueprint.post("/sheets/<sheet_id>/withdraw")
def withdraw(sheet_id: str) -> Page:
    """Take one's submitted sheet back."""
    sheet = written(sheet_id)
    return _done(
        sheet,
        Kind.WITHDRAWN,
        lambda: steps.withdraw(session(), sheet, person()),
        "Withdrawn. You can change it again.",
    )


@blueprint.post("/sheets/<sheet_id>/discard")
def discard(sheet_id: str) -> Page:
    """Throw one's untouched draft away."""
    sheet = _stored(sheet_id)
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
def addendum(sheet_id: str) -> Page:
    """Add a note to an accepted sheet."""
    sheet = visible(sheet_id)
    note = request.form.get("note", "")
    return _done(
        sheet,
        None,
        lambda: steps.add_addendum(session(), sheet, person(), note),
        "The addendum is added.",
        typed=note,
    )


def _tell(refused: Refused, typed: str) -> None:
    """Say why not on the next page, or answer 409 where it would drop what was typed: that page prints it."""
    if typed.strip():
        abort(409, str(refused))
    flash(str(refused), "error")


def _done(
    sheet: RunSheet,
    kind: Kind | None,
    verb: Callable[[], object],
    said: str,
    *,
    typed: str = "",
    home: bool = False,
) -> AnyResponse:
    """Do it and commit, or say why not; then the page it was asked from. The step of this kind once more is not refused."""
    number = sheet.id
    try:
        verb()
    except Refused as refused:
        session().rollback()
        if kind is None or not steps.taken_already(session(), sheet, person(), kind):
            _tell(refused, typed)
            return redirect(_asked_from(number), 303)
    return made(url_for("sheet.home") if home else _asked_from(number), said)


def _asked_from(sheet_id: str) -> str:
    page = "sheet.check" if person().role == Role.TRAINEE else "review.desk"
    return url_for(page, sheet_id=sheet_id)


# Which sheet ----------------------------------------------------------------------------------------------------------


def visible(sheet_id: str) -> RunSheet:
    """The sheet, where this person may read it; 404 otherwise."""
    sheet = _stored(sheet_id)
    if sheet is None or sheet.discarded_at is not None or not steps.may_read(person(), sheet):
        abort(404)
    return sheet


def reviewed(sheet_id: str) -> RunSheet:
    """The sheet, where this person reviews it; 404 otherwise."""
    sheet = visible(sheet_id)
    if not steps.reviews(person(), sheet):
        abort(404)
    return sheet


def written(sheet_id: str) -> RunSheet:
    """The sheet, where this person writes it; 404 otherwise."""
    sheet = visible(sheet_id)
    if not steps.writes(person(), sheet):
        abort(404)
    return sheet


def _stored(sheet_id: str) -> RunSheet | None:
    """The sheet of this id, whoever may read it and even if it was discarded."""
    return session().get(RunSheet, sheet_id) if _SHEET_ID.fullmatch(sheet_id) else None
