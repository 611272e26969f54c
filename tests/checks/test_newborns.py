"""Of a newborn the hours and minutes count: the finer of the age that was told and the date of birth is the age."""

from datetime import timedelta

import pytest

from epcr.checks.acts import Acts
from epcr.checks.age import age, age_in_years, minute_of_life, of_years
from epcr.checks.contradictions import contradictions
from epcr.checks.usual import band_at, usual_range
from epcr.handoff import words
from epcr.web.outline import banner
from tests.build import DAY, fill, sheet
from tests.checks.saying import only, warned

YEARS, MONTHS, DAYS, HOURS, MINUTES = "2516009", "2516007", "2516001", "2516003", "2516005"


def born(days_ago=0, number=None, units=None, **values):
    """The sheet of a patient born so many days before the call, whose age was told."""
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = None if days_ago is None else DAY - timedelta(days=days_ago)
    fill(run_sheet, "patient", age=number, age_units=units, **values)
    return run_sheet


TOLD = [
    (0, 20, MINUTES, "20 minutes", "20 min"), (0, 1, MINUTES, "1 minute", "1 min"), (0, 3, HOURS, "3 hours", "3 h"),
    (1, 5, HOURS, "5 hours", "5 h"), (2, 36, HOURS, "36 hours", "36 h"), (None, 90, MINUTES, "90 minutes", "90 min"),
    (0, None, None, "under 1 day", "<1 d"), (1, None, None, "1 day", "1 d"), (5, None, None, "5 days", "5 d"),
    (40, None, None, "1 month", "1 mo"), (5, 4, DAYS, "5 days", "5 d"), (None, 3, DAYS, "3 days", "3 d"),
    (None, 18, MONTHS, "18 months", "18 mo"), (25000, None, None, "68 years", "68 y"), (None, 68, YEARS, "68 years", "68 y"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "number", "units", "told", "short"), TOLD)
def test_the_finer_age_is_told_everywhere(days, number, units, told, short):
    run_sheet = born(days, number, units)
    assert words.age(run_sheet, run_sheet.context()) == told
    assert str(age(run_sheet)) == told
    assert banner(run_sheet).who.startswith(f"{short} ")


@pytest.mark.parametrize(
    ("days", "number", "units"), [(0, 20, MINUTES), (1, 30, HOURS), (None, 20, MINUTES), (0, None, None)]
)
def test_a_newborn_is_judged_as_one(days, number, units):
    run_sheet = born(days, number, units)
    assert band_at(age_in_years(run_sheet)).name == "a newborn"
    assert Acts(run_sheet).of(run_sheet.interventions[0]).patient.age_years < 0.01


def test_the_scope_check_gets_the_minutes():
    patient = Acts(born(0, 20, MINUTES)).of(sheet().interventions[0]).patient
    assert patient.age_years == pytest.approx(20 / 60 / 24 / 365.25)


@pytest.mark.parametrize(
    ("days", "number", "units", "asked"),
    [
        (0, 20, MINUTES, False), (1, 20, MINUTES, False), (2, 20, MINUTES, True), (200, 20, MINUTES, True),
        (15000, 3, HOURS, True), (1, 11, MONTHS, True), (300, 9, MONTHS, False), (300, 3, DAYS, True), (4, 3, DAYS, False),
        (540, 18, MONTHS, False), (540, 1, YEARS, False),
    ],
)  # fmt: skip
def test_an_age_that_contradicts_the_birth_is_asked_about_in_its_own_unit(days, number, units, asked):
    assert ("plausibility.age_contradicts_birth" in warned(born(days, number, units))) is asked


def test_minutes_that_contradict_the_birth_do_not_win():
    run_sheet = born(25000, 20, MINUTES)
    assert words.age(run_sheet, run_sheet.context()) == "68 years"


@pytest.mark.parametrize(
    ("years", "told"),
    [
        (20 / 60 / 24 / 365.25, "20 minutes"), (3 / 24 / 365.25, "3 hours"), (0.0, "under 1 day"), (9 / 365.25, "9 days"),
        (0.5, "6 months"), (1.5, "18 months"), (68.0, "68 years"),
    ],
)  # fmt: skip
def test_an_age_that_a_verdict_kept_is_told_as_finely(years, told):
    assert str(of_years(years)) == told


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("20-minute-old girl.", False),
        ("40 minutes old.", False),
        ("1 day old.", False),
        ("9 days old.", True),
        ("20 days old.", True),
    ],
)
def test_a_narrative_may_tell_the_minutes(text, flagged):
    run_sheet = born(0, 20, MINUTES, sex="9919001")
    run_sheet.narrative.text = text
    found = [one for one in contradictions(run_sheet, run_sheet.context()) if "old" in one.message]
    assert bool(found) is flagged
    if flagged:
        assert "20 minutes old" in found[0].message


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Weight 7 lb 4 oz.", False), ("Weight 3.3 kg.", False), ("Weight 3289 g.", False), ("Weight 3.29 kg.", False),
        ("Weight 4.1 kg.", True), ("Weight 7 lb 14 oz.", True), ("Weight 2500 grams.", True),
    ],
)  # fmt: skip
def test_a_narrative_may_tell_pounds_and_ounces(text, flagged):
    run_sheet = born(0, 20, MINUTES, weight=7.25 * 0.45359237)
    run_sheet.narrative.text = text
    found = [one for one in contradictions(run_sheet, run_sheet.context()) if "weighs" in one.message]
    assert bool(found) is flagged


