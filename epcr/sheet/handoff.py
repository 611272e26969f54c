"""Handoff: what is said to the receiving clinician, in four parts, as the trainee worded it.

The draft made from the sheet lies in `epcr.handoff.statements`; an empty part here means that the draft stands.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.text import Text
from epcr.sheet.narrative import COMPARED
from epcr.sheet.section import Group, Page, Section

DRAFT_STANDS = "not changed, the draft is used"


class Handoff(Section):
    """Situation, Background, Assessment, Recommendation."""

    __tablename__ = "handoff"
    page = Page(
        "handoff",
        "SBAR handoff",
        (Group("", ("situation", "background", "assessment", "recommendation")),),
        hint="Each part is drafted from the sheet. Change the words where yours are better; the draft stays beside them. "
        + COMPARED,
    )

    situation: Mapped[str | None] = field(
        Text("Situation", lines=5, most=3000, reasons=(), when_empty=DRAFT_STANDS)
    )
    background: Mapped[str | None] = field(
        Text("Background", lines=5, most=3000, reasons=(), when_empty=DRAFT_STANDS)
    )
    assessment: Mapped[str | None] = field(
        Text("Assessment", lines=7, most=3000, reasons=(), when_empty=DRAFT_STANDS)
    )
    recommendation: Mapped[str | None] = field(
        Text("Recommendation", lines=5, most=3000, reasons=(), when_empty=DRAFT_STANDS)
    )
