"""Unusual and contradicting values are asked about; usual and possible ones are left alone."""

from datetime import date, timedelta
from functools import partial

import pytest

from epcr.checks.age import age_by_birth, age_in_years
from epcr.checks.usual import band_at, bands
from tests.build import DAY, FIRST, fill, sheet, vitals
from tests.checks.saying import only, warned_by

warned = partial(warned_by, "plausibility.")


def one_set(**values):
    """A sheet with its first set changed."""
    run_sheet = sheet()
    run_sheet.vitals[0] = vitals(id=FIRST, taken_at=run_sheet.vitals[0].taken_at, **values)
    return run_sheet


def aged(years, **values):
    """The sheet of a patient born so many years before the call."""
    run_sheet = one_set(**values)
    run_sheet.patient.date_of_birth = date(DAY.year - years, DAY.month, DAY.day)
    return run_sheet


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("systolic", 90, 180), ("heart_rate", 50, 120), ("respiratory_rate", 10, 24), ("spo2", 94, 100),
        ("temperature", 35.5, 38.0), ("glucose", 61, 250),
    ],
)  # fmt: skip
def test_an_adult_is_asked_about_outside_the_usual_range(name, low, high):
    extra = {"diastolic": None} if name == "systolic" else {}
    for value in (low, high):
        assert warned(one_set(**{name: value}, **extra)) == []
    step = 0.1 if name == "temperature" else 1
    assert warned(one_set(**{name: low - step}, **extra)) == [f"plausibility.{name}_below_usual"]
    if name != "spo2":
        assert warned(one_set(**{name: high + step}, **extra)) == [f"plausibility.{name}_above_usual"]


def test_the_diastolic_of_an_adult_has_a_usual_range():
    assert warned(one_set(diastolic=49)) == ["plausibility.diastolic_below_usual"]
    assert warned(one_set(diastolic=50)) == []
    assert warned(one_set(systolic=170, diastolic=110)) == []
    assert warned(one_set(systolic=170, diastolic=111)) == ["plausibility.diastolic_above_usual"]


def test_what_is_no_number_or_absent_is_not_asked_about():
    assert (
        warned(one_set(diastolic="P", glucose="High", spo2=None, absent={"spo2": "unable_to_complete"})) == []
    )


def test_the_sentence_names_value_time_and_range_in_the_units_of_the_class():
    run_sheet = one_set(heart_rate=240)
    assert only(run_sheet, "plausibility.heart_rate_above_usual").message == (
        "Check the heart rate of 240 /min at 17:08: usual for an adult is 50 /min to 120 /min"
    )
    run_sheet = one_set(temperature=39.0)
    run_sheet.temperature = "°F"
    found = only(run_sheet, "plausibility.temperature_above_usual")
    assert (
        found.message == "Check the temperature of 102.2°F at 17:08: usual for an adult is 95.9°F to 100.4°F"
    )
    assert found.value == "102.2°F"
    assert str(found.anchor) == f"vitals-{FIRST}-temperature"
    assert found.open


def test_the_sentence_for_a_child_names_the_ages():
    run_sheet = aged(6, heart_rate=130)
    assert only(run_sheet, "plausibility.heart_rate_above_usual").message == (
        "Check the heart rate of 130 /min at 17:08: usual at 6 and 7 years is 59 /min to 123 /min"
    )


