"""Narrative: the story of the call in the trainee's words, in a chosen format."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Group, Page, Section

# What stands above the texts of the trainee: what is compared, and that silence is no approval.
COMPARED = (
    "Values, times, acts, drugs, findings and transport in these words are compared with the sheet. What is not understood is skipped: "
    "no warning does not mean it is right."
)


class Narrative(Section):
    """The narrative. NEMSIS eNarrative.01 holds at most 10,000 characters."""

    __tablename__ = "narrative"
    page = Page("narrative", "Narrative", (Group("", ("format", "text")),), hint=COMPARED)

    format: Mapped[str | None] = field(Choice("Format", "narrative_format", reasons=()))
    text: Mapped[str | None] = field(
        Text("Narrative", lines=16, most=10_000, nemsis="eNarrative.01", reasons=())
    )
