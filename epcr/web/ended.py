"""Run sheets of classes that have ended, on the page of whoever wrote them: out of the list once they can only be read.

It sorts and says; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.people.ending import in_words, takes_changes
from epcr.people.model import Classroom
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class Shown:
    """The sheets that are listed, how many lie in classes that can only be read, whether those were asked for too, and what is said
    beside a sheet by the number of its class.
    """

    sheets: tuple[RunSheet, ...]
    over: int
    show_ended: bool
    words: Mapping[int, str]


def parted(session: Session, sheets: Iterable[RunSheet], *, show_ended: bool) -> Shown:
    """Which of the sheets are listed."""
    found = list(sheets)
    numbers = {one.classroom_id for one in found}
    rooms = {one.id: one for one in session.scalars(select(Classroom).where(Classroom.id.in_(numbers)))}
    over = [one for one in found if not takes_changes(rooms[one.classroom_id])]
    listed = found if show_ended else [one for one in found if one not in over]
    return Shown(tuple(listed), len(over), show_ended, {number: _words(one) for number, one in rooms.items()})


def _words(classroom: Classroom) -> str:
    if classroom.ended_at is None:
        return ""
    if takes_changes(classroom) and classroom.drafts_until is not None:
        return f"Class ended; change it until {in_words(classroom.drafts_until)}"
    return "Class ended; to read only"
