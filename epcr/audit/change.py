"""What is known of the change that a line of the audit is, where a device sent it by itself: noted in the session, by anchor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

_CHANGES: Final = "epcr.changes"
_DEVICE: Final = "epcr.device"


@dataclass(frozen=True)
class SentChange:
    """The number of a change, when its device says that it was made, and the contested change that it decides."""

    op: str
    at: datetime | None = None
    settles: str | None = None


NO_CHANGE: Final = SentChange("")


def note(session: Session, anchor: str, change: SentChange) -> None:
    """Note that what this session stores at the anchor is this change. Of several, the next line of the audit is the last."""
    changes: dict[str, SentChange] = session.info.setdefault(_CHANGES, {})
    changes.pop(anchor, None)
    changes[anchor] = change


def noted(session: Session, anchor: str) -> SentChange:
    """The change that the next line at this anchor is; each is one line, so it is forgotten with that."""
    changes: dict[str, SentChange] = session.info.get(_CHANGES, {})
    return changes.pop(anchor, NO_CHANGE)


def noted_order(session: Session) -> dict[str, int]:
    """The place of each anchor of which a change was noted, in the order in which they were; of an entry that of its first field."""
    places: dict[str, int] = {}
    for place, anchor in enumerate(session.info.get(_CHANGES, {})):
        places.setdefault(anchor, place)
        places.setdefault(anchor.rpartition("-")[0], place)
    return places


def forget(session: Session) -> None:
    """Nothing that was noted is stored."""
    session.info.pop(_CHANGES, None)


def sent_from(session: Session, device: str) -> None:
    """Note the device, in the words by which its owner knows it, that sends what this session stores."""
    session.info[_DEVICE] = device


def sender(session: Session) -> str | None:
    """The device that was noted."""
    device = session.info.get(_DEVICE)
    return device if isinstance(device, str) and device else None
