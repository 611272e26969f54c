"""The pages of the scenarios for instructors: the list, and one scenario to read out from or to print."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from epcr.refused import Refused
from epcr.review.whose_sheet import reviewed
from epcr.scenarios.model_sheet import make_model, model_of
from epcr.scenarios.model_view import model_page
from epcr.scenarios.scenario import KINDS, scenarios
from epcr.scenarios.view import read_out_page, scenario_lines
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.forms import JustAsk, say
from epcr.visit.page import Page
from epcr.visit.signed_in import only_asked, person, session

blueprint = Blueprint("scenarios", __name__)


@blueprint.get("/scenarios")
def listed() -> str:
    """All scenarios, one kind after the other."""
    in_order = sorted(scenarios().values(), key=lambda scenario: list(KINDS).index(scenario.kind))
    return render_template("scenarios/list.html", scenarios=scenario_lines(in_order))


@blueprint.get("/scenarios/<scenario_id>")
def read_out(scenario_id: str) -> str:
    """What the instructor reads out, and what is true in the patient by the minute."""
    scenario = scenarios().get(scenario_id)
    if scenario is None:
        abort(404)
    return render_template("scenarios/read_out.html", page=read_out_page(scenario))


@blueprint.route("/sheets/<sheet_id>/model", methods=["GET", "POST"])
def model_sheet(sheet_id: str) -> Page:
    """A sheet beside the model of its scenario; and let it be the model of one."""
    sheet, form = reviewed(sheet_id), JustAsk()
    if only_asked():
        return _model_page(sheet, form)
    scenario = scenarios().get(request.form.get("scenario", ""))
    if form.validate_on_submit() and scenario is not None:
        make_model(session(), sheet, scenario, person())
        session().commit()
        flash(f"This sheet is the model sheet of {scenario.title} now.", "good")
        return redirect(url_for("scenarios.model_sheet", sheet_id=sheet.id), 303)
    if scenario is None:
        say(form, Refused("Choose the scenario whose call this sheet is of."))
    return _model_page(sheet, form), 422


def _model_page(sheet: RunSheet, form: JustAsk) -> str:
    kept = model_of(session(), sheet)
    model = kept.thawed(session()) if kept is not None else None
    page = model_page(sheet, kept, model, scenarios().values())
    return render_template("scenarios/model.html", page=page, form=form)
