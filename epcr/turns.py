"""A place that one at a time may hold: whoever waits for it is served in the order of coming.

SQLite knows no order: whoever waits for its lock sleeps and looks again, for up to 100 ms at a time, and under many writers some
look at the wrong moment for seconds. Here those of one process wait, and only the first of them asks SQLite.
"""

from __future__ import annotations

from collections import deque
from threading import Lock


class ServedInTurn:
    """The place, and who waits for it."""

    def __init__(self) -> None:
        """Nobody holds it."""
        self._changing = Lock()
        self._held = False
        self._waiting: deque[Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiting)

    def take(self, seconds: float) -> bool:
        """Hold the place as soon as all who came before gave it back; False where that takes longer than so many seconds."""
        with self._changing:
            if not self._held:
                self._held = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        return mine.acquire(timeout=seconds) or not self._left(mine)

    def give_back(self) -> None:
        """Let the place go to whoever has waited longest."""
        with self._changing:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False

    def _left(self, mine: Lock) -> bool:
        """Stop waiting. False where the place was given to `mine` in that very moment, and is held now."""
        with self._changing:
            if mine not in self._waiting:
                return False
            self._waiting.remove(mine)
            return True
