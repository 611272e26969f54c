"""The pages of an agency's document, for whoever teaches the class: look at it, take it, empty the lists again."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from epcr.accounts.taught import taught
from epcr.agencies.agency_set import AgencySet
from epcr.agencies.forms import LookForm, TakeForm, unpacked
from epcr.agencies.set_view import agency_set_page, shown_of, taking_page
from epcr.agencies.taking import empty as empty_lists
from epcr.agencies.taking import take as take_document
from epcr.agencies.taking import taking
from epcr.isolates import isolated
from epcr.people.classrooms import hold_class
from epcr.people.ending import require_going_on
from epcr.people.model import Classroom
from epcr.refused import Refused
from epcr.visit.forms import JustAsk, say
from epcr.visit.once import made, makes
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import only_asked, person, session

blueprint = Blueprint(
    "agencies", __name__, url_prefix="/classes/<int(max=2147483647):number>/agency/document"
)


@blueprint.route("", methods=["GET", "POST"])
def look(number: int) -> Page:
    """Choose a document, and look at what it would change; nothing is taken yet."""
    classroom, form = taught(number), LookForm()
    if not form.validate_on_submit():
        return _choose(classroom, form), 200 if only_asked() else 422
    try:
        packed = form.packed()
        document = unpacked(packed)
        require_going_on(classroom, "Its agency stays as it is.")
    except Refused as refused:
        say(form, refused)
        return _choose(classroom, form), 422
    return _preview(classroom, document, packed)


@blueprint.post("/take")
@makes
@decides
def take(number: int) -> Page:
    """Take a document that was looked at, as it was shown."""
    classroom, form = taught(number), TakeForm()
    again = LookForm(formdata=None)
    if not form.validate_on_submit():
        return _choose(classroom, again), 422
    try:
        document = unpacked(form.packed())
        hold_class(session(), classroom)
        if was_shown().moved(taking(session(), classroom, document).shown()):
            session().rollback()
            return _preview(taught(number), document, form.packed(), moved=True), 409
        take_document(session(), classroom, person(), document)
    except Refused as refused:
        session().rollback()
        say(again, refused)
        return _choose(taught(number), again), 422
    return made(
        url_for("agencies.look", number=number),
        f"{isolated(classroom.name)} has the agency’s lists now. Nothing is filled in on a sheet before somebody chooses it.",
    )


@blueprint.post("/empty")
@makes
@decides
def empty(number: int) -> Page:
    """Take people, units and destinations out of the class again; names and rules of the agency stay."""
    classroom, form = taught(number), JustAsk()
    if not form.validate_on_submit() or was_shown().moved(shown_of(session(), classroom)):
        session().rollback()
        return _choose(taught(number), LookForm(formdata=None), moved=True), 409
    empty_lists(session(), classroom)
    return made(
        url_for("agencies.look", number=number), "The lists are empty. What stands on sheets stays there."
    )


def _choose(classroom: Classroom, form: LookForm, *, moved: bool = False) -> str:
    page = agency_set_page(session(), classroom, moved=moved)
    return render_template("agencies/document.html", page=page, form=form)


def _preview(classroom: Classroom, document: AgencySet, packed: str, *, moved: bool = False) -> str:
    change = taking(session(), classroom, document)
    page = taking_page(classroom, document, change, packed, moved=moved)
    return render_template("agencies/taking.html", page=page)
