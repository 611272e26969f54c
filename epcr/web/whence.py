"""Whence a form was sent: from a page of ours, from another place, or the browser does not say.

The browser's own word is asked first, since no proxy changes it and no page can write it (Fetch Metadata); it comes over HTTPS and
on this machine. Else the origin and the referrer are compared with the address that this request was sent to.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError

from epcr.public_url import origin_of
from epcr.visit.signed_in import SAFE_METHODS

_SITES: Final = {
    "same-origin": True,
    "same-site": False,
    "cross-site": False,
}  # "none" says nothing of a form


class Whence(Enum):
    """Where a form was sent from."""

    HERE = auto()
    ELSEWHERE = auto()  # the browser says so
    OTHER_ADDRESS = auto()  # than the one that this request was sent to, as far as we were told that one
    UNTOLD = auto()


def install(app: Flask) -> None:
    """Over HTTPS take only what a page of ours sent, whatever token comes with it."""

    @app.before_request
    def require_a_page_of_ours() -> None:
        if (
            request.endpoint
            and request.is_secure
            and request.method not in SAFE_METHODS
            and whence() is not Whence.HERE
        ):
            message = "sent from no page of ours"
            raise CSRFError(message)


def whence() -> Whence:
    """Where this form was sent from, as the browser says it."""
    site = _SITES.get(request.headers.get("Sec-Fetch-Site", ""))
    if site is not None:
        return Whence.HERE if site else Whence.ELSEWHERE
    origin = request.headers.get("Origin")
    if origin is None and not request.referrer:
        return Whence.UNTOLD
    return Whence.HERE if is_ours(request.referrer if origin is None else origin) else Whence.OTHER_ADDRESS


def is_ours(address: str | None) -> bool:
    """Whether an absolute address has the origin of this request."""
    there = origin_of(address or "")
    # Where nobody says otherwise we may not know that it is HTTPS; that an address over HTTP is none of ours is known.
    if there is None or (request.is_secure and there.scheme != "https"):
        return False
    here = origin_of(f"{there.scheme}://{request.host}")
    return here is not None and here == there


def came_from() -> str:
    """The path of our own page that sent this, where the browser says which and it can be opened; empty otherwise."""
    if not is_ours(request.referrer):
        return ""
    there = urlsplit(request.referrer or "")
    path = there.path.removeprefix(request.script_root)
    if len(path) == len(there.path) and request.script_root:
        return ""  # of another application on that host
    if not current_app.url_map.bind(request.host).test(path, "GET"):
        return ""
    return f"{there.path}?{there.query}" if there.query else there.path


def opened_insecurely() -> bool:
    """Whether the page was opened here over plain HTTP, as far as that can be told."""
    there = origin_of(request.headers.get("Origin") or request.referrer or "")
    if there is None:
        return not request.is_secure
    here = origin_of(request.host_url)
    return there.scheme == "http" and here is not None and there.host == here.host
