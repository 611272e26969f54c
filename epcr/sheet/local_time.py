"""The local calendar of a zone: which moments its clocks show a time at, and how two of them are told apart.

A clock that is put back shows a time twice, one that is put forward never shows it. It knows zones, and no sheet. A `wall`
time is a datetime without a zone, as a clock on the wall shows it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from epcr.letters import compared

_OFFSET: Final = re.compile(
    r"(?:utc|gmt)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?", re.ASCII | re.IGNORECASE
)


def wall(moment: datetime, zone: str) -> datetime:
    """What the clocks of the zone show at a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moments(shown: datetime, zone: str) -> tuple[datetime, ...]:
    """The moments at which the clocks show this, in UTC and in order: one, two where it came twice, none where it never came."""
    there = ZoneInfo(zone)
    candidates = {shown.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(moment for moment in candidates if wall(moment, zone) == shown))


def came_twice(local: datetime) -> bool:
    """Whether the clocks of its zone show the same at another moment. It is asked for every time on a page, hence the short way."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def never_set(shown: datetime, zone: str) -> datetime:
    """The moment at which a clock shows this that nobody put forward, in UTC: where it came at all, the first time it came."""
    return shown.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def jump(shown: datetime, zone: str) -> tuple[datetime, datetime]:
    """From what to what the clocks were put forward over a time that never came."""
    late, early = (shown.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    before, after = _offset(early, zone), _offset(late, zone)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (early, middle) if _offset(middle, zone) != before else (middle, late)
    at = late.replace(tzinfo=None)
    return at + before, at + after


def mark(moment: datetime, zone: str) -> str:
    """What tells a moment from another at which the clocks show the same: `EDT`, or `-03:00` in a zone that has no letters for it."""
    names = [_name(twin, zone) for twin in moments(wall(moment, zone), zone)]
    name = _name(moment, zone)
    return name if name.isalpha() and names.count(name) == 1 else offset(moment, zone)


def offset(moment: datetime, zone: str) -> str:
    """The distance from UTC: `-04:00`."""
    text = f"{moment.astimezone(ZoneInfo(zone)):%z}"
    return f"{text[:3]}:{text[3:5]}"


def is_marked(moment: datetime, typed: str, zone: str) -> bool:
    """Whether a typed mark (`est`, `-5`, `UTC-05:00`) is what the clocks had at a moment."""
    if match := _OFFSET.fullmatch(typed):
        distance = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        return _offset(moment, zone) == (distance if match["sign"] == "+" else -distance)
    return compared(_name(moment, zone)) == compared(typed)


def is_mark(typed: str, year: int, zone: str) -> bool:
    """Whether it is a distance from UTC, or a name that the clocks of the zone have at some time of the year."""
    if _OFFSET.fullmatch(typed):
        return True
    firsts = (datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13))
    return any(is_marked(first, typed, zone) for first in firsts)


def _name(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).tzname() or ""


def _offset(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
