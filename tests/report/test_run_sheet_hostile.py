"""Whatever is on a sheet, its paper can be read: every page, every script, however much of it there is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.report.run_sheet import Remark
from epcr.sheet.crew import CrewMember
from epcr.sheet.exam import ExamFinding
from epcr.sheet.signatures import Signature
from tests import build
from tests.luck import examples
from tests.report import reading, sheets
from tests.report.generated import AS_THEY_ARE, WORDS, run_sheets
from tests.report.printed import body_of, on_every_page, printed, readable

SCRIPTS = [
    "Żółkiewski",
    "王小明",
    "محمد العلي",
    "שלום",
    "Ελλάδα",
    "Юрий",
    "สมชาย",
    "한국",
    "ひらがな",
    "😀👩‍⚕️🇵🇱",
    "தமிழ்",
    "हार्पर",
]


def in_a_name(name):
    sheet = build.sheet()
    build.fill(sheet, "patient", last_name=name, first_name=name)
    build.fill(sheet, "incident", unit=name)
    build.fill(sheet, "history", chief_complaint=f"{name} " * 8)
    sheet.crew[0].member = name
    return sheet


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_of_any_script_are_printed_on_every_page(name):
    pdf = printed(in_a_name(name))
    readable(pdf, "letter")
    on_every_page(pdf, [])


def test_letters_without_a_font_are_named_at_the_end():
    assert "Characters without a font, named in brackets: U+0BA4" in body_of(printed(in_a_name("தமிழ்")))
    assert "Devanagari stands letter by letter here" in body_of(printed(in_a_name("हार्पर")))


def narrated(text):
    sheet = build.sheet()
    sheet.narrative.text = text
    return sheet


LONG_TEXTS = {
    "prose": sheets.long_text(10_000),
    "one word": "x" * 10_000,
    "East Asian": "胸" * 10_000,
    "Arabic": "ألم في الصدر منذ ساعة " * 450,
    "lines": "\n".join("a" for _ in range(5000)),
    "empty lines": "begin" + "\n" * 9000 + "end",
    "markup": "<b>bold</b> &amp; <para> </para> %s {} \\ (" * 200,
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_a_narrative_of_ten_thousand_characters_is_printed_whole(name):
    pdf = printed(narrated(LONG_TEXTS[name]))
    readable(pdf, "letter")
    wanted = "".join(LONG_TEXTS[name].split())
    if name in {"prose", "one word", "lines", "markup"}:
        assert wanted in "".join(body_of(pdf).split())


def test_no_heading_stands_alone_at_the_end_of_a_page():
    for lines in range(1, 120, 7):
        pdf = printed(narrated("\n".join(f"Line {number}." for number in range(lines))))
        for page in reading.texts(pdf, above=60, below=40)[:-1]:
            assert not page.endswith(
                ("Narrative", "SBAR handoff", "Disposition", "Outcome", "Signatures", "Findings")
            )


@pytest.mark.parametrize("number", [0, 1, 2, 7, 8, 30, 200])
def test_any_number_of_sets_is_printed(number):
    sheet = sheets.with_sets(build.sheet(), number)
    pdf = printed(sheet)
    readable(pdf, "letter")
    text = body_of(pdf)
    for one in sheet.vitals:
        assert sheet.customs().clock(one.taken_at) in text
    assert f"{'Vital signs NOT DOCUMENTED' if not number else 'Vital signs Time'}" in text


def test_three_hundred_interventions_are_printed():
    sheet = sheets.with_acts(build.sheet(), 300)
    pdf = printed(sheet)
    readable(pdf, "letter")
    assert body_of(pdf).count("OUTSIDE SCOPE") == 75


def test_two_hundred_of_everything_are_printed():
    sheet = sheets.with_acts(sheets.with_sets(build.sheet(), 200, rhythm=["9901047"] * 40), 200)
    sheet.crew = [build.crew_member(member=f"Member {number}") for number in range(200)]
    sheet.exam = [ExamFinding(region="chest", remark="y" * 500) for _ in range(200)]
    sheet.signatures = [
        Signature(signer="4512015", signer_name=f"Name {number}", drawing=[[[0, 0], [1000, 300]], [[5, 5]]])
        for number in range(200)
    ]
    pdf = printed(sheet, paper="a4")
    readable(pdf, "a4")
    text = body_of(pdf)
    assert "Member 199" in text
    assert "Name 199" in text


def test_as_many_words_as_a_field_can_hold_are_printed():
    sheet = build.sheet()
    many = [f"{'word' * 29}{number:04}" for number in range(100)]
    build.fill(sheet, "history", home_medications=many, past_history=many, other_allergies=["z" * 120] * 100)
    sheet.history.absent = {}
    sheet.vitals[0].rhythm = [f"rhythm {number}" for number in range(100)]
    sheet.interventions[0].complications = [f"complication {number}" for number in range(100)]
    sheet.interventions[0].remark = "w" * 500
    pdf = printed(sheet)
    readable(pdf, "letter")
    text = "".join(body_of(pdf).split())
    assert "".join(many) in text.replace(";", "")
    assert "rhythm99" in text
    assert "complication99" in text


def test_markup_is_printed_as_it_was_typed():
    sheet = build.sheet()
    sheet.patient.last_name = "<b>Bold</b> &amp; co"
    assert "<B>BOLD</B> &AMP; CO" in reading.text(printed(sheet))
    assert "Last name <b>Bold</b> &amp; co" in body_of(printed(sheet))


def test_times_over_midnight_and_over_the_change_of_clocks_are_told_with_their_day():
    sheet = build.sheet()
    night = date(2025, 11, 2)  # 01:30 comes twice in New York
    sheet.incident.date_of_call = night
    for number, name in enumerate(
        ["call_received", "unit_notified", "en_route", "on_scene", "at_patient", "left_scene"]
    ):
        setattr(sheet.incident, name, build.clock("00:30", night) + timedelta(minutes=45 * number))
    sheet.vitals[0].taken_at = build.clock("23:50", night)
    sheet.vitals[1].taken_at = build.clock("23:50", night) + timedelta(minutes=25)
    pdf = printed(sheet)
    readable(pdf, "letter")
    text = body_of(pdf)
    assert "00:15+1d" in text
    assert "23:50" in text


def test_moments_years_apart_are_printed():
    sheet = build.sheet()
    sheet.vitals[0].taken_at = build.clock("17:00", date(1950, 1, 1))
    sheet.vitals[1].taken_at = build.clock("17:00", date(2049, 12, 31))
    sheet.interventions[0].performed_at = None
    pdf = printed(sheet)
    readable(pdf, "letter")
    assert "No time" in body_of(pdf)


def test_a_remark_longer_than_a_page_keeps_its_frame_over_pages():
    sheet = build.sheet()
    words = "\n".join(f"Point {number}." for number in range(140))
    remarks = [Remark(sheet.patient.anchor("last_name"), "王小明", "Improve", words)]
    pdf = printed(sheet, remarks=remarks)
    readable(pdf, "letter")
    assert "Point 139." in body_of(pdf)


def test_a_sheet_with_nobody_and_nothing_on_it_is_printed():
    for sheet in (build.empty_sheet(), build.cancelled_sheet()):
        for paper in ("letter", "a4"):
            readable(printed(sheet, paper=paper, state_word="draft"), paper)


@examples(24, AS_THEY_ARE)
@given(
    run_sheets(),
    st.sampled_from(["letter", "a4"]),
    st.sampled_from(["draft", "accepted"]),
    st.lists(WORDS, max_size=30).map(" ".join),
)
def test_every_sheet_is_readable_on_every_page(sheet, paper, state, said):
    sheet.crew.append(
        CrewMember(member=said[:50] or None, struck_at=build.clock("18:00"), struck_reason=said[:200])
    )
    remarks = [Remark(part.anchor(name), said[:40] or "I. Fir", "Must fix", said, must_fix=True)
               for part in sheet.parts() for name in list(part.fields())[:1]]  # fmt: skip
    pdf = printed(sheet, paper=paper, state_word=state, remarks=remarks, printed_at=build.clock("17:44"))
    readable(pdf, paper)
    on_every_page(pdf, [f"Run sheet {sheet.number} · revision 1"])
    assert pdf == printed(
        sheet, paper=paper, state_word=state, remarks=remarks, printed_at=build.clock("17:44")
    )