@pytest.mark.parametrize(
    ("years", "heart_rate", "respiratory_rate", "lowest_systolic"),
    [
        (1, (88, 156), (21, 53), 72), (2, (76, 142), (18, 38), 74), (3, (70, 136), (17, 33), 76), (4, (65, 131), (17, 29), 78),
        (5, (65, 131), (17, 29), 80), (6, (59, 123), (16, 27), 82), (7, (59, 123), (16, 27), 84), (8, (52, 115), (14, 25), 86),
        (9, (52, 115), (14, 25), 88),
        (10, (52, 115), (14, 25), 90), (11, (52, 115), (14, 25), 90), (12, (47, 108), (12, 23), 90),
        (14, (47, 108), (12, 23), 90), (15, (43, 104), (11, 22), 90),
        (17, (43, 104), (11, 22), 90),
    ],
)  # fmt: skip
def test_a_child_has_ranges_by_age(years, heart_rate, respiratory_rate, lowest_systolic):
    band = band_at(years)
    assert (band.heart_rate, band.respiratory_rate, band.systolic_from) == (
        heart_rate,
        respiratory_rate,
        lowest_systolic,
    )
    lowest = {
        "heart_rate": heart_rate[0],
        "respiratory_rate": respiratory_rate[0],
        "systolic": lowest_systolic,
    }
    ages_well = aged(years, diastolic=40, **lowest)
    ages_well.vitals = ages_well.vitals[:1]
    assert warned(ages_well) == []
    low = aged(years, diastolic=40, **{name: value - 1 for name, value in lowest.items()})
    low.vitals = low.vitals[:1]
    assert warned(low) == [
        f"plausibility.{name}_below_usual" for name in ("systolic", "heart_rate", "respiratory_rate")
    ]
    high = aged(years, systolic=100, heart_rate=heart_rate[1] + 1, respiratory_rate=respiratory_rate[1] + 1)
    high.vitals = high.vitals[:1]
    assert warned(high) == [
        "plausibility.heart_rate_above_usual",
        "plausibility.respiratory_rate_above_usual",
    ]


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (0, "a newborn"), (28, "a newborn"), (29, "0 to 2 months"), (90, "0 to 2 months"), (92, "3 to 5 months"),
        (183, "6 to 8 months"), (275, "9 to 11 months"), (364, "9 to 11 months"),
    ],
)  # fmt: skip
def test_an_infant_has_ranges_by_months(days, name):
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = DAY - timedelta(days=days)
    assert band_at(age_in_years(run_sheet)).name == name


def test_a_newborn_has_a_glucose_of_its_own():
    run_sheet = one_set(systolic=80, heart_rate=140, respiratory_rate=40, glucose=46)
    run_sheet.vitals = run_sheet.vitals[:1]
    run_sheet.patient.date_of_birth = DAY
    assert warned(run_sheet) == []
    run_sheet.vitals[0].glucose = 45
    assert warned(run_sheet) == ["plausibility.glucose_below_usual"]
    assert (
        "for a newborn is 46 mg/dL to 250 mg/dL"
        in only(run_sheet, "plausibility.glucose_below_usual").message
    )


def test_an_older_child_has_the_glucose_of_an_adult():
    run_sheet = aged(6, glucose=59, heart_rate=100, respiratory_rate=20)
    assert "plausibility.glucose_below_usual" in warned(run_sheet)


def test_from_18_years_and_without_an_age_the_ranges_of_adults_hold():
    assert band_at(18) is None
    assert band_at(None) is None
    assert band_at(17.99).name == "15 to 17 years"
    assert bands()[-1].under_months == 216


@pytest.mark.parametrize(
    ("age", "units", "years"),
    [
        (68, "2516009", 68),
        (6, "2516007", 0.5),
        (7, "2516001", 7 / 365.25),
        (12, "2516003", 0.5 / 365.25),
        (36, "2516005", 0.025 / 365.25),
    ],
)
def test_a_told_age_counts_in_years(age, units, years):
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = None
    fill(run_sheet, "patient", age=age, age_units=units)
    assert age_in_years(run_sheet) == pytest.approx(years)
    run_sheet.patient.age_units = None
    assert age_in_years(run_sheet) is None


@pytest.mark.parametrize(
    ("born", "years"),
    [
        (date(1957, 3, 14), 68), (date(1957, 3, 15), 67), (date(1957, 2, 28), 68), (date(1957, 4, 1), 67), (date(2024, 3, 14), 1),
        (date(2025, 3, 14), 0), (date(2024, 9, 12), 183 / 365.25),
    ],
)  # fmt: skip
def test_a_birthday_makes_the_age(born, years):
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = born
    assert age_by_birth(run_sheet) == pytest.approx(years)


