"""The GCS in words, with what stood in its way, and who was alert."""

from __future__ import annotations

import pytest

from epcr.checks.conditions import Stated, not_alert
from epcr.checks.consciousness import alert, depth
from epcr.checks.readings import measured, pulseless, reading
from epcr.checks.staleness import stale
from epcr.scores import gcs_total
from epcr.sheet.coma import Coma, coma
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.vitals import VitalSigns
from tests import build

ALERT, VERBAL, PAINFUL, UNRESPONSIVE = "3326001", "3326003", "3326005", "3326007"
NONE, INTUBATED, SEDATED, PARALYZED, SWOLLEN = "3322003", "3322009", "3322007", "3322005", "3322001"
NOT_FOUND = "exam_finding_not_present"


def look(gcs="", **values):
    eye, verbal, motor = (None if code == "–" else code for code in gcs.split("-")) if gcs else (None,) * 3
    return VitalSigns(gcs_eye=eye, gcs_verbal=verbal, gcs_motor=motor, **values)


@pytest.mark.parametrize(
    ("gcs", "qualifiers", "words", "short", "brief"),
    [
        ("4-5-6", None, "E4 V5 M6 = 15", "4-5-6 = 15", "15"),
        ("4-5-6", [NONE], "E4 V5 M6 = 15", "4-5-6 = 15", "15"),
        ("1-1-3", [INTUBATED], "E1 VT M3 = 5T, intubated", "1-T-3 = 5T, intubated", "5T, intubated"),
        ("1-–-3", [INTUBATED], "E1 VT M3 = 5T, intubated", "1-T-3 = 5T, intubated", "5T, intubated"),
        ("1-4-3", [INTUBATED], "E1 VT M3 = 5T, intubated", "1-T-3 = 5T, intubated", "5T, intubated"),
        ("1-1-1", [SEDATED, PARALYZED, INTUBATED], "E1 VT M1 = 3T, intubated, sedated, paralyzed",
         "1-T-1 = 3T, intubated, sedated, paralyzed", "3T, intubated, sedated, paralyzed"),
        ("1-4-6", [SWOLLEN], "E1 V4 M6 = 11, eyes obstructed", "1-4-6 = 11, eyes obstructed", "11, eyes obstructed"),
        ("2-1-4", [SEDATED], "E2 V1 M4 = 7, sedated", "2-1-4 = 7, sedated", "7, sedated"),
        ("4-–-6", None, "E4 V– M6", "4-?-6", "E4 V– M6"),
        ("–-–-3", [INTUBATED], "E– VT M3, intubated", "?-T-3, intubated", "E– VT M3, intubated"),
        ("", [INTUBATED], "", "", ""),
        ("", None, "", "", ""),
    ],
)  # fmt: skip
def test_a_gcs_is_told_with_what_stood_in_its_way(gcs, qualifiers, words, short, brief):
    found = coma(look(gcs, gcs_qualifier=qualifiers))
    assert (found.words, found.short, found.brief) == (words, short, brief)


def test_the_verbal_part_of_an_intubated_patient_counts_one():
    assert [gcs_total("4", verbal, "6", intubated=True) for verbal in (None, "1", "5")] == [11, 11, 11]
    assert gcs_total("4", None, "6") is None
    assert gcs_total(None, "1", "6", intubated=True) is None


def test_a_time_after_what_stood_in_the_way_is_that_of_the_gcs():
    assert Coma("1", None, "3", (INTUBATED,)).then(" at 17:20") == "E1 VT M3 = 5T, intubated, at 17:20"
    assert Coma("1", "1", "3").then(" at 17:20") == "E1 V1 M3 = 5 at 17:20"


@pytest.mark.parametrize(
    ("avpu", "gcs", "qualifiers", "expected"),
    [
        (None, "", None, None),
        (ALERT, "", None, True),
        (VERBAL, "", None, False),
        (None, "4-5-6", None, True),
        (None, "1-2-4", None, False),
        (ALERT, "4-4-6", None, False),
        (VERBAL, "4-5-6", None, False),
        (ALERT, "–-4-–", None, False),
        (ALERT, "–-5-–", None, True),
        (ALERT, "4-–-6", None, True),
        (ALERT, "–-4-–", [INTUBATED], True),
        (ALERT, "4-5-5", None, False),
        (None, "–-2-–", None, False),
        (None, "4-–-6", None, None),
        (None, "4-1-6", [INTUBATED], None),
        (ALERT, "4-1-6", [INTUBATED], True),
        (ALERT, "1-5-6", [SWOLLEN], True),
        (None, "1-T-1", [INTUBATED], False),
    ],
)
def test_consciousness_comes_from_avpu_else_from_the_gcs(avpu, gcs, qualifiers, expected):
    assert alert(look(gcs.replace("T", "1"), avpu=avpu, gcs_qualifier=qualifiers)) is expected


def test_looks_are_compared_by_the_gcs_and_without_one_by_avpu():
    looks = [
        look(avpu=ALERT),
        look("4-4-6"),
        look(avpu=VERBAL),
        look(avpu=PAINFUL),
        look("1-2-4"),
        look(avpu=UNRESPONSIVE),
    ]
    assert [depth(one) for one in looks] == [15, 14, 13, 10, 7, 6]
    assert depth(look("1-–-4")) == 10
    assert depth(look()) is None


def test_a_low_gcs_on_primary_assessment_is_not_alert():
    sheet = build.sheet()
    assert not not_alert(Stated(sheet))
    build.fill(sheet, "primary", gcs_eye="3", gcs_verbal="4", gcs_motor="6", avpu=None)
    assert not_alert(Stated(sheet))
    assert coma(PrimaryAssessment(gcs_eye="3", gcs_verbal="4", gcs_motor="6")).words == "E3 V4 M6 = 13"


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({"heart_rate": 0}, "heart_rate", 0),
        ({"absent": {"heart_rate": NOT_FOUND}}, "heart_rate", 0),
        ({"rhythm": ["9901003"]}, "heart_rate", 0),
        ({"rhythm": ["9901035"], "heart_rate": 40}, "heart_rate", 0),
        ({"rhythm": ["9901047"], "heart_rate": 80}, "heart_rate", 80),
        ({"respiratory_effort": "3315001"}, "respiratory_rate", 0),
        ({"respiratory_effort": "3315001", "respiratory_rate": 12}, "respiratory_rate", 12),
        ({"absent": {"systolic": NOT_FOUND}}, "systolic", 0),
        ({"absent": {"systolic": "refused"}}, "systolic", None),
        ({"absent": {"spo2": NOT_FOUND}}, "spo2", None),
        ({"glucose": "Low"}, "glucose", 0),
        ({"glucose": "High"}, "glucose", 2000),
        ({"etco2": 4.0, "etco2_unit": "3340005"}, "etco2", 30.0024),
        ({}, "temperature", None),
    ],
)
def test_a_sign_is_read_from_whichever_field_tells_it(values, name, expected):
    found = reading(VitalSigns(**values), name)
    assert found == (expected if expected is None else pytest.approx(expected))


def test_a_pressure_speaks_against_a_rhythm_without_a_pulse():
    assert not pulseless(VitalSigns(rhythm=["9901035"], systolic=92))


def test_a_set_with_only_a_time_makes_the_last_vital_signs_no_younger():
    sheet = build.sheet()
    empty = VitalSigns(taken_at=build.clock("17:38"), absent={"systolic": "not_recorded"}, oxygen="room_air")
    sheet.vitals.append(empty)
    assert not measured(empty)
    assert stale(sheet).newest is sheet.vitals[1]
