"""The question before an import is taken back, as its page shows it: who goes, who stays, or why it can no longer be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from epcr.accounts.lines import Member, people_of
from epcr.people.model import Classroom
from epcr.people.roster import Import
from epcr.shown import Shown


@dataclass(frozen=True)
class TakeBackPage:
    """The page. `kept_by` says why it cannot be, a sentence each; `moved` that other people go than the page showed.

    `gone` go from the system, `guests` only out of the class.
    """

    classroom: str
    back: str
    address: str
    people: str
    actor: str
    at: datetime
    kept_by: tuple[str, ...]
    gone: tuple[Member, ...]
    guests: tuple[str, ...]
    shown: Shown
    moved: bool


def take_back_page(classroom: Classroom, imported: Import, *, moved: bool) -> TakeBackPage:
    """The page of an import of the class."""
    return TakeBackPage(
        classroom=classroom.name,
        back=url_for("people.classroom", number=classroom.id),
        address=url_for("roster.take_back", number=classroom.id, batch=imported.batch),
        people=people_of(imported),
        actor=imported.actor,
        at=imported.at,
        kept_by=imported.kept_by,
        gone=tuple(Member(person.name, person.login) for person in imported.people),
        guests=tuple(guest.name for guest in imported.guests),
        shown=who_goes(imported),
        moved=moved,
    )


def who_goes(imported: Import) -> Shown:
    """Who is no longer in the system once an import is taken back, and of which other classes they are."""
    return Shown.of(
        {
            f"person-{person.id}": (person.name, person.login, *sorted(room.id for room in person.classrooms))
            for person in imported.people
        }
    )
