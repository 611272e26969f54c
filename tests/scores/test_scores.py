"""Scores, each step at its edges, as the publications give them."""

import pytest

from epcr.scores import apgar, burned, gcs_total, mean_arterial_pressure, news2, rts, shock_index
from epcr.scores.burns import ADULT, CHILD
from epcr.scores.triage import Seen, jumpstart, start

WELL = {
    "respiratory_rate": 16, "spo2": 98, "on_oxygen": False, "systolic": 120, "heart_rate": 70, "alert": True,
    "temperature": 36.8,
}  # fmt: skip


def test_gcs_is_the_sum_of_its_parts():
    assert gcs_total("4", "5", "5") == 14
    assert gcs_total("1", "1", "1") == 3
    assert gcs_total("4", "5", "6") == 15


@pytest.mark.parametrize("parts", [(None, "5", "6"), ("4", None, "6"), ("4", "5", None)])
def test_gcs_without_a_part_has_no_total(parts):
    assert gcs_total(*parts) is None


@pytest.mark.parametrize(
    "parts", [("5", "5", "6"), ("4", "6", "6"), ("4", "5", "7"), ("0", "5", "6"), ("4", "x", "6")]
)
def test_gcs_takes_no_step_that_the_scale_does_not_have(parts):
    assert gcs_total(*parts) is None


def test_shock_index_is_heart_rate_over_systolic():
    assert shock_index(118, 102) == 1.16
    assert shock_index(60, 120) == 0.5
    assert shock_index(0, 120) == 0


@pytest.mark.parametrize("pair", [(None, 120), (80, None), (80, 0)])
def test_shock_index_needs_both(pair):
    assert shock_index(*pair) is None


def test_mean_arterial_pressure_weighs_the_diastolic_twice():
    assert mean_arterial_pressure(120, 80) == 93
    assert mean_arterial_pressure(120, "P") is None
    assert mean_arterial_pressure(None, 80) is None
    assert mean_arterial_pressure(120, None) is None


@pytest.mark.parametrize(
    ("gcs", "systolic", "respiratory_rate", "expected"),
    [
        (15, 120, 16, 12), (13, 90, 29, 12), (13, 90, 30, 11), (13, 90, 10, 12), (13, 90, 9, 10), (13, 90, 6, 10),
        (13, 90, 5, 9), (13, 90, 1, 9), (13, 90, 0, 8), (12, 90, 10, 11), (9, 90, 10, 11), (8, 90, 10, 10), (6, 90, 10, 10),
        (5, 90, 10, 9), (4, 90, 10, 9), (3, 90, 10, 8), (13, 89, 10, 11), (13, 76, 10, 11), (13, 75, 10, 10),
        (13, 50, 10, 10), (13, 49, 10, 9), (13, 1, 10, 9), (13, 0, 10, 8), (3, 0, 0, 0),
        (14, 102, 68, 11),  # the official case 3 gives 11
    ],
)  # fmt: skip
def test_revised_trauma_score_by_its_table(gcs, systolic, respiratory_rate, expected):
    assert rts(gcs, systolic, respiratory_rate) == expected


@pytest.mark.parametrize("parts", [(None, 120, 16), (15, None, 16), (15, 120, None)])
def test_revised_trauma_score_needs_all_three(parts):
    assert rts(*parts) is None


def test_news2_of_a_well_person_is_zero():
    score = news2(**WELL)
    assert score.total == 0
    assert score.risk == "low"


@pytest.mark.parametrize(
    ("part", "value", "points"),
    [
        ("respiratory_rate", 8, 3), ("respiratory_rate", 9, 1), ("respiratory_rate", 11, 1), ("respiratory_rate", 12, 0),
        ("respiratory_rate", 20, 0), ("respiratory_rate", 21, 2), ("respiratory_rate", 24, 2), ("respiratory_rate", 25, 3),
        ("spo2", 91, 3), ("spo2", 92, 2), ("spo2", 93, 2), ("spo2", 94, 1), ("spo2", 95, 1), ("spo2", 96, 0),
        ("systolic", 90, 3), ("systolic", 91, 2), ("systolic", 100, 2), ("systolic", 101, 1), ("systolic", 110, 1),
        ("systolic", 111, 0), ("systolic", 219, 0), ("systolic", 220, 3),
        ("heart_rate", 40, 3), ("heart_rate", 41, 1), ("heart_rate", 50, 1), ("heart_rate", 51, 0), ("heart_rate", 90, 0),
        ("heart_rate", 91, 1), ("heart_rate", 110, 1), ("heart_rate", 111, 2), ("heart_rate", 130, 2), ("heart_rate", 131, 3),
        ("temperature", 35.0, 3), ("temperature", 35.1, 1), ("temperature", 36.0, 1), ("temperature", 36.1, 0),
        ("temperature", 38.0, 0), ("temperature", 38.1, 1), ("temperature", 39.0, 1), ("temperature", 39.1, 2),
    ],
)  # fmt: skip
def test_news2_by_its_chart(part, value, points):
    score = news2(**{**WELL, part: value})
    assert score.parts[part] == points
    assert score.total == points


def test_news2_gives_two_points_for_oxygen_and_three_for_not_alert():
    assert news2(**{**WELL, "on_oxygen": True}).parts["oxygen"] == 2
    assert news2(**{**WELL, "alert": False}).parts["avpu"] == 3
    assert news2(**{**WELL, "alert": False, "on_oxygen": True}).total == 5


