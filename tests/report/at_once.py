"""Several threads that draw at the same moment, and what each of them got."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

OFTEN = 1e-6  # seconds after which Python looks for another thread; usually 5,000 times as long


@dataclass(frozen=True)
class Got:
    """What was wanted, by its number, and the document or the error that came of it."""

    which: int
    pdf: bytes = b""
    error: Exception | None = None


def at_once(draw: Callable[[int], bytes], *, documents: int, threads: int, each: int) -> list[Got]:
    """So many documents in turn, drawn by threads that begin together, each with another one and interrupted all the time."""
    gate = threading.Barrier(threads)
    got: list[Got] = []

    def go(number: int) -> None:
        gate.wait()
        for turn in range(each):
            which = (number + turn) % documents
            try:
                got.append(Got(which, draw(which)))
            except Exception as error:  # noqa: BLE001 - what a thread meets would else be lost with it
                got.append(Got(which, error=error))

    usual = sys.getswitchinterval()
    sys.setswitchinterval(OFTEN)
    try:
        running = [threading.Thread(target=go, args=(number,)) for number in range(threads)]
        for one in running:
            one.start()
        for one in running:
            one.join()
    finally:
        sys.setswitchinterval(usual)
    return got
