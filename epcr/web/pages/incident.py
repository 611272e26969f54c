"""The page of the incident: what dispatch said stands on top of it."""

from __future__ import annotations

from epcr.scenarios import scenarios
from epcr.sheet.run_sheet import RunSheet
from epcr.web.pages.section_page import SectionPage


def _dispatched(sheet: RunSheet) -> dict[str, object]:
    known = scenarios().get(
        sheet.scenario or ""
    )  # none of a blank sheet, nor where the scenario's file is gone
    return {"lead": f"Dispatch: {known.dispatch.text}"} if known and known.dispatch.text else {}


PAGE = SectionPage(template="sheet/section.html", drawn_with=_dispatched)
