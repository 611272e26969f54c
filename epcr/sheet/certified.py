"""What a certificate says, declared once: for one that a person holds, and for the one worked with on a call."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.text import Text
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.listed import Endorsements, Items


class Certified:
    """Number, issuing state, dates, and what the certificate covers beyond and short of its level."""

    certificate_number: Mapped[str | None] = field(
        Text("Certificate number", spelling="code", most=50, reasons=())
    )
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
        YesNo("Privilege under the interstate compact", hint="For a certificate of another state", reasons=())
    )
