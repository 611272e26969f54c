"""The page of the vital signs: the trend as a chart, wide and narrow, above the grid of the sets."""

from __future__ import annotations

from typing import cast

from epcr.sheet.vitals import VitalSigns
from epcr.web.form_view import SectionForm, form_view
from epcr.web.group_view import vitals_groups
from epcr.web.ledger_view import Entries, striking, struck
from epcr.web.pages.section_page import SectionPage
from epcr.web.vitals_grid import set_time, trend


def _trend(drawn: SectionForm) -> dict[str, object]:
    return {
        "view": form_view(
            drawn, vitals_groups(drawn.form, drawn.part, drawn.findings_at, _last(drawn)), noun="set"
        ),
        "first": str(drawn.part.anchor("systolic")),
        "entries": _sets(drawn),
        "said_of_the_set": drawn.findings_at.get(str(drawn.part.anchor()), ()),
        "trend": trend(drawn.opened, drawn.part.id),  # type: ignore[attr-defined]
    }


def _last(drawn: SectionForm) -> dict[str, str]:
    """What the last set says of what is measured, in words by field: it stands beside the fields of a new one."""
    timed = [taken for taken in drawn.entries if taken.moment()]
    if not (drawn.is_new and timed):
        return {}
    names = [name for group in drawn.part.groups() if not group.folded for name in group.names]
    return {name: timed[-1].show(name, drawn.opened.context) for name in names if name != timed[-1].timed_by}


def _sets(drawn: SectionForm) -> Entries:
    """What stands around the form of a set; the sets themselves are the columns of the grid."""

    def named(taken: VitalSigns) -> str:
        return f"Set of {set_time(drawn.opened, taken, 'an unknown time')}"

    return Entries(
        title="New set" if drawn.is_new else named(cast(VitalSigns, drawn.part)),
        add="New set",
        new="" if drawn.is_new else drawn.opened.section("vitals", anchor="new"),
        lines=(),
        strike=striking(drawn),
        struck=struck(drawn, named),
    )


PAGE = SectionPage(template="sheet/vitals.html", drawn_with=_trend)
