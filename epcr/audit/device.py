"""When a device says that something was written on it, beside the time of the server: kept as told, and what of it cannot be.

A sheet may be written without a network and sent hours later, so that a device is behind by right; none can be ahead.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

AHEAD: Final = timedelta(minutes=2)  # chosen here: clocks of tablets that a network sets differ by seconds
BEHIND: Final = timedelta(days=7)  # chosen here: as long as a browser keeps a draft (static/drafts.js)
YEARS: Final = range(
    1970, 2200
)  # chosen here; a tablet without a battery begins in 1970, and no zone may lead out of the calendar
_KEPT: Final = "device_at"


def read(text: str) -> datetime | None:
    """A moment as browsers write it, `2026-11-29T21:31:24.512Z`, to the second; None for what is none, has no zone or is of another age."""
    try:
        moment = datetime.fromisoformat(text.strip())
        utc = moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
    return utc if utc and utc.year in YEARS else None


def written_at(session: Session) -> datetime | None:
    """What the device told that sent what this session stores; None where nothing was told."""
    moment = session.info.get(_KEPT)
    return moment if isinstance(moment, datetime) else None


def is_implausible(moment: datetime, at: datetime) -> bool:
    """Whether a device cannot have written then what reached the server at this moment: its clock is wrong."""
    return moment > at + AHEAD or moment < at - BEHIND


def believed(moment: datetime | None, at: datetime) -> datetime:
    """What a device told of a line that reached the server at this moment; that moment where it told nothing or its clock is wrong."""
    return at if moment is None or is_implausible(moment, at) else moment
