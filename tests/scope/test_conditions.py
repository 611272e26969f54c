"""A cell in words: one short word, and each condition as a reader needs it."""

from __future__ import annotations

import pytest

from epcr.scope.conditions import cell_conditions, cell_mark, cell_text, cell_ways, cell_words, same_rule
from tests.rulebook.places import with_cell

SHORT = [
    ("yes", "yes", "yes"),
    ("no", "no", "no"),
    ("assist", "own", "own medication only"),
    ("medical_direction", "order", "order"),
    ({"may": "yes", "order": ["online_prior"]}, "order", "order"),
    ({"may": "medical_direction", "order": ["standing", "online_prior"]}, "conditions", "with conditions"),
    ({"may": "yes", "age_from": 8}, "conditions", "with conditions"),
    ({"may": "assist", "indication": ["chest_pain"]}, "own", "own medication only"),
    ([{"may": "assist"}, {"may": "yes", "program": "whole_blood"}], "conditions", "with conditions"),
    ([{"may": "medical_direction"}, {"may": "yes"}], "yes", "yes"),
    ({"may": "yes", "note": "seldom", "source": "law"}, "yes", "yes"),
]
ONE_CONDITION = [
    ({"route": ["Intranasal"]}, "route Intranasal"),
    ({"supply": ["agency"]}, "the agency’s stock"),
    ({"formulation": ["unit_dose", "auto_injector"]}, "unit dose or auto injector only"),
    ({"mode": ["maintain", "monitor"]}, "to maintain it or to monitor it"),
    ({"setting": ["interfacility"]}, "interfacility transfer only"),
    ({"indication": ["cardiac_arrest", "shock"]}, "for cardiac arrest or shock"),
    ({"indication": ["shock", "other"]}, "for shock or another indication"),
    (
        {"indication": ["shock", "other"], "indication_unsaid_is_other": True},
        "for shock or another indication",
    ),
    ({"indication": ["other"]}, "for another indication"),
    ({"indication": ["shock"], "indication_unsaid_is_other": True}, "recorded as for shock"),
    ({"needs": ["medical_control"]}, "the agency has medical control"),
    ({"program": "whole_blood"}, "in the program “Transfusion pilot”"),
    ({"endorsement": ["airway", "iv"]}, "with the Airway Endorsement or the endorsement Lines"),
    ({"age_from": 12}, "age 12 years or more"),
    ({"age_under": 8}, "age under 8 years"),
    ({"age_from": 0.5, "age_under": 8}, "age 0.5 to under 8 years"),
    ({"weight_from": 30}, "weight 30 kg or more"),
    ({"weight_from": 10, "weight_under": 30}, "weight 10 to under 30 kg"),
    ({"tape": "shorter"}, "patient shorter than the length-based tape"),
    ({"order": ["none", "standing"]}, "a standing order or no order at all"),
    ({"dose_max": 0.4, "unit": "mg"}, "up to 0.4 mg a dose, more by order"),
    ({"cumulative_max": 150, "unit": "mcg"}, "up to 150 mcg in all, more by order"),
]


@pytest.mark.parametrize(("cell", "mark", "words"), SHORT)
def test_a_cell_has_one_short_word(cell, mark, words):
    _, made = with_cell(cell)
    assert (cell_mark(made), cell_words(made)) == (mark, words)


@pytest.mark.parametrize(("told", "words"), ONE_CONDITION)
def test_each_condition_has_its_words(told, words):
    rules, made = with_cell({"may": "yes", **told})
    assert cell_conditions(made, rules) == (words,)


@pytest.mark.parametrize("cell", ["yes", "no", "assist", "medical_direction"])
def test_a_plain_word_has_no_conditions(cell):
    rules, made = with_cell(cell)
    assert cell_conditions(made, rules) == ()
    assert cell_text(made, rules) == cell_words(made)


