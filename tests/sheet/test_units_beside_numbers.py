"""A number whose unit is chosen in another field is told with it, as one thing: on pages, on paper and to the reviewer."""

from __future__ import annotations

import pytest

from epcr.checks.verdicts import judging
from epcr.review.margin import Margin
from epcr.review.paper import paper
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import vocabulary
from epcr.web.outline import timeline
from epcr.words.naming import lower
from tests import build
from tests.report import reading
from tests.report.printed import printed
from tests.review.college import College

MMHG = vocabulary("etco2_unit").terms[0].code


def code(words: str, label: str) -> str:
    return next(term.code for term in vocabulary(words).terms if term.label == label)


def aged(age: int | None, units: str = "Years", absent: dict[str, str] | None = None):
    sheet = build.sheet()
    sheet.patient.date_of_birth = None
    sheet.patient.age, sheet.patient.age_units = age, code("age_units", units) if units else None
    sheet.patient.absent = absent or {}
    return sheet


@pytest.mark.parametrize(
    ("age", "units", "absent", "words"),
    [
        (68, "Years", {}, "68 years"),
        (1, "Years", {}, "1 year"),
        (20, "Minutes", {}, "20 minutes"),
        (68, "Years", {"age": "approximate"}, "68 years (approximate)"),
        (68, "", {}, "68"),
        (None, "", {"age": "not_recorded"}, "Not recorded"),
        (None, "", {}, ""),
    ],
)
def test_a_number_is_told_with_the_unit_beside_it(age, units, absent, words):
    sheet = aged(age, units, absent)
    assert sheet.patient.show_whole("age", sheet.context()) == words


def test_an_amount_keeps_the_spelling_of_its_unit():
    sheet = build.sheet()
    taken = sheet.vitals[0]
    taken.etco2, taken.etco2_unit = 38.0, MMHG
    assert taken.show_whole("etco2", sheet.context()) == "38 mmHg"


def test_a_liter_stays_a_liter_inside_a_sentence():
    """`15 l/min` stood on the timeline beside `15 L/min` on paper."""
    assert [lower(label) for label in ("L/min", "L", "Left", "Liters")] == ["L/min", "L", "left", "liters"]
    sheet = build.sheet()
    gas = sheet.interventions[0]
    gas.dose, gas.dose_unit = 15.0, code("dose_unit", "L/min")
    assert any("15 L/min" in line.text for line in timeline(sheet, judging(sheet)))


def test_a_unit_that_was_chosen_before_its_number_is_not_lost():
    patient = aged(None, "Years").patient
    assert patient.stands_alone("age_units")
    assert not aged(68).patient.stands_alone("age_units")


def test_paper_says_the_age_once():
    text = " ".join(" ".join(reading.texts(printed(aged(68)))).split())
    assert "Age 68 years" in text
    assert "age units" not in text.lower()


def test_the_desk_says_the_age_once():
    sheet = aged(68)
    (section,) = [
        section for section in paper(sheet, Margin([], [], [], desk="")) if section.slug == "patient"
    ]
    lines = {line.label: line.words for block in section.blocks for line in block.lines}
    assert lines["Age"] == "68 years"
    assert "Age units" not in lines


def test_a_submitted_sheet_says_the_age_once(world):
    kept = College(world).submitted()
    with world.database.write("the tests") as session:
        patient = session.get_one(RunSheet, kept).patient
        patient.date_of_birth, patient.age, patient.age_units = None, 68, code("age_units", "Years")
    read = world.page(kept, "patient").words
    assert "Age 68 years" in " ".join(read.split())
    assert "Age units" not in read
