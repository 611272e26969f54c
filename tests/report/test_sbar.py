from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from epcr.paper import fonts
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report import reading, sheets

PRINTED = build.clock("17:44")


def printed(sheet, **options):
    return sbar_pdf(sheet, **{"state_word": "submitted", "revision": 1, "printed_at": PRINTED, **options})


@pytest.fixture
def no_east_asian_font(monkeypatch):
    monkeypatch.setattr(fonts, "east_asian_folder", lambda: None)
    fonts.forget()
    yield
    monkeypatch.undo()
    fonts.forget()


SHEETS = {
    "chest pain": build.sheet,
    "refusal": build.refused_sheet,
    "arrest": build.arrested_sheet,
    "injury": build.injured_sheet,
    "cancelled": build.cancelled_sheet,
    "empty": build.empty_sheet,
    "worst case": sheets.worst_case,
    "200 sets": lambda: sheets.with_sets(build.sheet(), 200),
    "40 interventions": lambda: sheets.with_acts(build.sheet(), 40),
}


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_prints_as_one_page_with_nothing_over_anything_else(name, paper):
    pdf = printed(SHEETS[name](), paper=paper)
    assert reading.page_count(pdf) == 1
    found = reading.glyphs(pdf)
    width, height = {"letter": (612, 792), "a4": (595.28, 841.89)}[paper]
    assert min(one.left for one in found) >= 18
    assert max(one.right for one in found) <= width - 18
    assert min(one.top for one in found) >= 18
    assert max(one.bottom for one in found) <= height - 18
    assert reading.drawn_over_each_other(found) == []
    assert reading.undrawn(pdf) == []
    assert min(reading.sizes(pdf)) >= 9


def test_letters_that_are_not_joined_on_paper_are_told():
    sheet = build.sheet()
    told = "Devanagari stands letter by letter here; its letters are not joined as in writing."
    assert told not in reading.text(printed(sheet))
    sheet.patient.last_name = "हार्पर"
    pdf = printed(sheet)
    assert told in reading.text(pdf)
    assert reading.drawn_over_each_other(reading.glyphs(pdf)) == []


def test_the_check_for_text_over_text_finds_text_over_text():
    one = reading.Glyph("a", 10, 10, 15, 18)
    assert reading.drawn_over_each_other([one, reading.Glyph("b", 12, 11, 17, 19)])
    assert not reading.drawn_over_each_other([one, reading.Glyph("b", 15.2, 10, 20, 18)])


@pytest.mark.parametrize("word", ["ทำ", "น้ำ", "กำลัง", "ค่ำ"])
def test_the_ring_of_sara_am_stands_lawfully_over_the_letter_before_it(word):
    sheet = build.sheet()
    sheet.patient.last_name = sheet.history.chief_complaint = word
    found = reading.glyphs(printed(sheet))
    assert "\N{THAI CHARACTER SARA AM}" in {one.character for one in found}
    assert reading.drawn_over_each_other(found) == []


def test_sara_am_is_over_another_letter_where_its_stroke_is_or_where_the_letter_is_not_the_one_before_it():
    am = reading.Glyph("\N{THAI CHARACTER SARA AM}", 14, 5, 26, 20, letter=2)
    over = {
        "the letter after it": reading.Glyph("ก", 10, 10, 18, 20, letter=3),
        "under its stroke": reading.Glyph("ก", 16, 10, 24, 20, letter=1),
        "of another line": reading.Glyph("ก", 10, 10, 18, 20, letter=60),
    }
    assert not reading.drawn_over_each_other([am, reading.Glyph("ก", 10, 10, 18, 20, letter=1)])
    assert [name for name, other in over.items() if not reading.drawn_over_each_other([am, other])] == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_text_crosses_a_frame(name):
    pdf = printed(SHEETS[name]())
    assert len(reading.frames(pdf)) >= 6
    assert reading.crossing(pdf) == []


def test_it_says_that_it_is_a_training_record():
    assert "TRAINING RECORD – NOT A REAL PATIENT" in reading.text(printed(build.sheet()))


