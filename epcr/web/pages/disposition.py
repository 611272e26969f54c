"""The page of the disposition: the fields as they are declared, and the way to what the hospital told later."""

from __future__ import annotations

from epcr.web.form_view import SectionForm
from epcr.web.pages.section_page import SectionPage, as_declared


def _drawn_with(drawn: SectionForm) -> dict[str, object]:
    return {**as_declared(drawn), "outcome": drawn.opened.section("outcome")}


PAGE = SectionPage(template="sheet/disposition.html", drawn_with=_drawn_with)
