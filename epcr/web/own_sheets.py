"""A trainee's own run sheets, a page of them at a time: first what needs the trainee, then what waits, then what is done.

Sheets of classes that have ended are left out once they can only be read, until they are asked for. It sorts and says; it
changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, case, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from epcr.people.ending import in_words, takes_changes
from epcr.people.model import Classroom, Person
from epcr.review.model import Kind
from epcr.review.queue import newest_kind
from epcr.review.state import STATE_AFTER, Standing, State, standings
from epcr.sheet.run_sheet import SECTIONS, RunSheet, reading_only
from epcr.sheet.section import Entry, SheetPart

PER_PAGE: Final = 25
ORDER: Final = (State.RETURNED, State.DRAFT, State.SUBMITTED, State.ACCEPTED)


@dataclass(frozen=True)
class OwnSheets:
    """A page of the list: its sheets with where they stand, and those on which nothing was ever saved.

    `over` is how many lie in classes that can only be read, `show_ended` whether those are listed too, `words` what is said beside a
    sheet by the number of its class.
    """

    sheets: tuple[RunSheet, ...]
    stand: Mapping[str, Standing]
    untouched: Collection[str]
    over: int
    show_ended: bool
    words: Mapping[int, str]
    page: int
    pages: int


def own_sheets(session: Session, who: Person, *, show_ended: bool, page: int = 1) -> OwnSheets:
    """A page of the sheets of this trainee; the nearest one there is, where there is none of this number."""
    in_rooms = select(Classroom, func.count()).join(RunSheet, RunSheet.classroom_id == Classroom.id)
    held = session.execute(in_rooms.where(*_of(who)).group_by(Classroom.id)).all()
    rooms, counted = {row[0].id: row[0] for row in held}, {row[0].id: row[1] for row in held}
    over = [number for number, room in rooms.items() if not takes_changes(room)]
    listed = [number for number in rooms if show_ended or number not in over]
    pages = max(1, -(-sum(counted[number] for number in listed) // PER_PAGE))
    page = min(max(page, 1), pages)
    sheets = tuple(session.scalars(_page_of(who, listed, page)))
    stand = standings(session, sheets)
    return OwnSheets(
        sheets=sheets,
        stand=stand,
        untouched=_untouched(session, stand),
        over=sum(counted[number] for number in over),
        show_ended=show_ended,
        words={number: _words(room) for number, room in rooms.items()},
        page=page,
        pages=pages,
    )


def _of(who: Person) -> tuple[ColumnElement[bool], ...]:
    return (RunSheet.trainee_id == who.id, RunSheet.discarded_at.is_(None))


def _page_of(who: Person, rooms: Sequence[int], page: int) -> Select[RunSheet]:
    places = {kind.value: ORDER.index(state) for kind, state in STATE_AFTER.items() if state in ORDER}
    needs_them = case(places, value=newest_kind(), else_=ORDER.index(State.DRAFT))
    return (
        select(RunSheet)
        .options(*reading_only("patient", "history"))
        .where(*_of(who), RunSheet.classroom_id.in_(rooms))
        .order_by(needs_them, RunSheet.created_at.desc(), RunSheet.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )


def _untouched(session: Session, stand: Mapping[str, Standing]) -> Collection[str]:
    """Those of these sheets that can be thrown away: nothing was saved on them, and nothing happened to them but that they were moved."""
    new = {
        number
        for number, stands in stand.items()
        if stands.editable and all(step.kind == Kind.MOVED for step in stands.history)
    }
    if not new:
        return new
    written = union_all(*(_written(section, new) for section in SECTIONS))
    return new - set(session.scalars(select(written.subquery().c.run_sheet_id)))


def _written(section: type[SheetPart], numbers: Collection[str]) -> Select[str]:
    """The sheets of which something was saved or struck in this section."""
    marks = [section.saved_at, section.struck_at] if issubclass(section, Entry) else [section.saved_at]
    something = or_(*(mark.is_not(None) for mark in marks))
    of_sheet: InstrumentedAttribute[str] = section.run_sheet_id  # type: ignore[attr-defined]
    return select(of_sheet).where(of_sheet.in_(numbers), something)


def _words(classroom: Classroom) -> str:
    if classroom.ended_at is None:
        return ""
    if takes_changes(classroom) and classroom.drafts_until is not None:
        return f"Class ended; change it until {in_words(classroom.drafts_until)}"
    return "Class ended; to read only"
