"""Signing in and out; a new password first, where another person set it."""

from __future__ import annotations

import re
from typing import Final

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.accounts.access import ACCESS, BEFORE_NEW_PASSWORD
from epcr.accounts.blueprint import blueprint
from epcr.accounts.forms import SignInForm
from epcr.accounts.signing_in import whose
from epcr.people import passwords, persons
from epcr.visit.page import Page
from epcr.visit.signed_in import forget, only_asked, remember, session, somebody
from epcr.visit.spoken import translated
from epcr.words.language import gettext

# In the configuration: the accounts whose passwords are published, for the page of a server that nobody else reaches.
DEMO_ACCOUNTS: Final = "DEMO_ACCOUNTS"
# A browser takes these for a step up, which may lead out of the service to its neighbors on the host.
_CLIMBS = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)


@blueprint.before_app_request
def new_password_first() -> AnyResponse | None:
    """Send somebody whose password was set by another to choose their own, whatever they asked for."""
    endpoint = request.endpoint
    if (
        endpoint is None
        or endpoint in BEFORE_NEW_PASSWORD
        or (endpoint in ACCESS and ACCESS[endpoint] is None)
    ):
        return None
    who = somebody()
    return redirect(url_for("people.password"), 303) if who is not None and who.must_change_password else None


@blueprint.route("/sign-in", methods=["GET", "POST"])
@translated
def sign_in() -> Page:
    """Who are you? Says the same whether the login or the password is wrong, and takes as long."""
    target = safe_target(request.values.get("next", ""))
    form = SignInForm()
    if only_asked():
        if somebody() is not None:
            return redirect(target)
        return _page(form, target)
    if form.validate_on_submit():
        who = whose(form)
        if who is not None:
            if who.first_sign_in_at is None:
                persons.note_first_sign_in(session(), who)
                session().commit()
            remember(who)
            return redirect(target, 303)
    return _page(form, target), 422


def _page(form: SignInForm, target: str) -> str:
    accounts = current_app.config.get(DEMO_ACCOUNTS, ())
    return render_template("people/sign_in.html", form=form, target=target, accounts=accounts)


@blueprint.post("/sign-out")
@translated
def sign_out() -> Page:
    """Sign out, on this browser and on every other: a copy of the cookie is no longer any good."""
    who = somebody()
    if who is not None:
        passwords.end_sign_ins(session(), who)
        session().commit()
    forget()
    flash(gettext("You are signed out, here and on every other device."), "good")
    return redirect(url_for("people.sign_in"), 303)


def safe_target(target: str) -> str:
    """Where to go after signing in: a path of this service, else the start."""
    path = target.removeprefix(request.script_root)
    if (
        target.startswith(f"{request.script_root}/")
        and re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", path)
        and "\\" not in target
        and not path.startswith("/sign-")
        and not _CLIMBS.search(path.partition("?")[0])
    ):
        return target
    return url_for("sheet.home")
