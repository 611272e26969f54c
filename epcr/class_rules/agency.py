"""The agency that a class plays: which programs there are to take part in, and what is kept of the form.

It refuses to know what a program permits.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from epcr.broken_schema import BrokenSchema
from epcr.checks.own_rules import own_ruleset
from epcr.class_rules import steps
from epcr.class_rules.forms import AgencyForm
from epcr.people.model import Classroom
from epcr.refused import Refused
from epcr.scope import Ruleset, rulesets
from epcr.visit.forms import choices, typed


def programs_offered(session: Session, classroom: Classroom) -> dict[str, str]:
    """The programs by id: those that the class's ruleset declares, and those that the class takes part in already."""
    ruleset = _judging(session, classroom)
    declared = dict(ruleset.programs) if ruleset else {}
    held = (classroom.agency or {}).get("programs") or ()
    return {**declared, **{name: f"{name} (not in this ruleset)" for name in held if name not in declared}}


def fill(form: AgencyForm, classroom: Classroom, offered: dict[str, str]) -> AgencyForm:
    """Write the agency that is stored into the form, and note that the form was opened with it."""
    form.programs.choices = choices(*offered.items())
    held = classroom.agency or {}
    form.programs.data = list(held.get("programs") or ())
    for name in ("medical_control", "standing_orders"):
        form[name].data = "no" if held.get(name) is False else "yes"
    form.opened(classroom.version)
    return form


def agency_chosen(form: AgencyForm, offered: dict[str, str]) -> dict[str, Any] | None:
    """What the form tells; None where it is the usual agency. Raises Refused."""
    programs = list(dict.fromkeys(form.programs.data or ()))
    if not offered.keys() >= set(programs):
        raise Refused("Choose the programs from the list.", "programs")
    chosen = {"programs": programs}
    answers = {name: typed(form[name]) for name in ("medical_control", "standing_orders")}
    for name, answer in answers.items():
        if answer not in {"yes", "no"}:
            raise Refused("Choose yes or no.", name)
    if not programs and set(answers.values()) == {"yes"}:
        return None
    return {**chosen, **{name: answer == "yes" for name, answer in answers.items()}}


def _judging(session: Session, classroom: Classroom) -> Ruleset | None:
    own = steps.find(session, classroom, classroom.ruleset)
    if own is None:
        return rulesets().get(classroom.ruleset)
    try:
        return own_ruleset(own.newest())
    except BrokenSchema:
        return None
