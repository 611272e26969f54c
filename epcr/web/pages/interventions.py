"""The page of the interventions: a name that is not in the list is asked about before it is saved."""

from __future__ import annotations

from collections.abc import Sequence

import wtforms

from epcr.sheet.control import Control
from epcr.web import unlisted
from epcr.web.pages.section_page import SectionPage, Typed


def _offered(typed: Typed, form: wtforms.Form, changed: Sequence[Control]) -> unlisted.Offer | None:
    return unlisted.offer(form, changed, typed.get(unlisted.PRESSED, ""))


PAGE = SectionPage(
    template="sheet/interventions.html",
    as_meant=unlisted.as_pressed,
    asks_first=_offered,
)
