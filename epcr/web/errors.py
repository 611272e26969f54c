"""What a person reads when a page cannot be shown: what happened and the one way back, with what was typed.

One way for every error that answers a form: the page prints what was typed and, where that can help, sends it again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadHost, HTTPException

from epcr.proxies import PUBLIC
from epcr.traces import where
from epcr.visit.signed_in import SAFE_METHODS, database, give_up, somebody
from epcr.visit.throttle import HeldUp
from epcr.web import outcome
from epcr.web.database_errors import for_the_log, notice_of
from epcr.web.error_view import error_page
from epcr.web.notice import BROKEN, SIGNED_OUT, Notice
from epcr.web.outcome import in_json
from epcr.web.tokens import NOT_SECURE, may_have_a_new_one, sent_from_here, sent_token, why_refused
from epcr.web.typed import typed
from epcr.web.whence import came_from, opened_insecurely
from epcr.words.language import gettext, marked

MOST_KEPT = 5000  # fields, chosen here; the longest section has some hundreds

WORDS: dict[int, Notice] = {
    400: Notice(
        marked("This request could not be read"),
        marked("Go back, check what you typed and send it again."),
        400,
        again=False,
    ),
    404: Notice(
        marked("There is no such page"),
        marked(
            "It may belong to somebody else, or the address is mistyped. Start again from your run sheets."
        ),
        404,
        again=False,
    ),
    405: Notice(
        marked("This page is not opened that way"),
        marked("Start again from your run sheets."),
        405,
        again=False,
    ),
    409: Notice(
        marked("This cannot be changed as it stands"),
        marked(
            "The sheet was submitted or the entry was struck since the page was opened. Open it again to see."
        ),
        409,
        again=False,
    ),
    413: Notice(marked("That is too much at once"), marked("Send less than 2 MB."), 413, again=False),
    429: Notice(marked("Too many attempts"), marked("Wait a minute, then try again."), 429),
    500: BROKEN,
    503: Notice(
        marked("It could not be saved just now"),
        marked("Nothing was saved halfway. Try again in a moment."),
        503,
    ),
}
SAY_THEMSELVES = (409, 429)  # whoever refuses knows what stands in the way, and how long to wait
TOO_MANY_FIELDS = Notice(
    marked("The form has too many fields"), marked("Send it in parts."), 413, again=False
)
ELSEWHERE = Notice(
    marked("Another place sent this"), marked("Nothing was saved. Do it on the pages here."), 400, again=False
)


def install(app: Flask) -> None:
    """Answer errors with pages."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, _refused_form)
    app.register_error_handler(SQLAlchemyError, _database)
    app.log_exception = _log  # type: ignore[method-assign]  # Flask's own writes the words of the error


def _page(error: HTTPException) -> Response:
    code = error.code or 500
    if isinstance(error, BadHost):
        # Without a host there are no addresses, and so no page of ours.
        return Response("This address is not written as one; type it again.\n", 400, mimetype="text/plain")
    if code >= 500:
        give_up()
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    if code == 401:
        if request.method in SAFE_METHODS:
            return redirect(url_for("people.sign_in", next=_here()))  # type: ignore[return-value]
        return _answer(SIGNED_OUT)
    answer = _answer(_notice(error, code))
    for name, value in error.get_headers():  # when to try again, which methods there are
        answer.headers.setdefault(name, value)
    return answer


def _notice(error: HTTPException, code: int) -> Notice:
    """What is said about this error, by itself or in the words of its code."""
    notice = WORDS.get(code) or WORDS[500 if code >= 500 else 400]
    if code == 413 and (request.content_length or 0) <= current_app.config["MAX_CONTENT_LENGTH"]:
        return TOO_MANY_FIELDS
    if code in SAY_THEMSELVES and error.description != type(error).description:
        title = error.title if isinstance(error, HeldUp) else notice.title
        return replace(notice, title=title, next_step=error.description or notice.next_step)
    return replace(notice, code=code)


def _refused_form(_error: CSRFError) -> Response:
    if sent_from_here():
        return _answer(why_refused())
    public = current_app.config[PUBLIC]
    if public is None:
        return _answer(ELSEWHERE)
    if public.secure and opened_insecurely():
        return _answer(NOT_SECURE)
    there = f"{public}/"
    next_step = gettext("Nothing was saved. Do it on the pages at %(address)s", address=there)
    return _answer(replace(ELSEWHERE, next_step=next_step))


def _database(error: SQLAlchemyError) -> Response:
    notice = notice_of(error, database().engine)
    current_app.logger.error("the database refused: %s", for_the_log(error, notice))
    give_up()
    return _answer(notice)


def _log(exc_info: Any) -> None:
    """What is nobody's fault but ours, without its words; the address without what was asked of it."""
    current_app.logger.error("it broke at %s %s: %s", request.method, request.path, where(exc_info[1]))


def _answer(notice: Notice) -> Response:
    """The page about it, or the same in JSON. Where a form of ours was sent, the page carries what was typed."""
    spoken = notice.said()
    if in_json() and request.method not in SAFE_METHODS:
        return make_response(*outcome.error(spoken, _new_token(notice)))
    sent = _sent(notice)
    # A password is not carried along, and without it the form is not whole.
    again = notice.again and bool(sent) and not any("password" in name for name in request.form)
    page = error_page(
        spoken,
        typed=typed(sent),
        kept=sent if again else [],
        drafted=notice.code == 413 or any(sent_as == "draft" for sent_as, _ in sent),
        here=_here(),
        came_from=came_from(),
    )
    return make_response(render_template("error.html", page=page, token=_token), notice.code)


def _sent(notice: Notice) -> list[tuple[str, str]]:
    """The fields of the form that was sent, where one of our own pages sent it: never a password, never a token."""
    if request.method in SAFE_METHODS or notice.code == 413 or not sent_from_here():
        return []
    sent = list(request.form.items(multi=True))
    return [(name, text) for name, text in sent if _may_be_kept(name)] if len(sent) <= MOST_KEPT else []


def _may_be_kept(name: str) -> bool:
    return "password" not in name and not name.endswith("csrf_token")


def _token() -> str:
    """The token for sending it again: the old one where another person wrote it, who alone can send it then."""
    token = sent_token()
    return generate_csrf() if may_have_a_new_one(token) else token.text


def _new_token(notice: Notice) -> str:
    """The token that a script sends it again with; empty where another person wrote it or it would not help."""
    if not notice.again or somebody() is None or not sent_from_here():
        return ""
    return str(generate_csrf()) if may_have_a_new_one(sent_token()) else ""


def _here() -> str:
    """The address that this request was sent to, as a page of ours links to it."""
    return request.script_root + request.full_path.rstrip("?")
