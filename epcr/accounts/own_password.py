"""One's own new password."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for

from epcr.accounts.blueprint import blueprint
from epcr.accounts.forms import PasswordForm
from epcr.accounts.refused_sign_in import WRONG_ON_ITS_PAGE, note_refused
from epcr.accounts.signing_in import one_guess
from epcr.people import passwords
from epcr.people.model import Person
from epcr.people.password import check_new_password, hash_password, matches
from epcr.refused import Refused
from epcr.visit.forms import typed
from epcr.visit.page import Page
from epcr.visit.signed_in import only_asked, person, remember, session


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> Page:
    """One's own new password; it ends every other sign-in."""
    form = PasswordForm()
    if form.validate_on_submit() and (changed := _changed(person(), form)) is not None:
        return changed
    return render_template(
        "people/password.html", form=form, must=person().must_change_password
    ), 200 if only_asked() else 422


def _changed(who: Person, form: PasswordForm) -> Page | None:
    """Change the password; None, with a sentence at its field, where that cannot be."""
    right = one_guess(who.login, "password page")
    number, login, stored = who.id, who.login, who.password_hash
    session().rollback()  # nobody waits for the write lock while two passwords are hashed
    if not matches(stored, typed(form.current_password)):
        note_refused(WRONG_ON_ITS_PAGE, login)
        form.current_password.errors = ["That was not your current password."]
        return None
    right()
    try:
        check_new_password(typed(form.new_password), login, until_now=typed(form.current_password))
    except Refused as refused:
        form.new_password.errors = [str(refused)]
        return None
    hashed = hash_password(typed(form.new_password))
    who = session().get_one(Person, number)
    if who.ended_at is not None:
        abort(401)
    passwords.set_password(session(), who, hashed, must_change=False)
    session().commit()
    remember(who)
    flash("Your password is changed. You are signed out everywhere else.", "good")
    return redirect(url_for("sheet.home"), 303)
