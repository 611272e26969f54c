"""Why the token of a form was refused, found out by looking: at the cookie, at the token, and at who is signed in.

A token is signed with the server's secret and belongs to one sign-in. The one that a form carries names the person for whom
its page was drawn (epcr.visit.signed_in.remember), so that nobody's words are sent in another's name.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, request
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from epcr.people.model import Person
from epcr.visit.signed_in import somebody
from epcr.web.notice import SIGNED_OUT, Notice
from epcr.web.whence import Whence, opened_insecurely, whence
from epcr.words.language import marked

SALT = "wtf-csrf-token"  # with which Flask-WTF signs
HEADER = "X-CSRFToken"  # where Flask-WTF looks for it too
_PERSON = re.compile(r"(\d{1,18})\.[0-9a-f]{40}")

UNREADABLE = Notice(
    marked("What was sent arrived incomplete"),
    marked("Nothing of it could be read, so nothing was saved. Go back to the form and send it again."),
    400,
    again=False,
)
NO_COOKIE = Notice(
    marked("This browser sent no cookie"),
    marked(
        "Nothing was saved yet. Without a cookie it cannot be told who sends. Allow cookies for this address, then send it again."
    ),
    400,
)
NOT_SECURE = Notice(
    marked("This address must begin with https://"),
    marked(
        "Nothing was saved yet. Cookies go over a secure connection only here. Type https:// before the address."
    ),
    400,
    again=False,
)
CLOCK_WENT_BACK = Notice(
    marked("The server’s clock was set back"),
    marked(
        "Nothing was saved yet. By that clock you have not signed in. Sign in in another tab, then come back here and send it again."
    ),
    400,
)
OPEN_TOO_LONG = Notice(
    marked("This page was open too long"),
    marked(
        "Nothing was saved yet. Your sign-in has run out. Sign in in another tab, then come back here and send it again."
    ),
    400,
)
OTHER_SECRET = Notice(
    marked("The server was set up anew after you signed in"),
    marked("Nothing was saved yet. Sign in in another tab, then come back here and send it again."),
    400,
)
NO_TOKEN = Notice(
    marked("It cannot be told which page sent this"),
    marked("Nothing was saved yet. Send it again from here."),
    400,
)
OTHER_TOKEN = Notice(
    marked("The server was set up anew after this page was opened"),
    marked("Nothing was saved yet. Send it again from here."),
    400,
)
SIGNED_IN_AGAIN = Notice(
    marked("You signed in again after this page was opened"),
    marked("Nothing was saved yet. Send it again."),
    400,
)
SIGNED_IN_SINCE = Notice(
    marked("You signed in after this page was opened"),
    marked("Nothing was saved yet. Send it again, if it is yours."),
    400,
)
BEGUN_ANEW = Notice(
    marked("This browser was here anew after this page was opened"),
    marked("Nothing was saved yet. Send it again."),
    400,
)
SOMEBODY_ELSE = Notice(
    marked("Somebody else is signed in on this browser now"),
    marked(
        "Nothing was saved, and nothing is sent in another’s name. Whoever wrote this signs in again in another tab, then comes back "
        "here and sends it."
    ),
    400,
)
NO_REFERRER = Notice(
    marked("This browser does not say which page it sent from"),
    marked(
        "Nothing was saved yet. Allow it to name the page (the referrer) to this address, then send it again."
    ),
    400,
)
OTHER_ADDRESS = Notice(
    marked("The server does not know the address that you opened"),
    marked(
        "Nothing was saved yet. Tell whoever runs the server to set PUBLIC_URL to what stands in the browser’s address line; then "
        "send it again."
    ),
    400,
)


@dataclass(frozen=True)
class Token:
    """The token that came with a form. `person`: for whom its page was drawn, None for nobody or where that cannot be told."""

    text: str
    signed: bool = False
    secret: str = ""
    person: int | None = None


def sent_token() -> Token:
    """The token of this request's form; of one that is no form, in its head."""
    text = request.form.get("csrf_token", "") or request.headers.get(HEADER, "")
    try:
        secret = URLSafeTimedSerializer(current_app.secret_key or "", salt=SALT).loads(text)
    except BadData:
        return Token(text)
    named = _PERSON.fullmatch(str(secret))
    return Token(text, signed=True, secret=str(secret), person=int(named[1]) if named else None)


def sent_from_here() -> bool:
    """Whether no other place made the browser send this: with our token beside it, one tap would do what that place wants.

    A page drawn for somebody carries a token that no other place can have, whatever addresses the browser and the proxy name.
    """
    sender = whence()
    if sender is not Whence.OTHER_ADDRESS:
        return sender is not Whence.ELSEWHERE
    drawn_for, who = sent_token().person, somebody()
    return drawn_for is not None and (who is None or who.id == drawn_for)


def may_have_a_new_one(token: Token) -> bool:
    """Whether who is asking now may send the form with a token of their own: not what another person wrote."""
    who = somebody()
    return token.person is None or (who is not None and who.id == token.person)


def why_refused() -> Notice:
    """What kept the form of this request from being taken."""
    token = sent_token()
    if request.content_length and not (request.form or request.files or _is_of_a_script()):
        return UNREADABLE
    return _of_the_cookie(token) or _of_the_token(token)


def _is_of_a_script() -> bool:
    """Whether a script of ours sent it, with its token beside what it sent and not in it."""
    return request.is_json and HEADER in request.headers


def _of_the_cookie(token: Token) -> Notice | None:
    """What is wrong with the cookie that the browser sent, or did not."""
    text = request.cookies.get(current_app.session_interface.get_cookie_name(current_app), "")
    if not text:
        return _of_no_cookie(token)
    serializer = cast(SecureCookieSessionInterface, current_app.session_interface).get_signing_serializer(
        current_app
    )
    lifetime = int(current_app.permanent_session_lifetime.total_seconds())
    try:
        if serializer is not None:
            serializer.loads(text, max_age=lifetime)
    except SignatureExpired as expired:
        return CLOCK_WENT_BACK if _later_than_now(expired.date_signed) else OPEN_TOO_LONG
    except BadData:
        return OTHER_SECRET
    return None


def _of_no_cookie(token: Token) -> Notice:
    if current_app.config["SESSION_COOKIE_SECURE"] and opened_insecurely():
        return NOT_SECURE
    return NO_COOKIE if token.person is None else SIGNED_OUT


def _later_than_now(moment: datetime | None) -> bool:
    return moment is not None and moment.timestamp() > time.time()  # the clock that signs


def _of_the_token(token: Token) -> Notice:
    """What is wrong with the token, where the cookie is right."""
    if not token.text:
        return NO_TOKEN
    if not token.signed:
        return OTHER_TOKEN
    if token.secret == cookie.get("csrf_token"):
        # Over a secure connection the sending page is asked for besides.
        return NO_REFERRER if whence() is Whence.UNTOLD else OTHER_ADDRESS
    return _of_whom(token, somebody())


def _of_whom(token: Token, who: Person | None) -> Notice:
    """What it says that the token was drawn for another than who asks now; None is nobody."""
    if who is None:
        return BEGUN_ANEW if token.person is None else SIGNED_OUT
    if token.person is None:
        return SIGNED_IN_SINCE
    return SIGNED_IN_AGAIN if token.person == who.id else SOMEBODY_ELSE
