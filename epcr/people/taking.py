"""What is taken from a class list besides those who are new: who comes from another class, a name, a level.

No password changes. Who comes is a line of the class's roster, a name or a level one of the person's corrections. Plain functions
over a session; each raises Refused with a sentence where it cannot be done. The route commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.people.corrections import correct_level, correct_name, may_correct, membership_of
from epcr.people.deciding import Plan
from epcr.people.model import Came, Classroom, Person
from epcr.people.passwords import may_reset
from epcr.people.roster import mark_listed, write
from epcr.refused import Refused

MEANWHILE = "Somebody on this list was changed in the meantime. Look at the list again."


def take(session: Session, classroom: Classroom, plan: Plan, actor: Person, batch: str) -> None:
    """Do what was decided beyond making people. Whoever calls holds the class."""
    logins = {known.login for known in plan.come} | {change.login for change in (*plan.names, *plan.levels)}
    held = select(Person).where(Person.login.in_(logins)).order_by(Person.id)
    people = {
        person.login: person
        for person in session.scalars(held.with_for_update().execution_options(populate_existing=True))
    }
    if set(people) != logins:
        raise Refused(MEANWHILE, "people")
    _come(session, classroom, [people[known.login] for known in plan.come], actor, batch)
    _correct(session, classroom, people, plan, actor)
    session.flush()


def _come(
    session: Session, classroom: Classroom, people: Sequence[Person], actor: Person, batch: str
) -> None:
    """Put people who are here already into the class. Whose password the actor could not set before cannot be set now either."""
    strangers = [person.id for person in people if not may_reset(actor, person)]
    for person in people:
        if person.ended_at is not None or person in classroom.people:
            raise Refused(MEANWHILE, "people")
        classroom.people.append(person)
        write(session, classroom, person, Came.LISTED, batch)
    session.flush()
    mark_listed(session, classroom, strangers)


def _correct(
    session: Session, classroom: Classroom, people: Mapping[str, Person], wanted: Plan, actor: Person
) -> None:
    """Take names and levels of the list, each a correction of the person's own audit."""
    for change in wanted.names:
        person = people[change.login]
        if person.name != change.was or change.becomes is None or not may_correct(actor, person, classroom):
            raise Refused(MEANWHILE, "people")
        correct_name(session, person, change.becomes)
    for change in wanted.levels:
        person = people[change.login]
        membership = membership_of(session, person, classroom)
        if membership is None or membership.level != change.was:
            raise Refused(MEANWHILE, "people")
        correct_level(session, person, classroom, change.becomes or "")
