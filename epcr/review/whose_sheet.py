"""Which sheet a request is about: one that the person who asks may read, write, change or review; 404 for any other.

Every page and paper of a sheet loads it here, so that nobody learns even that a sheet of others is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final, cast

from flask import abort
from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm.attributes import set_committed_value

from epcr.people.model import Classroom, Person
from epcr.review import steps
from epcr.review.holding import STANDS, Stood, note, note_as_read
from epcr.sheet.answer import Answer
from epcr.sheet.run_sheet import ANSWERS, BY_SLUG, ENTRY_SLUGS, RunSheet, reading_only, rows_of
from epcr.sheet.section import Entry
from epcr.visit.signed_in import only_reads, person, session

_READ: Final = "epcr.read"  # of a session: the row of the sheet that was read last
_SHEET_ID = re.compile(r"[0-9a-f]{1,32}")


def visible(sheet_id: str, parts: Collection[str] = ()) -> RunSheet:
    """The sheet, where this person may read it."""
    sheet = stored(sheet_id, parts)
    if sheet is None or sheet.discarded_at is not None or not steps.may_read(person(), sheet):
        abort(404)
    return sheet


def reviewed(sheet_id: str) -> RunSheet:
    """The sheet, where this person reviews it."""
    sheet = visible(sheet_id)
    if not steps.reviews(person(), sheet):
        abort(404)
    return sheet


def written(sheet_id: str, parts: Collection[str] = ()) -> RunSheet:
    """The sheet, where this person writes it, in whatever state it is."""
    sheet = visible(sheet_id, parts)
    if not steps.writes(person(), sheet):
        abort(404)
    return sheet


def editable(sheet_id: str, parts: Collection[str] = ()) -> RunSheet:
    """The sheet, where this person writes it and it takes changes; 409 with the reason where it takes none."""
    sheet = written(sheet_id, parts)
    if why := steps.shut(session(), sheet):
        abort(409, why)
    if steps.state(session(), sheet) not in steps.EDITABLE:
        abort(409)
    return sheet


def stored(sheet_id: str, parts: Collection[str] = ()) -> RunSheet | None:
    """The sheet of this id, whoever may read it and even if it was discarded. With `parts` only these of it are read at once."""
    if not _SHEET_ID.fullmatch(sheet_id):
        return None
    noted = not only_reads()
    if not parts:
        if noted:
            note(session(), sheet_id)
        return session().get(RunSheet, sheet_id)
    lists = _lists(parts)
    row = session().execute(_reading(frozenset(parts), noted=noted), {"number": sheet_id}).first()
    # A session knows only what somebody still holds, and the class is asked for later.
    session().info[_READ] = row
    stands = row[2 : len(row) - len(lists)] if row else ()
    if noted:
        note_as_read(session(), sheet_id, Stood(*stands) if row else None)
    if row:
        _read_lists(row[0], dict(zip(lists, row[2 + len(stands) :], strict=True)))
    return row[0] if row else None


def _lists(parts: Collection[str]) -> list[str]:
    """Of the parts of a sheet those that are lists, most of them empty on most calls."""
    return sorted((ENTRY_SLUGS | {ANSWERS}).intersection(parts))


def _read_lists(sheet: RunSheet, there: Mapping[str, bool]) -> None:
    """Read these lists, where they are not known yet and anything is `there`: most calls have few kinds of entries, and no answers."""
    for part, some in there.items():
        if rows_of(part) in inspect(sheet).unloaded:
            rows = session().scalars(_rows(part), {"number": sheet.id}).all() if some else []
            set_committed_value(sheet, rows_of(part), rows)


# Put together once, since that takes longer than sending them.


@cache
def _reading(parts: frozenset[str], *, noted: bool) -> Select[Any]:
    """A sheet with these of its sections that stand once, its class, where that is to be `noted` how it stands, and of each of these
    lists, in the order of their names, whether anything is in it.
    """
    lists = _lists(parts)
    there = [_in(part).exists() for part in lists]
    joined = select(RunSheet, Classroom, *(STANDS if noted else ()), *there)
    joined = joined.join(Classroom, Classroom.id == RunSheet.classroom_id)
    joined = joined.join(Person, Person.id == RunSheet.trainee_id)
    return joined.where(RunSheet.id == bindparam("number")).options(*reading_only(*(parts - {*lists})))


@cache
def _rows(part: str) -> Select[Any]:
    kind = _kind(part)
    return _in(part).order_by(kind.id if kind is Answer else cast("type[Entry]", kind).created_at)


def _in(part: str) -> Select[Any]:
    kind = _kind(part)
    return select(kind).where(kind.run_sheet_id == bindparam("number"))


def _kind(part: str) -> type[Entry | Answer]:
    return Answer if part == ANSWERS else cast("type[Entry]", BY_SLUG[part])
