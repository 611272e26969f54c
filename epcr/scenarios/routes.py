"""The pages of the scenarios for instructors: the list, and one scenario to read out from or to print."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from epcr.scenarios.scenario import KINDS, scenarios
from epcr.scenarios.view import read_out_page, scenario_lines

blueprint = Blueprint("scenarios", __name__, url_prefix="/scenarios")


@blueprint.get("")
def listed() -> str:
    """All scenarios, one kind after the other."""
    in_order = sorted(scenarios().values(), key=lambda scenario: list(KINDS).index(scenario.kind))
    return render_template("scenarios/list.html", scenarios=scenario_lines(in_order))


@blueprint.get("/<scenario_id>")
def read_out(scenario_id: str) -> str:
    """What the instructor reads out, and what is true in the patient by the minute."""
    scenario = scenarios().get(scenario_id)
    if scenario is None:
        abort(404)
    return render_template("scenarios/read_out.html", page=read_out_page(scenario))
