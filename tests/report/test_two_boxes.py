"""Room of two boxes beside each other, and frames: a crowded one is not cut beside one that is half empty, and no line strikes words."""

from __future__ import annotations

import pytest

from epcr.report.handoff_page.formats import FORMATS
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report import crowded, reading, sheets

PAPERS = ("letter", "a4")


def drawn(sheet, **options):
    return sbar_pdf(sheet, **{"state_word": "submitted", "revision": 1, **options})


def busy():
    """So many acts that the boxes get no line from below."""
    return sheets.with_acts(build.sheet(), 40)


@pytest.mark.parametrize(
    ("form", "crowded_one", "beside", "letters"),
    [
        ("sbar", "situation", "background", {"letter": 720, "a4": 720}),
        ("sbar", "recommendation", "assessment", {"letter": 900, "a4": 1020}),
        ("mist", "situation", "assessment", {"letter": 840, "a4": 840}),
        ("imist-ambo", "situation", "assessment", {"letter": 840, "a4": 840}),
    ],
)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_crowded_box_takes_the_room_that_the_one_beside_it_does_not_need(
    form, crowded_one, beside, letters, paper
):
    sheet = busy()
    words = sheets.long_text(letters[paper]).strip()
    setattr(sheet.handoff, crowded_one, words)
    setattr(sheet.handoff, beside, "Nothing more.")
    text = reading.text(drawn(sheet, form=form, paper=paper))
    assert words in text
    assert "Nothing more." in text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_box_that_is_whole_in_its_half_gives_nothing_up_that_it_needs(paper):
    sheet = busy()
    sheet.handoff.situation = sheets.long_text(3000)
    sheet.handoff.background = sheets.long_text(160)
    text = reading.text(drawn(sheet, paper=paper))
    assert sheets.long_text(160).strip() in text.partition("Background")[2]
    assert "more words, see run sheet" in text.partition("Background")[0]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("form", FORMATS)
def test_titles_are_whole_and_what_is_cut_says_so_however_narrow_a_box_gets(form, paper):
    for one in ("situation", "background", "assessment", "recommendation"):
        sheet = busy()
        setattr(sheet.handoff, one, sheets.long_text(2500))
        pdf = drawn(sheet, form=form, paper=paper)
        text = reading.text(pdf)
        for box in (*FORMATS[form].first, *FORMATS[form].second):
            assert box.title in text, (one, box.title)
        assert reading.drawn_over_each_other(reading.glyphs(pdf)) == []
        assert reading.crossing(pdf) == []


# The frame around the worst ---------------------------------------------------------------------------------------------


def without(*names, **more):
    sheet = build.sheet()
    for one in sheet.vitals:
        for name in names:
            setattr(one, name, None)
    for name, value in more.items():
        setattr(sheet.primary, name, value)
    return sheet


COMA = ("gcs_eye", "gcs_verbal", "gcs_motor", "avpu")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    "names",
    [
        ("respiratory_rate",),
        ("systolic", "diastolic"),
        ("spo2",),
        COMA,
        ("systolic", "diastolic", "heart_rate"),
        ("heart_rate", "spo2"),
        (*COMA, "pain"),
    ],
)
def test_no_frame_strikes_that_a_vital_sign_is_not_documented(names, paper):
    sheet = without(*names)
    build.fill(sheet, "primary", gcs_eye=None, gcs_verbal=None, gcs_motor=None, avpu=None)
    pdf = drawn(sheet, paper=paper)
    assert "NOT DOCUMENTED" in reading.text(pdf).partition("Vital signs")[2].partition("Interventions")[0]
    assert reading.crossing(pdf) == []


@pytest.mark.parametrize(
    "make",
    [
        build.sheet,
        build.empty_sheet,
        build.arrested_sheet,
        crowded.old_patient,
        crowded.crowded_arrest,
        sheets.worst_case,
    ],
)
def test_no_frame_strikes_anything_on_other_sheets(make):
    for form in FORMATS:
        for paper in PAPERS:
            assert reading.crossing(drawn(make(), form=form, paper=paper)) == [], (form, paper)


def test_the_worst_stays_framed_where_it_is_told():
    pdf = drawn(without("respiratory_rate"))
    table = [one for one in reading.frames(pdf) if 50 < one[2] - one[0] < 60]
    assert len(table) == 2
    assert table[0][3] < table[1][1]
