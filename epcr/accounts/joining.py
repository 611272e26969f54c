"""Joining a class with its code: new here, or with an account."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from epcr.accounts.blueprint import blueprint
from epcr.accounts.forms import JoinAnotherForm, JoinForm
from epcr.isolates import isolated
from epcr.people import joins, persons
from epcr.people.corrections import usual_level
from epcr.people.ending import ClassEnded
from epcr.people.listing import read_login
from epcr.people.model import Person, Role
from epcr.people.password import check_new_password, hash_password
from epcr.refused import Refused
from epcr.visit.forms import say, typed
from epcr.visit.once import made, makes, press_key
from epcr.visit.page import Page
from epcr.visit.press import Press, answer, claim
from epcr.visit.signed_in import database, only_asked, person, remember, session, somebody
from epcr.visit.throttle import address, throttle


@blueprint.route("/join", methods=["GET", "POST"])
def join() -> Page:
    """A new trainee joins a class with its code. Who has an account already is led to where they join with it."""
    here = somebody()
    if only_asked() and here is not None and here.role == Role.TRAINEE:
        return redirect(url_for("people.join_another", code=request.args.get("code") or None))
    form = JoinForm(code=request.args.get("code", "")) if only_asked() else JoinForm()
    over = _of_ended_class(typed(form.code)) if only_asked() else ""
    if form.validate_on_submit():
        throttle().require("JOINS_PER_ADDRESS", address())
        try:
            joined = _joined(form)
        except Refused as refused:
            _slow_down(refused)
            say(form, refused)
        else:
            throttle().count("JOINS_PER_ADDRESS", address())
            remember(joined)
            flash(
                f"Welcome, {isolated(joined.name)}. You are in {isolated(joined.classrooms[0].name)}.", "good"
            )
            return redirect(url_for("sheet.home"), 303)
    status = 200 if only_asked() else 422
    return render_template("people/join.html", form=form, over=over), status


def _of_ended_class(code: str) -> str:
    """That the code in an old address is that of a class that has ended, before anybody types anything; else nothing."""
    try:
        joins.find_open_class(session(), code)
    except ClassEnded as ended:
        return str(ended)
    return ""


join.makes = True  # type: ignore[attr-defined]  # in a transaction of its own: nobody is signed in yet


def _slow_down(refused: Refused) -> None:
    """Count a wrong class code and hold up the next wrong one; the right code is never held up by what others tried."""
    if refused.field == "code" and not isinstance(refused, ClassEnded):
        throttle().take("JOIN_FAILURES_PER_ADDRESS", address())


def _joined(form: JoinForm) -> Person:
    # Everything that can be refused is, before the password is hashed and the database is locked for writing. Only who has
    # a class's code learns which logins are taken.
    with database().read() as reading:
        if joins.find_open_class(reading, typed(form.code)) is None:
            raise Refused(joins.NO_SUCH_CODE, "code")
        login = read_login(typed(form.login))
        if persons.find_person(reading, login) is not None:
            return _joined_before(form, login)
    check_new_password(typed(form.password), login)
    hashed = hash_password(typed(form.password))
    with database().write(login) as writing:
        key = press_key(nobody=True)
        if not key or claim(writing, key) is None:
            added = joins.join(
                writing,
                typed(form.code),
                login=login,
                name=typed(form.name),
                level=typed(form.level),
                password_hash=hashed,
            )
            if key:
                answer(writing, key, url_for("sheet.home"))
            return added
    return _joined_before(form, login)


def _joined_before(form: JoinForm, login: str) -> Person:
    """Whoever joined by this very press, and still has this password; for all others the login is taken."""
    with database().read() as reading:
        before = reading.get(Press, press_key(nobody=True))
        person = persons.verify(reading, login, typed(form.password)) if before else None
        if person is None or person.ended_at is not None or not person.classrooms:
            raise Refused(
                f"Somebody already has the login {login}. If that is you, sign in and join with the code there; "
                "if not, choose another.",
                "login",
            )
        return person


@blueprint.route("/join/another", methods=["GET", "POST"])
@makes
def join_another() -> Page:
    """A trainee who is here already joins another class."""
    form = JoinAnotherForm(code=request.args.get("code", ""), level=usual_level(session(), person()) or "")
    if form.validate_on_submit():
        try:
            classroom = joins.join_another(session(), person(), typed(form.code), typed(form.level))
        except Refused as refused:
            _slow_down(refused)
            say(form, refused)
        else:
            return made(url_for("sheet.home"), f"You are in {isolated(classroom.name)} now.")
    return render_template("people/join_another.html", form=form), 200 if only_asked() else 422
