"""What is worked out of one vital-sign set: with its inputs, one line of meaning and its source; never a score that lacks a part."""

from datetime import timedelta

import pytest

from epcr.derived.of_set import of_set
from tests import build
from tests.build import DAY, FIRST, clock, fill, vitals

ALERT = "3326001"
FULL = {
    "systolic": 102, "diastolic": 60, "heart_rate": 118, "respiratory_rate": 26, "spo2": 93, "oxygen": "room_air", "temperature": 36.4,
}  # fmt: skip


def lines(sheet=None, **values):
    """What is worked out of a set of a 68-year-old, by name."""
    sheet = sheet or build.sheet()
    sheet.vitals = [vitals(id=FIRST, taken_at=clock("17:12"), **{**FULL, **values})]
    return {line.name: line for line in of_set(sheet, sheet.vitals[0], sheet.context())}


def injured():
    sheet = build.sheet()
    sheet.history.possible_injury = "9922005"
    return sheet


def aged(**age):
    sheet = build.sheet()
    fill(sheet, "patient", date_of_birth=None, **age)
    return sheet


def test_news2_names_what_gave_points():
    news2 = lines()["NEWS2"]
    assert news2.value == "8, high risk"
    assert news2.inputs == "RR 26: 3, SpO2 93: 2, BP 102/60: 1, HR 118: 2"
    assert "2017" in news2.source


def test_news2_of_a_well_adult_says_that_no_sign_gives_a_point():
    news2 = lines(systolic=128, diastolic=78, heart_rate=72, respiratory_rate=16, spo2=97)["NEWS2"]
    assert (news2.value, news2.inputs) == ("0, low risk", "no sign gives a point")


@pytest.mark.parametrize(
    ("values", "points"),
    [({"gcs_verbal": "4"}, True), ({"gcs_verbal": "5"}, False), ({"avpu": "3326003"}, True)],
)
def test_news2_counts_confusion(values, points):
    """RCP 2017: new confusion, voice, pain and unresponsive score 3."""
    assert ("not alert, or confused: 3" in lines(**values)["NEWS2"].inputs) is points


@pytest.mark.parametrize(("finding", "confused"), [("3519003", True), ("3519033", True), ("3519007", False)])
def test_confusion_may_be_said_by_the_exam_where_the_gcs_is_empty(finding, confused):
    sheet = build.sheet()
    sheet.exam = [build.ExamFinding(region="mental_status", findings=[finding])]
    blank = dict.fromkeys(("gcs_eye", "gcs_verbal", "gcs_motor"))
    assert ("not alert, or confused: 3" in lines(sheet, avpu=ALERT, **blank)["NEWS2"].inputs) is confused
    assert "not alert" not in lines(sheet, avpu=ALERT)["NEWS2"].inputs


@pytest.mark.parametrize(("oxygen", "points"), [("room_air", False), ("nrb", True)])
def test_news2_counts_oxygen(oxygen, points):
    assert ("on oxygen: 2" in lines(oxygen=oxygen)["NEWS2"].inputs) is points


def test_news2_names_the_little_that_it_lacks_and_is_silent_where_much_lacks():
    assert lines(temperature=None)["NEWS2"].value == ""
    assert lines(temperature=None)["NEWS2"].inputs == "needs temperature"
    assert lines(temperature=None, spo2=None)["NEWS2"].inputs == "needs SpO2 and temperature"
    assert "NEWS2" not in lines(temperature=None, spo2=None, respiratory_rate=None)


@pytest.mark.parametrize(("age", "scored"), [(15, False), (16, True)])
def test_news2_and_the_shock_index_begin_at_16(age, scored):
    found = lines(aged(age=age, age_units="2516009"))
    assert ("NEWS2" in found, "Shock index" in found) == (scored, scored)


@pytest.mark.parametrize("pregnancy", ["3118005", "3118011"])
def test_in_pregnancy_there_is_no_news2(pregnancy):
    sheet = build.sheet()
    sheet.history.pregnancy = pregnancy
    assert "NEWS2" not in lines(sheet)


def test_shock_index_and_mean_pressure_name_their_numbers():
    found = lines()
    assert (found["Shock index"].value, found["Shock index"].inputs) == ("1.16", "118 / 102")
    assert (found["Mean arterial pressure"].value, found["Mean arterial pressure"].inputs) == (
        "74 mmHg",
        "(102 + 2 × 60) ÷ 3",
    )
    assert "Mean arterial pressure" not in lines(diastolic="P")


def test_without_a_pulse_nothing_but_the_trauma_score_is_worked_out():
    found = lines(
        injured(),
        heart_rate=0,
        systolic=0,
        diastolic=None,
        respiratory_rate=0,
        gcs_eye="1",
        gcs_verbal="1",
        gcs_motor="1",
    )
    assert {name: line.value for name, line in found.items()} == {"Revised trauma score": "0 of 12"}


def test_the_trauma_score_is_of_the_injured():
    assert "Revised trauma score" not in lines()
    score = lines(injured())["Revised trauma score"]
    assert (score.value, score.inputs) == ("12 of 12", "GCS 15, systolic 102, respiratory rate 26")


PARTS = {"apgar_appearance": "1", "apgar_grimace": "2", "apgar_activity": "1", "apgar_respirations": "2"}


@pytest.mark.parametrize(("rate", "value"), [(99, "7 of 10"), (100, "8 of 10")])
def test_apgar_is_the_sum_of_four_parts_and_the_pulse(rate, value):
    """NASEMSO 2022, neonatal table 3: a pulse from 100 /min on has 2 points."""
    sheet = build.sheet()
    sheet.patient.date_of_birth = DAY
    sheet.patient.time_of_birth = clock("17:12") - timedelta(minutes=1)
    score = lines(sheet, heart_rate=rate, **PARTS)["Apgar"]
    assert score.value == value
    assert score.inputs.startswith("appearance 1, pulse ")


def test_apgar_names_the_parts_that_it_lacks():
    score = lines(heart_rate=None, **{**PARTS, "apgar_grimace": None})["Apgar"]
    assert (score.value, score.inputs) == ("", "needs the heart rate and grimace")
    assert "Apgar" not in lines()


def test_each_line_says_what_it_means_and_who_says_so():
    for line in lines(injured(), **PARTS).values():
        assert line.explains.endswith(".")
        assert line.source
