"""Trainees who each save a set of vital signs every three seconds, instructors who read the queue, and tablets that sleep."""

from __future__ import annotations

import http.client
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from statistics import quantiles

from epcr.sheet.section import new_id
from tests.cli.browsing import Browser
from tests.load.served import Served

EVERY_S = 3.0
SLEEPING, INSTRUCTORS = 360, 4
TRAINEES = ("emt", "aemt", "medic", "student")


@dataclass
class Crowd:
    """What became of the saves of some trainees: how long each took in seconds, and which were acknowledged."""

    took: list[float] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)

    def quantile(self, percent: int) -> float:
        """The time that so many of a hundred stay below."""
        return quantiles(self.took, n=100, method="inclusive")[percent - 1]

    def save(self, browser: Browser) -> None:
        """Save once, and count it."""
        began, entry = time.perf_counter(), new_id()
        try:
            _, status, _ = browser.save(entry)
        except (OSError, http.client.HTTPException) as error:
            why = type(error).__name__
            browser.connection.close()
        else:
            self.took.append(time.perf_counter() - began)
            why = "" if status == 303 else str(status)
        if why:
            self.refused[why] = self.refused.get(why, 0) + 1
        else:
            self.acknowledged.add(entry)


@contextmanager
def browsers(served: Served, many: int) -> Iterator[list[Browser]]:
    """So many trainees of the demo class, each with a sheet and a connection of their own."""
    first = [Browser(served.address) for _ in TRAINEES]
    for browser, login in zip(first, TRAINEES, strict=True):
        assert browser.sign_in(login) == 303
    with ExitStack() as opened:
        found = []
        for number in range(many):
            browser = opened.enter_context(closing(Browser(served.address)))
            browser.cookies |= first[number % len(first)].cookies
            browser.begin()
            found.append(browser)
        for browser in first:
            browser.close()
        yield found


@contextmanager
def asleep(served: Served) -> Iterator[None]:
    """Connections that say nothing: of sixty tablets, six each."""
    with ExitStack() as opened:
        for _ in range(SLEEPING):
            opened.enter_context(socket.create_connection(served.place))
        yield


@contextmanager
def instructors(served: Served, many: int = INSTRUCTORS) -> Iterator[None]:
    """So many who read the queue every two seconds."""
    done = threading.Event()

    def reading() -> None:
        with closing(Browser(served.address)) as browser:
            browser.sign_in("instructor")
            while not done.wait(2):
                browser.ask("GET", "/review")

    with _threads([reading] * many):
        yield
        done.set()


def saving(trainees: list[Browser], seconds: float) -> Crowd:
    """Let them save for so long, each beginning at a moment of their own."""
    crowd = Crowd()
    for one in trainees:
        one.connection.close()  # while the last of them began, the server may have let go of the first; browsers open another
    drawn = random.Random(17)  # noqa: S311 - moments, no secrets
    until = time.monotonic() + seconds

    def trainee(browser: Browser, begins: float) -> Callable[[], None]:
        def save_again_and_again() -> None:
            due = time.monotonic() + begins
            while due < until:
                time.sleep(max(due - time.monotonic(), 0))
                crowd.save(browser)
                due += EVERY_S

        return save_again_and_again

    with _threads([trainee(one, drawn.uniform(0, EVERY_S)) for one in trainees]):
        pass
    return crowd


@contextmanager
def _threads(work: list[Callable[[], None]]) -> Iterator[None]:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
