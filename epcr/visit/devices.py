"""Which logins this browser was signed in to before: a signed cookie that nobody else has, so that what others guess never holds it up.

It opens nothing; the password is asked for all the same.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any, Final

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from epcr.visit.cookies import cookie_name, is_kept_secure
from epcr.wording import as_login

COOKIE: Final = "epcr-device"
KNOWN_FOR: Final = 180 * 24 * 3600  # seconds since the last sign-in on it; half a year, chosen here
MOST: Final = 40  # logins of one shared tablet


def number_of_device() -> str:
    """The number of this device, empty where nobody signed in on it yet."""
    return _kept()[0]


def device_of(login: str) -> str:
    """The number of this device where it was signed in to the login before, else empty."""
    number, logins = _kept()
    return number if _mark(login) in logins else ""


def recognize(login: str) -> None:
    """Keep with the answer to this request that the device was signed in to the login."""
    number, logins = _kept()
    mark = _mark(login)
    kept = [number or secrets.token_hex(8), [mark, *(known for known in logins if known != mark)][:MOST]]

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            cookie_name(COOKIE), _serializer().dumps(kept), max_age=KNOWN_FOR, httponly=True, samesite="Lax",
            secure=is_kept_secure(), path=current_app.config["APPLICATION_ROOT"],
        )  # fmt: skip
        return response


def _kept() -> tuple[str, list[str]]:
    try:
        kept: Any = _serializer().loads(request.cookies.get(cookie_name(COOKIE), ""), max_age=KNOWN_FOR)
    except BadData:
        return "", []
    return kept[0], kept[1]


def _mark(login: str) -> str:
    """The login as it is kept in the cookie: who finds a tablet does not read there who used it."""
    return sha256(as_login(login).encode()).hexdigest()[:16]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="epcr.visit.devices")