# ---- contradictions


def test_a_diastolic_above_the_systolic_is_asked_about():
    assert warned(one_set(systolic=100, diastolic=99)) == []
    assert warned(one_set(systolic=100, diastolic=100)) == ["plausibility.diastolic_above_systolic"]
    run_sheet = one_set(systolic=100, diastolic=105)
    found = only(run_sheet, "plausibility.diastolic_above_systolic")
    assert (
        found.message == "Check the blood pressure at 17:08: the diastolic 105 is not below the systolic 100"
    )
    assert (found.anchor.field, found.value) == ("diastolic", "100/105")


def test_no_pressure_at_all_is_no_contradiction():
    assert "plausibility.diastolic_above_systolic" not in warned(one_set(systolic=0, diastolic=0))
    assert warned(one_set(systolic=100, diastolic="P")) == []
    assert warned(one_set(systolic=None, diastolic=80, absent={"systolic": "not_recorded"})) == []
    assert warned(one_set(systolic=100, diastolic=None)) == []


A, V, P, U = "3326001", "3326003", "3326005", "3326007"


@pytest.mark.parametrize(
    ("avpu", "eye", "verbal", "motor"),
    [
        (A, "4", "5", "6"), (A, "4", "4", "6"), (A, "4", "1", "6"), (A, "4", None, None), (A, "4", "1", "4"),
        (A, None, None, None),
        (V, "4", "5", "5"), (V, "3", "4", "6"), (V, "1", "3", "4"), (V, "1", "1", "6"), (V, "3", "1", "1"), (V, "2", None, None),
        (V, "4", "4", "6"), (P, "2", "2", "5"), (P, "1", "1", "2"), (P, "1", None, None), (P, None, None, None),
        (P, "2", "1", "1"),
        (P, "1", "2", "1"), (U, "1", "1", "1"), (U, "1", None, None), (U, None, None, None),
    ],
)  # fmt: skip
def test_avpu_and_gcs_that_fit(avpu, eye, verbal, motor):
    run_sheet = one_set(avpu=avpu, gcs_eye=eye, gcs_verbal=verbal, gcs_motor=motor, glucose=96)
    assert warned(run_sheet) == []


@pytest.mark.parametrize(
    ("avpu", "eye", "verbal", "motor"),
    [
        (A, "3", "5", "6"), (A, "3", None, None), (A, "4", "1", "3"), (A, "1", "1", "1"), (V, "4", "5", "6"), (V, "2", "2", "5"),
        (V, "1", "1", "1"), (P, "3", "1", "5"), (P, "1", "3", "5"), (P, "1", "1", "6"), (P, "1", "1", "1"), (P, "3", None, None),
        (P, "4", "5", "6"), (U, "2", "1", "1"), (U, "1", "2", "1"), (U, "1", "1", "2"), (U, None, None, "2"), (U, "4", "5", "6"),
    ],
)  # fmt: skip
def test_avpu_and_gcs_that_contradict_each_other(avpu, eye, verbal, motor):
    run_sheet = one_set(avpu=avpu, gcs_eye=eye, gcs_verbal=verbal, gcs_motor=motor, glucose=96)
    assert warned(run_sheet) == ["plausibility.gcs_contradicts_avpu"]


def test_the_contradiction_names_the_parts():
    run_sheet = one_set(avpu=A, gcs_eye="2", gcs_verbal=None, gcs_motor="4")
    found = only(run_sheet, "plausibility.gcs_contradicts_avpu")
    assert found.message == "Check AVPU and the GCS at 17:08: Alert does not fit eye 2, verbal –, motor 4"
    assert found.value == f"{A}; eye 2, verbal –, motor 4"
    assert found.anchor.field == "avpu"


