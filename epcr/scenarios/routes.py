"""The pages of the scenarios for instructors: the list, and one scenario to read out from or to print."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from epcr.scenarios.scenario import KINDS, scenarios
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary

blueprint = Blueprint("scenarios", __name__, url_prefix="/scenarios")


@blueprint.get("")
def listed() -> str:
    """All scenarios, one kind after the other."""
    in_order = sorted(scenarios().values(), key=lambda one: list(KINDS).index(one.kind))
    return render_template("scenarios/list.html", scenarios=in_order, levels=vocabulary("level"))


@blueprint.get("/<scenario_id>")
def read_out(scenario_id: str) -> str:
    """What the instructor reads out, and what is true in the patient by the minute."""
    scenario = scenarios().get(scenario_id)
    if scenario is None:
        abort(404)
    return render_template(
        "scenarios/read_out.html",
        scenario=scenario,
        levels=vocabulary("level"),
        interventions=catalog().terms,
    )
