"""The page of the handoff: for each part the draft from the sheet, beside the trainee's own words."""

from __future__ import annotations

from epcr.handoff.statements import draft
from epcr.sheet.run_sheet import RunSheet
from epcr.web.pages.section_page import SectionPage


def _draft(sheet: RunSheet) -> dict[str, object]:
    return {"draft": draft(sheet)}


PAGE = SectionPage(template="sheet/handoff.html", drawn_with=_draft)
