"""What can be done with classes: make and change one, its code, its rules, who teaches it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from epcr.db import hold_row
from epcr.people.ending import require_going_on
from epcr.people.model import Classroom, Person, Role
from epcr.people.persons import find_person
from epcr.refused import Refused
from epcr.scope import rulesets
from epcr.sheet.class_ruleset import ClassRuleset
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.units import CHOSEN
from epcr.wording import one_line

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that are taken for each other
CODE_LENGTH = 8
MODES = ("teach", "strict")
LONGEST_CLASS_NAME = 80


def classes_of(session: Session, person: Person) -> list[Classroom]:
    """The classes a person sees, by name: an administrator all, everybody else their own."""
    if person.role == Role.ADMINISTRATOR:
        return list(session.scalars(select(Classroom).order_by(Classroom.name, Classroom.id)))
    return sorted(person.classrooms, key=lambda classroom: (classroom.name, classroom.id))


def teaches(person: Person, classroom: Classroom) -> bool:
    """Whether this person teaches the class or administers all of them."""
    if person.role == Role.ADMINISTRATOR:
        return True
    return person.role == Role.INSTRUCTOR and any(room.id == classroom.id for room in person.classrooms)


def make_class(session: Session, teacher: Person, **settings: str) -> Classroom:
    """Make a class. Settings: name, ruleset, mode, zone, temperature, weight, glucose. Raises Refused."""
    classroom = Classroom(join_code=_fresh_code(session), **_checked(settings))
    if teacher.role == Role.INSTRUCTOR:
        classroom.people.append(teacher)
    session.add(classroom)
    session.flush()
    return classroom


def change_class(session: Session, classroom: Classroom, **settings: str) -> None:
    """Change a class's settings. Raises Refused.

    Its sheets are judged by its ruleset from now on, and keep the verdicts they have; of all else they keep what they were
    begun with.
    """
    own = (classroom.ruleset, *own_rulesets(session, classroom))
    for name, value in _checked(settings, own).items():
        setattr(classroom, name, value)
    classroom.version += 1
    _tell_sheets(session, classroom)


def change_agency(session: Session, classroom: Classroom, agency: dict[str, Any] | None) -> None:
    """Change the agency that a class plays: `programs`, `medical_control`, `standing_orders`, and what documents for other systems say
    of it (`epcr.export.nemsis.agency`); None for the usual one.

    Its sheets are judged with it from now on, and keep the verdicts they have.
    """
    classroom.agency = agency
    classroom.version += 1
    _tell_sheets(session, classroom)


def hold_class(session: Session, classroom: Classroom) -> None:
    """Keep others from changing the class until the transaction ends, and read it as it is then."""
    hold_row(session, classroom)


def own_rulesets(session: Session, classroom: Classroom) -> dict[str, str]:
    """The titles of the class's own rulesets, by id."""
    own = select(ClassRuleset).where(ClassRuleset.classroom_id == classroom.id).order_by(ClassRuleset.name)
    return {ruleset.name: ruleset.title for ruleset in session.scalars(own)}


def ruleset_title(session: Session, classroom: Classroom) -> str:
    """What the ruleset is called that judges the class; its id where its file is gone."""
    known = rulesets().get(classroom.ruleset)
    return (
        known.title if known else own_rulesets(session, classroom).get(classroom.ruleset, classroom.ruleset)
    )


def _tell_sheets(session: Session, classroom: Classroom) -> None:
    """Let every sheet of the class be judged by the rules and the agency of now."""
    session.flush()
    # Only the sheets themselves: none of their sections is needed.
    sheets = select(RunSheet).where(RunSheet.classroom_id == classroom.id).options(lazyload("*"))
    for sheet in session.scalars(sheets):
        if sheet.ruleset != classroom.ruleset:
            sheet.ruleset = classroom.ruleset
        if sheet.agency != classroom.agency:
            sheet.agency = classroom.agency
    session.flush()


def open_joining(classroom: Classroom) -> None:
    """Let people join with the code."""
    classroom.join_open = True


def close_joining(classroom: Classroom) -> None:
    """Let nobody join with the code."""
    classroom.join_open = False


def renew_code(session: Session, classroom: Classroom) -> str:
    """Give the class another code; the old one no longer works."""
    classroom.join_code = _fresh_code(session)
    return classroom.join_code


def add_instructor(session: Session, classroom: Classroom, login: str) -> Person:
    """Let another instructor teach the class. Raises Refused."""
    instructor = find_person(session, login)
    if instructor is not None and instructor.ended_at is not None:
        raise Refused(
            f"The account {instructor.login} has ended. An administrator can open it again.", "login"
        )
    if instructor is None or instructor.role != Role.INSTRUCTOR:
        raise Refused("Write the login of an instructor; the list of people has them.", "login")
    if instructor not in classroom.people:
        classroom.people.append(instructor)
        session.flush()
    return instructor


def put_in(session: Session, classroom: Classroom, newcomer: Person) -> None:
    """Put somebody who was added just now into a class: a trainee to write in it, an instructor to teach it. Raises Refused."""
    if newcomer.role == Role.ADMINISTRATOR:
        raise Refused("An administrator sees every class and is in none: choose no class.", "classroom")
    hold_class(session, classroom)
    require_going_on(classroom, "Nobody can be added to it.")
    classroom.people.append(newcomer)
    session.flush()


@cache
def zones() -> tuple[str, ...]:
    """The names of time zones, those of the United States first."""
    special = ("Etc/", "posix/", "right/", "SystemV/")
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(special))
    first = [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
    ]  # fmt: skip
    return (*(zone for zone in first if zone in named), *(zone for zone in named if zone not in first))


def _checked(settings: Mapping[str, str], own: Sequence[str] = ()) -> dict[str, str]:
    allowed: dict[str, tuple[str, ...]] = {
        "ruleset": (*rulesets(), *own),
        "mode": MODES,
        "zone": zones(),
        **CHOSEN,
    }
    checked = {}
    for name, value in settings.items():
        if name == "name":
            checked[name] = one_line(value)
            if not checked[name] or len(checked[name]) > LONGEST_CLASS_NAME:
                raise Refused(
                    f"Write a name for the class of at most {LONGEST_CLASS_NAME} characters.", "name"
                )
            continue
        if value not in allowed[name]:
            raise Refused(f"Choose the {name} from its list.", name)
        checked[name] = value
    return checked


def _fresh_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Classroom.id).where(Classroom.join_code == code)) is None:
            return code
