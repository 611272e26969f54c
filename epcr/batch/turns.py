"""How many batches are made at once: so few that threads are always left for whoever saves. Who comes later is told when.

It counts for one process, and knows nothing of what a batch is made of.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import closing
from typing import Final
from weakref import WeakSet

from flask import Flask, current_app

from epcr.batch.streaming import FilePiece

AT_ONCE: Final = 2
# Seconds until somebody who waits asks again: not so often that it costs anything, not so seldom that a turn lies idle.
_SOONEST: Final = 2
_LATEST: Final = 10


class Turn:
    """One batch that is being made. It ends when it is said so, or when nothing holds it any more: none is ever left over."""

    def __init__(self, turns: BatchTurns, of: int) -> None:
        """So many sheets are to come."""
        self._turns = turns
        self._of = of
        self._drawn = 0
        self._begun = time.monotonic()

    def counted(self, made: Generator[FilePiece]) -> Generator[FilePiece]:
        """The pieces of the batch; how far it is, is seen in passing."""
        with closing(made):
            for piece in made:
                self._drawn += "sheet" in piece.progress
                yield piece
        self.end()

    def end(self) -> None:
        """Let the next one begin."""
        self._turns.end(self)

    def seconds_left(self) -> float:
        """How long it still takes, if it goes on as until now; of one that has just begun nothing is known."""
        each = (time.monotonic() - self._begun) / self._drawn if self._drawn else 0.0
        return each * (self._of - self._drawn)


class BatchTurns:
    """The batches that are being made. `most` at once; whoever serves sets it to less than its threads."""

    def __init__(self, most: int = AT_ONCE) -> None:
        """Nothing is being made."""
        self.most = most
        self._taken: WeakSet[Turn] = WeakSet()
        self._lock = threading.Lock()

    def take(self, of: int) -> Turn | None:
        """A turn for so many sheets; None where others are at it."""
        with self._lock:
            if len(self._taken) >= self.most:
                return None
            turn = Turn(self, of)
            self._taken.add(turn)
            return turn

    def end(self, turn: Turn) -> None:
        """It may be said more than once."""
        with self._lock:
            self._taken.discard(turn)

    def seconds_to_wait(self) -> int:
        """When to ask again."""
        with self._lock:
            first = min((turn.seconds_left() for turn in self._taken), default=0.0)
        return int(min(max(first, _SOONEST), _LATEST))


def install(app: Flask) -> None:
    """Nothing is being made yet."""
    app.extensions["epcr.turns"] = BatchTurns()


def turns_of(app: Flask) -> BatchTurns:
    """The application's batches."""
    kept: BatchTurns = app.extensions["epcr.turns"]
    return kept


def turns() -> BatchTurns:
    """Those of the application that is asked."""
    return turns_of(current_app)
