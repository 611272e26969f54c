"""What has ended: a class, an account. The day until which sheets of an ended class can be changed, and the rule of the last one.

It answers questions and says why not; what ends and opens again is done in `epcr.endings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.people.model import Classroom, Membership, Person, Role
from epcr.refused import Refused
from epcr.words import language


class What(StrEnum):
    """What was done."""

    ENDED = "ended"
    DAY_CHANGED = "day changed"
    OPENED = "opened again"


class Ending(Base):
    """One line of the history of a class or of an account: ended or opened again, when, by whom. Written once.

    `until` is the day that was chosen for the sheets of the class.
    """

    __tablename__ = "ending"

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int | None] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    until: Mapped[date | None] = mapped_column(default=None)
    actor: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)


class ClassEnded(Refused):
    """What cannot be done because the class has ended."""


def history_of(session: Session, thing: Classroom | Person) -> Sequence[Ending]:
    """When a class or an account ended and was opened again, the newest first."""
    about = Ending.classroom_id if isinstance(thing, Classroom) else Ending.person_id
    return session.scalars(select(Ending).where(about == thing.id).order_by(Ending.id.desc())).all()


def in_words(day: date) -> str:
    """A day that nobody takes for another: `December 13, 2026`, `13 de diciembre de 2026`."""
    return format_date(day, "long", locale=language.spoken())


# A class --------------------------------------------------------------------------------------------------------------


def local_day(classroom: Classroom, at: datetime | None = None) -> date:
    """The day it is, or was at a moment, on the class's calendar."""
    return (at or now()).astimezone(ZoneInfo(classroom.zone)).date()


def goes_on(classroom: Classroom) -> bool:
    """Whether the class has not ended."""
    return classroom.ended_at is None


def takes_changes(classroom: Classroom) -> bool:
    """Whether sheets of the class can be changed: while it goes on, and after its end until the day that was chosen."""
    if classroom.ended_at is None:
        return True
    return classroom.drafts_until is not None and local_day(classroom) <= classroom.drafts_until


def said_of(classroom: Classroom) -> str:
    """That the class has ended, with the day; empty for one that goes on."""
    return "" if goes_on(classroom) else f"{classroom.name} ended on {end_day(classroom)}."


def end_day(classroom: Classroom) -> str:
    """The day on which the class ended, on its own calendar and in words; empty for one that goes on."""
    return "" if classroom.ended_at is None else in_words(local_day(classroom, classroom.ended_at))


def still_open(classroom: Classroom) -> str:
    """Until when a sheet of an ended class can be changed; empty where that is not to be said."""
    if classroom.ended_at is None or classroom.drafts_until is None or not takes_changes(classroom):
        return ""
    return (
        f"{said_of(classroom)} You can change and submit this sheet until {in_words(classroom.drafts_until)}."
    )


def why_read_only(classroom: Classroom) -> str:
    """Why sheets of the class can only be read; empty where they can be changed."""
    if takes_changes(classroom):
        return ""
    until = f" until {in_words(classroom.drafts_until)}" if classroom.drafts_until else ""
    return (
        f"{said_of(classroom)} Its run sheets could be changed{until} and can only be read now. "
        "If something is left to do, ask for the class to be opened again."
    )


def require_going_on(classroom: Classroom, what: str) -> None:
    """Refuse what only a class that goes on takes; `what` is a sentence. Raises ClassEnded."""
    if classroom.ended_at is not None:
        raise ClassEnded(f"{said_of(classroom)} {what}", "code")


def require_changes(classroom: Classroom, field: str = "") -> None:
    """Refuse to change what lies in a class that can only be read. Raises ClassEnded."""
    if why := why_read_only(classroom):
        raise ClassEnded(why, field)


# The last one ---------------------------------------------------------------------------------------------------------


def instructors_of(session: Session, classroom: Classroom) -> list[Person]:
    """Who teaches the class and can sign in, by name."""
    teaching = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.classroom_id == classroom.id,
            Person.role == Role.INSTRUCTOR,
            Person.ended_at.is_(None),
        )
    )
    return list(session.scalars(teaching.order_by(Person.name, Person.id)))


def require_another_instructor(session: Session, classroom: Classroom, leaving: Person) -> None:
    """Refuse that the last instructor leaves a class that goes on. Whoever calls holds the class. Raises Refused."""
    if leaving.role != Role.INSTRUCTOR or not goes_on(classroom):
        return
    if [instructor.id for instructor in instructors_of(session, classroom)] == [leaving.id]:
        raise Refused(
            f"{leaving.name} is the last instructor of {classroom.name}. "
            "Let another instructor teach it first, or end the class."
        )
