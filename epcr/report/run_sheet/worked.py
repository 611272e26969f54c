"""What is worked out from a sheet, on paper: the scores of each vital-sign set, then the suggested triage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.derived.of_sheet import all_worked_out
from epcr.handoff.words import capital
from epcr.paper.strips import Strip
from epcr.report.run_sheet.flow import LabeledValue, paragraph, run_in, section
from epcr.report.run_sheet.press import SheetPress

SAYS: Final = "By the program, from what stands above; nobody entered it, and it is not stored."


def worked_out(press: SheetPress) -> Iterator[Strip]:
    """Nothing where nothing can be worked out: what a score lacks is told on the screen."""
    panels = all_worked_out(press.run_sheet, press.context)
    known = [
        LabeledValue(capital(panel.at) or "Of the sheet", panel.known) for panel in panels if panel.known
    ]
    if known:
        yield from section("Worked out", paragraph(run_in([*known, LabeledValue("", SAYS)], press.body)))
