"""Both sides of each threshold: usual, a quiet note, surely asked about; and the patient who moves them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.doses import table
from tests.doses.asking import ADULT, asked
from tests.luck import examples


# NASEMSO, Chest Pain/ACS/STEMI, from p.31: aspirin 162 to 325 mg; the thresholds are chosen here (judging.toml).
@pytest.mark.parametrize(
    ("dose", "verdict"),
    [
        (53.9, "implausible"), (54, "unusual"), (147, "unusual"), (147.3, "usual"), (162, "usual"), (325, "usual"),
        (357.5, "usual"), (358, "unusual"), (650, "unusual"), (650.1, "implausible"),
    ],
)  # fmt: skip
def test_aspirin_at_both_sides_of_each_threshold(dose, verdict):
    assert asked("aspirin_po", "PO", dose, "mg").verdict == verdict


# NASEMSO, Seizures, from p.101: diazepam 0.2 mg/kg by rectum, at most 20 mg; the gel's label up to 0.5 mg/kg.
@pytest.mark.parametrize(
    ("dose", "verdict"),
    [
        (1.3, "implausible"), (1.4, "unusual"), (4, "usual"), (10, "usual"), (12, "usual"), (12.1, "unusual"),
        (20, "unusual"), (20.1, "implausible"),
    ],
)  # fmt: skip
def test_a_dose_by_weight_is_worked_out(dose, verdict):
    assert asked("diazepam", "PR", dose, "mg", {"age_years": 6, "weight_kg": 20}).verdict == verdict


def test_the_most_of_a_dose_by_weight_holds_for_the_heavy():
    heavy = {"age_years": 40, "weight_kg": 160}
    assert asked("fentanyl", "IV", 100, "mcg", heavy).verdict == "usual"
    assert asked("fentanyl", "IV", 160, "mcg", heavy).verdict == "unusual"
    assert "at most 100 mcg" in asked("fentanyl", "IV", 160, "mcg", heavy).usual


# Product label of adenosine: not above 12 mg at once.
def test_nothing_goes_above_an_absolute_maximum_and_no_order_lifts_it():
    assert asked("adenosine", "IV", 12, "mg").verdict == "usual"
    for order in ({}, {"order": "online_prior"}):
        assert asked("adenosine", "IV", 18, "mg", **order).verdict == "implausible"


# Product label of ondansetron: at most 16 mg at once; NASEMSO, Stimulant Poisoning, from p.279: 8 mg.
def test_an_online_order_lifts_a_limit_to_the_absolute_maximum_and_no_further():
    assert asked("ondansetron_parenteral", "IV", 12, "mg").verdict == "unusual"
    assert asked("ondansetron_parenteral", "IV", 12, "mg", order="online_prior").verdict == "usual"
    assert asked("ondansetron_parenteral", "IV", 16, "mg", order="standing").verdict == "unusual"
    assert asked("ondansetron_parenteral", "IV", 17, "mg", order="online_prior").verdict == "implausible"


def test_an_online_order_lifts_nothing_where_no_absolute_maximum_is_given():
    assert asked("midazolam", "IM", 50, "mg", order="online_prior").verdict == "implausible"


# Whom a row is for ----------------------------------------------------------------------------------------------------


# NASEMSO, Anaphylaxis, from p.66: 0.15 mg under 25 kg, 0.3 mg from 25 kg on.
@pytest.mark.parametrize(("weight", "usual"), [(24.9, "0.15 mg"), (25, "0.3 mg")])
def test_a_weight_belongs_to_the_band_that_it_begins(weight, usual):
    verdict = asked("epi_auto_agency", "Auto Injector", 3, "mg", {"age_years": 8, "weight_kg": weight})
    assert verdict.usual == usual


# NASEMSO, Hypoglycemia, from p.84: not under 8 years.
@pytest.mark.parametrize(("age", "verdict"), [(7.9, "implausible"), (8, "usual")])
def test_dextrose_50_is_not_for_the_young(age, verdict):
    assert asked("dextrose50_iv", "IV", 12.5, "g", {"age_years": age, "weight_kg": 25}).verdict == verdict


def test_one_who_is_growing_up_may_get_either_dose():
    assert asked("epi_iv_arrest", "IV", 1, "mg", {"age_years": 12, "weight_kg": 40}).verdict == "usual"
    assert asked("epi_iv_arrest", "IV", 0.4, "mg", {"age_years": 12, "weight_kg": 40}).verdict == "usual"
    assert (
        asked("epi_iv_arrest", "IV", 1, "mg", {"age_years": 11.9, "weight_kg": 40}).verdict == "implausible"
    )


def test_days_are_an_age():
    newborn = {"age_days": 2, "weight_kg": 3}
    assert asked("dextrose10_iv", "IV", 6, "mL", newborn).verdict == "usual"
    assert asked("dextrose10_iv", "IV", 60, "mL", newborn).verdict == "implausible"


def test_a_weight_that_nobody_entered_is_asked_for_where_it_decides():
    verdict = asked("fentanyl", "IV", 20, "mcg", {"age_years": 6})
    assert (verdict.verdict, verdict.asks_weight) == ("cannot_judge", True)
    assert "mcg/kg" in verdict.usual
    assert asked("fentanyl", "IV", 400, "mcg", {"age_years": 6}).verdict == "implausible"
    assert asked("fentanyl", "IV", 100, "mcg", {"age_years": 40}).verdict == "usual"
    assert asked("epi_im_vial", "IM", 0.15, "mg", {"age_years": 6}).verdict == "usual"


def test_without_an_age_the_weight_says_whose_dose_it_is():
    assert asked("epi_iv_arrest", "IV", 1, "mg", {"weight_kg": 15}).verdict == "implausible"
    assert asked("epi_iv_arrest", "IV", 1, "mg", {"weight_kg": 80}).verdict == "usual"
    assert asked("epi_iv_arrest", "IV", 10, "mg", {}).verdict == "implausible"


def test_a_child_too_young_for_any_row_is_asked_about_only_where_it_is_too_much_for_anybody():
    child = {"age_years": 4, "weight_kg": 16}
    assert asked("metoprolol", "IV", 2.5, "mg", child).verdict == "cannot_judge"
    assert asked("metoprolol", "IV", 50, "mg", child).verdict == "implausible"


# Routes and devices ---------------------------------------------------------------------------------------------------


def test_the_dose_into_a_bone_is_that_into_a_vein():
    assert asked("adenosine", "IO", 6, "mg").verdict == "usual"
    assert asked("adenosine", "IO", 60, "mg").verdict == "implausible"


def test_a_route_that_the_table_does_not_know_is_judged_only_where_no_route_would_do():
    verdict = asked("morphine", "Subcutaneous", 5, "mg")
    assert verdict.verdict == "cannot_judge"
    assert "by this route" in verdict.why
    assert asked("morphine", "Subcutaneous", 100, "mg").verdict == "implausible"


def test_a_flow_is_judged_by_its_device():
    for device, flow, verdict in (
        ("Nasal cannula", 6, "usual"), ("Nasal cannula", 8, "unusual"), ("Nasal cannula", 12, "unusual"),
        ("Nasal cannula", 12.1, "implausible"), ("Non-rebreather mask", 10, "usual"), ("Non-rebreather mask", 15, "usual"),
        ("Non-rebreather mask", 6, "unusual"), ("Non-rebreather mask", 3.3, "implausible"),
    ):  # fmt: skip
        assert asked("oxygen", device, flow, "LPM").verdict == verdict, (device, flow)
        assert asked("oxygen", None, flow, "LPM", device=device).verdict == verdict, (device, flow)


def test_a_device_says_more_than_the_route_beside_it():
    assert asked("oxygen", "Inhalation", 15, "LPM", device="NC").verdict == "implausible"


def test_a_drug_without_a_row_is_not_judged_and_its_unit_is():
    assert asked("antibiotic_continue", "IV", 2, "g").verdict == "cannot_judge"
    verdict = asked("antibiotic_continue", "IV", 2, "puffs")
    assert verdict.verdict == "implausible"
    assert (
        verdict.why == "Antibiotic, continue during transfer has no dose in puffs; it is measured in g or mg"
    )


# For every row --------------------------------------------------------------------------------------------------------

FIXED = [
    row
    for rows in table().doses.values()
    for row in rows
    if not row.per_kg
    and row.band.youngest <= 45 < row.band.age_under
    and row.band.weight_from <= 70 < row.band.weight_under
]


@given(st.sampled_from(FIXED), st.integers(0, 100))
@examples(200)
def test_whatever_lies_within_a_row_is_never_asked_about(row, share):
    low = row.low if row.low is not None else row.high / 2
    dose = low + (row.high - low) * Fraction(share, 100)
    verdict = asked(row.item, row.routes[0], float(dose), row.measure.label, ADULT)
    assert verdict.verdict == "usual", (row, float(dose), verdict)


@given(st.sampled_from(FIXED), st.floats(20, 1000))
@examples(200)
def test_far_above_the_largest_row_is_always_asked_about(row, times):
    largest = max(
        other.high * other.measure.size * (70 if other.per_kg else 1)
        for other in table().doses[row.item]
        if other.measure.dimension == row.measure.dimension
    )
    dose = float(largest / row.measure.size) * times
    assert asked(row.item, row.routes[0], dose, row.measure.label, ADULT).verdict == "implausible"
