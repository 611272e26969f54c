"""The page of one person as a value: what is known of them, where else they are looked after, and what was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from epcr.people.corrections import level_words
from epcr.people.model import Classroom, Corrected, Correction, Person, Role
from epcr.sheet.customs import Customs
from epcr.visit.pieces import ActLink

KINDS: Final = {Corrected.NAME: "Name", Corrected.LEVEL: "Level", Corrected.LOGIN: "Login"}


@dataclass(frozen=True)
class Played:
    """A class that somebody is in; `level` is what they play there, empty for who plays none."""

    name: str
    address: str
    level: str


@dataclass(frozen=True)
class CorrectedLine:
    """One correction; `classroom` is where a level holds, as far as the page does not say it already."""

    what: str
    classroom: str
    was: str
    became: str
    by: str
    at: str


@dataclass(frozen=True)
class PersonPage:
    """The page. `classroom` is the class it is read from, empty for the administrator's page of anybody.

    `correct_login` leads to where the login is corrected, `login_words` says so, or by whom where it leads nowhere.
    """

    name: str
    role: str
    login: str
    classroom: str
    back: str
    acts: tuple[ActLink, ...]
    name_hint: str
    correct_login: str
    login_words: str
    classes: tuple[Played, ...]
    corrections: tuple[CorrectedLine, ...]


def person_page(
    person: Person,
    classroom: Classroom | None,
    who: Person,
    corrections: Sequence[Correction],
    levels: Mapping[int, str | None],
) -> PersonPage:
    """The page of somebody, as `who` sees it from a class or from nowhere; `levels` are what they play, by class."""
    rooms = sorted(person.classrooms, key=lambda room: (room.name, room.id))
    zone = classroom.zone if classroom else person.classrooms[0].zone if person.classrooms else "UTC"
    names = {} if classroom else {room.id: room.name for room in rooms}
    clock = Customs(zone).minute
    trainee = person.role == Role.TRAINEE
    return PersonPage(
        name=person.name,
        role=person.role.capitalize(),
        login=person.login,
        classroom=classroom.name if classroom else "",
        back=url_for("people.classroom", number=classroom.id) if classroom else url_for("people.everybody"),
        acts=_acts(person, classroom, who),
        name_hint="Drafts take the corrected name; submitted sheets keep the one they were written with"
        if trainee
        else "What was written before keeps the name of that day",
        correct_login=_correct_login(person, classroom, who),
        login_words=_login_words(classroom, who),
        classes=() if classroom else tuple(_played(person, room, levels[room.id]) for room in rooms),
        corrections=tuple(
            CorrectedLine(
                KINDS[Corrected(correction.kind)],
                names.get(correction.classroom_id, "") if correction.classroom_id else "",
                _words(correction, correction.was),
                _words(correction, correction.became),
                correction.actor,
                clock(correction.at),
            )
            for correction in corrections
        ),
    )


def _acts(person: Person, classroom: Classroom | None, who: Person) -> tuple[ActLink, ...]:
    """What else can be done: in a class all that concerns a trainee; one's own password is changed elsewhere."""
    if classroom is None:
        address = url_for("people.reset_person", person_id=person.id)
        return () if person.id == who.id else (ActLink("New password", address),)
    number = classroom.id
    return (
        ActLink("Sheets", url_for("review.queue", classroom=number, trainee=person.id, state="")),
        ActLink("Certificates", url_for("certificates.of_trainee", number=number, person_id=person.id)),
        ActLink("New password", url_for("people.reset_trainee", number=number, person_id=person.id)),
    )


def _correct_login(person: Person, classroom: Classroom | None, who: Person) -> str:
    if classroom is None or who.role != Role.ADMINISTRATOR:
        return ""
    return url_for("person.anybody", person_id=person.id)


def _login_words(classroom: Classroom | None, who: Person) -> str:
    if classroom is None:
        return ""
    administers = who.role == Role.ADMINISTRATOR
    return "Correct the login" if administers else "A wrong login is corrected by an administrator."


def _played(person: Person, room: Classroom, level: str | None) -> Played:
    if person.role != Role.TRAINEE:
        return Played(room.name, url_for("people.classroom", number=room.id), "")
    address = url_for("person.in_class", number=room.id, person_id=person.id)
    return Played(room.name, address, level_words(level))


def _words(correction: Correction, text: str) -> str:
    return level_words(text) if correction.kind == Corrected.LEVEL else text
