"""A new password for somebody else, shown until it is taken note of."""

from __future__ import annotations

from flask import abort, render_template

from epcr.accounts.blueprint import blueprint
from epcr.accounts.reset_view import reset_page
from epcr.accounts.slip_pages import secret, show_made
from epcr.accounts.taught import person_of, taught
from epcr.people import passwords
from epcr.people.model import Classroom, Person
from epcr.people.slip import password_on
from epcr.sheet.section import new_id
from epcr.visit.forms import JustAsk
from epcr.visit.once import makes
from epcr.visit.page import Page
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session
from epcr.visit.throttle import throttle


@blueprint.route(
    "/classes/<int(max=2147483647):number>/people/<int(max=2147483647):person_id>/password",
    methods=["GET", "POST"],
)
@makes
@decides
def reset_trainee(number: int, person_id: int) -> Page:
    """Set a new password for a trainee of the class and show it until it is taken note of."""
    classroom = taught(number)
    trainee = person_of(person_id)
    if trainee not in classroom.people or not passwords.may_reset(person(), trainee):
        abort(404)
    return _reset(trainee, classroom)


@blueprint.route("/people/<int(max=2147483647):person_id>/password", methods=["GET", "POST"])
@makes
@decides
def reset_person(person_id: int) -> Page:
    """Set a new password for somebody and show it until it is taken note of."""
    somebody = person_of(person_id)
    if not passwords.may_reset(person(), somebody):
        abort(404)
    return _reset(somebody, None)


def _reset(somebody: Person, classroom: Classroom | None) -> Page:
    form = JustAsk()
    asked = form.validate_on_submit()
    if not asked or not was_shown().holds("sign-in", somebody.session_epoch):
        page = reset_page(somebody, classroom, moved=asked)
        return render_template("people/reset.html", page=page, form=form), 409 if asked else 200
    slip_id, login = new_id(), somebody.login
    passwords.reset_password(session(), person(), somebody, password_on(secret(), slip_id, login))
    shown = show_made(slip_id, [somebody], classroom)
    throttle().forgive_all(login)
    return shown
