"""Slows down who guesses, and never whom they guess at: wrong passwords are counted for one login from one device or address.

Nobody's tries count for somebody else: a device that was signed in to a login before has tries of its own, and the page where a
person who is signed in changes the password has too. Wrong class codes slow down wrong codes only; there are 8 × 10^11 of them.
It knows no person and no password.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import partial
from typing import Final, NoReturn, cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter
from werkzeug.exceptions import TooManyRequests

from epcr.config import LIMITS, Misconfigured
from epcr.visit.devices import device_of
from epcr.wording import as_login
from epcr.words.language import gettext, marked, ngettext

# What a limit is about, and in the next line what else can be done than to wait.
WORDS: Final = {
    limit: f"{title}\n{otherwise}"
    for limit, title, otherwise in (
        (
            "SIGN_IN_FAILURES",
            marked("Too many wrong passwords"),
            marked(
                "Only this login is held up, and only from here. If the password is forgotten, a new one is set: for a trainee by "
                "the instructor, for an instructor by an administrator, for an administrator by “epcr user password” on the "
                "computer that serves."
            ),
        ),
        (
            "JOIN_FAILURES_PER_ADDRESS",
            marked("Too many wrong class codes"),
            marked("Compare the code with the one your instructor shows: the right one still works at once."),
        ),
        (
            "JOINS_PER_ADDRESS",
            marked("Very many people joined from here"),
            marked(
                "Whoever has an account can sign in. Your instructor can add others on the page of the class."
            ),
        ),
    )
}


class HeldUp(TooManyRequests):
    """Too many tries: what of, what to do, and how long to wait."""

    def __init__(self, title: str, next_step: str, *, seconds: int) -> None:
        """Say it in words; the seconds go into the answer's head."""
        super().__init__(next_step, retry_after=seconds)
        self.title = title


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
            _refuse(limit, self._strategy.get_window_stats(item, limit, key).reset_time - time.time())

    def count(self, limit: str, key: str) -> None:
        """Count a try."""
        self._strategy.hit(self._limits[limit], limit, key)

    def take(self, limit: str, key: str) -> None:
        """Count a try, and answer 429 where it is one too many."""
        if not self._strategy.hit(self._limits[limit], limit, key):
            self.require(limit, key)
            _refuse(limit, 60)

    def forgive(self, limit: str, key: str) -> None:
        """Begin to count anew."""
        self._strategy.clear(self._limits[limit], limit, key)

    def tries(self, login: str, whence: str) -> str:
        """Under which key the tries at a login from a device or an address are counted now."""
        return f"{login} {self._strategy.storage.get(_forgiven(login))} {whence}"

    def forgive_all(self, login: str) -> None:
        """Count the tries at a login anew, from wherever they came: its password is another one now."""
        longest = max(item.get_expiry() for item in self._limits.values())
        self._strategy.storage.incr(_forgiven(login), longest)


def install(app: Flask) -> None:
    """Set it up from the application's settings. Raises Misconfigured where the counts cannot be kept."""
    limits = {name: parse(app.config.get(name, words)) for name, words in LIMITS.items()}
    try:
        storage = storage_from_string(app.config["RATELIMIT_STORAGE_URI"])
        strategy = MovingWindowRateLimiter(cast(Storage, storage))
    except (ConfigurationError, NotImplementedError) as error:
        message = f"RATELIMIT_STORAGE_URI cannot be used: {error}"
        raise Misconfigured(message) from None
    if not storage.check():
        message = "RATELIMIT_STORAGE_URI cannot be used: nothing answers there"
        raise Misconfigured(message)
    app.extensions["epcr.throttle"] = Throttle(strategy, limits)


def throttle() -> Throttle:
    """The application's throttle."""
    return cast(Throttle, current_app.extensions["epcr.throttle"])


def address() -> str:
    """Where the request comes from; of IPv6 the network of 64 bits, since one person owns all of it."""
    remote = request.remote_addr or "unknown"
    try:
        there = ipaddress.ip_address(remote.partition("%")[0])
    except ValueError:
        return remote
    if there.version == 6 and there.ipv4_mapped:
        return str(there.ipv4_mapped)
    return str(ipaddress.ip_network((there, 64), strict=False)) if there.version == 6 else str(there)


def guess(login: str, *, where: str = "sign-in") -> Callable[[], None]:
    """Begin one guess at the password of a login: answer 429 or return what to call when it was right.

    `where` keeps apart the tries of pages that different people reach.
    """
    # No other spelling of a login may have tries of its own.
    name = as_login(login)
    key = throttle().tries(name, f"{where} {device_of(name) or address()}")
    # Counted before the password is looked at, so that guesses made at the same moment are counted too.
    throttle().take("SIGN_IN_FAILURES", key)
    return partial(throttle().forgive, "SIGN_IN_FAILURES", key)


def _forgiven(login: str) -> str:
    return f"forgiven {login}"


def _refuse(limit: str, seconds: float) -> NoReturn:
    minutes = max(1, round(seconds / 60 + 0.5))
    title, _, otherwise = WORDS[limit].partition("\n")
    wait = ngettext("Wait %(num)d minute, then try again.", "Wait %(num)d minutes, then try again.", minutes)
    raise HeldUp(gettext(title), f"{wait} {gettext(otherwise)}", seconds=max(1, int(seconds)))
