"""The page of the incident: what dispatch said stands on top of it, as the scenario told it when the sheet was begun."""

from __future__ import annotations

from epcr.scenarios.versions import scenario_of
from epcr.visit.signed_in import session
from epcr.web.form_view import SectionForm
from epcr.web.pages.section_page import SectionPage, as_declared


def _dispatched(drawn: SectionForm) -> dict[str, object]:
    known = scenario_of(session(), drawn.sheet)  # none of a blank sheet, nor where nothing tells it any more
    by_dispatch = known.told() if known else {}
    return {
        **as_declared(
            drawn, [name for name, value in by_dispatch.items() if getattr(drawn.part, name) == value]
        ),
        "lead": f"Dispatch: {known.dispatch.text}" if known and known.dispatch.text else drawn.part.page.hint,
    }


PAGE = SectionPage(template="sheet/section.html", drawn_with=_dispatched)
