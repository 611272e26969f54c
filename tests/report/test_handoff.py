"""The handoff as a person uses it: what stands where, in which order, how large, and what is marked."""

from __future__ import annotations

import pytest

from epcr.report.handoff_page.formats import FORMATS
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report import reading, sheets


def printed(sheet, **options):
    return sbar_pdf(sheet, **{"state_word": "submitted", "revision": 1, **options})


def shown(sheet, **options):
    return reading.text(printed(sheet, **options))


def in_order(text, *words):
    places = [text.index(word) for word in words]
    return places == sorted(places)


# The formats ----------------------------------------------------------------------------------------------------------


def test_sbar_goes_from_the_situation_to_what_is_recommended():
    text = shown(build.sheet())
    assert in_order(
        text,
        "Allergies",
        "S Situation",
        "B Background",
        "A Assessment",
        "R Recommendation",
        "Vital signs",
        "Interventions",
    )


def test_mist_goes_from_the_mechanism_over_signs_to_treatment():
    text = shown(build.sheet(), form="mist")
    assert in_order(
        text,
        "MIST handoff",
        "M Mechanism, complaint",
        "I Injuries and findings",
        "S Vital signs",
        "T Interventions",
        "Allergies",
        "Background",
        "Requests, open items",
    )


def test_imist_ambo_begins_with_who_it_is_and_ends_with_the_rest():
    text = shown(build.sheet(), form="imist-ambo")
    assert in_order(
        text,
        "I HARPER, June",
        "M Mechanism, complaint",
        "I Injuries and findings",
        "S Vital signs",
        "T Interventions",
        "A Allergies",
        "M Medications",
        "B Background",
        "O Other, open items",
    )


@pytest.mark.parametrize("form", list(FORMATS))
def test_each_format_says_the_same(form):
    sheet = build.sheet()
    sheet.handoff.recommendation = "Cath lab now."
    others = {"handoff", *(one.name for one in FORMATS.values())}
    titles = {
        word for one in FORMATS.values() for box in (*one.first, *one.second) for word in box.title.split()
    }
    letters = {letter for one in FORMATS.values() for letter in one.name}

    def words(text):
        return sorted(set(text.split()) - others - titles - letters)

    assert words(shown(sheet, form=form)) == words(shown(sheet))


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("made", [sheets.worst_case, build.empty_sheet, build.arrested_sheet])
def test_each_format_is_one_page_with_nothing_over_anything_else(form, paper, made):
    pdf = printed(made(), form=form, paper=paper)
    assert reading.page_count(pdf) == 1
    found = reading.glyphs(pdf)
    assert reading.drawn_over_each_other(found) == []
    assert reading.undrawn(pdf) == []
    assert max(one.bottom for one in found) <= {"letter": 792, "a4": 841.89}[paper] - 18


def test_an_unknown_format_is_named():
    with pytest.raises(ValueError, match="no-such-form"):
        printed(build.sheet(), form="no-such-form")


# What is read from a meter ---------------------------------------------------------------------------------------------


def height_of(found, words):
    """How high the letters of these words stand on the page, in points."""
    text = "".join(one.character for one in found)
    at = text.index(words.replace(" ", ""))
    letters = found[at : at + len(words.replace(" ", ""))]
    return max(one.bottom for one in letters) - min(one.top for one in letters)


def test_age_sex_weight_complaint_and_acuity_are_letters_of_five_millimeters():
    found = reading.glyphs(printed(build.sheet()))
    for words in ("68 years", "female", "61 kg", "My chest hurts", "Emergent"):
        assert height_of(found, words) >= 13, words  # from ascender to descender; 5 mm are 14 points of type


def test_a_text_that_is_short_is_set_larger_than_one_that_is_long():
    sheet = build.sheet()
    sheet.handoff.situation = "Chest pain, ST elevation."
    sheet.handoff.assessment = sheets.long_text(900)
    pdf = printed(sheet)
    found = reading.glyphs(pdf)
    assert height_of(found, "ST elevation") > height_of(found, "Found seated") + 1
    assert {11.0, 9.0} <= reading.sizes(pdf)


