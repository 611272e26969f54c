"""What whoever ends something is shown first: how it stands, and whose work hangs on it.

It reads and counts; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from epcr.people.ending import end_day, goes_on, in_words, instructors_of
from epcr.people.model import Classroom, Person, Role
from epcr.review.queue import Filter, narrowed
from epcr.review.state import State
from epcr.sheet.run_sheet import RunSheet
from epcr.shown import Shown


@dataclass(frozen=True)
class Fact:
    """One thing that whoever decides is shown."""

    name: str
    words: str

    @property
    def key(self) -> str:
        """Its name as a form carries it."""
        return self.name.replace(" ", "-")


def shown_of(facts: Sequence[Fact]) -> Shown:
    """What a page shows that tells these facts."""
    return Shown.of({one.key: [one.words] for one in facts})


def of_class(session: Session, classroom: Classroom) -> tuple[Fact, ...]:
    """Of a class: how it stands, its trainees, the sheets that are being written and those that wait."""
    trainees = sum(one.role == Role.TRAINEE for one in classroom.people)
    asked = Filter(classroom=classroom.id)
    return (
        Fact("The class", standing_of(classroom)),
        Fact("Trainees", str(trainees)),
        *_sheets(session, [classroom], asked),
    )


def of_teaching(session: Session, classroom: Classroom, who: Person) -> tuple[Fact, ...]:
    """Of somebody who teaches a class: who else does."""
    others = [one.name for one in instructors_of(session, classroom) if one.id != who.id]
    return (
        Fact("The class", standing_of(classroom)),
        Fact("Who else teaches it", ", ".join(others) or "nobody"),
    )


def of_account(session: Session, person: Person) -> tuple[Fact, ...]:
    """Of an account: whose it is, how it stands, the classes that go on, the sheets that are being written and those that wait."""
    going_on = sorted(one.name for one in person.classrooms if goes_on(one))
    ended = f"ended on {in_words(person.ended_at.date())}" if person.ended_at else "signs in"
    found = [
        Fact("The account", f"{person.login}, {person.role}, {ended}"),
        Fact("Classes that go on", ", ".join(going_on) or "none"),
    ]
    if person.role == Role.TRAINEE:
        rooms = session.scalars(select(Classroom)).all()
        found += _sheets(session, rooms, Filter(trainee=person.id))
    return tuple(found)


def standing_of(classroom: Classroom) -> str:
    """How a class stands: it goes on, or ended with the day that was chosen."""
    if classroom.ended_at is None:
        return "goes on"
    until = f", sheets until {in_words(classroom.drafts_until)}" if classroom.drafts_until else ""
    return f"ended on {end_day(classroom)}{until}"


def _sheets(session: Session, classrooms: Sequence[Classroom], asked: Filter) -> list[Fact]:
    def counted(*states: State) -> str:
        return str(
            sum(
                _number(session, classrooms, Filter(asked.classroom, asked.trainee, state=one))
                for one in states
            )
        )

    return [
        Fact("Run sheets being written", counted(State.DRAFT, State.RETURNED)),
        Fact("Run sheets waiting for review", counted(State.SUBMITTED)),
    ]


def _number(session: Session, classrooms: Sequence[Classroom], asked: Filter) -> int:
    return session.scalar(select(func.count()).select_from(RunSheet).where(*narrowed(classrooms, asked))) or 0
