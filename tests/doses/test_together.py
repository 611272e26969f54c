"""Doses of one call are added up, by whomever and in whatever form they were given."""

import pytest

from tests.doses.asking import asked


# NASEMSO, Tachycardia with a Pulse, from p.42: adenosine 6, 12, 12 mg, 30 mg in all.
def test_adenosine_is_asked_about_at_the_fourth_dose():
    assert asked("adenosine", "IV", 12, "mg", given_before=[6, 12]).verdict == "usual"
    fourth = asked("adenosine", "IV", 12, "mg", given_before=[6, 12, 12])
    assert fourth.verdict == "implausible"
    assert fourth.why == "With 30 mg given before it makes 42 mg in all, and the most is 30 mg"


@pytest.mark.parametrize(
    ("item", "route", "dose", "unit", "before", "more"),
    [
        ("hydromorphone", "IV", 1, "mg", [1, 2], 0.1),  # NASEMSO, Pain Management, from p.93: 4 mg
        ("metoprolol", "IV", 5, "mg", [5, 5], 0.1),  # NASEMSO, Tachycardia with a Pulse, from p.42: 15 mg
        (
            "ipratropium_neb",
            "Nebulizer",
            0.5,
            "mg",
            [0.5, 0.5],
            0.01,
        ),  # NASEMSO, Respiratory Distress, from p.190: 1.5 mg
        ("hydroxocobalamin", "IV", 5, "g", [5], 0.1),  # NASEMSO, Cyanide Exposure, from p.283: 10 g
        ("duodote", "Auto Injector", 2.1, "mg", [2.1, 2.1], 0.1),  # NASEMSO, from p.260: three auto-injectors
    ],
)
def test_the_most_in_all_is_not_asked_about_and_more_is(item, route, dose, unit, before, more):
    assert asked(item, route, dose, unit, given_before=before).verdict == "usual"
    assert asked(item, route, dose, unit, given_before=[*before, more]).verdict == "implausible"


def test_earlier_doses_count_in_their_own_unit_and_form():
    before = [{"dose": 0.012, "unit": "g"}, {"dose": 4, "unit": "mL"}]  # 12 mg and 12 mg
    assert asked("adenosine", "IV", 6, "mg", given_before=before).verdict == "usual"
    assert asked("adenosine", "IV", 12, "mg", given_before=before).verdict == "implausible"


# NASEMSO, from p.42: lidocaine 3 mg/kg in all.
def test_a_sum_may_go_by_weight():
    assert asked("lidocaine_antiarrhythmic", "IV", 70, "mg", given_before=[70, 70]).verdict == "usual"
    assert asked("lidocaine_antiarrhythmic", "IV", 70, "mg", given_before=[105, 105]).verdict == "implausible"


def test_a_use_without_a_maximum_leaves_the_sum_open():
    # NASEMSO, from p.260: atropine for a nerve agent has no ceiling, 1 mg for bradycardia has one of 3 mg.
    assert asked("atropine_iv", "IV", 2, "mg", given_before=[2, 2, 2, 2]).verdict == "usual"
    assert asked("atropine_iv", "IV", 1, "mg", given_before=[1, 1, 1]).verdict == "implausible"
    assert asked("epi_iv_arrest", "IV", 1, "mg", given_before=[1] * 8).verdict == "usual"
