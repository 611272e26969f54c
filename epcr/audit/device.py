"""When a device says that something was written on it, beside the time of the server: kept as told, and what of it cannot be.

A sheet may be written without a network and sent hours later, so that a device is behind by right; none can be ahead.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

AHEAD: Final = timedelta(minutes=2)  # chosen here: clocks of tablets that a network sets differ by seconds
BEHIND: Final = timedelta(days=7)  # chosen here: as long as a browser keeps a draft (static/drafts.js)
_KEPT: Final = "device_at"


def read(text: str) -> datetime | None:
    """A moment as browsers write it, `2026-11-29T21:31:24.512Z`, to the second; None for what is none or has no zone."""
    try:
        told = datetime.fromisoformat(text.strip())
        return told.astimezone(UTC).replace(microsecond=0) if told.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def written_at(session: Session) -> datetime | None:
    """What the device told that sent what this session stores; None where nothing was told."""
    told = session.info.get(_KEPT)
    return told if isinstance(told, datetime) else None


def is_implausible(told: datetime, at: datetime) -> bool:
    """Whether a device cannot have written then what reached the server at this moment: its clock is wrong."""
    return told > at + AHEAD or told < at - BEHIND
