"""The page of one person as a value: what is known of them, where else they are looked after, and what was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from epcr.people.corrections import level_words
from epcr.people.model import Classroom, Corrected, Correction, Person, Role
from epcr.sheet.customs import Customs
from epcr.visit.pieces import Act

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

    `correct_login` leads to where the login is corrected, `login_words` says by whom where it leads nowhere.
    """

    name: str
    role: str
    login: str
    classroom: str
    back: str
    acts: tuple[Act, ...]
    name_hint: str
    correct_login: str
    login_words: str
    classes: tuple[Played, ...]
    corrections: tuple[CorrectedLine, ...]


def person_page(
    found: Person,
    classroom: Classroom | None,
    who: Person,
    corrections: Sequence[Correction],
    levels: Mapping[int, str | None],
) -> PersonPage:
    """The page of somebody, as `who` sees it from a class or from nowhere; `levels` are what they play, by class."""
    rooms = sorted(found.classrooms, key=lambda one: (one.name, one.id))
    zone = classroom.zone if classroom else found.classrooms[0].zone if found.classrooms else "UTC"
    names = {} if classroom else {one.id: one.name for one in rooms}
    clock = Customs(zone).minute
    trainee = found.role == Role.TRAINEE
    return PersonPage(
        name=found.name,
        role=found.role.capitalize(),
        login=found.login,
        classroom=classroom.name if classroom else "",
        back=url_for("people.classroom", number=classroom.id) if classroom else url_for("people.everybody"),
        acts=_acts(found, classroom, who),
        name_hint="Drafts take the corrected name; submitted sheets keep the one they were written with"
        if trainee
        else "What was written before keeps the name of that day",
        correct_login=_correct_login(found, classroom, who),
        login_words="A wrong login is corrected by an administrator." if classroom else "",
        classes=() if classroom else tuple(_played(found, one, levels[one.id]) for one in rooms),
        corrections=tuple(
            CorrectedLine(
                KINDS[Corrected(one.kind)],
                names.get(one.classroom_id, "") if one.classroom_id else "",
                _words(one, one.was),
                _words(one, one.became),
                one.actor,
                clock(one.at),
            )
            for one in corrections
        ),
    )


def _acts(found: Person, classroom: Classroom | None, who: Person) -> tuple[Act, ...]:
    """What else can be done: in a class all that concerns a trainee; one's own password is changed elsewhere."""
    if classroom is None:
        address = url_for("people.reset_person", person_id=found.id)
        return () if found.id == who.id else (Act("New password", address),)
    number = classroom.id
    return (
        Act("Sheets", url_for("review.queue", classroom=number, trainee=found.id, state="")),
        Act("Certificates", url_for("certificates.of_trainee", number=number, person_id=found.id)),
        Act("New password", url_for("people.reset_trainee", number=number, person_id=found.id)),
    )


def _correct_login(found: Person, classroom: Classroom | None, who: Person) -> str:
    if classroom is None or who.role != Role.ADMINISTRATOR:
        return ""
    return url_for("person.anybody", person_id=found.id)


def _played(found: Person, room: Classroom, level: str | None) -> Played:
    if found.role != Role.TRAINEE:
        return Played(room.name, url_for("people.classroom", number=room.id), "")
    address = url_for("person.in_class", number=room.id, person_id=found.id)
    return Played(room.name, address, level_words(level))


def _words(line: Correction, said: str) -> str:
    return level_words(said) if line.kind == Corrected.LEVEL else said
