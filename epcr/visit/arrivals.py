"""How many devices have reached the server lately, so that whoever stands before the class sees whether tablets get through.

Kept in the memory of the process alone: addresses and numbers of devices go with it, and several processes count each for itself.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, cast

from flask import Flask, current_app, request

from epcr.db import now
from epcr.visit.devices import number_of_device
from epcr.visit.reach import is_of_this_machine, is_this_machine

HOURS: Final = 4  # a lesson with what comes before it; chosen here
MOST: Final = 4000  # that are kept in mind; whoever invents devices makes the oldest go
_NO_PEOPLE: Final = frozenset({None, "static", "health.healthz"})

Key = tuple[
    str, bool, str
]  # the address, whether it came securely, and the device's number, empty where it has none yet


@dataclass(frozen=True)
class Reached:
    """How many devices came in the last hours, and when the newest word of one was."""

    devices: int
    last: datetime | None


@dataclass
class Arrivals:
    """Who came when."""

    _seen: dict[Key, datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, address: str, number: str, *, secure: bool) -> None:
        """A device asked for something."""
        with self._lock:
            self._seen.pop((address, secure, number), None)  # what came last stands last
            self._seen[address, secure, number] = now()
            while len(self._seen) > MOST:
                del self._seen[next(iter(self._seen))]

    def knows(self, address: str) -> bool:
        """Whether somebody came from there lately."""
        with self._lock:
            return any(address == where for where, _, _ in self._seen)

    def reached(self) -> Reached:
        """What is known now."""
        since = now() - timedelta(hours=HOURS)
        with self._lock:
            lately = {key: at for key, at in self._seen.items() if at >= since}
        return Reached(_devices(lately), max(lately.values(), default=None))


def arrivals() -> Arrivals:
    """Those of this process."""
    return cast(Arrivals, current_app.extensions["epcr.arrivals"])


def install(app: Flask) -> None:
    """Note who asks for a page; the machine that serves is not counted."""
    app.extensions["epcr.arrivals"] = Arrivals()

    @app.before_request
    def note() -> None:
        address = request.remote_addr or ""
        if request.endpoint in _NO_PEOPLE or is_this_machine(address):
            return
        known = arrivals()
        if known.knows(address) or not is_of_this_machine(address):
            known.note(address, number_of_device(), secure=request.is_secure)


def _devices(seen: Mapping[Key, datetime]) -> int:
    """How many devices that is: in a classroom each has an address of its own, behind a proxy or a router they are told by number.

    One that goes by the plain and by the secure address has a number at each; one that moved to another address is where it is now.
    """
    newest = {
        (secure, number): where for (where, secure, number) in sorted(seen, key=seen.__getitem__) if number
    }
    numbered = Counter((where, secure) for (secure, _), where in newest.items())
    left = {where for where, _, number in seen if number}
    return sum(
        max(numbered[where, True], numbered[where, False], int(where not in left))
        for where in {where for where, _, _ in seen}
    )
