"""Which sheets are printed, and in which order: those of the queue's filter, by class, then by trainee, then as they were begun."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from epcr.people.model import Classroom, Person
from epcr.review.queue import Filter, narrowed
from epcr.sheet.run_sheet import RunSheet


def how_many(session: Session, classrooms: Sequence[Classroom], asked: Filter) -> int:
    """How many sheets of these classes answer to what is asked."""
    return session.scalar(select(func.count()).select_from(RunSheet).where(*narrowed(classrooms, asked))) or 0


def in_order(session: Session, classrooms: Sequence[Classroom], asked: Filter) -> tuple[str, ...]:
    """Their ids, in the order of paper."""
    return tuple(
        session.scalars(
            select(RunSheet.id)
            .join(Person, Person.id == RunSheet.trainee_id)
            .join(Classroom, Classroom.id == RunSheet.classroom_id)
            .where(*narrowed(classrooms, asked))
            .order_by(Classroom.name, Classroom.id, Person.name, Person.id, RunSheet.created_at, RunSheet.id)
        )
    )
