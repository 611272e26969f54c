"""The pages of what ends: each asks first, shows whose work hangs on it, and does nothing where that has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.accounts.taught import taught
from epcr.endings import facts, steps
from epcr.endings.forms import EndClassForm
from epcr.endings.view import about_account, about_class
from epcr.people import roster
from epcr.people.classrooms import hold_class
from epcr.people.ending import goes_on, history_of, in_words
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.sheet.context import Context
from epcr.visit.forms import JustAsk, say
from epcr.visit.once import made, makes
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import only_asked, person, session

blueprint = Blueprint("endings", __name__)
_CLASS = "/classes/<int(max=2147483647):number>"
_PERSON = "/people/<int(max=2147483647):person_id>"


# A class --------------------------------------------------------------------------------------------------------------


@blueprint.route(f"{_CLASS}/end", methods=["GET", "POST"])
@makes
@decides
def end_class(number: int) -> Page:
    """End a class, change the day until which its sheets can be changed, or open it again."""
    classroom = taught(number)
    form = EndClassForm(meta={"context": Context()})
    if only_asked():
        form.suggest(classroom.drafts_until or steps.usual_day(classroom))
        return _class_page(classroom, form)
    hold_class(session(), classroom)
    moved: list[str] = []
    if form.validate_on_submit():
        day = form.day
        if day is None:
            say(form, Refused("Type the last day on which run sheets can be changed.", "until"))
        elif classroom.drafts_until == day:  # another page, or another person, was faster
            return made(_class(number), f"{classroom.name} has ended already, with this day.")
        elif not (moved := was_shown().moved(facts.shown_of(facts.of_class(session(), classroom)))):
            return _ended(classroom, form, day)
    session().rollback()
    return _class_page(taught(number), form, moved), 409 if moved else 422


def _ended(classroom: Classroom, form: EndClassForm, day: date) -> Page:
    number, changed = classroom.id, not goes_on(classroom)
    try:
        steps.end_class(session(), classroom, day)
    except Refused as refused:
        session().rollback()
        say(form, refused)
        return _class_page(taught(number), form), 422
    until = f"Its run sheets can be changed and submitted until {in_words(day)}."
    return made(_class(number), until if changed else f"{classroom.name} has ended. {until}")


def _class_page(classroom: Classroom, form: EndClassForm, moved: Sequence[str] = ()) -> str:
    page = about_class(classroom, facts.of_class(session(), classroom), moved)
    return render_template("endings/class.html", page=page, form=form)


@blueprint.post(f"{_CLASS}/open")
@makes
def open_class(number: int) -> Page:
    """Let a class that has ended go on."""
    classroom = taught(number)
    if not steps.open_class(session(), classroom):
        return made(_class(number), f"{classroom.name} goes on already.")
    return made(
        _class(number),
        f"{classroom.name} goes on. Joining is closed; open it when trainees are to join with the code.",
    )


@blueprint.route(f"{_CLASS}/teach-no-longer", methods=["GET", "POST"])
@makes
@decides
def teach_no_longer(number: int) -> Page:
    """Stop teaching a class, at one's own wish."""
    who, classroom = person(), session().get(Classroom, number)
    if (
        classroom is not None
        and who not in classroom.people
        and who in roster.gone_from(session(), classroom)
    ):
        return made(url_for("people.classes"), f"You no longer teach {classroom.name}.")
    classroom = taught(number)
    form = JustAsk()
    moved: list[str] = []
    if form.validate_on_submit():
        hold_class(session(), classroom)
        moved = was_shown().moved(facts.shown_of(facts.of_teaching(session(), classroom, who)))
        try:
            if not moved:
                roster.teach_no_longer(session(), classroom, who)
                done = f"You no longer teach {classroom.name}. What you wrote about its sheets stays."
                return made(url_for("people.classes"), done)
        except Refused as refused:
            say(form, refused)
        session().rollback()
        classroom, who = taught(number), person()
    page = about_class(classroom, facts.of_teaching(session(), classroom, who), moved)
    status = 200 if only_asked() else 409
    return render_template("endings/teach_no_longer.html", page=page, form=form), status


# An account -----------------------------------------------------------------------------------------------------------


@blueprint.route(f"{_PERSON}/end", methods=["GET", "POST"])
@makes
@decides
def end_account(person_id: int) -> Page:
    """End an account, or open it again."""
    account = _person(person_id)
    form = JustAsk()
    moved: list[str] = []
    if form.validate_on_submit():
        try:
            if account.ended_at is not None:
                return made(_everybody(), f"The account of {account.name} has ended already.")
            moved = was_shown().moved(facts.shown_of(facts.of_account(session(), account)))
            if not moved:
                steps.end_account(session(), account, person())
                done = f"The account of {account.name} has ended, and they are signed out everywhere. What they wrote stays."
                return made(_everybody(), done)
        except Refused as refused:
            say(form, refused)
        session().rollback()
        account = _person(person_id)
    shown, history = facts.of_account(session(), account), history_of(session(), account)
    page = about_account(account, shown, moved, history, own=account.id == person().id)
    return render_template("endings/account.html", page=page, form=form), 200 if only_asked() else 409


@blueprint.post(f"{_PERSON}/open")
@makes
def open_account(person_id: int) -> AnyResponse:
    """Let somebody sign in again."""
    account = _person(person_id)
    opened = steps.open_account(session(), account)
    done = (
        f"{account.name} can sign in again, with the password they had."
        if opened
        else f"{account.name} can sign in."
    )
    return made(_everybody(), done)


def _person(number: int) -> Person:
    account = session().get(Person, number)
    if account is None:
        abort(404)
    return account


def _class(number: int) -> str:
    return url_for("people.classroom", number=number)


def _everybody() -> str:
    return url_for("people.everybody")