@pytest.mark.parametrize("qualifier", ["3322001", "3322005", "3322007", "3322009"])
def test_sedation_tubes_and_swollen_eyes_explain_a_gcs(qualifier):
    assert warned(one_set(avpu=A, gcs_eye="1", gcs_qualifier=[qualifier], glucose=96)) == []
    run_sheet = one_set(avpu=A, gcs_eye="1", gcs_qualifier=["3322003"], glucose=96)
    assert warned(run_sheet) == ["plausibility.gcs_contradicts_avpu"]


@pytest.mark.parametrize(
    ("etco2", "unit", "asked"),
    [
        (38, "3340001", ""), (25, "3340001", ""), (60, "3340001", ""), (24.9, "3340001", "below_usual"),
        (60.1, "3340001", "above_usual"), (10, "3340001", "below_usual"), (9.9, "3340001", "unit"), (5.3, "3340001", "unit"),
        (0, "3340001", "of_nothing"), (90, "3340001", "above_usual"), (90.1, "3340001", "unit"),
        (5.3, "3340003", ""), (3.5, "3340003", ""), (3.4, "3340003", "below_usual"), (8.4, "3340003", ""),
        (8.5, "3340003", "above_usual"), (12.6, "3340003", "above_usual"), (12.7, "3340003", "unit"), (38, "3340003", "unit"),
        (5, "3340005", ""), (3.3, "3340005", ""), (3.2, "3340005", "below_usual"), (8, "3340005", ""),
        (8.1, "3340005", "above_usual"), (11.9, "3340005", "above_usual"), (12.1, "3340005", "unit"),
    ],
)  # fmt: skip
def test_etco2_is_asked_about_outside_25_to_60_mmhg_and_its_unit_far_outside(etco2, unit, asked):
    run_sheet = one_set(etco2=float(etco2), etco2_unit=unit)
    assert warned(run_sheet) == ([f"plausibility.etco2_{asked}"] if asked else [])


def test_a_low_etco2_without_a_pulse_is_not_asked_about_unless_it_is_no_mmhg():
    for etco2, asked in ((12.0, []), (5.0, ["plausibility.etco2_unit"])):
        run_sheet = one_set(etco2=etco2, etco2_unit="3340001", heart_rate=0, systolic=None, diastolic=None)
        run_sheet.arrest.cardiac_arrest = "3001005"
        assert [source for source in warned(run_sheet) if "etco2" in source] == asked


def test_the_sentence_about_etco2_converts_it():
    found = only(one_set(etco2=38.0, etco2_unit="3340003"), "plausibility.etco2_unit")
    assert (
        found.message
        == "Check the EtCO2 of 38 % at 17:08 and its unit: that is 271 mmHg, and usual is 35 to 45 mmHg (4.9 to 6.3 %)"
    )
    assert found.value == "38.0 3340003"
    found = only(one_set(etco2=5.3, etco2_unit="3340001"), "plausibility.etco2_unit")
    assert found.message == (
        "Check the EtCO2 of 5.3 mmHg at 17:08 and its unit: was 5.3 kPa (40 mmHg) or 5.3 % (38 mmHg) meant? Usual is 35 to 45 mmHg"
    )
    found = only(one_set(etco2=20.0, etco2_unit="3340001"), "plausibility.etco2_below_usual")
    assert found.message == "Check the EtCO2 of 20 mmHg at 17:08: usual is 35 to 45 mmHg"
    found = only(one_set(etco2=110.0, etco2_unit="3340001"), "plausibility.etco2_unit")
    assert found.message == "Check the EtCO2 of 110 mmHg at 17:08 and its unit: usual is 35 to 45 mmHg"


def test_a_birth_after_the_call_is_asked_about():
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = DAY + timedelta(days=1)
    found = only(run_sheet, "plausibility.born_after_the_call")
    assert found.message == "Check the date of birth 03/15/2025: it is after the call"
    assert found.value == "03/15/2025; 2025-03-14"
    run_sheet.patient.date_of_birth = DAY
    assert "plausibility.born_after_the_call" not in warned(run_sheet)


