"""The question before a new password is made for somebody else, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from epcr.people.model import Classroom, Person
from epcr.shown import Shown


@dataclass(frozen=True)
class ResetPage:
    """The page. `moved` says that the sign-ins of whom it is about are no longer those that it showed."""

    name: str
    address: str
    back: str
    shown: Shown
    moved: bool


def reset_page(person: Person, classroom: Classroom | None, *, moved: bool) -> ResetPage:
    """The page about somebody, asked from a class or by the administrator."""
    shown = Shown.of({"sign-in": [person.session_epoch]})
    if classroom is None:
        address = url_for("people.reset_person", person_id=person.id)
        return ResetPage(person.name, address, url_for("people.everybody"), shown, moved)
    address = url_for("people.reset_trainee", number=classroom.id, person_id=person.id)
    return ResetPage(person.name, address, url_for("people.classroom", number=classroom.id), shown, moved)
