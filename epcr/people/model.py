"""People and classes as they are stored. Passwords are kept as argon2 hashes only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, cast

from sqlalchemy import JSON, Date, ForeignKey, String, false, select
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from epcr.db import Base, UtcMoment, now
from epcr.words.language import gettext, marked


class Role(StrEnum):
    """What a person is here for."""

    TRAINEE = "trainee"
    INSTRUCTOR = "instructor"
    ADMINISTRATOR = "administrator"


_ROLES: Final = {
    Role.TRAINEE: marked("Trainee"),
    Role.INSTRUCTOR: marked("Instructor"),
    Role.ADMINISTRATOR: marked("Administrator"),
}


def of_person(column: str, *, named_by: str) -> Callable[[DefaultExecutionContext], str | None]:
    """What a new row keeps of the person whom it names by a key: their name of that day, their level.

    A default of the column, so that no way to write such a row can leave it out.
    """

    def written(context: DefaultExecutionContext) -> str | None:
        person = Person.__table__
        row: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
        wanted = select(person.c[column]).where(person.c.id == row[named_by])
        answer = cast("str | None", context.connection.scalar(wanted))
        # Of nobody nothing is kept: that there is nobody is for the key to say.
        return answer if answer is not None or person.c[column].nullable else ""

    return written


class Membership(Base):
    """A person belongs to a class: trainees document in it, instructors review it.

    `level` is the certification level that they play there: their own until the class's instructor says otherwise. `listed`: a list
    put in somebody who was here before and whose password its writer could not set. Nobody may set it because of this membership
    alone, until the trainee joins with the code.
    """

    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    classroom_id: Mapped[int] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), primary_key=True
    )
    level: Mapped[str | None] = mapped_column(String(40), default=of_person("level", named_by="person_id"))
    joined_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    listed: Mapped[bool] = mapped_column(default=False, server_default=false())


class Person(Base):
    """Somebody who signs in. `level` is the certification level that they gave: with it they come into a class.

    `first_sign_in_at` is None for somebody who never signed in, and for whom it was not yet noted. `version` counts the
    corrections of name, login and levels. Whose account has ended cannot sign in; all that is theirs stays, the login too.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    level: Mapped[str | None] = mapped_column(String(40), default=None)
    password_hash: Mapped[str] = mapped_column(String(200))
    # Raised when the password changes and on signing out, so that older sign-ins end.
    session_epoch: Mapped[int] = mapped_column(default=0)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    first_sign_in_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    classrooms: Mapped[list[Classroom]] = relationship(secondary="membership", back_populates="people")

    @property
    def role_label(self) -> str:
        """The role as people read it."""
        return gettext(_ROLES[Role(self.role)])


class Classroom(Base):
    """A class: how it is joined, by which ruleset its interventions are judged, and how it writes times and units.

    `agency` is the agency it plays: `programs` (a list), `medical_control`, `standing_orders`, and what documents for other systems
    say of it (`number`, `state` …); None for one with medical control and standing orders and without programs. `version` counts the
    changes of settings and agency.
    Of a class that has ended, `drafts_until` is the last day, on its own calendar, on which its sheets can be changed.
    """

    __tablename__ = "classroom"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    join_code: Mapped[str] = mapped_column(String(12), unique=True)
    join_open: Mapped[bool] = mapped_column(default=True)
    ruleset: Mapped[str] = mapped_column(String(80), default="us-national-2019")
    agency: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    mode: Mapped[str] = mapped_column(String(10), default="teach")
    zone: Mapped[str] = mapped_column(String(60), default="America/New_York")
    temperature: Mapped[str] = mapped_column(String(10), default="°F")
    weight: Mapped[str] = mapped_column(String(10), default="kg")
    glucose: Mapped[str] = mapped_column(String(10), default="mg/dL")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    drafts_until: Mapped[date | None] = mapped_column(Date(), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    people: Mapped[list[Person]] = relationship(secondary="membership", back_populates="classrooms")


class Came(StrEnum):
    """How somebody came into a class or left it."""

    IMPORTED = "imported"
    TAKEN_BACK = "import taken back"
    REMOVED = "removed"
    LEFT = "left"
    ADDED_BACK = "added back"
    LISTED = "added from a list"
    TEACHES_NO_LONGER = "teaches no longer"


GONE: Final = (Came.REMOVED, Came.LEFT, Came.TEACHES_NO_LONGER)
"""How somebody leaves a class who can be added back."""


class RosterLine(Base):
    """One line of a class's own audit: who came or left, when, by whom. Lines are written once and never changed.

    Login and name are those of the day, so that the line can be read after the person is gone. `batch` names the import that
    somebody came with, `level` is what somebody who left played in the class.
    """

    __tablename__ = "roster_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int] = mapped_column(ForeignKey("classroom.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    login: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(60))
    batch: Mapped[str | None] = mapped_column(String(32), index=True, default=None)
    level: Mapped[str | None] = mapped_column(String(40), default=None)
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)


class Corrected(StrEnum):
    """What was corrected about somebody."""

    NAME = "name"
    LEVEL = "level"
    LOGIN = "login"


class Correction(Base):
    """One line of a person's own audit: what was written wrong about them, and what stands there since, when, by whom.

    Lines are written once and never changed. `classroom_id` is the class in which a level holds; `actor` is the login of the day.
    """

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(10))
    was: Mapped[str] = mapped_column(String(120))
    became: Mapped[str] = mapped_column(String(120))
    actor: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
