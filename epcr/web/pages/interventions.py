"""The page of the interventions: a name that is not in the list is asked about before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import wtforms
from flask import url_for

from epcr.sheet.control import Control
from epcr.sheet.interventions import Intervention
from epcr.web import unlisted
from epcr.web.form_view import SectionForm, form_view
from epcr.web.group_view import groups
from epcr.web.interventions_view import acts, around, offered, said_with_asks
from epcr.web.pages.section_page import SectionPage, Typed
from epcr.web.unsaved import unsaved
from epcr.web.verdict_view import Refusal, refusal


def _offered(typed: Typed, form: wtforms.Form, changed: Sequence[Control]) -> unlisted.Offer | None:
    return unlisted.offer(form, changed, typed.get(unlisted.PRESSED, ""))


def _drawn_with(drawn: SectionForm) -> dict[str, object]:
    part, sheet = drawn.part, drawn.sheet
    asked = bool(drawn.refused or drawn.offer)
    return {
        "sheet": sheet,
        "view": form_view(
            drawn,
            groups(drawn.form, part, said_with_asks(drawn.opened, cast(Intervention, part))),
            asked=asked,
        ),
        "entries": around(drawn),
        "acts": acts(drawn.opened, cast(Intervention, part).id, drawn.lacking),
        "refusal": _refusal(drawn),
        "offer": offered(drawn.offer) if drawn.offer else None,
        "preview": url_for("scope_preview.judged", sheet_id=sheet.id),
        "marks": url_for("scope_preview.marks", sheet_id=sheet.id),
        "prefix": f"{part.anchor()}-",
    }


def _refusal(drawn: SectionForm) -> Refusal | None:
    """What a strict class says of the act as it was typed."""
    if drawn.refused is None:
        return None
    act = unsaved(drawn.sheet, cast(Intervention, drawn.part).id)
    return refusal(drawn.opened, act, drawn.refused, is_new=drawn.is_new)


PAGE = SectionPage(
    template="sheet/interventions.html",
    drawn_with=_drawn_with,
    as_meant=unlisted.as_pressed,
    asks_first=_offered,
    asked_of=frozenset({"item", "other_name"}),
    new_ones_wait=True,
)
