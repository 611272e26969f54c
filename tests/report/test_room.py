"""No block of the handoff is cut while there is room on the page: what must stand there does, in each format, on each paper."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.checks.verdicts import judging
from epcr.report.handoff_page.act_rows import act_row, laid
from epcr.report.handoff_page.formats import FORMATS
from epcr.report.handoff_page.sharing import Wish, shared
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.luck import examples
from tests.report import crowded, reading, sheets
from tests.report.generated import AS_THEY_ARE, run_sheets

PAPERS = ("letter", "a4")
CODES = re.compile(r"named in brackets: .*")
EACH = list(product(FORMATS, PAPERS))
ROW = 11.2  # points, the highest line of a block
BETWEEN = 27.0  # from the last line of a block over its frame and the next title to the next line, at most
# What is named whole or not at all, a member of a list, may need two lines where one is left.
LEFT = 2 * ROW


def printed(sheet, **options):
    return sbar_pdf(sheet, **{"state_word": "submitted", "revision": 1, **options})


def shown(sheet, **options):
    return reading.text(printed(sheet, **options))


def facts_of(text):
    """Allergies, medications, onset and history as they stand on a page."""
    after = text.partition("Allergies ")[2]
    return min((after.partition(end)[0] for end in ("Situation", "Background")), key=len)


def shortened(text):
    without_codes = CODES.sub("", text)  # of characters without a font, on one line of their own
    return any(told in without_codes for told in ("…", "more, see run sheet", "more word"))


def blank(pdf):
    """The highest band without a letter between the head and the place for the read-back, in points."""
    found = reading.glyphs(pdf)
    text = "".join(one.character for one in found)
    end = found[text.rindex("Readback")].top
    edges = sorted((one.top, one.bottom) for one in found if one.top < end)
    highest, reached = 0.0, edges[0][1]
    for top, bottom in edges:
        highest, reached = max(highest, top - reached), max(reached, bottom)
    return highest


# Allergies and medications ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "paper"), EACH)
def test_all_allergies_and_what_bears_on_treatment_of_an_old_patient_stand_on_the_page(form, paper):
    text = shown(crowded.old_patient(), form=form, paper=paper)
    for told in (*crowded.ALLERGIES, *crowded.OTHER_ALLERGIES, *crowded.MEDICATIONS):
        assert told in text, told
    assert "more, see run sheet" not in text


@pytest.mark.parametrize(("form", "paper"), EACH)
def test_two_long_allergies_are_whole(form, paper):
    sheet = crowded.with_history(
        build.sheet(),
        ["Morphine sulfate extended release"],
        ["Hymenoptera venom, yellow jacket"],
        ["Aspirin"],
    )
    assert "Morphine sulfate extended release; Hymenoptera venom, yellow jacket" in shown(
        sheet, form=form, paper=paper
    )


@pytest.mark.parametrize(("form", "paper"), EACH)
def test_thirty_allergies_are_whole_beside_forty_acts_and_long_words_of_the_trainee(form, paper):
    sheet = sheets.worst_case()
    allergies = [f"Allergen {number} with a rash" for number in range(25)]
    others = [f"Pollen of tree {number}" for number in range(5)]
    crowded.with_history(sheet, allergies, others, crowded.MEDICATIONS)
    pdf = printed(sheet, form=form, paper=paper)
    text = reading.text(pdf)
    assert reading.page_count(pdf) == 1
    for told in (*allergies, *others, *crowded.THAT_MATTER):
        assert told in text, told
    assert "CONTINUE ON THE RUN SHEET" not in text


@pytest.mark.parametrize(("form", "paper"), EACH)
def test_where_no_page_takes_all_allergies_it_says_in_large_letters_that_they_go_on(form, paper):
    allergies = [f"{number:03} {'abcdefg ' * 15}".strip() for number in range(100)]
    sheet = crowded.with_history(sheets.worst_case(), allergies, ["Latex"], crowded.MEDICATIONS)
    pdf = printed(sheet, form=form, paper=paper)
    assert reading.page_count(pdf) == 1
    text = reading.text(pdf)
    told = sum(text.count(f"{number:03} abcdefg") for number in range(100))
    assert told >= 8
    assert f"ALLERGIES CONTINUE ON THE RUN SHEET: {101 - told} more" in text
    assert reading.drawn_over_each_other(reading.glyphs(pdf)) == []


@pytest.mark.parametrize(
    "written", ["Eliquis 5 mg", "ASA 81", "humalog sliding scale", "CARVEDILOL", "prednisone"]
)
def test_a_medication_that_bears_on_treatment_stands_before_the_others_wherever_it_was_written(written):
    medications = [*(f"Vitamin number {number}" for number in range(60)), written]
    sheet = crowded.with_history(sheets.worst_case(), ["Latex"], [], medications)
    assert shown(sheet).partition("Medications ")[2].startswith(written)


def test_the_others_stay_in_the_order_in_which_they_were_written_and_are_counted():
    medications = [f"Vitamin number {number}" for number in range(60)]
    sheet = crowded.with_history(sheets.worst_case(), ["Latex"], [], medications)
    facts = facts_of(shown(sheet))
    told = [number for number in range(60) if f"Vitamin number {number}" in facts]
    assert told == list(range(len(told)))
    assert f"+{60 - len(told)} more, see run sheet" in facts


def test_no_known_allergy_and_an_environmental_one_stand_beside_each_other():
    sheet = crowded.with_history(build.sheet(), [], ["Latex"], [])
    sheet.history.allergies = None
    sheet.history.absent = {"allergies": "no_known_drug_allergy"}
    assert "; Latex" in facts_of(shown(sheet))


# Room flows to what needs it --------------------------------------------------------------------------------------------


def test_symptoms_and_pupils_are_told_where_the_page_has_room():
    sheet = build.sheet()
    build.fill(
        sheet,
        "history",
        events="Carried two bags up the stairs, then sat down on the landing and could not go on, called her son.",
        provocation="worse on stairs",
        pain_quality="pressing",
        radiation="left arm",
        severity=7,
        time_course="the same since it began",
        associated_symptoms=["R11.0", "R61"],
    )
    build.fill(sheet, "primary", pupil_left="3525001", pupil_right="3525007", barriers=["3101001"])
    text = shown(sheet)
    for word in ("Symptoms", "Pain", "pupil"):
        assert word in text, word
    assert not shortened(text)


def test_all_that_is_missing_is_named_where_the_page_has_room():
    text = shown(build.empty_sheet()).partition("NOT DOCUMENTED Patient")[2]
    assert "transport disposition" in text
    assert "more, see run sheet" not in text


def test_a_long_complaint_and_a_large_crew_have_lines_of_their_own():
    sheet = build.sheet()
    sheet.history.chief_complaint = sheets.long_text(255)
    for number in range(6):
        sheet.crew.append(build.crew_member(member=f"Wilhelmina Longstocking-Featherstonehaugh {number}"))
    text = shown(sheet)
    assert sheets.long_text(255).strip() in text
    assert "Featherstonehaugh 5 (EMT)" in text


def test_who_did_it_is_whole_where_a_students_name_is_long():
    sheet = build.sheet()
    name = "Maximiliana Featherstonehaugh-Wintersteller"
    sheet.crew.append(
        build.crew_member(id="9" * 32, member=name, student=True, training_for="AEMT", preceptor=build.MEDIC)
    )
    sheet.interventions[0].performer = "9" * 32
    text = shown(sheet).partition("Interventions")[2]
    assert name in " ".join(text.split())
    assert "…" not in text


def test_what_the_trainee_worded_takes_the_room_that_is_left():
    sheet = build.sheet()
    sheet.handoff.situation = sheets.long_text(700)
    assert sheets.long_text(700).strip() in shown(sheet)


@examples(30, AS_THEY_ARE)
@given(run_sheets(), st.sampled_from(EACH))
def test_where_something_is_cut_no_band_of_the_page_is_blank(sheet, how):
    form, paper = how
    pdf = printed(sheet, form=form, paper=paper)
    if shortened(reading.text(pdf)):
        assert blank(pdf) < LEFT + BETWEEN


ALLERGY = st.sampled_from(
    ["Latex", "Penicillin", "Sulfa Drugs", "Iodinated contrast", "Peanuts, throat swelling"]
)
MATTERS = st.sampled_from(
    ["warfarin 5 mg", "Plavix", "Lantus 10 units", "metformin 500", "Coreg", "MS Contin 15", "Medrol"]
)
OTHER = st.sampled_from(
    ["Lisinopril 20 mg", "Omeprazole", "Gabapentin 300 mg at night", "Vitamin D 1000 units"]
)


@examples(30, AS_THEY_ARE)
@given(
    run_sheets(),
    st.sampled_from(EACH),
    st.lists(ALLERGY, max_size=20),
    st.lists(ALLERGY, max_size=10),
    st.lists(st.one_of(MATTERS, OTHER), max_size=25),
)
def test_allergies_and_medications_that_bear_on_treatment_are_always_all_there(
    sheet, how, allergies, others, medications
):
    def numbered(names, letter):
        return [f"{name} {letter}{number}." for number, name in enumerate(names)]

    allergies, others, medications = (
        numbered(allergies, "a"),
        numbered(others, "b"),
        numbered(medications, "m"),
    )
    crowded.with_history(sheet, allergies or ["Latex"], others, medications)
    form, paper = how
    text = shown(sheet, form=form, paper=paper)
    heavy = [one for one in medications if not one.startswith(("Lisin", "Omep", "Gaba", "Vit"))]
    for told in (*allergies, *others, *heavy):
        assert told in text, told


# How room is shared -----------------------------------------------------------------------------------------------------

LENGTH = st.integers(1, 40)


@st.composite
def wishes(draw):
    least, usual, whole = draw(LENGTH), draw(LENGTH), draw(LENGTH)
    whole = max(least, whole)
    return Wish(least, max(least, usual), whole, max(least, usual, whole), draw(st.integers(1, 3)))


@given(st.lists(wishes(), min_size=1, max_size=7), st.integers(0, 200))
def test_nobody_is_cut_while_a_line_is_left_and_nobody_gets_what_is_not_there(asked, more):
    room = sum(one.least for one in asked) + more
    high = shared(asked, room)
    assert sum(high) <= room + 0.01
    assert all(given_ >= one.least for given_, one in zip(high, asked, strict=True))
    left = room - sum(high)
    for given_, one in zip(high, asked, strict=True):
        assert given_ >= one.whole or left < one.line
        assert given_ <= max(one.whole, one.calm)


# In a cardiac arrest ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "paper"), EACH)
def test_cpr_early_shocks_airway_and_epinephrine_have_rows_in_a_crowded_arrest(form, paper):
    table = shown(crowded.crowded_arrest(), form=form, paper=paper).partition("response scope")[2]
    rows = table.partition("more, of them")[0]
    for told in (
        "17:04 CPR, manual",
        "17:05 Defibrillation, manual 200 J",
        "Bag-valve-mask ventilation",
        "Supraglottic airway, single lumen",
        "Epinephrine 0.1 mg/mL",
        "CPR, mechanical device",
    ):
        assert told in rows, told


def test_return_of_circulation_is_told_first_in_an_arrest():
    sheet = crowded.crowded_arrest()
    sheet.history.primary_impression = "Cardiac arrest " * 8
    situation = shown(sheet).partition("S Situation")[2].partition("B Background")[0]
    assert "return of circulation yes" in situation.partition("Impression")[0]


def test_the_same_acts_without_an_arrest_are_weighed_as_ever():
    sheet = crowded.crowded_arrest()
    sheet.arrest.cardiac_arrest = "3001001"
    rows = shown(sheet).partition("response scope")[2].partition("more, of them")[0]
    assert "Amiodarone" in rows


# What of a row is cut ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("tourniquet", "ourniquet"),
        ("wound_packing", "packing"),
        ("bleed_direct_pressure", "irect pressure"),
        ("airway_sga_double", "double"),
    ],
)
def test_a_crowded_row_says_what_tells_it_from_its_neighbors_and_how_it_was_done(item, told):
    sheet = build.sheet()
    sheet.interventions = []
    for number in range(16):
        build.with_intervention(
            sheet,
            item=item,
            performed_at=build.clock("17:06") + timedelta(minutes=number),
            attempts=2 + number % 8,
            complications=["hypotension", "nausea"],
            response="9916003",
            site="Upper leg, left, high and tight, after direct pressure",
            size=f"{number} in",
        )
    rows = shown(sheet).partition("response scope")[2].partition("NOT DOCUMENTED")[0]
    assert told in rows
    assert "15 in" in rows


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("tourniquet", "Tourniquet"),
        ("wound_packing", "Wound packing"),
        ("bleed_direct_pressure", "Direct pressure"),
        ("airway_sga_double", "Supraglottic, double"),
    ],
)
def test_in_a_narrow_cell_of_one_line_the_name_gets_short_before_how_it_was_done(item, name):
    sheet = build.sheet()
    act = build.with_intervention(sheet, item=item, site="Thigh, left", size="4 in")
    row = laid(
        act_row(act, sheet, judging(sheet)(act), sheet.context()), (47.0, 160.0, 100.0, 60.0, 60.0), 1, 1
    )
    told = [piece.text for piece in row.pieces if piece.column == 1]
    assert told == [name, "4 in, Thigh, left"]


# Whose response is due --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", ["fentanyl", "tourniquet", "bvm", "defib_manual", "needle_decompression"])
def test_the_response_to_what_was_done_for_an_effect_is_asked_for(item):
    sheet = build.sheet()
    sheet.interventions = []
    build.with_intervention(
        sheet, item=item, performed_at=build.clock("17:12"), dose=50.0, dose_unit="3706021", route="9927023"
    )
    row = shown(sheet).partition("response scope")[2].partition("Read back")[0]
    assert "R. Alder (Paramedic) NOT DOCUMENTED" in row
    assert "response to" in row


@pytest.mark.parametrize(
    "item",
    [
        "ecg12_acquire",
        "glucose_check",
        "splint_extremity",
        "move_to_stretcher",
        "iv_access",
        "cardiac_monitor_apply",
        "bandage",
    ],
)
def test_the_response_to_what_only_looks_or_moves_or_holds_is_not(item):
    sheet = build.sheet()
    sheet.interventions = []
    build.with_intervention(sheet, item=item, performed_at=build.clock("17:12"))
    row = shown(sheet).partition("response scope")[2].partition("Read back")[0]
    assert "R. Alder (Paramedic) NOT DOCUMENTED" not in row
    assert "response to" not in row


@pytest.mark.parametrize("values", [{"before_arrival": True}, {"other_unit": True}])
def test_the_response_to_what_others_did_is_not(values):
    sheet = build.sheet()
    sheet.interventions = []
    build.with_intervention(sheet, item="tourniquet", performed_at=build.clock("17:02"), **values)
    text = shown(sheet)
    row = text.partition("response scope")[2].partition("not judged")[0]
    assert "NOT DOCUMENTED" not in row
    assert "response to" not in text


def test_the_response_to_what_was_given_at_the_door_is_not():
    sheet = build.sheet()
    sheet.interventions = []
    build.with_intervention(
        sheet,
        item="fentanyl",
        performed_at=build.clock("17:40"),
        dose=50.0,
        dose_unit="3706021",
        route="9927023",
    )
    text = shown(sheet)
    assert "response to" not in text
    assert "R. Alder (Paramedic) NOT DOCUMENTED" not in text


def test_a_response_that_is_documented_stands_whoever_did_it():
    sheet = build.sheet()
    sheet.interventions = []
    build.with_intervention(
        sheet,
        item="ecg12_acquire",
        performed_at=build.clock("17:12"),
        response="9916001",
        before_arrival=True,
    )
    assert "improved" in shown(sheet).partition("response scope")[2]
