"""The class of a run sheet on its trainee's pages, and the classes that they can begin one in.

Whoever is in one class alone is told nothing that they know, and asked nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from epcr.people.classrooms import ruleset_title
from epcr.people.corrections import level_words, levels_of
from epcr.people.ending import goes_on
from epcr.people.model import Classroom, Person, Role
from epcr.review.state import class_of
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.signed_in import person, session
from epcr.words.naming import listed

OUT_OF_SCOPE = {"teach": "asks about what is out of scope", "strict": "refuses what is out of scope"}


@dataclass(frozen=True)
class OfSheet:
    """The class of a sheet: its name, and whether whoever reads the page could take it for another one."""

    name: str
    several: bool


@dataclass(frozen=True)
class Offered:
    """A class to begin a sheet in, with what tells it from the others: who teaches it, what hangs on it."""

    number: int
    name: str
    words: str


def of_sheet(sheet: RunSheet) -> OfSheet:
    """The class of a sheet, for one of its pages."""
    several = any(room.id != sheet.classroom_id for room in person().classrooms)
    return OfSheet(class_of(session(), sheet).name, several)


def names_on_list(who: Person, sheets: Iterable[RunSheet]) -> dict[int, str]:
    """The names of the classes of sheets, by number; empty where all of them, and whoever writes them, are in one class."""
    numbers = {room.id for room in who.classrooms} | {sheet.classroom_id for sheet in sheets}
    if len(numbers) < 2:
        return {}
    wanted = select(Classroom.id, Classroom.name).where(Classroom.id.in_(numbers))
    return {row.id: row.name for row in session().execute(wanted)}


def offered(who: Person) -> list[Offered]:
    """The classes that somebody can begin a sheet in, by name; of one alone nothing more is told."""
    mine = sorted(filter(goes_on, who.classrooms), key=lambda room: (room.name, room.id))
    if len(mine) < 2:
        return [Offered(room.id, room.name, "") for room in mine]
    played = levels_of(session(), who)
    facts = [
        (
            f"You play {level_words(played[room.id])}" if played.get(room.id) else "",
            _teachers(room),
            f"by {ruleset_title(session(), room)}",
            OUT_OF_SCOPE[room.mode],
        )
        for room in mine
    ]
    # Only what tells them apart is read before a tap.
    differs = [len(set(column)) > 1 for column in zip(*facts, strict=True)]
    return [
        Offered(
            room.id,
            room.name,
            " · ".join(part for part, apart in zip(parts, differs, strict=True) if part and apart),
        )
        for room, parts in zip(mine, facts, strict=True)
    ]


def _teachers(classroom: Classroom) -> str:
    names = sorted(person.name for person in classroom.people if person.role == Role.INSTRUCTOR)
    return f"with {listed(names, 'and')}" if names else ""
