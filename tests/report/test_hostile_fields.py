"""Whatever is typed into the text fields of a sheet, each of them, its papers can be read: handoffs on one page, run sheets on all."""

from __future__ import annotations

from itertools import cycle

import pytest

from epcr.report.handoff_page.formats import FORMATS
from epcr.report.run_sheet import Remark
from epcr.report.sbar import sbar_pdf
from epcr.sheet.attachments import Attachment
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.text import Text
from epcr.sheet.notes import TimedNote
from epcr.sheet.outcome import HospitalEvent
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.typed_text import LINE
from tests import build
from tests.report import reading, sheets
from tests.report.printed import printed, readable

TEXTS = {
    "one long word": "W",
    "markup": "<b>x</b> &amp; <para> %s {} \\( ",
    "half a surrogate pair": "a\ud800b\udfff ",
    "control characters": "a\x00b\x07\x1b[31m\x7f\x85\x0b ",
    "direction overrides": "\u202eabc\u202c \u2067x\u2069 ",
    "nothing to see": "\u200b\u200d\ufeff",
    "spaces": " ",
    "marks on letters": "e\u0301\u0323\u0330\u0332\u0336 ",
    "marks alone": "\u0301",
    "emoji": "👩‍⚕️🇵🇱👨‍👩‍👧‍👦1️⃣",
    "Arabic": "عبد الرحمن ",
    "Chinese": "欧阳晓明",
    "Thai": "ผู้ป่วยที่",
    "Devanagari": "हार्पर ",
    "line breaks": "a\u2028b\u2029c\r\n\t",
}
ENOUGH = (
    400  # characters; longer than any cell, and a run sheet stays short enough to be read back in its time
)
HANDOFFS = cycle(FORMATS)


def filled(typed, *, worded):
    """A sheet with an arrest, an injury and care of all kinds, this text in every field that takes words."""
    sheet = build.arrested_sheet(id="0123456789ab")
    sheet.history.possible_injury = "9922005"
    sheets.with_acts(sheet, 4)
    build.with_intervention(sheet, item="aspirin_po", other_unit=True)
    sheet.attachments = [Attachment()]
    sheet.notes = [TimedNote()]
    sheet.outcome = [HospitalEvent()]
    for part in sheet.parts():
        for name, spec in part.fields().items():
            if isinstance(spec, Text):
                part.absent = {key: why for key, why in part.absent.items() if key != name}
                setattr(part, name, as_long(typed, min(spec.most, ENOUGH)))
            elif isinstance(spec, Choice) and spec.open:
                part.absent = {key: why for key, why in part.absent.items() if key != name}
                words = [f"{as_long(typed, LINE - 2)}{number}" for number in range(12)]
                setattr(part, name, words if isinstance(spec, Several) else as_long(typed, LINE))
    if not worded:
        build.fill(sheet, "handoff", situation=None, background=None, assessment=None, recommendation=None)
    return sheet


def as_long(typed, length):
    return (typed * (length // len(typed) + 1))[:length]


def handoff(sheet, form, paper):
    return sbar_pdf(sheet, form=form, paper=paper, state_word="submitted", revision=1)


def test_every_section_with_words_is_tried():
    sheet = filled("x", worded=True)
    for section in SECTIONS:
        texts = [name for name, spec in section.fields().items() if isinstance(spec, Text)]
        parts = [part for part in sheet.parts() if isinstance(part, section)]
        assert not texts or parts, section
        assert all(getattr(part, name).startswith("x") for part in parts for name in texts)


@pytest.mark.parametrize("worded", [True, False])
@pytest.mark.parametrize("name", TEXTS)
def test_a_handoff_is_one_readable_page(name, worded):
    sheet = filled(TEXTS[name], worded=worded)
    for paper in ("letter", "a4"):
        pdf = handoff(sheet, next(HANDOFFS), paper)
        assert reading.page_count(pdf) == 1
        readable(pdf, paper)


@pytest.mark.parametrize("name", TEXTS)
def test_a_run_sheet_with_comments_is_readable_on_every_page(name):
    sheet = filled(TEXTS[name], worded=True)
    said = as_long(TEXTS[name], 100)
    remarks = [
        Remark(part.anchor(next(iter(part.fields()))), said[:40], "Improve", said) for part in sheet.parts()
    ]
    pdf = printed(sheet, paper="letter", remarks=remarks)
    readable(pdf, "letter")


def test_a_field_of_which_nothing_can_be_seen_says_so():
    sheet = build.sheet()
    sheet.history.events = "\u200b\u200d"
    assert "Events [invisible ×2]" in reading.text(handoff(sheet, "sbar", "letter"))


def test_a_mark_without_a_letter_stands_on_a_dotted_circle():
    sheet = build.sheet()
    sheet.history.events = "\u0301"
    assert "Events \u25cc\u0301" in reading.text(handoff(sheet, "sbar", "letter"))


def test_cpr_before_arrival_has_its_row_in_a_crowded_arrest_and_says_whose_it_was():
    sheet = sheets.with_acts(build.arrested_sheet(), 40)
    build.with_intervention(
        sheet, item="cpr_manual", performed_at=build.clock("16:52"), before_arrival=True, performed_by="Wife"
    )
    assert "16:52 CPR, manual Before our arrival: Wife" in reading.text(handoff(sheet, "sbar", "letter"))


def test_a_procedure_that_failed_says_so_before_where_it_was_tried():
    sheet = build.sheet()
    build.with_intervention(sheet, item="iv_access", successful=False, size="16 ga", attempts=3)
    assert "NOT SUCCESSFUL, 16 ga, 3 attempts" in reading.text(handoff(sheet, "sbar", "letter"))
