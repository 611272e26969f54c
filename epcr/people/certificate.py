"""The certificates that a person holds, as they are stored: each with its level, state, dates and what it covers.

They are declared as the fields of a run sheet are, so that page and crew entry read and show them alike.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.sheet.field import Choice, Day, Text, YesNo, field
from epcr.sheet.listed import Endorsements, Items, Level


class Certificate(Base):
    """One certificate of a person. The names are those of the crew entry that it fills."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)

    level: Mapped[str] = field(Level("Certification level", reasons=()))
    certificate_number: Mapped[str | None] = field(Text("Number", most=50, reasons=()))
    certificate_state: Mapped[str | None] = field(Choice("Issued by", "state", reasons=()))
    valid_from: Mapped[date | None] = field(Day("Valid from", reasons=()))
    valid_to: Mapped[date | None] = field(Day("Valid to", reasons=()))
    endorsements: Mapped[list[str] | None] = field(
        Endorsements("Endorsements", hint="By name, like EMT Airway Endorsement", reasons=())
    )
    restricted_for: Mapped[list[str] | None] = field(
        Items("Restricted for", all_of_them=True, hint="Interventions, or Everything", reasons=())
    )
    not_educated_for: Mapped[list[str] | None] = field(
        Items("Not educated for", hint="Interventions", reasons=())
    )
    compact_privilege: Mapped[bool | None] = field(
        YesNo("Privilege under the interstate compact", hint="To work in other states of the compact", reasons=())
    )  # fmt: skip
