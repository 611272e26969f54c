"""Who has the desk of a sheet open: noted when it is opened, told to the others, silent after a while.

One line a person: whoever opens another desk reads that one. Beginning a review is a step of the sheet and no matter of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from epcr.db import Base, UtcMoment, inserting, now
from epcr.people.model import Person
from epcr.sheet.section import ID_LENGTH

# Chosen here. A sheet is read in a quarter of an hour; a desk left open overnight says nothing in the morning.
SILENT_AFTER: Final = timedelta(minutes=30)
NOTED_EVERY: Final = timedelta(minutes=5)  # the same desk opened again sooner writes nothing


class DeskReading(Base):
    """The desk that a person opened last: of which sheet, since when, and when it was opened last."""

    __tablename__ = "reading"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    run_sheet_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[datetime] = mapped_column(UtcMoment())
    at: Mapped[datetime] = mapped_column(UtcMoment())

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


def is_noted(session: Session, reader: Person, sheet_id: str) -> bool:
    """Whether it stands already, and lately, that this person reads the sheet."""
    reading = session.get(DeskReading, reader.id)
    return reading is not None and reading.run_sheet_id == sheet_id and now() - reading.at < NOTED_EVERY


def note_reading(session: Session, reader: Person, sheet_id: str) -> None:
    """Note that this person reads the sheet now; whoever read it a while ago goes on reading since then."""
    reading = session.get(DeskReading, reader.id)
    goes_on = reading is not None and reading.run_sheet_id == sheet_id and now() - reading.at < SILENT_AFTER
    values = {"run_sheet_id": sheet_id, "since": reading.since if reading and goes_on else now(), "at": now()}
    # Two windows of one browser open at the same moment: the second writes over the first.
    written = inserting(session, DeskReading).values(person_id=reader.id, **values)
    session.execute(written.on_conflict_do_update(index_elements=[DeskReading.person_id], set_=values))


def stop_reading(session: Session, reader: Person) -> None:
    """Let go of what this person read: it is decided."""
    session.execute(delete(DeskReading).where(DeskReading.person_id == reader.id))


def readers(session: Session, sheets: Iterable[str], but_for: Person) -> Mapping[str, list[DeskReading]]:
    """Who else reads these sheets now, by sheet, the first to open it first."""
    lately = now() - SILENT_AFTER
    readings: dict[str, list[DeskReading]] = {}
    for reading in session.scalars(
        select(DeskReading)
        .where(
            DeskReading.run_sheet_id.in_(list(sheets)),
            DeskReading.at > lately,
            DeskReading.person_id != but_for.id,
        )
        .order_by(DeskReading.since, DeskReading.person_id)
    ):
        readings.setdefault(reading.run_sheet_id, []).append(reading)
    return readings
