"""The agency that a class plays: which programs there are to take part in, and what is kept of the form.

It refuses to know what a program permits.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from epcr.broken_schema import BrokenSchema
from epcr.checks.own_rules import own_ruleset
from epcr.class_rules import steps
from epcr.class_rules.forms import AgencyForm
from epcr.export.nemsis.agency import ELEMENTS
from epcr.export.nemsis.table import elements
from epcr.people.model import Classroom
from epcr.refused import Refused
from epcr.scope import Ruleset, rulesets
from epcr.sheet.vocabulary import vocabulary
from epcr.visit.forms import choices, typed
from epcr.wording import one_line

# What documents for other systems say of the agency: the lists that three of them are chosen from, and the words for no answer.
LISTS: Final = {
    "state": ("state", "Not said"), "payment": ("payment", "Nobody is billed"), "service_level": ("service_level", "Nobody is billed"),
}  # fmt: skip


def programs_offered(session: Session, classroom: Classroom) -> dict[str, str]:
    """The programs by id: those that the class's ruleset declares, and those that the class takes part in already."""
    ruleset = _judging(session, classroom)
    declared = dict(ruleset.programs) if ruleset else {}
    held = (classroom.agency or {}).get("programs") or ()
    return {**declared, **{name: f"{name} (not in this ruleset)" for name in held if name not in declared}}


def offer(form: AgencyForm, offered: dict[str, str]) -> None:
    """Let the form offer what can be chosen."""
    form.programs.choices = choices(*offered.items())
    for name, (terms, nothing) in LISTS.items():
        listed = ((term.standard, term.label) for term in vocabulary(terms))
        form[name].choices = choices(("", nothing), *listed)


def fill(form: AgencyForm, classroom: Classroom, offered: dict[str, str]) -> AgencyForm:
    """Write the agency that is stored into the form, and note that the form was opened with it."""
    offer(form, offered)
    held = classroom.agency or {}
    form.programs.data = list(held.get("programs") or ())
    for name in ("medical_control", "standing_orders"):
        form[name].data = "no" if held.get(name) is False else "yes"
    for name in ELEMENTS:
        form[name].data = held.get(name) or ""
    form.opened(classroom.version)
    return form


def agency_chosen(form: AgencyForm, offered: dict[str, str]) -> dict[str, Any] | None:
    """What the form tells; None where it is the usual agency. Raises Refused."""
    programs = list(dict.fromkeys(form.programs.data or ()))
    if not offered.keys() >= set(programs):
        raise Refused("Choose the programs from the list.", "programs")
    answers = {name: typed(form[name]) for name in ("medical_control", "standing_orders")}
    for name, answer in answers.items():
        if answer not in {"yes", "no"}:
            raise Refused("Choose yes or no.", name)
    documents = _of_documents(form)
    if not programs and set(answers.values()) == {"yes"}:
        return documents or None
    judged = {"programs": programs, **{name: answer == "yes" for name, answer in answers.items()}}
    return {**judged, **documents}


def _of_documents(form: AgencyForm) -> dict[str, str]:
    """What documents for other systems say of the agency, where anything is said. Raises Refused for what the standard does not take."""
    written = {name: one_line(typed(form[name])) for name in ELEMENTS}
    for name, text in written.items():
        kind = elements()[ELEMENTS[name]].type
        if text and kind is not None and not kind.fits(text):
            longest = f"Write at most {kind.longest} characters" if kind.is_text else "Choose from the list"
            raise Refused(f"{longest}, or leave it empty.", name)
    return {name: text for name, text in written.items() if text}


def _judging(session: Session, classroom: Classroom) -> Ruleset | None:
    own = steps.find(session, classroom, classroom.ruleset)
    if own is None:
        return rulesets().get(classroom.ruleset)
    try:
        return own_ruleset(own.newest())
    except BrokenSchema:
        return None
