"""Passwords of others: who may set whose, and what it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from epcr.people.model import Membership, Person, Role
from epcr.people.password import hash_password, readable_password
from epcr.refused import Refused


@dataclass(frozen=True)
class NewPassword:
    """Somebody and the password made for them, to be shown once."""

    person: Person
    password: str


def set_password(session: Session, person: Person, password_hash: str, *, must_change: bool) -> None:
    """Give somebody another password; whoever is signed in as them elsewhere is signed out."""
    person.password_hash = password_hash
    person.must_change_password = must_change
    end_sign_ins(session, person)


def end_sign_ins(session: Session, person: Person) -> None:
    """End every sign-in of this person. The cookies hold nothing by which one of them could be told from a copy of it."""
    person.session_epoch += 1
    session.flush()


def may_reset(actor: Person, person: Person) -> bool:
    """Whether this person may set that one's password: an administrator anybody else's, an instructor their trainees'."""
    session = object_session(person)
    return session is not None and person.id in settable(session, actor, [person])


def settable(session: Session, actor: Person, people: Sequence[Person]) -> set[int]:
    """Whose password of these the actor may set, by number.

    Not an instructor's are those whom only a list put into the class: a list could name the login of anybody.
    """
    others = [person for person in people if person.id != actor.id and person.ended_at is None]
    if actor.role == Role.ADMINISTRATOR:
        return {person.id for person in others}
    if actor.role != Role.INSTRUCTOR:
        return set()
    joined = select(Membership.person_id).where(
        Membership.person_id.in_([person.id for person in others if person.role == Role.TRAINEE]),
        Membership.classroom_id.in_([classroom.id for classroom in actor.classrooms]),
        Membership.listed.is_(False),
    )
    return set(session.scalars(joined))


def reset_password(
    session: Session, actor: Person, person: Person, password: str | None = None
) -> NewPassword:
    """Set a password that was made up and must be changed at the next sign-in. Raises Refused."""
    if not may_reset(actor, person):
        raise Refused("You can set a new password for the trainees of your own classes only.")
    made = password or readable_password()
    set_password(session, person, hash_password(made), must_change=True)
    return NewPassword(person, made)
