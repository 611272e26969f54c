"""A date as somebody types it: `03/14/1958`, `1958-03-14`, `14 March 1958`. One that can be two dates is none."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from epcr.sheet.units import as_read

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december|sept|"
    + "|".join(_MONTHS)
)
_NUMBERS: Final = re.compile(
    r"(?P<y>\d{4})\s?(?P<a>[-/.])\s?(?P<m>\d{1,2})\s?(?P=a)\s?(?P<d>\d{1,2})"
    r"|(?P<m2>\d{1,2})\s?(?P<b>[-/])\s?(?P<d2>\d{1,2})\s?(?P=b)\s?(?P<y2>\d{4})"
    r"|(?P<m3>\d{2})(?P<d3>\d{2})(?P<y3>\d{4})",
    re.ASCII,
)
_NAMED: Final = re.compile(
    rf"(?P<first>{_NAMES})\.?[ -]?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? |,|-)(?P<y>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?(?P<second>{_NAMES})\.?(?:,? |-)?(?P<y2>\d{{4}})",
    re.ASCII | re.IGNORECASE,
)
_DOTTED: Final = re.compile(r"(?P<first>\d{1,2})\.(?P<second>\d{1,2})\.(?P<y>\d{4})", re.ASCII)


def read_date(text: str) -> date | None:
    """The words as a date; None where they are none, or could be two."""
    parts = _parts(as_read(text))
    try:
        return None if parts is None else date(*parts)
    except ValueError:
        return None


def _parts(words: str) -> tuple[int, int, int] | None:
    """Year, month and day as they are typed, whether there is such a day or not."""
    if match := _NUMBERS.fullmatch(words):
        year, month, day = (
            int(match[key] or match[f"{key}2"] or match[f"{key}3"]) for key in ("y", "m", "d")
        )
        return year, month, day
    if match := _NAMED.fullmatch(words):
        month = _MONTHS.index((match["first"] or match["second"])[:3].casefold()) + 1
        return int(match["y"] or match["y2"]), month, int(match["d"] or match["d2"])
    match = _DOTTED.fullmatch(words)
    return _dotted(match) if match else None


def _dotted(match: re.Match[str]) -> tuple[int, int, int] | None:
    first, second, year = (int(match[key]) for key in ("first", "second", "y"))
    if (first > 12) == (second > 12):
        return None  # 5.6.1941 is May 6 to some and 5 June to others
    return year, min(first, second), max(first, second)


def write_date(day: date) -> str:
    """A date as people here write it, and as a field takes it: `03/14/1958`."""
    return f"{day:%m/%d/%Y}"
