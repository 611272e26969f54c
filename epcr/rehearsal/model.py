"""A rehearsal as it is stored: who said the handoff to whom, when and how long, what was asked, and what came back.

It is written once and never deleted; what became of it can only be added.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from epcr.db import Base, UtcMoment, now
from epcr.people.model import Person
from epcr.sheet.section import ID_LENGTH

LISTENER_LENGTH = 50


class Rehearsal(Base):
    """One handoff said aloud. `actor` pressed start; `attempt` counts the rehearsals of the sheet from 1.

    `seconds` is the time that was chosen to speak, after `hands_off_seconds` in which everybody stops and listens. `questions`
    has one mapping a question: `topic`, `part`, `text`, `options`, `right`, `anchors`, `statement`, `left_out` and, once
    answered, `given`, which is None for what the listener did not remember.
    """

    __tablename__ = "rehearsal"
    __table_args__ = (UniqueConstraint("run_sheet_id", "attempt"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_sheet_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("run_sheet.id"))
    revision: Mapped[int] = mapped_column()
    attempt: Mapped[int] = mapped_column()
    listener: Mapped[str] = mapped_column(String(LISTENER_LENGTH))
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seconds: Mapped[int] = mapped_column()
    hands_off_seconds: Mapped[int] = mapped_column()
    begun_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    spoken_seconds: Mapped[int | None] = mapped_column(default=None, active_history=True)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, active_history=True)
    score: Mapped[int | None] = mapped_column(default=None, active_history=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)

    actor: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def spoken(self) -> bool:
        """Whether the speaker has ended."""
        return self.spoken_seconds is not None

    @property
    def answered(self) -> bool:
        """Whether the listener has answered."""
        return self.score is not None

    @property
    def number_of_questions(self) -> int:
        """How many were asked."""
        return len(self.questions)


@event.listens_for(Rehearsal, "before_delete")
def _refuse_deletion(_mapper: Mapper[Any], _connection: Connection, rehearsal: Rehearsal) -> None:
    message = f"rehearsal {rehearsal.attempt} of sheet {rehearsal.run_sheet_id} stays with the sheet and cannot be deleted"
    raise RuntimeError(message)


@event.listens_for(Rehearsal, "before_update")
def _refuse_rewriting(_mapper: Mapper[Any], _connection: Connection, rehearsal: Rehearsal) -> None:
    for name in ("spoken_seconds", "score"):
        before = inspect(rehearsal).attrs[name].history.deleted
        if before and before[0] is not None:
            message = f"{name} of rehearsal {rehearsal.attempt} of sheet {rehearsal.run_sheet_id} stands and never changes"
            raise RuntimeError(message)
