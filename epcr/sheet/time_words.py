"""A time as somebody types it: `1732`, `17:32:05`, `10/12 00:10`, `2026-11-01 01:30 EST`. It knows the words, and no call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final

_TIME: Final = re.compile(
    r"(?:(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?:/(?P<y2>\d{4}))?)[T ,]+)?"
    r"(?:(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?|(?P<digits>\d{3,6}))"
    r"(?:\s*(?P<mark>[A-Za-z]{2,5}|(?:UTC|GMT)?[+\-\u2212]\d{1,2}(?::?\d{2})?))?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class TimeWords:
    """What was typed: the clock, the date before it as far as it was said, and the mark behind it (`EST`, `-05:00`)."""

    clock: time
    year: int | None = None
    month: int | None = None
    day: int | None = None
    mark: str = ""

    @property
    def dated(self) -> bool:
        """Whether a date was typed."""
        return self.day is not None

    def dates(self, around: date) -> list[date]:
        """The dates that can be meant, in order: one, or where no year was said those of this year, the last and the next."""
        years = (self.year,) if self.year else (around.year - 1, around.year, around.year + 1)
        found = []
        for year in years:
            try:
                found.append(date(year, self.month or 0, self.day or 0))
            except ValueError:  # no such day in that year
                continue
        return found


def read_time(text: str) -> TimeWords | None:
    """The words as a time; None where they are none."""
    match = _TIME.fullmatch(text)
    clock = _clock(match) if match else None
    if match is None or clock is None:
        return None
    year, month, day = (match[key] or match[f"{key}2"] for key in ("y", "m", "d"))
    return TimeWords(
        clock,
        int(year) if year else None,
        int(month) if month else None,
        int(day) if day else None,
        match["mark"] or "",
    )


def _clock(match: re.Match[str]) -> time | None:
    if digits := match["digits"]:
        if len(digits) in {3, 5}:
            digits = f"0{digits}"
        hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:6] or 0)
    else:
        hour, minute, second = int(match["H"]), int(match["M"]), int(match["S"] or 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