@pytest.mark.parametrize(
    ("state", "mark"), [("draft", True), ("returned", True), ("submitted", False), ("accepted", False)]
)
def test_before_submission_it_says_draft(state, mark):
    assert ("DRAFT" in reading.text(printed(build.sheet(), state_word=state))) == mark


def test_a_submitted_sheet_says_its_state():
    assert "Accepted" in reading.text(printed(build.sheet(), state_word="accepted"))


def test_it_shows_patient_unit_crew_times_and_where_from():
    shown = reading.text(printed(build.sheet(id="7f3a09c2d1e4"), revision=3))
    for words in (
        "HARPER, June",
        "68 years · female · 61 kg",
        "My chest hurts",
        "Emergent",
        "Medic 12",
        "R. Alder (Paramedic), T. Birch (EMT)",
        "on scene 17:03",
        "arrived 17:35",
        "Sheet 7f3a09c2d1e4 · revision 3 · ruleset us-national-2019",
        "printed 03/14/2025 17:44:00 -04:00",
        "Read back",
        "Received by",
    ):
        assert words in shown


def test_it_shows_first_worst_and_last_vital_signs_with_their_times():
    sheet = build.sheet()
    sheet.vitals = []
    for time, systolic, rate in (("17:05", 98, 104), ("17:12", 84, 132), ("17:38", 112, 96)):
        build.with_vitals(sheet, taken_at=build.clock(time), systolic=systolic, diastolic=50, heart_rate=rate)
    shown = reading.text(printed(sheet))
    for words in ("17:05", "17:12", "17:38", "98/50", "84/50", "112/50", "↑ 14", "↓ 8", "4-5-6 = 15"):
        assert words in shown


def test_it_shows_who_did_what_with_dose_route_and_response():
    shown = reading.text(printed(build.sheet()))
    assert "17:11 Aspirin 324 mg, oral R. Alder (Paramedic) improved in scope" in shown


def test_an_act_beyond_scope_shows_level_rule_and_source():
    sheet = build.sheet()
    build.with_intervention(sheet, item="iv_access", performer=build.BASIC, performed_at=build.clock("17:12"))
    shown = reading.text(printed(sheet))
    assert "OUTSIDE SCOPE" in shown
    assert "starts at AEMT" in shown
    assert "Level EMT · rule iv_access · us-national-2019" in shown
    assert "DOT HS 813 151" in shown


def test_the_verdict_that_was_stored_is_the_one_that_is_printed():
    sheet = build.sheet()
    act = build.with_intervention(sheet, item="iv_access", performed_at=build.clock("17:12"))
    build.keep_verdict(
        sheet,
        act,
        verdict="needs_medical_direction",
        rule="kept",
        source="As it stood then",
        reason="Ask first.",
    )
    shown = reading.text(printed(sheet))
    assert "NEEDS ORDER" in shown
    assert "As it stood then" in shown


def test_what_was_not_given_says_why():
    sheet = build.sheet()
    sheet.interventions[0].absent = {"item": "contraindication_noted"}
    assert "NOT GIVEN: contraindication noted" in reading.text(printed(sheet))


def test_what_is_missing_stands_as_not_documented_and_never_as_a_word_of_the_machine():
    shown = reading.text(printed(build.empty_sheet()))
    assert "Chief complaint NOT DOCUMENTED" in shown
    assert "Acuity NOT DOCUMENTED" in shown
    for label in (
        "Onset",
        "Impression",
        "Allergies",
        "Medications",
        "History",
        "Last oral",
        "Airway",
        "Needs",
    ):
        assert f"{label} NOT DOCUMENTED" in shown
    assert "Resp. rate /min NOT DOCUMENTED" in shown
    assert "GCS E-V-M NOT DOCUMENTED" in shown
    for word in ("None", "null", "nan", "False", "True"):
        assert word not in shown


