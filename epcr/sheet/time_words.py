"""A time as somebody types it: `1732`, `17:32:05`, `5:30 pm`, `10/12 00:10`, `2026-11-01 01:30 EST`. It knows the words, and no call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from epcr.sheet.units import as_read

_TIME: Final = re.compile(
    r"(?:(?:(?P<y>\d{4})(?P<part>[-/.])(?P<m>\d{1,2})(?P=part)(?P<d>\d{1,2})|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?:/(?P<y2>\d{4}))?)"
    r"(?:T|[ ,]+(?:at )?))?"
    r"(?:(?P<H>\d{1,2})(?:\s?[:h]\s?|\.)(?P<M>\d{2})(?:[:.](?P<S>\d{2}))?|(?P<digits>\d{3,6})|(?P<full>\d{1,2})(?=\s?[ap]\.?\s?m\b))"
    r"(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?"
    r"(?:\s*(?:hours|hrs|hr|h)\b\.?)?"
    r"(?:\s*(?P<mark>[A-Za-z]{2,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?))?",
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
        days = []
        for year in years:
            try:
                days.append(date(year, self.month or 0, self.day or 0))
            except ValueError:  # no such day in that year
                continue
        return days


def read_time(text: str) -> TimeWords | None:
    """The words as a time; None where they are none, or could be two."""
    match = _TIME.fullmatch(as_read(text))
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
    hour, minute, second = _numbers(match)
    hour = _of_the_day(hour, (match["half"] or "").casefold())
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Hour, minute and second as they are typed: parted by marks, or in one piece like 930 and 173205."""
    if not (digits := match["digits"]):
        return int(match["H"] or match["full"]), int(match["M"] or 0), int(match["S"] or 0)
    if len(digits) in {3, 5}:
        digits = f"0{digits}"
    return int(digits[:2]), int(digits[2:4]), int(digits[4:6] or 0)


def _of_the_day(hour: int, half: str) -> int:
    """The hour of 24, where a.m. or p.m. was said; 24 where it contradicts the hour."""
    if not half:
        return hour
    if hour > 12 or hour == 0:
        return hour if (half == "p") == (hour > 12) else 24
    return hour % 12 + (12 if half == "p" else 0)
