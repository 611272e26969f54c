"""Notes: what was seen or said while the call ran, a line with its time each. They are what a narrative is worded from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from epcr.sheet.context import Context
from epcr.sheet.field import field
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Entry, Group, Page

if TYPE_CHECKING:
    from epcr.sheet.run_sheet import RunSheet


class TimedNote(Entry):
    """One line, as it was typed or dictated in the moment."""

    __tablename__ = "timed_note"
    noun = "note"
    timed_by, begins_now = "noted_at", True
    page = Page(
        "notes",
        "Notes",
        (Group("", ("noted_at", "words")),),
        hint="A line for anything without a field of its own. Notes are listed beside the narrative, for you to put into sentences.",
    )

    words: Mapped[str | None] = field(Text("Note", lines=3, most=1000, reasons=()))
    noted_at: Mapped[datetime | None] = field(Moment("Time noted", reasons=()))

    @classmethod
    def asked_on(cls, sheet: RunSheet) -> bool:
        """Where there are any: nobody owes a note, and paper need not say that there is none."""
        return bool(sheet.every(cls))

    def subject(self, context: Context) -> str:
        """The note at 17:12."""
        return f"the note {self.at(context)}".rstrip()

    def where(self, context: Context) -> str:
        """At 17:12."""
        return f" {self.at(context)}" if self.noted_at else " of the note without a time"

    def of_it(self, context: Context) -> str:
        """The note at 17:12."""
        return self.subject(context)
