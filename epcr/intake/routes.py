"""The pages about the document that a sheet came from, or goes out as."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for

from epcr.intake.checking import checked_export
from epcr.intake.exercise_view import exercise_page
from epcr.intake.further_view import further_page
from epcr.intake.handing_out import hand_out, trainees_of, who_has_it
from epcr.people.model import Classroom
from epcr.refused import Refused
from epcr.review.whose_sheet import reviewed, visible
from epcr.sheet.imported import ImportedReport
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.forms import JustAsk, say, sent_number
from epcr.visit.once import made, makes
from epcr.visit.page import Page
from epcr.visit.signed_in import only_asked, session
from epcr.words.naming import listed

blueprint = Blueprint("intake", __name__)


@blueprint.get("/sheets/<sheet_id>/document/further")
def further(sheet_id: str) -> str:
    """What an imported sheet has no fields for."""
    sheet = visible(sheet_id)
    if sheet.imported is None:
        abort(404)
    return render_template("intake/further.html", page=further_page(sheet, sheet.imported))


@blueprint.get("/sheets/<sheet_id>/document/check")
def check(sheet_id: str) -> str:
    """What the standard, and what it leaves unchecked, says of a sheet as it would go out now."""
    return render_template("intake/check.html", page=checked_export(reviewed(sheet_id)))


@blueprint.route("/sheets/<sheet_id>/document/exercise", methods=["GET", "POST"])
@makes
def exercise(sheet_id: str) -> Page:
    """Hand an imported report out: each chosen trainee of the class gets a sheet of their own with the report as it came."""
    sheet, form = reviewed(sheet_id), JustAsk()
    if sheet.imported is None:
        abort(404)
    classroom = session().get_one(Classroom, sheet.classroom_id)
    if only_asked():
        return _exercise_page(sheet, sheet.imported, classroom, form)
    try:
        if form.validate_on_submit():
            return _handed_out(sheet.imported, classroom)
    except Refused as refused:
        say(form, refused)
    session().rollback()
    again = reviewed(sheet_id)
    if again.imported is None:
        abort(404)
    return _exercise_page(again, again.imported, classroom, form), 422


def _handed_out(imported: ImportedReport, classroom: Classroom) -> Page:
    chosen = {sent_number(number) for number in request.form.getlist("trainee")}
    if not chosen:
        raise Refused("Choose at least one trainee.")
    names = [trainee.name for trainee in hand_out(session(), classroom, imported, chosen)]
    address = url_for("intake.exercise", sheet_id=imported.run_sheet_id)
    who = f"Handed out to {listed(names, 'and')}." if names else "Whoever you chose has it already."
    return made(address, who, tone="good" if names else "note")


def _exercise_page(sheet: RunSheet, imported: ImportedReport, classroom: Classroom, form: JustAsk) -> str:
    trainees = tuple(trainees_of(session(), classroom))
    page = exercise_page(sheet, classroom, trainees, who_has_it(session(), classroom, imported))
    return render_template("intake/exercise.html", page=page, form=form)