def test_a_child_born_after_midnight_of_a_call_that_began_before_it_is_not_asked_about():
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = DAY + timedelta(days=1)
    run_sheet.incident.back_in_service = run_sheet.incident.on_scene + timedelta(days=1)
    assert "plausibility.born_after_the_call" not in warned(run_sheet)


@pytest.mark.parametrize(("age", "asked"), [(68, False), (67, False), (69, False), (70, True), (66, True)])
def test_an_age_that_does_not_fit_the_date_of_birth_is_asked_about(age, asked):
    run_sheet = sheet()  # born on 20 February 1957, 68 years old
    fill(run_sheet, "patient", age=age, age_units="2516009")
    assert warned(run_sheet) == (["plausibility.age_contradicts_birth"] if asked else [])


def test_an_approximate_age_may_differ():
    run_sheet = sheet()
    fill(run_sheet, "patient", age=75, age_units="2516009", absent={"age": "approximate"})
    assert warned(run_sheet) == []


def test_the_sentence_about_the_age_names_both():
    run_sheet = sheet()
    fill(run_sheet, "patient", age=75, age_units="2516009")
    found = only(run_sheet, "plausibility.age_contradicts_birth")
    assert found.message == "Check the age: 75 years does not fit the date of birth 02/20/1957"
    assert (found.anchor.field, found.value) == ("age", "75 years; 02/20/1957")


def test_a_struck_set_is_not_asked_about():
    run_sheet = one_set(heart_rate=240)
    run_sheet.vitals[0].struck_at = run_sheet.vitals[0].taken_at
    assert warned(run_sheet) == []


# ---- systolic, each year at both sides


@pytest.mark.parametrize(
    ("years", "lowest", "highest"),
    [
        (1, 72, 116), (2, 74, 120), (3, 76, 121), (4, 78, 123), (5, 80, 124), (6, 82, 125), (7, 84, 127), (8, 86, 128),
        (9, 88, 130), (10, 90, 132), (11, 90, 135), (12, 90, 139), (13, 90, 139), (17, 90, 139), (18, 90, 180),
    ],
)  # fmt: skip
def test_a_systolic_is_asked_about_below_and_above_that_of_the_age(years, lowest, highest):
    """Lowest: 70 + 2 x age, from 10 years 90 (PALS 2020; NASEMSO 2022). Highest: Flynn 2017, stage 2; adults ACC/AHA 2017."""
    calm = {"heart_rate": 100, "respiratory_rate": 22, "diastolic": None}

    def asked(systolic):
        run_sheet = aged(years, systolic=systolic, **calm)
        run_sheet.vitals = run_sheet.vitals[:1]
        return [source for source in warned(run_sheet) if "systolic" in source]

    assert asked(lowest) == asked(highest) == []
    assert asked(lowest - 1) == ["plausibility.systolic_below_usual"]
    assert asked(highest + 1) == ["plausibility.systolic_above_usual"]


def test_the_sentence_about_a_systolic_names_the_year_and_not_the_band():
    assert only(aged(5, systolic=79), "plausibility.systolic_below_usual").message == (
        "Check the systolic blood pressure of 79 mmHg at 17:08: usual at 5 years is 80 mmHg to 124 mmHg"
    )
    assert (
        "usual at 1 year is 72 mmHg to 116 mmHg"
        in only(aged(1, systolic=71), "plausibility.systolic_below_usual").message
    )


@pytest.mark.parametrize(
    ("age", "units", "lowest"), [(20, "2516007", 72), (24, "2516007", 74), (60, "2516007", 80)]
)
def test_an_age_told_in_months_has_the_systolic_of_its_whole_years(age, units, lowest):
    run_sheet = one_set(systolic=lowest)
    run_sheet.patient.date_of_birth = None
    fill(run_sheet, "patient", age=age, age_units=units)
    assert band_at(age_in_years(run_sheet)).systolic_from == lowest
