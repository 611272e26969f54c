"""The page of the vital signs: the trend as a chart, wide and narrow, above the grid of the sets."""

from __future__ import annotations

from epcr.report.vitals_chart import geometry
from epcr.sheet.run_sheet import RunSheet
from epcr.web.pages.section_page import SectionPage
from epcr.web.vitals_grid import grid


def _trend(sheet: RunSheet) -> dict[str, object]:
    return {
        "chart": geometry(sheet),
        "narrow_chart": geometry(sheet, width=358, height=320),
        "grid": grid(sheet.entries("vitals"), sheet.context()),
    }


PAGE = SectionPage(template="sheet/vitals.html", drawn_with=_trend)
