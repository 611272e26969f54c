"""What can be done: end a class and open it again, let an instructor stop teaching one, end an account and open it again.

Each is written into the history in the name of whoever asked. Plain functions over a session; each raises Refused with a sentence
where it cannot be done. The route commits.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.db import now
from epcr.people.classrooms import hold_class
from epcr.people.ending import Ending, What, goes_on, in_words, local_day, require_another_instructor
from epcr.people.model import Classroom, Person, Role
from epcr.people.passwords import end_sign_ins
from epcr.refused import Refused

# Chosen here: the two weeks in which what was begun in the last lesson is finished.
USUAL_DAYS: Final = 14
MOST_DAYS: Final = 366


def usual_day(classroom: Classroom) -> date:
    """The last day for the sheets of a class that ends today, unless another is chosen."""
    return local_day(classroom) + timedelta(days=USUAL_DAYS)


def end_class(session: Session, classroom: Classroom, until: date) -> bool:
    """End a class; its sheets can be changed up to and with a day. Of one that has ended the day is changed.

    False where it has ended with that day already.
    """
    hold_class(session, classroom)
    ended = not goes_on(classroom)
    if ended and classroom.drafts_until == until:
        return False
    today = local_day(classroom)
    if not today <= until <= today + timedelta(days=MOST_DAYS):
        latest = in_words(today + timedelta(days=MOST_DAYS))
        raise Refused(f"Choose a day from today, {in_words(today)}, to {latest}.", "until")
    classroom.ended_at = classroom.ended_at or now()
    classroom.drafts_until = until
    classroom.join_open = False
    _write(session, What.DAY_CHANGED if ended else What.ENDED, classroom=classroom, until=until)
    return True


def open_class(session: Session, classroom: Classroom) -> bool:
    """Let a class that has ended go on. Joining stays closed until it is opened too. False where it goes on already."""
    hold_class(session, classroom)
    if goes_on(classroom):
        return False
    classroom.ended_at = classroom.drafts_until = None
    _write(session, What.OPENED, classroom=classroom)
    return True


def end_account(session: Session, person: Person, actor: Person | None) -> bool:
    """End an account: every sign-in of it ends, nobody signs in with it. `actor` is None at a terminal.

    False where it has ended already.
    """
    active = _hold_what_ends(session, person)
    if person.ended_at is not None:
        return False
    if actor is not None and actor.id == person.id:
        raise Refused("This is your own account. Another administrator can end it.")
    if person.role == Role.ADMINISTRATOR:
        _require_another_administrator(person, actor, active)
    for classroom in person.classrooms:
        require_another_instructor(session, classroom, person)
    person.ended_at = now()
    end_sign_ins(session, person)
    _write(session, What.ENDED, person=person)
    return True


def open_account(session: Session, person: Person) -> bool:
    """Let somebody sign in again with the password they had. False where they can already."""
    _hold(session, person)
    if person.ended_at is None:
        return False
    person.ended_at = None
    _write(session, What.OPENED, person=person)
    return True


def _hold_what_ends(session: Session, person: Person) -> list[int]:
    """Keep others from changing what the end of an account is decided on, always in this order; of an administrator, who else is one."""
    active = _hold_administrators(session) if person.role == Role.ADMINISTRATOR else []
    if person.role == Role.INSTRUCTOR:
        for classroom in sorted(person.classrooms, key=lambda room: room.id):
            hold_class(session, classroom)
    _hold(session, person)
    return active


def _require_another_administrator(person: Person, actor: Person | None, active: Collection[int]) -> None:
    """That an administrator is left, and that whoever asks still is one. Raises Refused."""
    if set(active) == {person.id}:
        raise Refused(f"{person.name} is the last administrator. Add another administrator first.")
    if actor is not None and actor.id not in active:
        raise Refused("Your own account has ended.")


def _hold(session: Session, person: Person) -> None:
    """Keep others from changing the person until the transaction ends, and read them as they are then."""
    if session.get_bind().dialect.name != "sqlite":
        session.refresh(person, with_for_update=True)


def _hold_administrators(session: Session) -> list[int]:
    """Who administers and can sign in, by number; of two who end each other the second waits here."""
    active = (
        select(Person).where(Person.role == Role.ADMINISTRATOR, Person.ended_at.is_(None)).order_by(Person.id)
    )
    held = session.scalars(active.with_for_update().execution_options(populate_existing=True))
    return [administrator.id for administrator in held]


def _write(
    session: Session,
    kind: What,
    *,
    classroom: Classroom | None = None,
    person: Person | None = None,
    until: date | None = None,
) -> None:
    session.add(
        Ending(
            classroom_id=classroom.id if classroom else None,
            person_id=person.id if person else None,
            kind=kind,
            until=until,
            actor=session.info["actor"],
        )
    )
    session.flush()
