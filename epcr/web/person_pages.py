"""The page of one person, for whoever teaches them and for the administrator: what is known of them, and correcting it.

The verbs are those of the people.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms
from flask import Blueprint, abort, flash, redirect, render_template, request

from epcr.accounts.forms import levels
from epcr.accounts.taught import taught
from epcr.people import corrections
from epcr.people.listing import LONGEST_LOGIN, LONGEST_NAME
from epcr.people.model import Classroom, Membership, Person, Role
from epcr.visit.forms import at_most, needed, typed
from epcr.visit.meanwhile import FieldConflict, Versioned
from epcr.visit.page import Page
from epcr.visit.showing import decides
from epcr.visit.signed_in import only_asked, person, session
from epcr.web.person_view import person_page

blueprint = Blueprint("person", __name__)
_LARGEST = 2_147_483_647  # what a column of PostgreSQL holds
_NUMBER = f"int(max={_LARGEST})"


class NameForm(Versioned):
    """The name of a person, and what is said beside it."""

    name = wtforms.StringField("Name", [needed("Type the name."), at_most(LONGEST_NAME, "the name")])


class InClassForm(NameForm):
    """A trainee of a class: name, and the level that they play there."""

    level = wtforms.SelectField("Plays here as", default="", validate_choice=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the levels, and the one that is stored even where the list no longer has it."""
        super().__init__(*given, **named)
        stored = named.get("level") or ""
        offered = levels()
        if stored not in {choice.value for choice in offered}:
            offered.append(type(offered[0])(stored, stored))
        self.level.choices = offered


class AnybodyForm(NameForm):
    """Anybody, for the administrator: name and login."""

    login = wtforms.StringField("Login", [needed("Type the login."), at_most(LONGEST_LOGIN, "the login")])


@blueprint.route(f"/classes/<{_NUMBER}:number>/people/<{_NUMBER}:person_id>", methods=["GET", "POST"])
@decides
def in_class(number: int, person_id: int) -> Page:
    """A trainee of a class: correct the name, and the level that they play there."""
    classroom = taught(number)
    account = session().get(Person, person_id)
    if (
        account is None
        or account.role != Role.TRAINEE
        or not corrections.may_correct(person(), account, classroom)
    ):
        abort(404)
    return _page(account, classroom)


@blueprint.route(f"/people/<{_NUMBER}:person_id>", methods=["GET", "POST"])
@decides
def anybody(person_id: int) -> Page:
    """Anybody, for the administrator: correct name and login."""
    account = session().get(Person, person_id)
    if account is None or not corrections.may_correct(person(), account, None):
        abort(404)
    return _page(account, None)


def _form(account: Person, classroom: Classroom | None, **more: Any) -> NameForm:
    if classroom is None:
        return AnybodyForm(name=account.name, login=account.login, **more)
    membership = session().get_one(Membership, (account.id, classroom.id))
    return InClassForm(name=account.name, level=membership.level or "", **more)


def _page(account: Person, classroom: Classroom | None) -> Page:
    form, conflict = _form(account, classroom), list[FieldConflict]()
    if form.validate_on_submit():
        corrections.hold_person(session(), account)
        before = account.version
        stored = _form(account, classroom, formdata=None)
        saved, conflict = form.save(stored, account.version, lambda: _correct(account, classroom, form))
        if saved:
            changed = account.version != before
            session().commit()
            flash("Corrected." if changed else "Nothing was changed.", "good" if changed else "note")
            return redirect(request.script_root + request.path, 303)
        session().rollback()
    elif only_asked():
        form.opened(account.version)
    status = 200 if only_asked() else 409 if conflict else 422
    return _shown(account, classroom, form, conflict), status


def _correct(account: Person, classroom: Classroom | None, form: NameForm) -> None:
    """Write what was corrected. Raises Refused."""
    if isinstance(form, AnybodyForm):
        corrections.correct_login(session(), account, typed(form.login))
    if isinstance(form, InClassForm) and classroom is not None:
        corrections.correct_level(session(), account, classroom, typed(form.level))
    corrections.correct_name(session(), account, typed(form.name))


def _shown(
    account: Person, classroom: Classroom | None, form: NameForm, conflict: Sequence[FieldConflict]
) -> str:
    lines = corrections.corrections_of(session(), account, classroom)
    page = person_page(account, classroom, person(), lines, corrections.levels_of(session(), account))
    return render_template("people/person.html", page=page, form=form, conflict=conflict)
