"""A time of day as people say it, and how far a moment lies outside of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DAY: Final = 24 * 60 * 60
HALF: Final = DAY // 2


@dataclass(frozen=True)
class Clock:
    """A time of day. `either_half` marks one without a.m. or p.m. that may be both ("5:05")."""

    hour: int
    minute: int
    second: int | None
    start: int
    end: int
    either_half: bool = False
    about: bool = False

    def off_by(self, seconds: int) -> int:
        """How many seconds a time of day (since midnight) lies outside of what was said; 0 within the minute that was said."""
        since_midnight = self.hour * 3600 + self.minute * 60 + (self.second or 0)
        width = 0 if self.second is not None else 59
        turns = (0, HALF) if self.either_half else (0,)
        return min(_outside((seconds - since_midnight - turn) % DAY, width) for turn in turns)

    def is_before(self, seconds: int, by: int) -> bool:
        """Whether a time of day (since midnight) lies more than `by` seconds behind it; False where either half of the day may be meant."""
        ahead = (seconds - self.hour * 3600 - self.minute * 60 - (self.second or 0)) % DAY
        return not self.either_half and by < ahead < HALF

    def __str__(self) -> str:
        """`17:05`, `17:05:30`."""
        return f"{self.hour:02}:{self.minute:02}" + (f":{self.second:02}" if self.second is not None else "")


def _outside(ahead: int, width: int) -> int:
    return 0 if ahead <= width else min(ahead - width, DAY - ahead)
