"""Ranges of a rule that nobody, or no dose, lies in."""

from __future__ import annotations

import pytest

from epcr.scope.range_ends import without_doses, without_patients


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, []),
        ({"age_from": 8, "weight_under": 5}, []),
        ({"age_from": 8, "age_under": 18}, []),
        ({"age_from": 18, "age_under": 18}, [("age_from", "age_under")]),
        (
            {"age_from": 9, "age_under": 8, "weight_from": 40, "weight_under": 20},
            [("age_from", "age_under"), ("weight_from", "weight_under")],
        ),
    ],
)
def test_who_is_under_an_age_is_not_of_that_age(limits, found):
    assert list(without_patients(limits)) == found


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"dose_max": 2, "cumulative_max": 1}, []),
        ({"dose_min": 2, "dose_max": 2}, []),
        ({"dose_min": 2, "dose_max": 1}, [("dose_min", "dose_max")]),
        (
            {"dose_min": 3, "dose_max": 2, "absolute_max": 1},
            [("dose_min", "dose_max"), ("dose_min", "absolute_max"), ("dose_max", "absolute_max")],
        ),
    ],
)
def test_a_dose_may_be_as_little_as_the_least_and_as_much_as_the_most(limits, found):
    assert list(without_doses(limits)) == found
