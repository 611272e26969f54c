"""Joining a class with its code."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from epcr.db import now
from epcr.isolates import isolated
from epcr.letters import plain
from epcr.people.ending import ClassEnded, said_of
from epcr.people.listing import read_level
from epcr.people.model import Classroom, Membership, Person, Role
from epcr.people.persons import add_hashed
from epcr.refused import Refused

OWN_CODE = "Ask your instructor for the code of the class that goes on."
NO_SUCH_CODE = "No class that is open to join has this code. Ask your instructor for it."


def find_open_class(session: Session, code: str) -> Classroom | None:
    """The class that can be joined with this code, typed with or without spaces and dashes, in any case.

    Raises ClassEnded where the code is that of a class that has ended.
    """
    cleaned = "".join(letter for letter in plain(code).upper() if letter.isalnum())
    classroom = session.scalar(select(Classroom).where(Classroom.join_code == cleaned))
    if classroom is not None and classroom.ended_at is not None:
        raise ClassEnded(f"{said_of(classroom)} Nobody can join with its code any more. {OWN_CODE}", "code")
    return classroom if classroom is not None and classroom.join_open else None


def join(
    session: Session, code: str, *, login: str, name: str, level: str | None, password_hash: str
) -> Person:
    """Add a trainee who has the code of a class to it. Raises Refused."""
    classroom = find_open_class(session, code)
    if classroom is None:
        raise Refused(NO_SUCH_CODE, "code")
    person = add_hashed(
        session, login=login, name=name, role=Role.TRAINEE, level=level, password_hash=password_hash
    )
    person.first_sign_in_at = now()  # who joins is signed in by it
    person.classrooms.append(classroom)
    session.flush()
    return person


def join_another(session: Session, trainee: Person, code: str, level: str | None = None) -> Classroom:
    """Add a trainee who is here already to another class, where they play a level; None for their own. Raises Refused."""
    classroom = find_open_class(session, code)
    if classroom is None:
        raise Refused(NO_SUCH_CODE, "code")
    # Whoever types the code wants to be in the class, whichever list put them there.
    own = update(Membership).where(
        Membership.person_id == trainee.id, Membership.classroom_id == classroom.id, Membership.listed
    )
    by_list = session.scalar(own.values(listed=False).returning(Membership.person_id)) is not None
    if classroom in trainee.classrooms and not by_list:
        message = f"You are already in {isolated(classroom.name)}. Go back and begin a run sheet in it."
        raise Refused(message, "code")
    chosen = None if level is None else read_level(level)
    if not by_list:
        trainee.classrooms.append(classroom)
        session.flush()
    if level is not None:
        session.get_one(Membership, (trainee.id, classroom.id)).level = chosen
        session.flush()
    return classroom
