"""What a class keeps of the agency that it plays, beside its names: who works there, its units, where it brings patients.

Each line came with a document and goes with the next one of its kind. Nothing of it stands on a sheet before somebody chooses it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from epcr.agencies.agency_set import ListedFacility, ListedPerson, ListedUnit
from epcr.db import Base


class OfAClass:
    """The class that a line belongs to, and the data set that it came with."""

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int] = mapped_column(ForeignKey("classroom.id", ondelete="CASCADE"), index=True)
    data_set: Mapped[str] = mapped_column(String(20))


class AgencyPerson(OfAClass, Base):
    """Somebody on the crew list of a class."""

    __tablename__ = "agency_person"

    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[str | None] = mapped_column(String(40))
    certificate_number: Mapped[str] = mapped_column(String(50))
    certificate_state: Mapped[str] = mapped_column(String(2))
    valid_from: Mapped[date | None] = mapped_column(Date())
    valid_to: Mapped[date | None] = mapped_column(Date())

    def listed(self) -> ListedPerson:
        """As a document says it."""
        return ListedPerson(
            self.name,
            self.level,
            self.certificate_number,
            self.certificate_state,
            self.valid_from,
            self.valid_to,
        )


class AgencyUnit(OfAClass, Base):
    """A unit of a class's agency, with its vehicle."""

    __tablename__ = "agency_unit"

    call_sign: Mapped[str] = mapped_column(String(50))
    vehicle: Mapped[str] = mapped_column(String(50))

    def listed(self) -> ListedUnit:
        """As a document says it."""
        return ListedUnit(self.call_sign, self.vehicle)


class AgencyFacility(OfAClass, Base):
    """A destination of a class's agency."""

    __tablename__ = "agency_facility"

    name: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(50))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(2))
    zip_code: Mapped[str] = mapped_column(String(11))

    def listed(self) -> ListedFacility:
        """As a document says it."""
        return ListedFacility(self.name, self.code, self.kind, self.state, self.zip_code)


Line = AgencyPerson | AgencyUnit | AgencyFacility
