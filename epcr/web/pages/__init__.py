"""The sections that have a page of their own, by slug. A section that is not among them is drawn as its fields are declared."""

from __future__ import annotations

from types import MappingProxyType

from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.web.form_view import SectionForm, form_view
from epcr.web.group_view import groups
from epcr.web.ledger_view import entries
from epcr.web.pages import crew, disposition, exam, handoff, incident, interventions, narrative, vitals
from epcr.web.pages.section_page import SectionPage


def _with_the_list(drawn: SectionForm) -> dict[str, object]:
    return {
        "view": form_view(drawn, groups(drawn.form, drawn.part, drawn.findings_at, drawn.opened.folded)),
        "entries": entries(drawn),
    }


PAGES = MappingProxyType(
    {
        "incident": incident.PAGE,
        "crew": crew.PAGE,
        "exam": exam.PAGE,
        "vitals": vitals.PAGE,
        "interventions": interventions.PAGE,
        "narrative": narrative.PAGE,
        "handoff": handoff.PAGE,
        "disposition": disposition.PAGE,
    }
)
COMMON = SectionPage(template="sheet/section.html")
OF_ENTRIES = SectionPage(template="sheet/entries.html", drawn_with=_with_the_list)


def page_of(part: SheetPart | type[SheetPart]) -> SectionPage:
    """The page of a section: its own, else the common one."""
    return PAGES.get(part.page.slug, OF_ENTRIES if part.many else COMMON)


def context_of(sheet: RunSheet, part: SheetPart) -> Context:
    """What surrounds the values of a part on its page."""
    return page_of(part).surroundings(sheet, sheet.context(part))


__all__ = ["PAGES", "SectionPage", "context_of", "page_of"]
