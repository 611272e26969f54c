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
    said = as_read(text)
    if found := _NUMBERS.fullmatch(said):
        year, month, day = (
            int(found[key] or found[f"{key}2"] or found[f"{key}3"]) for key in ("y", "m", "d")
        )
    elif found := _NAMED.fullmatch(said):
        month = _MONTHS.index((found["first"] or found["second"])[:3].casefold()) + 1
        year, day = int(found["y"] or found["y2"]), int(found["d"] or found["d2"])
    elif found := _DOTTED.fullmatch(said):
        first, second, year = (int(found[key]) for key in ("first", "second", "y"))
        if (first > 12) == (second > 12):
            return None  # 5.6.1941 is May 6 to some and 5 June to others
        month, day = min(first, second), max(first, second)
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_date(day: date) -> str:
    """A date as people here write it, and as a field takes it: `03/14/1958`."""
    return f"{day:%m/%d/%Y}"