def test_an_order_of_one_kind_is_named():
    rules, made = with_cell({"may": "medical_direction", "order": ["on_scene", "online_concurrent"]})
    assert cell_conditions(made, rules) == ("an online order at the same time or an order on scene",)


def test_any_online_order_need_not_be_named():
    told = {"may": "medical_direction", "order": ["online_prior", "online_concurrent"]}
    rules, made = with_cell(told)
    assert cell_conditions(made, rules) == ()


def test_ways_of_different_kinds_say_which_they_are():
    rules, made = with_cell(
        [
            {"may": "assist", "indication": ["pain"]},
            {"may": "yes", "age_from": 8},
            {"may": "medical_direction"},
        ]
    )
    assert cell_text(made, rules) == (
        "with conditions (the patient’s own medication: for pain – or – age 8 years or more – or – by order)"
    )


def test_several_conditions_of_one_way_stand_in_one_part():
    rules, made = with_cell({"may": "yes", "setting": ["scene"], "age_from": 8, "endorsement": ["airway"]})
    assert cell_conditions(made, rules) == (
        "on scene only; with the Airway Endorsement; age 8 years or more",
    )


def test_another_source_or_note_is_the_same_rule_and_another_age_is_not():
    _, eight = with_cell({"may": "yes", "age_from": 8})
    _, again = with_cell({"may": "yes", "age_from": 8, "source": "page", "note": "as before"})
    _, twelve = with_cell({"may": "yes", "age_from": 12})
    assert same_rule(eight, again)
    assert not same_rule(eight, twelve)


def test_the_order_in_which_ways_are_written_makes_no_other_rule():
    ways = [{"may": "assist"}, {"may": "yes", "age_from": 8}]
    assert same_rule(with_cell(ways)[1], with_cell(ways[::-1])[1])


def test_where_one_way_is_open_to_all_the_others_say_nothing_more():
    rules, made = with_cell([{"may": "yes"}, {"may": "yes", "age_from": 8}, {"may": "medical_direction"}])
    assert cell_text(made, rules) == "yes"
    assert cell_ways(made, rules) == (("", ""),)


def test_assisting_is_with_the_patients_own_and_need_not_say_so():
    rules, made = with_cell({"may": "assist", "supply": ["patient"]})
    assert cell_text(made, rules) == "own medication only"
    rules, made = with_cell({"may": "yes", "supply": ["patient", "agency"]})
    assert cell_text(made, rules) == "with conditions (the patient’s own supply or the agency’s stock)"


def test_a_limit_to_one_dose_is_said():
    rules, made = with_cell({"may": "yes", "single_dose": True})
    assert cell_text(made, rules) == "with conditions (one dose, further ones by order)"


def test_each_way_stands_beside_what_the_file_notes_about_it():
    rules, made = with_cell(
        [{"may": "yes", "age_from": 8, "note": "only once"}, {"may": "medical_direction"}]
    )
    assert cell_ways(made, rules) == (("age 8 years or more", "only once"), ("by order", ""))
    assert cell_conditions(made, rules) == ("age 8 years or more", "by order")


@pytest.mark.parametrize(
    "beside",
    [
        {"confidence": "low"},
        {"extendable": True},
        {"source": "page"},
        {"note": "seldom"},
        {"indication_unsaid_is_other": True},  # no indication is asked for
    ],
)
def test_what_a_rule_says_beside_itself_makes_no_other_rule(beside):
    _, plain = with_cell({"may": "assist"})
    _, told = with_cell({"may": "assist", **beside})
    assert same_rule(plain, told)
    assert cell_mark(with_cell({"may": "yes", **beside})[1]) == "yes"


def test_whether_an_unsaid_indication_counts_as_another_makes_another_rule():
    _, strict = with_cell({"may": "yes", "indication": ["pain"], "indication_unsaid_is_other": True})
    _, lenient = with_cell({"may": "yes", "indication": ["pain"]})
    assert not same_rule(strict, lenient)
    assert same_rule(strict, strict)
