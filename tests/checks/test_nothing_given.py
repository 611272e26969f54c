"""A dose of 0 and a 0 that nobody alive has are asked about, and have to be answered."""

import pytest

from epcr.checks.finding import Weight
from tests.build import arrested_sheet, sheet, with_intervention
from tests.checks.saying import only, warned

MG = "3706021"


def given(dose, **values):
    run_sheet = sheet()
    with_intervention(run_sheet, item="naloxone_in_unit", dose=dose, dose_unit=MG, **values)
    return run_sheet


@pytest.mark.parametrize(("dose", "asked"), [(0.0, True), (0.0001, False), (0.4, False), (None, False)])
def test_a_dose_of_nothing_is_asked_about(dose, asked):
    assert ("plausibility.dose_of_nothing" in warned(given(dose))) is asked


def test_the_question_says_what_to_do_and_stays_open_until_it_is_answered():
    found = only(given(0.0), "plausibility.dose_of_nothing")
    assert found.message.startswith("Check the dose of 0 mg for Naloxone nasal spray, unit dose")
    assert found.message.endswith("enter what was given, or why it was not given")
    assert (found.weight, found.open, found.anchor.field) == (Weight.WARNING, True, "dose")


def test_what_was_not_given_has_no_dose_to_ask_about():
    assert "plausibility.dose_of_nothing" not in warned(given(0.0, absent={"item": "refused"}))


def test_a_dose_without_a_unit_is_asked_about_too():
    run_sheet = sheet()
    with_intervention(run_sheet, item="oxygen", dose=0.0, dose_unit=None)
    assert "Check the dose of 0 for Oxygen" in only(run_sheet, "plausibility.dose_of_nothing").message


@pytest.mark.parametrize(
    "name", ["systolic", "heart_rate", "respiratory_rate", "spo2", "etco2", "glucose", "temperature"]
)
def test_nobody_alive_has_a_zero(name):
    run_sheet = sheet()
    setattr(run_sheet.vitals[0], name, 0)
    assert [source for source in warned(run_sheet) if source.startswith(f"plausibility.{name}_")]


def test_an_etco2_of_nothing_is_what_an_arrest_looks_like():
    run_sheet = arrested_sheet()
    run_sheet.vitals[0].etco2 = 0.0
    assert "plausibility.etco2_of_nothing" not in warned(run_sheet)


def test_no_pain_is_no_question():
    run_sheet = sheet()
    run_sheet.vitals[0].pain = 0
    assert not [source for source in warned(run_sheet) if "pain" in source]
