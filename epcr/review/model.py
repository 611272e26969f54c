"""Review as it is stored: the steps a sheet took, the revisions frozen on submitting, the comments at its fields."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from epcr.db import Base, UtcMoment, now
from epcr.people.model import Person, of_person
from epcr.sheet.section import ID_LENGTH


class Kind(StrEnum):
    """What happened to a sheet."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    ADDENDUM = "addendum"
    DISCARDED = "discarded"
    MOVED = "moved"


# Steps after which a sheet stands where it stood.
ASIDE = (Kind.ADDENDUM, Kind.MOVED)


class CommentKind(StrEnum):
    """What a comment says of a field."""

    WELL_DONE = "well_done"
    IMPROVE = "improve"
    MUST_FIX = "must_fix"

    @property
    def words(self) -> str:
        """As people read it: "Must fix"."""
        return self.value.replace("_", " ").capitalize()


class Step(Base):
    """One step of a sheet on its way. `revision` is the one it was about, `actor_name` the name of that day."""

    __tablename__ = "step"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_sheet_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(
        String(120), default=of_person("name", named_by="actor_id"), server_default=""
    )
    kind: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    actor: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Revision(Base):
    """A sheet as it stood when it was submitted: every value, reason and verdict, with the words of that day."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("run_sheet_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_sheet_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE")
    )
    number: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)


class Comment(Base):
    """What an instructor says at a field of a revision; `value` is what the field held then, in words, `author_name` their name then."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_sheet_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int] = mapped_column()
    anchor: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(400), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(
        String(120), default=of_person("name", named_by="author_id"), server_default=""
    )
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def kind_words(self) -> str:
        """The kind as people read it."""
        return CommentKind(self.kind).words