def test_the_words_of_the_trainee_stand_instead_of_the_draft():
    sheet = build.sheet()
    sheet.handoff.situation = "68-year-old with chest pain, <b>pale</b> &amp; sweating."
    shown = reading.text(printed(sheet))
    assert "68-year-old with chest pain, <b>pale</b> &amp; sweating." in shown
    assert "as worded by the trainee" in shown
    assert "STEMI" not in shown.partition("Background")[0].partition("Situation")[2]
    assert "Penicillin" in shown


def test_what_had_no_room_is_counted():
    shown = reading.text(printed(sheets.worst_case()))
    assert "+10 more, see run sheet" in shown  # crew
    assert "more words, see run sheet" in shown  # the trainee's text
    assert "of them" in shown  # interventions
    assert (
        "outside scope" not in shown.partition("of them")[2][:40]
    )  # refused acts are the last to be left out


def test_refused_acts_are_kept_when_rows_are_left_out():
    sheet = sheets.with_acts(build.sheet(), 40)
    assert "OUTSIDE SCOPE" in reading.text(printed(sheet))


def test_the_boxes_keep_their_places_whether_full_or_empty():
    def places(sheet):
        found = reading.glyphs(printed(sheet))
        letters = [
            one
            for one in found
            if one.character in "SBAR" and one.bottom - one.top > 8 and 60 < one.top < 300
        ]
        return [
            (one.character, round(one.left), round(one.top))
            for one in letters
            if one.left < 50 or 305 < one.left < 325
        ]

    calm, empty, full = (
        places(made())
        for made in (build.sheet, build.empty_sheet, lambda: sheets.with_acts(build.sheet(), 4))
    )
    assert [letter for letter, *_ in empty] == ["S", "B", "A", "R"]
    assert [place for place in calm if place in empty] == empty
    assert [place for place in full if place in empty] == empty


def test_the_boxes_keep_their_order_where_one_must_grow():
    found = reading.text(printed(sheets.worst_case()))
    places = [
        found.index(title) for title in ("S Situation", "B Background", "A Assessment", "R Recommendation")
    ]
    assert places == sorted(places)


def test_numbers_stand_under_each_other():
    widths = {fonts.em_width(digit, bold) for digit in "0123456789" for bold in (False, True)}
    assert len(widths) == 1


def test_the_tabular_figures_are_the_fonts_own():
    for key in ("figo", "figbo"):
        with TTFont(io.BytesIO(bytes(fonts.pymupdf_fonts.myfont(key)))) as font:
            mapped = _tabular(font)
            order = font.getReverseGlyphMap()
            assert {digit: order[mapped[digit]] for digit in "0123456789"} == fonts._TABULAR


def _tabular(font):
    table, cmap = font["GSUB"].table, font.getBestCmap()
    feature = next(one.Feature for one in table.FeatureList.FeatureRecord if one.FeatureTag == "tnum")
    swapped = {}
    for number in feature.LookupListIndex:
        for sub in table.LookupList.Lookup[number].SubTable:
            swapped.update(getattr(sub, "ExtSubTable", sub).mapping)
    return {digit: swapped[cmap[ord(digit)]] for digit in "0123456789"}


def test_figures_of_another_font_file_are_left_alone(monkeypatch):
    monkeypatch.setattr(fonts, "_TABULAR_FILES", set())
    font = fonts.read_font("Another", bytes(fonts.pymupdf_fonts.myfont("figo")))
    assert {font.face.charToGlyph[ord(digit)] for digit in "0123456789"}.isdisjoint(fonts._TABULAR.values())


def test_eight_threads_print_the_same_bytes():
    made = [build.sheet(id="7f3a09c2d1e4"), build.empty_sheet(id="00000000abcd")]
    expected = [printed(sheet) for sheet in made]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda number: printed(made[number % 2]), range(400)))
    assert all(pdf == expected[number % 2] for number, pdf in enumerate(results))


def test_another_revision_is_another_document():
    sheet = build.sheet(id="7f3a09c2d1e4")
    assert printed(sheet) != printed(sheet, revision=2)


def test_an_unknown_paper_is_named():
    with pytest.raises(ValueError, match="legal"):
        printed(build.sheet(), paper="legal")


