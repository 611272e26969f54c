"""Where a person starts: their sheets, the review queue or the people; and the form that begins a sheet."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from epcr.people.ending import goes_on
from epcr.people.model import Person, Role
from epcr.people.roster import was_in
from epcr.refused import Refused
from epcr.review import steps
from epcr.scenarios import begin as begin_sheet
from epcr.scenarios import scenarios
from epcr.sheet.run_sheet import RunSheet, reading_only
from epcr.visit.once import made, makes
from epcr.visit.signed_in import person, session
from epcr.web import ended, whose_class
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
    """A trainee's own sheets, and the form that begins one; `no_class` says why none was begun."""
    sheets = session().scalars(
        select(RunSheet)
        .options(*reading_only("patient", "history"))
        .where(RunSheet.trainee_id == who.id, RunSheet.discarded_at.is_(None))
        .order_by(RunSheet.created_at.desc())
    )
    shown = ended.parted(session(), sheets, show_ended=request.args.get("ended") == "1")
    stand = steps.standings(session(), shown.sheets)
    return render_template(
        "sheet/home.html",
        rows=[{"sheet": sheet, "standing": stand[sheet.id]} for sheet in shown.sheets],
        scenarios=scenarios(),
        shown=shown,
        classrooms=whose_class.offered(who),
        over=[one for one in who.classrooms if not goes_on(one)],
        rooms=whose_class.names_on_list(who, shown.sheets),
        no_class=no_class,
        chosen=request.form.get("scenario", next(iter(scenarios()), "")),
    )


@blueprint.post("/sheets")
@makes
def begin() -> AnyResponse | tuple[str, int]:
    """Begin a sheet, blank or from a scenario; the page again where it is not said in which class."""
    who = person()
    if not request.form.get("classroom"):
        session().rollback()
        return _home(who, no_class="Choose the class that this run sheet is for."), 422
    number = request.form.get("classroom", 0, type=int)
    classroom = next((one for one in who.classrooms if one.id == number), None)
    if classroom is None and was_in(session(), who, number):
        flash(
            "You are not in that class any more. Choose a class below, or join one with its code.", "warning"
        )
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
    return made(url_for("sheet.section", sheet_id=sheet.id, slug="incident"))
