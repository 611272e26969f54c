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
class EndingFact:
    """One thing that whoever decides is shown."""

    name: str
    words: str

    @property
    def key(self) -> str:
        """Its name as a form carries it."""
        return self.name.replace(" ", "-")


def shown_of(facts: Sequence[EndingFact]) -> Shown:
    """What a page shows that tells these facts."""
    return Shown.of({fact.key: [fact.words] for fact in facts})


def of_class(session: Session, classroom: Classroom) -> tuple[EndingFact, ...]:
    """Of a class: how it stands, its trainees, the sheets that are being written and those that wait."""
    trainees = sum(member.role == Role.TRAINEE for member in classroom.people)
    asked = Filter(classroom=classroom.id)
    return (
        EndingFact("The class", standing_of(classroom)),
        EndingFact("Trainees", str(trainees)),
        *_sheets(session, [classroom], asked),
    )


def of_teaching(session: Session, classroom: Classroom, who: Person) -> tuple[EndingFact, ...]:
    """Of somebody who teaches a class: who else does."""
    others = [instructor.name for instructor in instructors_of(session, classroom) if instructor.id != who.id]
    return (
        EndingFact("The class", standing_of(classroom)),
        EndingFact("Who else teaches it", ", ".join(others) or "nobody"),
    )


def of_account(session: Session, person: Person) -> tuple[EndingFact, ...]:
    """Of an account: whose it is, how it stands, the classes that go on, the sheets that are being written and those that wait."""
    going_on = sorted(room.name for room in person.classrooms if goes_on(room))
    ended = f"ended on {in_words(person.ended_at.date())}" if person.ended_at else "signs in"
    facts = [
        EndingFact("The account", f"{person.login}, {person.role}, {ended}"),
        EndingFact("Classes that go on", ", ".join(going_on) or "none"),
    ]
    if person.role == Role.TRAINEE:
        rooms = session.scalars(select(Classroom)).all()
        facts += _sheets(session, rooms, Filter(trainee=person.id))
    return tuple(facts)


def standing_of(classroom: Classroom) -> str:
    """How a class stands: it goes on, or ended with the day that was chosen."""
    if classroom.ended_at is None:
        return "goes on"
    until = f", sheets until {in_words(classroom.drafts_until)}" if classroom.drafts_until else ""
    return f"ended on {end_day(classroom)}{until}"


def _sheets(session: Session, classrooms: Sequence[Classroom], asked: Filter) -> list[EndingFact]:
    def counted(*states: State) -> str:
        return str(
            sum(
                _number(session, classrooms, Filter(asked.classroom, asked.trainee, state=state))
                for state in states
            )
        )

    return [
        EndingFact("Run sheets being written", counted(State.DRAFT, State.RETURNED)),
        EndingFact("Run sheets waiting for review", counted(State.SUBMITTED)),
    ]


def _number(session: Session, classrooms: Sequence[Classroom], asked: Filter) -> int:
    return session.scalar(select(func.count()).select_from(RunSheet).where(*narrowed(classrooms, asked))) or 0
