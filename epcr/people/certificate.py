"""The certificates that a person holds, as they are stored: each with its level, state, dates and what it covers.

They are declared as the fields of a run sheet are, so that page and crew entry read and show them alike.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.sheet.certified import Certified
from epcr.sheet.field import field
from epcr.sheet.listed import Level


class Certificate(Certified, Base):
    """One certificate of a person. The names are those of the crew entry that it fills."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    level: Mapped[str] = field(Level("Certification level", reasons=()))
