"""What a cookie is called and how it is kept, at the address that this request came to.

A browser has one jar for all ports of a host. Where a host is reached at a plain and at a secure address at once (`epcr serve --lan`),
the secure one's cookies have names of their own: it would not let the plain address replace a Secure cookie, so that whoever
signed in there once could not sign in here, and `__Host-` keeps the plain address from setting one for the secure one.
"""

from __future__ import annotations

from flask import Flask, current_app, request
from flask.sessions import SecureCookieSessionInterface

from epcr.visit.reach import secured


def cookie_name(name: str) -> str:
    """What the cookie is called here."""
    return f"__Host-{name}" if _is_kept_apart() else name


def is_kept_secure() -> bool:
    """Whether cookies of this answer are marked Secure."""
    return bool(current_app.config["SESSION_COOKIE_SECURE"]) or _is_kept_apart()


class Sessions(SecureCookieSessionInterface):
    """The session's cookie, likewise."""

    def get_cookie_name(self, app: Flask) -> str:
        """Its name here."""
        return cookie_name(super().get_cookie_name(app))

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether it is Secure here."""
        return is_kept_secure()


def install(app: Flask) -> None:
    """Keep the session in it."""
    app.session_interface = Sessions()


def _is_kept_apart() -> bool:
    return secured() is not None and request.is_secure
