"""Which connections the server keeps: as many as the machine lets it, and at the end of those the longest silent makes room.

A browser holds six and a tablet that sleeps lets none of them go, so that an idle connection says nothing of who is there. It knows
sockets and times, and nothing of what is served.
"""

from __future__ import annotations

import select
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Final

from waitress.channel import HTTPChannel

HAS_POLL: Final = hasattr(select, "poll")
MOST: Final = 4000  # of six to each browser: more than 600 people at once; each idle one costs some 10 KB
# Files and connections of the process that are not the browsers': the database, its log, the folder that is read, fonts.
_OTHERS: Final = 150
# What `select` takes on Windows is fixed when Python is built (FD_SETSIZE in CPython's Modules/selectmodule.c).
_OF_WINDOWS: Final = 512
_OF_SELECT: Final = 1024  # where there is no poll, elsewhere
STALLED_SECONDS: Final = 30.0  # in which a reader took not one byte of what waits for it
_SPARE: Final = 16  # places that are kept free: room is made before it is needed
_LOOK_SECONDS: Final = 1.0


@dataclass
class Connections:
    """The open connections of a server, by the number of their socket. `most` are kept."""

    sockets: dict[int, Any]
    most: int
    _behind: dict[HTTPChannel, tuple[float, float]] = field(default_factory=dict)
    _looked: float = 0.0

    def tend(self) -> None:
        """Make room for whoever comes next, and let go of readers that have stopped reading. Called between two turns."""
        if len(self.sockets) > self.most - _SPARE:
            self._make_room()
        now = time.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            self._drop_stalled(now)

    def under_way(self) -> list[HTTPChannel]:
        """Those on which something was asked that is not answered yet, half a request too; all others are closed."""
        left = []
        for channel in self._all():
            if _is_served(channel) or channel.request is not None:
                left.append(channel)
            else:
                channel.handle_close()
        return left

    def _make_room(self) -> None:
        """Close those on which nothing is being answered, the longest silent first; half a request counts as silence."""
        silent = sorted((channel for channel in self._all() if not _is_served(channel)), key=_last_activity)
        for channel in silent[: len(self.sockets) - self.most + 2 * _SPARE]:
            channel.handle_close()

    def _drop_stalled(self, now: float) -> None:
        """Without this, a thread would wait for such a reader for good: waitress lets go only of those that nothing waits for."""
        behind = {}
        for channel in [channel for channel in self._all() if channel.total_outbufs_len]:
            active, since = self._behind.get(channel, (channel.last_activity, now))
            # Not by how much waits: while it reads, more may be written than it takes.
            behind[channel] = (channel.last_activity, since if channel.last_activity == active else now)
        for channel, (_, since) in behind.items():
            if now - since >= STALLED_SECONDS:
                channel.handle_close()
        self._behind = behind

    def _all(self) -> list[HTTPChannel]:
        return [channel for channel in self.sockets.values() if isinstance(channel, HTTPChannel)]


def most_of_this_machine() -> int:
    """How many connections this process can hold. What the system lets us raise, we raise: 1,024 files is usual, 256 on macOS."""
    if sys.platform == "win32":
        return _OF_WINDOWS - _SPARE
    import resource  # noqa: PLC0415 - it is not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + _OTHERS
    if soft < wanted and soft != resource.RLIM_INFINITY:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    most = MOST if soft == resource.RLIM_INFINITY else min(MOST, soft - _OTHERS)
    return max(most if HAS_POLL else min(most, _OF_SELECT - _OTHERS), 2 * _SPARE)


def _is_served(channel: HTTPChannel) -> bool:
    # In this order: an answer is laid out before its request is taken away.
    return bool(channel.requests or channel.total_outbufs_len)


def _last_activity(channel: HTTPChannel) -> float:
    return float(channel.last_activity)
