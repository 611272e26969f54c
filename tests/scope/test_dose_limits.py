"""Limits of a dose in a rule: least and most, by weight or not, and what an online order lifts."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.scope.conditions import cell_text
from tests.scope.asking import asked, with_cell

ITEM = "ondansetron_odt"
LIMITED = '{ may = "yes", dose_min = 2, dose_max = 4, absolute_max = 8, unit = "mg" }'
BY_WEIGHT = (
    '{ may = "yes", dose_max = 0.1, absolute_max = 0.2, cumulative_max = 0.3, per_kg = true, unit = "mg" }'
)


def judged(known, **facts):
    return asked(known, ruleset="place", item=ITEM, level="EMT", **facts)


@pytest.mark.parametrize(
    ("dose", "standing", "ordered"),
    [
        (1.9, "needs_medical_direction", "permitted"), (2, "permitted", "permitted"), (4, "permitted", "permitted"),
        (4.1, "needs_medical_direction", "permitted"), (8, "needs_medical_direction", "permitted"),
        (8.1, "not_permitted", "not_permitted"),
    ],
)  # fmt: skip
def test_an_order_lifts_what_a_standing_order_covers_and_no_absolute_maximum(
    tmp_path, dose, standing, ordered
):
    known = with_cell(tmp_path, "EMT", LIMITED)
    assert judged(known, dose=dose, unit="mg").verdict == standing
    for order in ("online_prior", "online_concurrent"):
        assert judged(known, dose=dose, unit="mg", order=order).verdict == ordered
    assert judged(known, dose=dose * 1000, unit="mcg").verdict == standing


@pytest.mark.parametrize(
    ("weight", "dose", "before", "verdict"),
    [
        (20, 2, 0, "permitted"), (20, 2.1, 0, "needs_medical_direction"), (21, 2.1, 0, "permitted"),
        (20, 4.1, 0, "not_permitted"), (20, 2, 4, "permitted"), (20, 2, 4.1, "needs_medical_direction"),
    ],
)  # fmt: skip
def test_a_limit_for_each_kg_goes_by_the_weight(tmp_path, weight, dose, before, verdict):
    known = with_cell(tmp_path, "EMT", BY_WEIGHT)
    said = judged(known, dose=dose, dose_given_before=before, unit="mg", patient={"weight_kg": weight})
    assert said.verdict == verdict


def test_the_reason_works_the_limit_out(tmp_path):
    said = judged(with_cell(tmp_path, "EMT", BY_WEIGHT), dose=3, unit="mg", patient={"weight_kg": 20})
    assert "at most 0.1 mg/kg × 20 kg = 2 mg for a single dose" in said.reason
    assert "a dose of at most 2 mg" in [change.text for change in said.changes]


def test_a_weight_that_nobody_told_is_asked_for(tmp_path):
    known = with_cell(tmp_path, "EMT", BY_WEIGHT)
    said = judged(known, dose=3, unit="mg")
    assert (said.verdict, said.missing) == ("cannot_judge", ("patient.weight_kg",))
    assert judged(known).verdict == "permitted"
    assert judged(known, dose=3, patient={"weight_kg": 20}).missing == ("unit",)


def test_too_little_may_become_enough(tmp_path):
    said = judged(with_cell(tmp_path, "EMT", LIMITED), dose=1, unit="mg")
    assert "at least 2 mg" in said.reason
    assert "a dose of at least 2 mg" in [change.text for change in said.changes]


def test_beyond_the_absolute_maximum_no_order_is_offered(tmp_path):
    said = judged(with_cell(tmp_path, "EMT", LIMITED), dose=9, unit="mg")
    assert (said.verdict, said.layer) == ("not_permitted", "order")
    assert "with or without an order" in said.reason
    assert not [change for change in said.changes if "order" in change.text]


def test_the_limits_stand_in_the_words_of_the_rule(tmp_path):
    known = with_cell(tmp_path, "EMT", LIMITED)
    words = cell_text(known["place"].items[ITEM].cells["EMT"], known["place"])
    assert (
        words
        == "with conditions (from 2 mg a dose, less by order; up to 4 mg a dose, more by order; never more than 8 mg a dose)"
    )


def test_the_words_of_a_limit_by_weight_say_so(tmp_path):
    known = with_cell(tmp_path, "EMT", BY_WEIGHT)
    assert "up to 0.1 mg/kg a dose" in cell_text(known["place"].items[ITEM].cells["EMT"], known["place"])


@pytest.mark.parametrize(
    ("cell", "key", "words"),
    [
        ('{ may = "yes", per_kg = true }', "per_kg", "name one, like dose_max"),
        ('{ may = "yes", dose_min = 5, dose_max = 4, unit = "mg" }', "dose_min", "is above dose_max"),
        ('{ may = "yes", dose_max = 5, absolute_max = 4, unit = "mg" }', "dose_max", "is above absolute_max"),
        ('{ may = "yes", dose_min = 5 }', "unit", "must say the unit"),
        ('{ may = "yes", absolute_max = nan, unit = "mg" }', "absolute_max", "must be a number from 0 up"),
    ],
)
def test_limits_that_cannot_be_meant_are_named(tmp_path, cell, key, words):
    with pytest.raises(BrokenSchema) as raised:
        with_cell(tmp_path, "EMT", cell)
    assert raised.value.key.endswith(f"cells.EMT.{key}")
    assert words in raised.value.reason
