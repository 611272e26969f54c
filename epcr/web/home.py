"""Where a person starts: their sheets, the review queue or the people; and the form that begins a sheet."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.people.model import Person, Role
from epcr.people.roster import was_in
from epcr.refused import Refused
from epcr.scenarios import begin as begin_sheet
from epcr.scenarios import scenarios
from epcr.visit.once import made, makes
from epcr.visit.signed_in import person, session
from epcr.web.home_view import home_page
from epcr.web.own_sheets import own_sheets
from epcr.web.sheet_pages import blueprint


@blueprint.get("/")
def home() -> str | AnyResponse:
    """Where a person starts: their sheets, the review queue, or the people."""
    who = person()
    if who.role == Role.INSTRUCTOR:
        return redirect(url_for("review.queue"))
    if who.role == Role.ADMINISTRATOR:
        return redirect(url_for("people.everybody"))
    return _home(who)


def _home(who: Person, *, no_class: str = "") -> str:
    """A page of a trainee's own sheets, and the form that begins one; `no_class` says why none was begun."""
    asked = request.args.get("ended") == "1", request.args.get("page", 1, type=int)
    shown = own_sheets(session(), who, show_ended=asked[0], page=asked[1])
    chosen = request.form.get("scenario")  # none by itself: the first would be so by its name alone
    return render_template("sheet/home.html", page=home_page(who, shown, chosen=chosen, no_class=no_class))


@blueprint.post("/sheets")
@makes
def begin() -> AnyResponse | tuple[str, int]:
    """Begin a sheet, blank or from a scenario; the page again where it is not said in which class."""
    who = person()
    if not request.form.get("classroom"):
        session().rollback()
        return _home(who, no_class="Choose the class that this run sheet is for."), 422
    number = request.form.get("classroom", 0, type=int)
    classroom = next((room for room in who.classrooms if room.id == number), None)
    if classroom is None and was_in(session(), who, number):
        flash("You are no longer in that class. Choose a class below, or join one with its code.", "warning")
        return redirect(url_for("sheet.home"), 303)
    if classroom is None:
        abort(404)
    name = request.form.get("scenario", "")
    if name and name not in scenarios():
        abort(404)
    try:
        sheet = begin_sheet(session(), classroom, who, scenarios().get(name))
    except Refused as refused:
        session().rollback()
        flash(str(refused), "warning")
        return redirect(url_for("sheet.home"), 303)
    return made(url_for("sheet.call", sheet_id=sheet.id))
