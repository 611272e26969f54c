"""Tells the browser which of its drafts were saved (static/drafts.js): only what was committed and answered without an error.

A draft is sent with a code made up by the page. The answer to a form that was saved gives the code back as a cookie, which the
next page takes away together with the draft. Where a page asks before anything is saved, its form carries the codes it was asked
with (`looked`), and they are given back too. The server keeps no drafts.
"""

from __future__ import annotations

import re

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from epcr.visit.cookies import is_kept_secure
from epcr.visit.signed_in import database

_CODE = re.compile(r"[0-9a-f]{32}")
MOST = 20  # codes in one answer, chosen here: who looks more often than that discards by hand
A_WEEK = 7 * 24 * 60 * 60  # seconds; as long as static/drafts.js keeps a draft


def install(app: Flask) -> None:
    """Note what a request commits and give the code of its form back."""
    with app.app_context():
        event.listen(database().writing, "after_commit", _committed)

    app.add_template_global(carried)

    @app.after_request
    def say_saved(response: Response) -> Response:
        if not g.get("committed") or response.status_code >= 400:
            return response
        for code in carried():
            response.set_cookie(
                f"saved-{code}",
                "1",
                max_age=A_WEEK,
                secure=is_kept_secure(),
                samesite="Lax",
                path=app.config["APPLICATION_ROOT"],
            )
        return response


def carried() -> list[str]:
    """The codes of the form that was sent, and of those that it was looked at with before; the newest."""
    codes = [*request.form.getlist("looked"), request.form.get("draft", "")]
    return [code for code in dict.fromkeys(codes) if _CODE.fullmatch(code)][-MOST:]


def _committed(_session: Session) -> None:
    if has_request_context():
        g.committed = True
