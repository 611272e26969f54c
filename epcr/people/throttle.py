"""Slows down who guesses: failed sign-ins by login and by address, wrong class codes and new accounts by address.

A whole class stands behind one address, so that successes cost nothing there and the limit of failures is wide; the narrow
limit is the login's. It knows no person and no password.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import partial
from typing import NoReturn, cast

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError
from limits.strategies import RateLimiter
from werkzeug.exceptions import TooManyRequests

from epcr.config import LIMITS, Misconfigured
from epcr.people.wording import as_login


class Throttle:
    """Counts tries and refuses when there were too many."""

    def __init__(self, strategy: RateLimiter, limits: dict[str, RateLimitItem]) -> None:
        """Count with this strategy against these limits."""
        self._strategy = strategy
        self._limits = limits

    def require(self, limit: str, key: str) -> None:
        """Answer 429 where this key has used up its tries."""
        item = self._limits[limit]
        if not self._strategy.test(item, limit, key):
            _refuse(self._strategy.get_window_stats(item, limit, key).reset_time - time.time())

    def count(self, limit: str, key: str) -> None:
        """Count a try."""
        self._strategy.hit(self._limits[limit], limit, key)

    def take(self, limit: str, key: str) -> None:
        """Count a try, and answer 429 where it is one too many."""
        if not self._strategy.hit(self._limits[limit], limit, key):
            self.require(limit, key)
            _refuse(60)

    def forgive(self, limit: str, key: str) -> None:
        """Begin to count anew."""
        self._strategy.clear(self._limits[limit], limit, key)


def install(app: Flask) -> None:
    """Set it up from the application's settings. Raises Misconfigured where the counts cannot be kept."""
    limits = {name: parse(app.config.get(name, words)) for name, words in LIMITS.items()}
    try:
        limiter = Limiter(address, app=app, strategy="moving-window")
    except (ConfigurationError, NotImplementedError) as error:
        message = f"RATELIMIT_STORAGE_URI cannot be used: {error}"
        raise Misconfigured(message) from None
    app.extensions["epcr.throttle"] = Throttle(limiter.limiter, limits)


def throttle() -> Throttle:
    """The application's throttle."""
    return cast(Throttle, current_app.extensions["epcr.throttle"])


def address() -> str:
    """Where the request comes from; of IPv6 the network of 64 bits, since one person owns all of it."""
    told = request.remote_addr or "unknown"
    try:
        there = ipaddress.ip_address(told.partition("%")[0])
    except ValueError:
        return told
    if there.version == 6 and there.ipv4_mapped:
        return str(there.ipv4_mapped)
    return str(ipaddress.ip_network((there, 64), strict=False)) if there.version == 6 else str(there)


def guess(login: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """Begin one guess at the password of a login: answer 429 or return what to call when it was right, and when wrong."""
    # No other spelling of a login may have tries of its own.
    counting, key, here = throttle(), as_login(login), address()
    counting.require("SIGN_IN_FAILURES_PER_ADDRESS", here)
    # Counted before the password is looked at, so that guesses made at the same moment are counted too.
    counting.take("SIGN_IN_FAILURES_PER_LOGIN", key)
    right = partial(counting.forgive, "SIGN_IN_FAILURES_PER_LOGIN", key)
    wrong = partial(counting.count, "SIGN_IN_FAILURES_PER_ADDRESS", here)
    return right, wrong


def _refuse(seconds: float) -> NoReturn:
    minutes = max(1, round(seconds / 60 + 0.5))
    wait = f"Wait {minutes} {'minute' if minutes == 1 else 'minutes'}, then try again."
    raise TooManyRequests(
        f"{wait} Your instructor can set a new password at once.", retry_after=max(1, int(seconds))
    )
