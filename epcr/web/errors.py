"""What a person reads when a page cannot be shown: what happened and the one next step, with nothing typed lost."""

from __future__ import annotations

import sqlalchemy.exc
from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException

from epcr.people.signed_in import SAFE_METHODS, give_up

NOT_KEPT = frozenset({"csrf_token", "password", "new_password", "repeat_password", "current_password"})

MOST_KEPT = 5000  # fields; the longest section has some hundreds

WORDS: dict[int, tuple[str, str]] = {
    400: ("This request could not be read", "Go back, check what you typed and send it again."),
    404: (
        "There is no such page",
        "It may belong to somebody else, or the address is mistyped. Start again from your run sheets.",
    ),
    405: ("This page is not opened that way", "Start again from your run sheets."),
    409: (
        "This cannot be changed as it stands",
        "The sheet was submitted or the entry was struck since the page was opened. Open it again to see.",
    ),
    413: ("That is too much at once", "Send less than 2 MB."),
    429: ("Too many attempts", "Wait a minute, then try again."),
    500: (
        "Something broke on our side",
        "What was saved before is safe. Try again; if it happens again, tell your instructor.",
    ),
    503: (
        "It could not be saved just now",
        "The database is busy or its disk is full. Nothing was saved halfway. Try again in a moment.",
    ),
}


def install(app: Flask) -> None:
    """Answer errors with pages."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(sqlalchemy.exc.OperationalError, _database)
    app.register_error_handler(sqlalchemy.exc.IntegrityError, _database)


def _page(error: HTTPException) -> Response | tuple[str, int]:
    code = error.code or 500
    if isinstance(error, BadHost):
        # Without a host there are no addresses, and so no page of ours.
        return Response("This address is not written as one; type it again.\n", 400, mimetype="text/plain")
    if code >= 500:
        give_up()
    if code == 401:
        if request.method in SAFE_METHODS:
            return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))  # type: ignore[return-value]
        return _again(
            "You are signed out", "Sign in in another tab, then come back here and send it again.", 401
        )
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    title, next_step = WORDS.get(code, WORDS[500 if code >= 500 else 400])
    return render_template("error.html", title=title, next_step=next_step, kept=[]), code


def _stale_token(_error: CSRFError) -> Response | tuple[str, int]:
    if not _sent_from_here():
        return _again("Another place sent this", "Nothing was saved. Do it on the pages here.", 400)
    return _again("This page was open too long", "Nothing was saved yet. Send it again.", 400)


def _database(error: sqlalchemy.exc.DBAPIError) -> Response | tuple[str, int]:
    current_app.logger.error("the database refused: %s", error.orig)
    give_up()
    title, next_step = WORDS[503]
    return _again(title, next_step, 503)


def _again(title: str, next_step: str, code: int) -> tuple[str, int]:
    """A page that carries what was typed and can send it again, where one of our own pages sent it."""
    typed = list(request.form.items(multi=True))
    if len(typed) > MOST_KEPT or not _sent_from_here():
        typed = []
    kept = [(name, value) for name, value in typed if name not in NOT_KEPT and not name.endswith("password")]
    return render_template("error.html", title=title, next_step=next_step, kept=kept), code


def _sent_from_here() -> bool:
    """Whether no other place made the browser send this: with our token beside it, one tap would do what that place wants."""
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host
