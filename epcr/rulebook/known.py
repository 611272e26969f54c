"""The rulesets that a person may read: those from files, and the own ones of the person's classes.

It refuses to know what is in them. A ruleset that is not in the answer is, for this person, not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.broken_schema import BrokenSchema
from epcr.checks.own_rules import own_ruleset
from epcr.people.model import Person, Role
from epcr.scope import Ruleset, rulesets
from epcr.sheet.class_ruleset import ClassRuleset


def known(session: Session, person: Person) -> Mapping[str, Ruleset]:
    """All rulesets by id that this person may read: administrators those of every class, others those of their own."""
    return {**rulesets(), **{ruleset.id: ruleset for ruleset in _of_classes(session, person)}}


def known_ruleset(session: Session, person: Person, name: str) -> Ruleset | None:
    """The one of them with this id, put together alone; None where there is none for this person."""
    return rulesets().get(name) or next(_of_classes(session, person, name), None)


def _of_classes(session: Session, person: Person, name: str | None = None) -> Iterator[Ruleset]:
    """The newest version of each, or of one; one that can no longer be used, because its parent changed, is left out."""
    wanted = select(ClassRuleset).order_by(ClassRuleset.name)
    if name is not None:
        wanted = wanted.where(ClassRuleset.name == name)
    if person.role != Role.ADMINISTRATOR:
        wanted = wanted.where(
            ClassRuleset.classroom_id.in_([classroom.id for classroom in person.classrooms])
        )
    for own in session.scalars(wanted):
        try:
            yield own_ruleset(own.newest())
        except BrokenSchema:
            continue
