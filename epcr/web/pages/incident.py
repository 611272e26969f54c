"""The page of the incident: what dispatch said stands on top of it, as the scenario told it when the sheet was begun."""

from __future__ import annotations

from epcr.scenarios.versions import scenario_of
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.signed_in import session
from epcr.web.pages.section_page import SectionPage


def _dispatched(sheet: RunSheet) -> dict[str, object]:
    known = scenario_of(session(), sheet)  # none of a blank sheet, nor where nothing tells it any more
    return {"lead": f"Dispatch: {known.dispatch.text}"} if known and known.dispatch.text else {}


PAGE = SectionPage(template="sheet/section.html", drawn_with=_dispatched)
