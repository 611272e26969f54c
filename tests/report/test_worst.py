"""What the worst column of a handoff holds: never milder than first or last, by the age, and always the lowest GCS."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.handoff.measures import measures
from epcr.handoff.severity import SIGNS, scale
from epcr.handoff.statements import draft
from epcr.handoff.trend import trend
from epcr.report.handoff_page.formats import FORMATS
from epcr.report.sbar import sbar_pdf
from epcr.sheet.coma import coma
from epcr.sheet.signs import COMA
from epcr.sheet.vitals import VitalSigns
from tests import build
from tests.luck import examples
from tests.report import reading
from tests.report.generated import AS_THEY_ARE
from tests.report.printed import printed as run_sheet_printed

NOT_FOUND = "exam_finding_not_present"
INTUBATED, SEDATED, PARALYZED, SWOLLEN = "3322009", "3322007", "3322005", "3322001"
ALERT, VERBAL, UNRESPONSIVE = "3326001", "3326003", "3326007"
CALM = {"systolic": 128, "heart_rate": 84, "respiratory_rate": 16, "spo2": 97}


def look(time, gcs="", **values):
    """A set at this time with this GCS ("1-2-4", – for a part that was not assessed) and no AVPU unless it is told."""
    eye, verbal, motor = (None if code == "–" else code for code in gcs.split("-")) if gcs else (None,) * 3
    parts = {"gcs_eye": eye, "gcs_verbal": verbal, "gcs_motor": motor}
    return build.vitals(**{"taken_at": build.clock(time) if time else None, "avpu": None, **parts, **values})


def sheet_of(*sets, **patient):
    sheet = build.sheet()
    sheet.primary.avpu = None
    build.fill(sheet, "patient", **patient)
    sheet.vitals = list(sets)
    return sheet


def page(sheet, form="sbar", paper="letter"):
    return reading.text(sbar_pdf(sheet, form=form, paper=paper, state_word="submitted", revision=1))


def row(sheet, label):
    """A row of the table, from its name to that of the next."""
    found = re.search(
        rf"{label} (.*?)(?= BP mmHg| Heart rate| Resp\. rate| SpO2 %| GCS E-V-M| Pain of| EtCO2| Glucose| Temp\.| worst:| Trend)",
        page(sheet).partition("first–last")[2],
    )
    return found[1] if found else ""


# The lowest GCS


def test_without_avpu_the_set_with_the_lowest_gcs_is_the_worst_one():
    sheet = sheet_of(look("17:05", "4-5-6"), look("17:12", "1-2-4"), look("17:38", "4-4-6"))
    assert trend(sheet).worst is sheet.vitals[1]


def test_avpu_that_says_alert_beside_a_low_gcs_is_not_believed():
    sheet = sheet_of(
        look("17:05", "4-5-6", avpu=ALERT), look("17:12", "3-4-6", avpu=ALERT), look("17:20", "4-5-6")
    )
    assert trend(sheet).worst is sheet.vitals[1]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_lowest_gcs_is_on_every_handoff(form, paper):
    sheet = sheet_of(
        look("17:05", "4-5-6"), look("17:12", "1-2-4"), look("17:20", "4-4-6", systolic=72, heart_rate=140)
    )
    sheet.handoff.assessment = "Better now."
    assert trend(sheet).worst is sheet.vitals[2]
    assert "17:12 1-2-4 = 7" in page(sheet, form, paper)


def test_the_lowest_gcs_is_told_where_it_has_no_time_or_is_of_the_primary_assessment():
    sheet = sheet_of(look("17:05", "4-5-6"), look("", "2-2-4"), look("17:20", "4-5-6"))
    assert "no time 2-2-4 = 8" in row(sheet, "GCS E-V-M")
    build.fill(sheet, "primary", gcs_eye="1", gcs_verbal="1", gcs_motor="4")
    assert "primary 1-1-4 = 6" in row(sheet, "GCS E-V-M")
    sheet.vitals = [one for one in sheet.vitals if one.taken_at]
    for one in sheet.vitals:
        one.gcs_eye = one.gcs_verbal = one.gcs_motor = None
    assert "primary 1-1-4 = 6" in row(sheet, "GCS E-V-M")


def test_a_gcs_with_a_part_missing_counts_as_the_most_that_it_can_be():
    sheet = sheet_of(look("17:05", "4-5-6"), look("17:12", "1-–-4"), look("17:20", "4-4-6"))
    assert trend(sheet).deepest is sheet.vitals[1]
    assert "1-?-4" in row(sheet, "GCS E-V-M")


def test_where_no_gcs_is_avpu_stands_in_its_row():
    sheet = sheet_of(look("17:05", avpu=ALERT), look("17:12", avpu=UNRESPONSIVE), look("17:20", avpu=VERBAL))
    assert trend(sheet).worst is sheet.vitals[1]
    assert row(sheet, "GCS E-V-M") == "AVPU A AVPU U AVPU V"


def test_an_avpu_that_is_worse_than_every_gcs_is_told_below_the_rows():
    sheet = sheet_of(look("17:05", "4-5-6"), look("17:12", avpu=UNRESPONSIVE), look("17:20", "4-4-6"))
    assert "AVPU, where no GCS is: unresponsive at 17:12" in page(sheet)
    assert "4-4-6 = 14" in row(sheet, "GCS E-V-M")


def test_the_draft_tells_the_lowest_gcs_beside_the_last():
    sheet = sheet_of(look("17:05", "4-5-6"), look("17:12", "1-2-4"), look("17:38", "4-4-6"))
    told = {one.label: one.words for one in draft(sheet)["assessment"]}
    assert told["Disability"] == "GCS E4 V4 M6 = 14 at 17:38, lowest E1 V2 M4 = 7 at 17:12"


# A newborn


def newborn(*sets):
    return sheet_of(
        *sets, date_of_birth=build.DAY, age=None, age_units=None, time_of_birth=build.clock("17:00")
    )


@pytest.mark.parametrize(
    ("later", "worst"), [(78, "17:10"), (84, "17:10"), (88, "17:10"), (95, "17:02"), (96, "17:02")]
)
def test_the_worst_spo2_of_a_newborn_is_by_the_minute_of_life(later, worst):
    """NASEMSO 2022: 65 to 70 % at 2 minutes, 85 to 90 % at 10: 70 % at 2 is 5 ahead, and 84 % at 10 is too low."""
    sheet = newborn(look("17:02", spo2=70, heart_rate=140), look("17:10", spo2=later, heart_rate=140))
    assert trend(sheet).worst_of("spo2").taken_at == build.clock(worst)


def test_below_what_its_minute_expects_is_worse_than_a_lower_number_that_is_expected():
    sheet = newborn(look("17:01", spo2=61), look("17:05", spo2=72), look("17:10", spo2=86))
    assert trend(sheet).worst is sheet.vitals[1]


def test_without_a_time_of_birth_the_lowest_spo2_of_a_newborn_is_the_worst():
    sheet = newborn(look("17:02", spo2=70), look("17:10", spo2=78))
    sheet.patient.time_of_birth = None
    assert trend(sheet).worst is sheet.vitals[0]


# Tube and drugs


def test_the_voice_of_an_intubated_patient_is_no_answer():
    sheet = sheet_of(look("17:05", "4-5-6"), look("17:12", "1-1-3", gcs_qualifier=[INTUBATED]))
    assert "1-T-3 = 5T, intubated" in row(sheet, "GCS E-V-M")
    assert "GCS E1 VT M3 = 5T, intubated, at 17:12" in page(sheet)
    assert "1-T-3 = 5T, intubated" in " ".join(reading.texts(run_sheet_printed(sheet)))
    assert "V1" not in page(sheet)


@pytest.mark.parametrize(
    ("qualifiers", "words"),
    [
        ([SEDATED], "sedated"),
        ([PARALYZED, INTUBATED], "intubated, paralyzed"),
        ([SWOLLEN], "eyes obstructed"),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_what_stood_in_the_way_stands_beside_every_gcs(qualifiers, words, form):
    sheet = sheet_of(look("17:05", "1-1-3", gcs_qualifier=qualifiers))
    told = page(sheet, form)
    gcs = "1-T-3 = 5T" if INTUBATED in qualifiers else "1-1-3 = 5"
    assert told.count(f"{gcs}, {words}") == 3


def test_the_lowest_gcs_without_tube_and_drugs_is_told_too():
    sheet = sheet_of(
        look("17:05", "4-5-6"),
        look("17:12", "1-2-4"),
        look("17:20", "1-1-1", gcs_qualifier=[INTUBATED, SEDATED]),
        look("17:30", "1-–-1", gcs_qualifier=[INTUBATED]),
    )
    assert "GCS lowest without tube or drugs: 1-2-4 = 7 at 17:12" in page(sheet)
    assert "1-T-1 = 3T, intubated" in row(sheet, "GCS E-V-M")


# Never milder


def test_worst_is_not_milder_than_first_where_the_points_are_the_same():
    sheet = sheet_of(
        look("17:05", "4-5-6", pain=8, heart_rate=102), look("17:20", "4-5-6", pain=4, heart_rate=92)
    )
    assert trend(sheet).worst is sheet.vitals[0]
    assert row(sheet, "Pain of 10") == "8 8 4 ↓ 4"


def test_what_another_set_has_worse_stands_with_its_time():
    sheet = sheet_of(
        look("17:05", "4-5-6", spo2=84),
        look("17:12", "4-5-6", systolic=76, heart_rate=138, spo2=95),
        look("17:20", "4-5-6"),
    )
    assert trend(sheet).worst is sheet.vitals[1]
    assert row(sheet, "SpO2 %") == "84 17:05 84 97 ↑ 13"
    assert row(sheet, "Heart rate /min") == "88 138 88 → same"


def test_a_low_glucose_between_two_good_ones_is_told():
    sheet = sheet_of(
        look("17:05", "4-5-6", glucose=110, systolic=84),
        look("17:12", "4-5-6", glucose="Low"),
        look("17:20", "4-5-6", glucose=160),
    )
    assert "17:12 Low" in row(sheet, r"Glucose mg/dL")
    told = {one.label: one.words for one in draft(sheet)["assessment"]}
    assert told["Glucose"] == "110 mg/dL at 17:05, Low at 17:12, 160 mg/dL at 17:20"


def test_a_middle_value_that_is_worse_is_said_in_the_draft():
    sheet = sheet_of(
        look("17:05", "4-5-6"),
        look("17:09", "4-5-6", spo2=84),
        look("17:12", "4-5-6", systolic=76, heart_rate=138),
        look("17:20", "4-5-6"),
    )
    (told,) = [one for one in draft(sheet)["assessment"] if one.label == "Vital signs, worst"]
    assert told.words.endswith("at 17:12; worse: SpO2 84% at 17:09")
    assert sheet.vitals[1].anchor("spo2") in told.anchors


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("systolic", {"systolic": None, "diastolic": None, "absent": {"systolic": NOT_FOUND}}),
        ("respiratory_rate", {"respiratory_rate": None, "absent": {"respiratory_rate": NOT_FOUND}}),
        ("respiratory_rate", {"respiratory_rate": None, "respiratory_effort": "3315001"}),
    ],
)
def test_what_was_looked_for_and_not_there_is_worse_than_any_value(field, values):
    sheet = sheet_of(look("17:05", "4-5-6"), look("17:12", "4-5-6", **values), look("17:20", "4-5-6"))
    course = trend(sheet)
    assert course.worst_of(field) is sheet.vitals[1]
    assert course.worst is sheet.vitals[1]


@pytest.mark.parametrize("rhythm", ["9901003", "9901067"])
def test_a_rhythm_without_a_pulse_is_a_pulse_that_was_lost(rhythm):
    lost = look("17:12", systolic=None, diastolic=None, heart_rate=None, rhythm=[rhythm])
    sheet = sheet_of(look("17:05", "4-5-6"), lost, look("17:20", "4-5-6", systolic=84))
    assert trend(sheet).worst is lost
    assert trend(sheet).rule == "no pulse found"


def test_a_set_that_says_only_that_no_pulse_was_felt_belongs_to_the_course():
    felt = VitalSigns(taken_at=build.clock("17:01"), absent={"heart_rate": NOT_FOUND})
    sheet = sheet_of(felt, look("17:12", "1-1-4", systolic=84), look("17:20", "1-2-5"))
    assert trend(sheet).first is felt
    assert "Worst with pulse" in page(sheet)


def test_a_gcs_before_a_pulse_came_back_is_told_where_first_does_not_show_it():
    arrest = {"heart_rate": None, "systolic": None, "absent": {"heart_rate": NOT_FOUND}}
    sheet = sheet_of(
        look("17:00", **arrest),
        look("17:04", "1-1-1", **arrest),
        look("17:12", "1-1-4"),
        look("17:20", "2-2-5"),
    )
    assert "17:04 1-1-1 = 3" in row(sheet, "GCS E-V-M")
    sheet.vitals[0].gcs_eye = sheet.vitals[0].gcs_verbal = sheet.vitals[0].gcs_motor = "1"
    assert row(sheet, "GCS E-V-M").startswith("1-1-1 = 3 1-1-4 = 6 2-2-5 = 9")


def test_among_equals_the_set_that_is_worst_in_most_rows_is_the_worst():
    sheet = sheet_of(
        look("17:05", "4-5-6", systolic=119, pain=3),
        look("17:12", "4-5-6", systolic=128, pain=9, heart_rate=98, respiratory_rate=19),
    )
    course = trend(sheet)
    assert course.worst is sheet.vitals[1]
    assert course.elsewhere == {"systolic": sheet.vitals[0]}


# By the age and in pregnancy

YEARS, MONTHS, DAYS = "2516009", "2516007", "2516001"
BANDS = [
    (3, DAYS, 58), (5, MONTHS, 66), (2, YEARS, 72), (7, YEARS, 80), (11, YEARS, 84), (14, YEARS, 88),
]  # fmt: skip


def of_age(age, units, *sets):
    return sheet_of(*sets, date_of_birth=None, age=age, age_units=units)


@pytest.mark.parametrize(("age", "units", "_low"), BANDS)
def test_for_a_child_hypoxia_outweighs_a_pressure_that_is_usual(age, units, _low):
    sheet = of_age(age, units, look("17:05", systolic=100, spo2=62, heart_rate=115, respiratory_rate=25),
                   look("17:12", systolic=92, heart_rate=115, respiratory_rate=25))  # fmt: skip
    course = trend(sheet)
    assert course.worst is sheet.vitals[0]
    assert course.elsewhere == {"systolic": sheet.vitals[1]}


@pytest.mark.parametrize(("age", "units", "low"), BANDS)
def test_a_pressure_below_that_of_the_age_is_worst_where_all_else_is_usual(age, units, low):
    calm = {"heart_rate": 107, "respiratory_rate": 22, "avpu": ALERT}
    sheet = of_age(age, units, look("17:05", systolic=low + 14, **calm), look("17:12", systolic=low, **calm),
                   look("17:20", systolic=low + 10, **calm))  # fmt: skip
    assert trend(sheet).worst is sheet.vitals[1]


def test_a_heart_rate_that_is_usual_for_an_infant_is_not_for_a_child():
    fast, slow = (
        look("17:05", "4-5-6", heart_rate=150, respiratory_rate=30, systolic=96),
        look("17:12", "4-5-6", heart_rate=80, respiratory_rate=30, systolic=96),
    )
    assert trend(of_age(4, MONTHS, fast, slow)).worst is slow
    assert trend(of_age(7, YEARS, fast, slow)).worst is fast


@pytest.mark.parametrize("weeks", ["3118009", "3118005", "3118007", "3118011"])
def test_in_pregnancy_a_usual_pressure_does_not_outweigh_hypoxia(weeks):
    sheet = sheet_of(look("17:05", "4-5-6", systolic=118, spo2=62), look("17:12", "4-5-6", systolic=104))
    sheet.history.pregnancy = weeks
    course = trend(sheet)
    assert (course.worst, course.rule) == (sheet.vitals[0], "usual ranges in pregnancy")


def test_in_pregnancy_a_high_pressure_is_worse_than_a_usual_one():
    sheet = sheet_of(look("17:05", "4-5-6", systolic=172), look("17:12", "4-5-6", systolic=112))
    assert trend(sheet).worst is sheet.vitals[1]
    sheet.history.pregnancy = "3118007"
    assert trend(sheet).worst is sheet.vitals[0]


@pytest.mark.parametrize(
    ("patient", "rule"),
    [
        ({"date_of_birth": date(1957, 2, 20)}, "NEWS2 without oxygen (RCP 2017)"),
        ({"date_of_birth": None}, "NEWS2 as for an adult, age unknown"),
        ({"date_of_birth": date(2018, 1, 1)}, "usual ranges at 6 and 7 years"),
        ({"date_of_birth": date(2025, 3, 13)}, "usual ranges of a newborn"),
    ],
)
def test_the_page_says_how_the_worst_was_chosen_though_the_last_set_is_old(patient, rule):
    sheet = sheet_of(look("17:05", "4-5-6"), look("17:12", "4-5-6", pain=9, systolic=104), **patient)
    build.fill(sheet, "incident", at_destination=None, transfer_of_care=None)
    assert trend(sheet).rule == rule
    assert f"worst: {rule}" in page(sheet)
    sheet.incident.transfer_of_care = build.clock("17:41")
    told = page(sheet)
    assert "LAST SET 29 MIN OLD AT HANDOFF" in told
    assert f"worst: {rule.partition(' without')[0]}" in told


# Whatever was measured

MILDER = {
    "systolic": st.integers(0, 260), "heart_rate": st.integers(1, 250), "respiratory_rate": st.integers(0, 70),
    "spo2": st.integers(40, 100), "pain": st.integers(0, 10), "glucose": st.one_of(st.integers(15, 600), st.sampled_from(["Low", "High"])),
    "temperature": st.floats(28, 42).map(lambda value: round(value, 1)), "etco2": st.integers(5, 90),
}  # fmt: skip
PART = {"gcs_eye": 4, "gcs_verbal": 5, "gcs_motor": 6}


@st.composite
def courses(draw):
    sheet = build.sheet(id="0123456789ab")
    age = draw(
        st.sampled_from(
            [(3, DAYS), (8, MONTHS), (6, YEARS), (15, YEARS), (40, YEARS), (83, YEARS), (None, None)]
        )
    )
    build.fill(sheet, "patient", date_of_birth=None, age=age[0], age_units=age[1])
    sheet.history.pregnancy = draw(st.sampled_from([None, "3118007"]))
    sheet.vitals = []
    for minute in range(draw(st.integers(1, 7))):
        values = {name: draw(st.one_of(st.none(), some)) for name, some in MILDER.items()}
        coded = st.one_of(st.none(), st.booleans())
        parts = (
            {name: str(draw(st.integers(1, best))) for name, best in PART.items()}
            if draw(st.booleans())
            else dict.fromkeys(PART)
        )
        sheet.vitals.append(
            build.vitals(
                id=f"{minute:032x}",
                taken_at=draw(
                    st.sampled_from([None, *[build.clock(f"17:{at:02}") for at in range(0, 50, 7)]])
                ),
                avpu=draw(st.sampled_from([None, ALERT, VERBAL, UNRESPONSIVE])),
                gcs_qualifier=[INTUBATED, SEDATED] if draw(coded) else None,
                oxygen=draw(st.sampled_from([None, "room_air", "nrb"])),
                **values,
                **parts,
            )
        )
    if draw(st.booleans()):
        build.fill(sheet, "primary", **{name: str(draw(st.integers(1, best))) for name, best in PART.items()})
    return sheet


LOWER = {"spo2"}
HIGHER = {"pain"}


@examples(150)
@given(courses())
def test_no_row_has_a_worst_that_is_milder_than_its_first_or_last(sheet):
    course, by = trend(sheet), scale(sheet)
    for name in SIGNS:
        for one in (course.first, course.last):
            worst = course.worst_of(name)
            if one is None or worst is None or by.rank(name, one) is None:
                continue
            assert by.rank(name, worst) >= by.rank(name, one)
            if name in LOWER:
                assert getattr(worst, name) <= getattr(one, name)
            if name in HIGHER:
                assert getattr(worst, name) >= getattr(one, name)


@examples(25, AS_THEY_ARE)
@given(courses())
def test_the_lowest_gcs_is_on_every_paper(sheet):
    found = [coma(part) for part in (*sheet.vitals, sheet.primary) if coma(part)]
    own = [one for one in found if not one.aided]
    (shown,) = [one for one in measures(sheet.context(), trend(sheet)) if one.field == COMA.name]
    assert shown.label == "GCS"
    for lowest in (min(some, key=lambda one: one.total) for some in (found, own) if some):
        for form in FORMATS:
            assert f"= {lowest.total_words}" in page(sheet, form), form
        assert f"= {lowest.total_words}" in " ".join(reading.texts(run_sheet_printed(sheet)))


def test_of_two_usual_heart_rates_the_faster_is_not_the_worse():
    sheet = build.sheet()
    sheet.vitals = [
        build.vitals(taken_at=build.clock("17:08"), systolic=88, heart_rate=54, temperature=36.4),
        build.vitals(taken_at=build.clock("17:30"), heart_rate=62, temperature=36.9),
    ]
    course = trend(sheet)
    assert course.worst is sheet.vitals[0]
    assert not {"heart_rate", "temperature"} & set(course.elsewhere)
