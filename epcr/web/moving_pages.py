"""The page on which a sheet is moved to another class: choose the class, read what would change, move it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from epcr.people.model import Classroom
from epcr.refused import Refused
from epcr.review import moving
from epcr.review.whose_sheet import visible
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.forms import JustAsk
from epcr.visit.once import made, makes
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session
from epcr.web.move_view import back, move_page

blueprint = Blueprint("moving", __name__)
MEANWHILE = "Not moved yet: what moving would do has changed. Read it as it is now, then move it again."


@blueprint.get("/sheets/<sheet_id>/move")
def choose(sheet_id: str) -> Page:
    """Which class; where it is known or there is only one, what would change."""
    sheet = _movable(sheet_id)
    others = moving.other_classes(session(), person(), sheet)
    chosen = _chosen(others, request.args.get("to", 0, type=int))
    return _page(sheet, others, chosen or (others[0] if len(others) == 1 else None))


@blueprint.post("/sheets/<sheet_id>/move")
@makes
@decides
def move(sheet_id: str) -> Page:
    """Move it as it was shown, or show again what would change."""
    sheet = _movable(sheet_id)
    number = request.form.get("to", 0, type=int)
    others = moving.other_classes(session(), person(), sheet)
    if number == sheet.classroom_id:  # moved on another page meanwhile, which is what was asked for
        return made(back(sheet), "It is in that class already.", tone="note")
    target = _chosen(others, number)
    if target is None:
        flash("That class has ended, or you are in it no longer. Choose another one.", "warning")
        return redirect(url_for("moving.choose", sheet_id=sheet.id), 303)
    name = target.name
    try:
        moving.move(session(), sheet, person(), target, was_shown())
    except Refused as refused:
        session().rollback()
        flash(str(refused), "stop")
        return redirect(url_for("moving.choose", sheet_id=sheet_id), 303)
    except moving.ChangedMeanwhile:
        session().rollback()
        return _page(sheet, others, target, meanwhile=MEANWHILE), 409
    return made(back(sheet), f"Moved to {name}. What was written and the verdicts given stay as they were.")


def _page(sheet: RunSheet, others: list[Classroom], target: Classroom | None, *, meanwhile: str = "") -> str:
    why_not = moving.why_not(session(), sheet)
    preview = moving.preview(session(), sheet, target) if target and not why_not else None
    shown = move_page(sheet, others, target, why_not=why_not, meanwhile=meanwhile)
    return render_template("sheet/move.html", page=shown, preview=preview, form=JustAsk())


def _movable(sheet_id: str) -> RunSheet:
    """The sheet, where this person may move it; 404 otherwise."""
    sheet = visible(sheet_id)
    if not moving.may_move(person(), sheet):
        abort(404)
    return sheet


def _chosen(others: list[Classroom], number: int) -> Classroom | None:
    return next((room for room in others if room.id == number), None)