# What is always there ---------------------------------------------------------------------------------------------------


def place_of(found, words):
    text = "".join(one.character for one in found)
    first = found[text.index(words)]
    return round(first.left), round(first.top)


def test_allergies_medications_history_and_onset_stand_in_the_same_place_whatever_is_worded():
    worded = build.sheet()
    for part in ("situation", "background", "assessment", "recommendation"):
        setattr(worded.handoff, part, "Worded.")
    pages = [reading.glyphs(printed(one)) for one in (build.sheet(), worded, build.empty_sheet())]
    for fact in ("Allergies", "Medications", "Onset", "History"):
        assert len({place_of(found, fact) for found in pages}) == 1
    assert "Penicillin" in shown(worded)


def test_on_a_crowded_page_a_long_list_of_medications_ends_with_how_many_more_there_are():
    sheet = sheets.with_acts(build.sheet(), 40)
    sheet.history.absent = {}
    sheet.history.home_medications = [f"Medication number {number} 10 mg" for number in range(40)]
    text = shown(sheet)
    assert "Medication number 2 10 mg" in text
    assert "more, see run sheet" in text.partition("Medications")[2].partition("S Situation")[0]


def test_the_read_back_stands_below_what_is_not_documented():
    text = shown(build.sheet())
    assert in_order(text, "NOT DOCUMENTED", "Read back", "Received by")


# What is marked ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("handed_over", "minutes"), [("17:31", 11), ("17:55", 35)])
def test_vital_signs_that_were_old_at_handoff_are_marked(handed_over, minutes):
    sheet = build.sheet()
    sheet.incident.transfer_of_care = build.clock(handed_over)
    text = shown(sheet)
    assert f"LAST SET {minutes} MIN OLD AT HANDOFF" in text
    assert f"NOT DOCUMENTED Vital signs in the last 10 min before handoff at {handed_over}" in text


@pytest.mark.parametrize("handed_over", ["17:20", "17:30"])
def test_vital_signs_of_the_last_ten_minutes_are_not(handed_over):
    sheet = build.sheet()
    sheet.incident.transfer_of_care = build.clock(handed_over)
    assert "MIN OLD" not in shown(sheet)


def test_without_a_time_of_handoff_no_age_is_told():
    sheet = build.sheet()
    sheet.incident.at_destination = sheet.incident.transfer_of_care = None
    assert "MIN OLD" not in shown(sheet)


def test_how_many_acts_were_judged_to_be_what_stands_over_them():
    sheet = build.sheet()
    assert "Interventions all in scope" in shown(sheet)
    build.with_intervention(sheet, item="iv_access", performer=build.BASIC, performed_at=build.clock("17:12"))
    assert "Interventions 1 OUTSIDE SCOPE, others in scope" in shown(sheet)


def test_acts_without_a_row_are_named_and_what_was_not_given_says_so():
    sheet = sheets.with_acts(build.sheet(), 40)
    hidden = shown(sheet).partition("more, ")[2]
    assert "see run sheet" in hidden
    assert "Aspirin NOT GIVEN" in hidden or "12-lead ECG" in hidden


def test_why_an_act_was_refused_is_kept_before_a_row_of_little_weight():
    sheet = build.sheet()
    sheet.interventions = []
    for number in range(9):
        build.with_intervention(
            sheet,
            item="ecg12_acquire",
            performed_at=build.clock(f"17:1{number}"),
            remark=str(number),
            attempts=1 + number,
        )
    build.with_intervention(sheet, item="iv_access", performer=build.BASIC, performed_at=build.clock("17:12"))
    assert "it starts at AEMT" in shown(sheet).partition("Interventions")[2]


def test_without_a_time_of_printing_the_same_sheet_gives_the_same_bytes_at_any_time():
    sheet = build.sheet(id="7f3a09c2d1e4")
    assert printed(sheet) == printed(sheet)
    assert "printed" not in shown(sheet)
    assert "printed 03/14/2025 17:44" in shown(sheet, printed_at=build.clock("17:44"))
