"""A run sheet as it prints, and what of it can be read on every page."""

from __future__ import annotations

import re

from epcr.paper.imprint import TRAINING
from epcr.paper.style import EDGE, PAPERS
from epcr.report.run_sheet import run_sheet_pdf
from epcr.report.run_sheet.head_and_foot import FOOT, HEAD
from epcr.sheet.run_sheet import SECTIONS
from tests.report import reading

TITLES = (*(kind.page.title for kind in SECTIONS), "Findings", "Sources of verdicts", "This paper")
CONTINUED = re.compile(rf"\b(?:{'|'.join(map(re.escape, TITLES))}), continued ?")


def printed(sheet, **options):
    return run_sheet_pdf(sheet, **{"state_word": "submitted", "revision": 1, **options})


def body_of(pdf, *, whole=False):
    """The text of all pages, without the heads and feet that each repeats, unless the whole of it is wanted."""
    if whole:
        return " ".join(reading.texts(pdf))
    pages = reading.texts(pdf, above=EDGE + HEAD - 3, below=EDGE + FOOT - 3)
    return " ".join([pages[0], *(CONTINUED.sub("", page, count=1) for page in pages[1:])])


def on_every_page(pdf, words):
    """Each page is of training, has these words, and says which of how many it is."""
    pages = reading.texts(pdf)
    for number, page in enumerate(pages, start=1):
        for word in (TRAINING, f"Page {number} of {len(pages)}", *words):
            assert word in page, (number, word)


def readable(pdf, paper):
    """No page has a letter over another, beyond the margins, without a glyph or below nine points."""
    width, height = PAPERS[paper]
    for page in range(reading.page_count(pdf)):
        found = reading.glyphs(pdf, page)
        assert reading.drawn_over_each_other(found) == [], page
        for one in found:
            assert one.left >= 18, (page, one)
            assert one.right <= width - 18, (page, one)
            assert one.top >= 18, (page, one)
            assert one.bottom <= height - 18, (page, one)
        assert reading.undrawn(pdf, page) == []
        assert min(reading.sizes(pdf, page)) >= 9
