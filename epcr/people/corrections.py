"""What was written wrong about somebody, put right: name and level by whoever teaches them, the login by an administrator.

Each correction is a line of the person's own audit. Plain functions over a session; each raises Refused with a sentence where it
cannot be done. Who keeps names of people (the review, on run sheets) hears of a corrected one through `when_renamed`. The route
commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from epcr.db import hold_row
from epcr.people.classrooms import teaches
from epcr.people.listing import read_level, read_login, read_name
from epcr.people.model import Classroom, Corrected, Correction, Membership, Person, Role
from epcr.people.persons import find_person, taken
from epcr.sheet.vocabulary import vocabulary

NOT_CERTIFIED = "Not certified yet"
Renamed = Callable[[Session, Person, str], None]
_HEAR: list[Renamed] = []


def when_renamed(hear: Renamed) -> Renamed:
    """Mark a function that is told of each corrected name, with the one until then, within the same transaction."""
    _HEAR.append(hear)
    return hear


def may_correct(actor: Person, person: Person, classroom: Classroom | None) -> bool:
    """Whether this person may: whoever teaches the class a trainee of it, an administrator everybody.

    Not theirs is whom only a list put into the class: a list could name the login of anybody.
    """
    if actor.role == Role.ADMINISTRATOR:
        return classroom is None or person in classroom.people
    if classroom is None or person.role != Role.TRAINEE or not teaches(actor, classroom):
        return False
    own = select(Membership.listed).where(
        Membership.person_id == person.id, Membership.classroom_id == classroom.id
    )
    session = object_session(person)
    return session is not None and session.scalar(own) is False


def hold_person(session: Session, person: Person) -> None:
    """Keep others from correcting them until the transaction ends, and read them as they are then."""
    hold_row(session, person)


# The level in a class -------------------------------------------------------------------------------------------------


def membership_of(session: Session, person: Person, classroom: Classroom) -> Membership | None:
    """The membership of a person in a class; None where they do not belong to it."""
    return session.get(Membership, (person.id, classroom.id))


def levels_in(session: Session, classroom: Classroom) -> Mapping[int, str | None]:
    """The level that everybody plays in a class, by the number of the person."""
    memberships = select(Membership.person_id, Membership.level).where(
        Membership.classroom_id == classroom.id
    )
    return {row.person_id: row.level for row in session.execute(memberships)}


def levels_of(session: Session, person: Person) -> Mapping[int, str | None]:
    """The level that a person plays in each of their classes, by the number of the class."""
    memberships = select(Membership.classroom_id, Membership.level).where(Membership.person_id == person.id)
    return {row.classroom_id: row.level for row in session.execute(memberships)}


def usual_level(session: Session, person: Person) -> str | None:
    """What somebody plays in all of their classes; where that differs, the level that they gave themselves."""
    levels = set(levels_of(session, person).values())
    return levels.pop() if len(levels) == 1 else person.level


def level_words(level: str | None) -> str:
    """A level as people read it."""
    return vocabulary("level").label(level) if level else NOT_CERTIFIED


# Corrections ----------------------------------------------------------------------------------------------------------


def correct_name(session: Session, person: Person, text: str) -> None:
    """Write the name of a person anew, where it is another, and tell who keeps names."""
    name, was = read_name(text), person.name
    if name == was:
        return
    person.name = name
    _write(session, person, Corrected.NAME, was, name)
    for hear in _HEAR:
        hear(session, person, was)


def correct_level(session: Session, person: Person, classroom: Classroom, text: str) -> None:
    """Write the level that a person plays in a class anew; empty for one who is not certified yet."""
    membership = membership_of(session, person, classroom)
    level = read_level(text)
    if membership is None or membership.level == level:
        return
    was, membership.level = membership.level, level
    _write(session, person, Corrected.LEVEL, was or "", level or "", classroom)


def correct_login(session: Session, person: Person, text: str) -> None:
    """Give somebody another login. Their sign-ins go on; the next one asks for the new login."""
    login, was = read_login(text), person.login
    if login == was:
        return
    if find_person(session, login) is not None:
        raise taken(login)
    person.login = login
    try:
        _write(session, person, Corrected.LOGIN, was, login)
    except IntegrityError:  # two gave it at the same moment
        session.rollback()
        raise taken(login) from None


def corrections_of(
    session: Session, person: Person, classroom: Classroom | None = None
) -> Sequence[Correction]:
    """The corrections of a person, the newest first; for a class without the levels that hold in others."""
    lines = select(Correction).where(Correction.person_id == person.id).order_by(Correction.id.desc())
    if classroom is not None:
        lines = lines.where(or_(Correction.kind != Corrected.LEVEL, Correction.classroom_id == classroom.id))
    return session.scalars(lines).all()


def had_logins(session: Session, logins: Iterable[str], since: datetime) -> dict[str, list[Person]]:
    """Who had each of these logins at a moment or later: first those who had it and got another, then who has it now."""
    wanted = list(logins)
    people: dict[str, list[Person]] = {}
    changed = select(Correction).where(
        Correction.kind == Corrected.LOGIN, Correction.was.in_(wanted), Correction.at >= since
    )
    for line in session.scalars(changed.order_by(Correction.id)):
        people.setdefault(line.was, []).append(session.get_one(Person, line.person_id))
    for person in session.scalars(select(Person).where(Person.login.in_(wanted))):
        people.setdefault(person.login, []).append(person)
    return people


def _write(
    session: Session,
    person: Person,
    kind: Corrected,
    was: str,
    became: str,
    classroom: Classroom | None = None,
) -> None:
    person.version += 1
    session.add(
        Correction(
            person_id=person.id,
            classroom_id=classroom.id if classroom else None,
            kind=kind,
            was=was,
            became=became,
            actor=session.info["actor"],
        )
    )
    session.flush()