@pytest.mark.parametrize(("days", "asked"), [(0, True), (60, False)])
def test_a_newborn_that_is_cooler_than_36_5_is_asked_about(days, asked):
    run_sheet = born(days)
    run_sheet.vitals[0].temperature = 36.1
    assert any(source.startswith("plausibility.temperature") for source in warned(run_sheet)) == asked
    assert (usual_range("temperature", band_at(age_in_years(run_sheet))) == (36.5, 37.5)) == asked


@pytest.mark.parametrize(("days", "lowest"), [(0, 60), (27, 60), (29, 70), (300, 70)])
def test_a_newborn_and_an_infant_have_the_lowest_systolic_of_their_age(days, lowest):
    """Newborn 60, infant 70 (PALS 2020). Highest: that of one year, chosen here."""
    for systolic, asked in ((lowest, ""), (lowest - 1, "below"), (116, ""), (117, "above")):
        run_sheet = born(days)
        run_sheet.vitals[0].systolic, run_sheet.vitals[0].diastolic = systolic, None
        run_sheet.vitals = run_sheet.vitals[:1]
        sources = [source for source in warned(run_sheet) if "systolic" in source]
        assert sources == ([f"plausibility.systolic_{asked}_usual"] if asked else [])


@pytest.mark.parametrize("days", [0, 27, 60])
@pytest.mark.parametrize(("rate", "asked"), [(84, "below"), (85, ""), (205, ""), (206, "above")])
def test_a_newborn_has_a_heart_rate_from_85_to_205(days, rate, asked):
    """PALS 2020: 0 to 3 months, awake."""
    run_sheet = born(days)
    run_sheet.vitals[0].heart_rate = rate
    run_sheet.vitals = run_sheet.vitals[:1]
    sources = [source for source in warned(run_sheet) if "heart_rate" in source]
    assert sources == ([f"plausibility.heart_rate_{asked}_usual"] if asked else [])


MINUTES_OF_LIFE = [(0, 60), (1, 60), (2, 65), (3, 70), (4, 75), (5, 80), (9, 80), (10, 85), (11, 94)]


@pytest.mark.parametrize(("minute", "lowest"), MINUTES_OF_LIFE)
def test_a_newborn_has_a_spo2_for_each_minute_after_the_time_of_birth(minute, lowest):
    """NASEMSO 2022, neonatal resuscitation: 1 min 60-65, 2 min 65-70, 3 min 70-75, 4 min 75-80, 5 min 80-85, 10 min 85-90 %."""
    for spo2, asked in ((lowest, False), (lowest - 1, True), (100, False)):
        run_sheet = born(0)
        first = run_sheet.vitals[0]
        run_sheet.patient.time_of_birth = first.taken_at - timedelta(minutes=minute)
        first.spo2, run_sheet.vitals = spo2, run_sheet.vitals[:1]
        assert ("plausibility.spo2_below_usual" in warned(run_sheet)) is asked


def test_the_sentence_about_a_newborns_spo2_names_the_minute_and_what_is_expected_then():
    run_sheet = born(0)
    run_sheet.patient.time_of_birth = run_sheet.vitals[0].taken_at - timedelta(minutes=1)
    run_sheet.vitals[0].spo2 = 59
    assert only(run_sheet, "plausibility.spo2_below_usual").message == (
        "Check the SpO2 of 59% at 17:08: usual 1 minute after birth is 60% to 65%"
    )


@pytest.mark.parametrize(("spo2", "asked"), [(62, False), (59, True)])
def test_an_age_told_in_minutes_is_that_of_the_first_contact(spo2, asked):
    run_sheet = born(0, 1, MINUTES)
    first = run_sheet.vitals[0]
    run_sheet.incident.at_patient, first.spo2 = first.taken_at, spo2
    run_sheet.vitals = run_sheet.vitals[:1]
    assert ("plausibility.spo2_below_usual" in warned(run_sheet)) is asked


def test_without_a_time_of_birth_a_newborn_has_the_spo2_of_all():
    run_sheet = born(0)
    run_sheet.vitals[0].spo2 = 62
    assert "usual for a newborn is 94% to 100%" in only(run_sheet, "plausibility.spo2_below_usual").message


def test_a_set_before_the_birth_has_no_minute_of_life():
    run_sheet = born(0)
    run_sheet.patient.time_of_birth = run_sheet.vitals[0].taken_at + timedelta(minutes=1)
    assert minute_of_life(run_sheet, run_sheet.vitals[0].taken_at) is None
    assert minute_of_life(run_sheet, None) is None
