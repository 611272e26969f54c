"""Vital signs against the red criteria of the National Guideline for the Field Triage of Injured Patients, 2021, at both sides."""

from datetime import date

import pytest

from epcr.checks.red_signs import measured, red_signs
from tests import build
from tests.build import DAY, FIRST, clock, fill, vitals
from tests.checks.saying import only, warned_by

TOURNIQUET = "2903023"
FAST, OLD, CHILD, ADULT, SPO2, RATE, MOTOR = (
    "2903025", "2903027", "2903029", "2903031", "2903035", "2903037", "2903041",
)  # fmt: skip


def hurt(years=40, named=(TOURNIQUET,), **values):
    """An injured patient of this age with one set, and the red criteria that were named."""
    sheet = build.injured_sheet()
    born = None if years is None else date(DAY.year - years, DAY.month, DAY.day)
    fill(sheet, "patient", date_of_birth=born, age=None, age_units=None, weight=None)
    calm = {"heart_rate": 80, "respiratory_rate": 20, "systolic": 118, "diastolic": None, "spo2": 97}
    sheet.vitals = [vitals(id=FIRST, taken_at=clock("17:12"), **{**calm, **values})]
    sheet.injury.high_risk = list(named)
    return sheet


def met(sheet):
    return [sign.code for sign in red_signs(sheet, sheet.context())]


@pytest.mark.parametrize(
    ("years", "code", "lowest"),
    [
        (0, CHILD, 70), (5, CHILD, 80), (9, CHILD, 88), (10, ADULT, 90), (64, ADULT, 90), (65, OLD, 110), (90, OLD, 110),
    ],
)  # fmt: skip
def test_a_systolic_below_that_of_the_age_is_red(years, code, lowest):
    assert met(hurt(years, systolic=lowest, heart_rate=80 if years >= 10 else 120)) == []
    assert code in met(hurt(years, systolic=lowest - 1, heart_rate=80 if years >= 10 else 120))


@pytest.mark.parametrize(("years", "red"), [(9, False), (10, True), (40, True), (65, True)])
def test_a_heart_rate_above_the_systolic_is_red_from_10_years(years, red):
    assert met(hurt(years, systolic=112, heart_rate=112)) == []
    assert met(hurt(years, systolic=112, heart_rate=113)) == ([FAST] if red else [])


@pytest.mark.parametrize(("rate", "red"), [(9, True), (10, False), (29, False), (30, True)])
def test_a_respiratory_rate_below_10_or_above_29_is_red(rate, red):
    assert met(hurt(respiratory_rate=rate)) == ([RATE] if red else [])


def test_who_does_not_breathe_has_a_rate_of_0():
    assert met(hurt(respiratory_rate=None, respiratory_effort="3315001")) == [RATE]


@pytest.mark.parametrize(
    ("spo2", "oxygen", "red"),
    [(89, "room_air", True), (90, "room_air", False), (89, "nrb", False), (89, None, True)],
)
def test_a_spo2_below_90_on_room_air_is_red(spo2, oxygen, red):
    assert met(hurt(spo2=spo2, oxygen=oxygen)) == ([SPO2] if red else [])


def test_where_nobody_says_on_what_a_spo2_was_measured_oxygen_that_was_given_before_counts():
    sheet = hurt(spo2=88)
    given = build.intervention(item="o2_nrb", performed_at=clock("17:11"))
    sheet.interventions.append(given)
    assert met(sheet) == []
    given.performed_at = clock("17:13")
    assert met(sheet) == [SPO2]


@pytest.mark.parametrize(
    ("motor", "qualifier", "red"), [("5", None, True), ("6", None, False), ("1", ["3322007"], False)]
)
def test_who_cannot_follow_commands_is_red_unless_drugs_do_it(motor, qualifier, red):
    assert met(hurt(gcs_motor=motor, gcs_qualifier=qualifier)) == ([MOTOR] if red else [])


def test_the_primary_assessment_may_say_that_nobody_follows_commands():
    sheet = hurt()
    fill(sheet, "primary", gcs_motor="4")
    assert met(sheet) == [MOTOR]


def test_of_an_unknown_age_no_pressure_is_judged():
    assert met(hurt(None, systolic=40, respiratory_rate=8)) == [RATE]


def test_criteria_that_do_not_name_what_was_measured_are_asked_about_in_one_question():
    found = only(hurt(systolic=84, heart_rate=128, spo2=88, oxygen="room_air"), "triage.sign_not_named")
    assert found.message == (
        "Check the red triage criteria: systolic 84 mmHg, below 90 at 17:12; heart rate 128 above systolic 84 at 17:12; "
        "SpO2 88 % on room air, below 90 at 17:12 are among them, and they do not name these"
    )
    assert str(found.anchor) == "injury-high_risk"


def test_one_that_is_left_out_is_named_alone():
    found = only(hurt(systolic=89), "triage.sign_not_named")
    assert found.message == (
        "Check the red triage criteria: systolic 89 mmHg, below 90 at 17:12 is one of them, and they do not name it"
    )


def test_criteria_that_name_it_and_criteria_that_nobody_answered_are_not_asked_about():
    assert warned_by("triage.", hurt(systolic=84, named=(ADULT,))) == []
    unanswered = hurt(systolic=84)
    unanswered.injury.high_risk, unanswered.injury.absent = None, {}
    assert warned_by("triage.", unanswered) == []


def test_that_none_applies_is_an_answer():
    sheet = hurt(systolic=84)
    sheet.injury.high_risk = None
    sheet.injury.absent = {"high_risk": "not_applicable"}
    assert warned_by("triage.", sheet) == ["triage.sign_not_named"]


def test_who_is_not_injured_has_no_triage_criteria():
    sheet = hurt(systolic=84)
    sheet.history.possible_injury = "9922001"
    assert warned_by("triage.", sheet) == []


@pytest.mark.parametrize(
    ("years", "named", "why"),
    [
        (40, OLD, "the patient is 40 years old"), (70, ADULT, "the patient is 70 years old"), (9, ADULT, "9 years old"),
        (9, FAST, "9 years old"), (40, ADULT, "no vital-sign set shows it"), (40, RATE, "no vital-sign set shows it"),
        (40, MOTOR, "no vital-sign set shows it"),
    ],
)  # fmt: skip
def test_a_criterion_that_no_set_shows_is_asked_about(years, named, why):
    assert why in only(hurt(years, named=(named,), systolic=112), "triage.no_sign_of_it").message


def test_a_criterion_that_nobody_measured_stands():
    assert warned_by("triage.", hurt(named=(SPO2,), spo2=None)) == []
    assert not measured(hurt(spo2=None), SPO2)