@pytest.mark.parametrize(
    ("spo2", "on_oxygen", "points"),
    [
        (83, False, 3), (84, False, 2), (85, False, 2), (86, False, 1), (87, False, 1), (88, False, 0), (92, True, 0),
        (93, False, 0), (100, False, 0), (93, True, 1), (94, True, 1), (95, True, 2), (96, True, 2), (97, True, 3),
        (83, True, 3), (88, True, 0),
    ],
)  # fmt: skip
def test_news2_scale_2_is_for_hypercapnic_failure(spo2, on_oxygen, points):
    score = news2(**{**WELL, "spo2": spo2, "on_oxygen": on_oxygen}, hypercapnic=True)
    assert score.parts["spo2"] == points


@pytest.mark.parametrize("part", sorted(WELL))
def test_news2_needs_every_part(part):
    assert news2(**{**WELL, part: None}) is None


def test_news2_risk_by_its_thresholds():
    assert news2(**{**WELL, "respiratory_rate": 25}).risk == "low-medium"
    assert (
        news2(**{**WELL, "respiratory_rate": 21, "heart_rate": 111}).risk == "low"
    )  # 4 points, none of them 3
    assert news2(**{**WELL, "respiratory_rate": 25, "heart_rate": 111}).risk == "medium"  # 5
    assert news2(**{**WELL, "respiratory_rate": 25, "heart_rate": 131}).risk == "medium"  # 6
    assert (
        news2(**{**WELL, "respiratory_rate": 25, "heart_rate": 131, "temperature": 36.0}).risk == "high"
    )  # 7


@pytest.mark.parametrize(("rate", "points"), [(0, 0), (1, 1), (99, 1), (100, 2), (160, 2)])
def test_apgar_counts_the_pulse_by_its_rate(rate, points):
    """NASEMSO 2022, neonatal table 3: absent 0, below 100 1, from 100 2."""
    assert apgar(2, rate, 2, 2, 2) == 8 + points
    assert apgar(0, rate, 0, 0, 0) == points


@pytest.mark.parametrize("missing", range(5))
def test_apgar_needs_all_five(missing):
    parts = [2, 140, 1, 1, 2]
    assert apgar(*parts) == 8
    parts[missing] = None
    assert apgar(*parts) is None


def test_the_rule_of_nines_is_the_whole_body_of_adult_and_child():
    """Wallace 1951; child: NASEMSO 2022."""
    assert sum(ADULT.values()) == sum(CHILD.values()) == 100
    assert burned(ADULT, child=False) == burned(CHILD, child=True) == 100


@pytest.mark.parametrize(
    ("regions", "adult", "child"),
    [
        (["head"], 9, 18), (["arm_left"], 9, 9), (["chest", "abdomen"], 18, 18), (["back"], 18, 18), (["leg_right"], 18, 14),
        (["perineum"], 1, 0), (["arm_left", "arm_left"], 9, 9), ([], 0, 0),
    ],
)  # fmt: skip
def test_burned_regions_count_once_by_the_rule_of_nines(regions, adult, child):
    assert (burned(regions, child=False), burned(regions, child=True)) == (adult, child)


WALKS, GOOD = (
    Seen(walks=True, rate=50),
    {"rate": 20, "pulse": True, "slow_refill": False, "responds": "obeys"},
)


@pytest.mark.parametrize(
    ("seen", "color"),
    [
        (WALKS, "green"), (Seen(rate=0, opened=False), "black"), (Seen(rate=0, opened=True), "red"),
        (Seen(**{**GOOD, "rate": 31}), "red"), (Seen(**{**GOOD, "rate": 30}), "yellow"),
        (Seen(**{**GOOD, "slow_refill": True}), "red"), (Seen(**{**GOOD, "pulse": False}), "red"),
        (Seen(**{**GOOD, "responds": "pain"}), "red"), (Seen(**{**GOOD, "responds": "nothing"}), "red"), (Seen(**GOOD), "yellow"),
        (Seen(), ""), (Seen(rate=0), ""), (Seen(rate=20), ""), (Seen(**{**GOOD, "responds": "voice"}), ""),
        (Seen(**{**GOOD, "responds": None}), ""),
    ],
)  # fmt: skip
def test_start_sorts_by_30_2_can_do(seen, color):
    """START, Hoag Hospital and Newport Beach Fire Department, revised 1994."""
    assert start(seen).color == color
    assert all(start(seen).reasons)


@pytest.mark.parametrize(
    ("seen", "color"),
    [
        (WALKS, "green"), (Seen(rate=0, opened=True), "red"), (Seen(rate=0, opened=False, pulse=False), "black"),
        (Seen(rate=0, opened=False, pulse=True), ""), (Seen(rate=0, opened=False), ""), (Seen(rate=0), ""),
        (Seen(rate=0, opened=False, rescued=True), "red"), (Seen(rate=0, opened=False, rescued=False), "black"),
        (Seen(rate=0, opened=False, pulse=True, rescued=False), "black"), (Seen(rate=0, opened=False, pulse=True, rescued=True), "red"),
        (Seen(**{**GOOD, "rate": 14}), "red"), (Seen(**{**GOOD, "rate": 15}), "yellow"), (Seen(**{**GOOD, "rate": 45}), "yellow"),
        (Seen(**{**GOOD, "rate": 46}), "red"), (Seen(**{**GOOD, "pulse": False}), "red"), (Seen(**{**GOOD, "pulse": None}), ""),
        (Seen(**{**GOOD, "slow_refill": True}), "yellow"), (Seen(**{**GOOD, "responds": "voice"}), "yellow"),
        (Seen(**{**GOOD, "responds": "pain"}), ""), (Seen(**{**GOOD, "responds": "nothing"}), "red"), (Seen(), ""),
    ],
)  # fmt: skip
def test_jumpstart_sorts_children_by_breathing_pulse_and_response(seen, color):
    """JumpSTART, Romig 2002: 15 to 45 breaths, a palpable pulse, AVPU."""
    assert jumpstart(seen).color == color
    assert all(jumpstart(seen).reasons)
