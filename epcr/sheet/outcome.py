"""Outcome: what the hospital told later, a line for each thing it told. On most calls nobody learns it, and nothing is asked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from epcr.sheet.context import Context
from epcr.sheet.element import Element
from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Entry, Group, Page
from epcr.words.naming import lower

if TYPE_CHECKING:
    from epcr.sheet.run_sheet import RunSheet

# eOutcome: the element of the code, and of the time, of each thing that a hospital tells.
CODES = {
    "ed_disposition": "01", "hospital_disposition": "02", "ed_procedure": "09", "ed_diagnosis": "10", "hospital_procedure": "12",
    "hospital_diagnosis": "13",
}  # fmt: skip
TIMES = {
    "ed_procedure": "19",
    "hospital_procedure": "20",
    "ed_arrival": "18",
    "admission": "11",
    "discharge": "16",
}


def _by_kind(numbers: dict[str, str]) -> tuple[Element, ...]:
    return tuple(Element(f"eOutcome.{number}", when=("what", (kind,))) for kind, number in numbers.items())


class HospitalEvent(Entry):
    """One thing that the hospital told: a diagnosis, a procedure, where the patient went and when."""

    __tablename__ = "hospital_event"
    noun = "hospital event"
    timed_by = "happened_at"
    page = Page(
        "outcome",
        "Outcome",
        (Group("", ("what", "code", "happened_at")),),
        hint="What the hospital reported later, if anything. Use the codes in its letter.",
    )

    what: Mapped[str | None] = field(Choice("What the hospital reported", "hospital_event", reasons=()))
    code: Mapped[str | None] = field(
        Text(
            "Code",
            spelling="code",
            hint="ICD-10-CM of a diagnosis, ICD-10-PCS of a procedure, the two digits of a discharge",
            nemsis=_by_kind(CODES),
            most=20,
            reasons=(),
        )
    )
    happened_at: Mapped[datetime | None] = field(
        Moment("Time in the hospital", nemsis=_by_kind(TIMES), reasons=())
    )

    @classmethod
    def asked_on(cls, sheet: RunSheet) -> bool:
        """Where there is any: nobody owes it, and paper need not say that there is none."""
        return bool(sheet.every(cls))

    def where(self, context: Context) -> str:
        """For the discharge."""
        return f" for {lower(self.title(context))}" if self.what else " for the hospital event without a name"