def test_the_document_has_title_and_language():
    document = PdfReader(io.BytesIO(printed(build.sheet(id="7f3a09c2d1e4"))))
    assert document.metadata.title == "SBAR handoff, training record 7F3A"
    assert document.trailer["/Root"]["/Lang"] == "en-US"


def test_names_in_chinese_are_drawn():
    sheet = build.sheet()
    build.fill(sheet, "patient", last_name="欧阳", first_name="晓明")
    pdf = printed(sheet)
    assert "欧阳" in reading.text(pdf)
    assert reading.undrawn(pdf) == []
    assert "without a font" not in reading.text(pdf)


@pytest.mark.usefixtures("no_east_asian_font")
def test_without_the_chinese_font_the_page_says_what_it_replaced():
    sheet = build.sheet()
    build.fill(sheet, "patient", last_name="欧阳", first_name="晓明")
    pdf = printed(sheet)
    shown = reading.text(pdf)
    assert "[Chinese ×2]" in shown
    assert "Characters without a font, named in brackets: U+6B27, U+9633, U+6653, U+660E" in shown
    assert reading.undrawn(pdf) == []


def test_an_emoji_is_a_word():
    sheet = build.sheet()
    sheet.history.chief_complaint = "It hurts 😀 here"
    assert "It hurts [grinning face] here" in reading.text(printed(sheet))


def test_a_call_over_midnight_counts_the_days():
    sheet = build.sheet()
    late = build.DAY.replace(day=15)
    build.with_intervention(sheet, item="ecg12_acquire", performed_at=build.clock("00:10", late))
    assert "00:10+1d" in reading.text(printed(sheet))


def test_assessing_is_left_out_before_treating_and_treating_before_medications():
    sheet = build.sheet()
    sheet.interventions = []
    for number in range(8):
        at = build.clock(f"17:{10 + number}")
        build.with_intervention(
            sheet,
            item="ecg12_acquire",
            performed_at=at,
            remark=str(number),
            successful=False,
            attempts=2 + number,
        )
        build.with_intervention(sheet, item="iv_access", performed_at=at, size=f"{14 + number} ga")
        build.with_intervention(
            sheet,
            item="fentanyl",
            performed_at=at,
            route="9927023",
            dose=25.0 + number,
            dose_unit="3706021",
            response="9916001",
        )
    shown = reading.text(printed(sheet)).partition("Interventions")[2].partition("+")[0]
    assert shown.count("Fentanyl") == 8
    assert 0 < shown.count("IV access") < 8
    assert shown.count("12-lead ECG") == 0


def test_equal_acts_share_a_row_before_any_is_left_out():
    sheet = build.sheet()
    sheet.interventions = []
    for number in range(20):
        build.with_intervention(
            sheet,
            item="fentanyl",
            performed_at=build.clock(f"17:{10 + number}"),
            route="9927023",
            dose=25.0,
            dose_unit="3706021",
        )
    shown = reading.text(printed(sheet))
    assert "Fentanyl 25 mg, IV, ×20, last 17:29" in shown
    assert "more, see run sheet" not in shown.partition("Interventions")[2].partition("NOT DOCUMENTED")[0]


def test_a_student_stands_with_level_and_preceptor():
    sheet = build.sheet()
    build.fill(sheet, "patient", date_of_birth=None)
    sheet.crew.append(
        build.crew_member(member="S. Dogwood", student=True, training_for="AEMT", preceptor=build.MEDIC)
    )
    shown = reading.text(printed(sheet))
    assert "S. Dogwood (student, trained for AEMT, preceptor R. Alder)" in shown
    assert "age NOT DOCUMENTED" in shown


def test_care_before_arrival_and_by_another_unit_is_named_so_and_not_judged():
    sheet = build.sheet()
    sheet.interventions[0].before_arrival, sheet.interventions[0].performed_by = True, "Neighbor"
    sheet.interventions[1].other_unit = True
    shown = reading.text(printed(sheet))
    assert "Before our arrival: Neighbor" in shown
    assert "Other unit" in shown
    assert shown.partition("response scope")[2].count("not judged") == 2
    assert "2 not judged" in shown
