"""A ruleset as a table: its squares, what narrows it, and what is counted."""

from __future__ import annotations

import pytest

from epcr.rulebook.matrix import Wanted, categories, kinds, layers, matrix, measure, standing_of
from epcr.scope import rulesets
from tests.rulebook.places import child, item, root
from tests.scope.asking import NATIONAL


def names(table):
    return [row.item.id for row in table.rows]


def square(table, name, level):
    (row,) = [row for row in table.rows if row.item.id == name]
    return next(one for one in row.squares if one.level == level)


def test_every_item_has_a_square_for_each_level():
    table = matrix(root())
    assert table.levels == ("EMR", "EMT", "Paramedic")
    assert all([one.level for one in row.squares] == list(table.levels) for row in table.rows)
    assert names(table) == ["aspirin", "fentanyl", "nitro", "heparin", "whole_blood", "bougie"]


def test_the_rows_stand_by_category_in_the_order_of_the_ruleset():
    assert [group.category for group in matrix(root()).groups] == ["Medications", "Airway"]


def test_what_everybody_does_and_codes_without_a_row_stand_apart():
    table = matrix(root())
    assert [one.id for one in table.everybody] == ["comfort"]
    assert [one.id for one in table.unlisted] == ["insulin"]
    assert "comfort" not in names(table)


def test_a_square_tells_word_conditions_source_and_confidence():
    one = square(matrix(root()), "bougie", "EMT")
    assert (one.mark, one.words, one.conditions) == (
        "conditions",
        "with conditions",
        ("with the Airway Endorsement",),
    )
    assert (one.source, one.confidence, one.disputed, one.layer) == ("The law, part 1", "high", True, "place")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(words="FENT"), ["fentanyl"]),
        (Wanted(words="4337"), ["fentanyl"]),
        (Wanted(words="whole blood"), ["whole_blood"]),
        (Wanted(category="Airway"), ["bougie"]),
        (Wanted(kind="procedure"), ["bougie"]),
        (Wanted(kind="medication", words="asp"), ["aspirin"]),
        (Wanted(kind="procedure", words="asp"), []),
        (Wanted(words="nothing like it"), []),
    ],
)  # fmt: skip
def test_a_table_is_narrowed(wanted, found):
    assert names(matrix(root(), wanted)) == found
    assert wanted


def test_abbreviations_that_trainees_choose_by_are_found():
    assert "aspirin_po" in names(matrix(rulesets()[NATIONAL], Wanted(words="ASA")))


def test_one_level_is_one_column_and_an_unknown_one_is_all():
    assert matrix(root(), Wanted(level="EMT")).levels == ("EMT",)
    assert matrix(root(), Wanted(level="Wizard")).levels == ("EMR", "EMT", "Paramedic")


def changed_county():
    parent = root()
    return child(
        parent,
        items=[
            {"id": "nitro", "cells": {"EMT": "no", "Paramedic": "yes"}},
            item("ketamine", cells={"EMR": "no", "EMT": "no", "Paramedic": "yes"}, source="page"),
        ],
    )


def test_only_what_differs_from_the_parent_is_kept():
    county = changed_county()
    assert names(matrix(county, Wanted(changed=True))) == ["nitro", "ketamine"]
    assert names(matrix(county, Wanted(changed=True, level="EMR"))) == ["ketamine"]
    assert names(matrix(root(), Wanted(changed=True))) == []


def test_a_changed_square_says_what_the_parent_says_and_which_layer_it_is_from():
    table = matrix(changed_county())
    one = square(table, "nitro", "EMT")
    assert (one.changed, one.was, one.layer, one.source) == (
        True,
        "own medication only",
        "county",
        "County page 3",
    )
    same = square(table, "nitro", "Paramedic")
    assert (same.changed, same.was, same.layer) == (False, "", "county")
    assert square(table, "nitro", "EMR").layer == "place"


def test_an_item_that_no_parent_has_is_new():
    assert [row.item.id for row in matrix(changed_county()).rows if row.new] == ["ketamine"]
    assert not any(row.new or row.changed for row in matrix(root()).rows)


def test_a_level_that_no_parent_has_is_no_change_of_each_of_its_rules():
    level = {"name": "RN", "otherwise": "no", "source": "page", "confidence": "low"}
    county = child(root(), levels=[level])
    assert names(matrix(county, Wanted(changed=True))) == []
    assert square(matrix(county), "nitro", "RN").layer == "county"


def test_the_sources_are_numbered_as_they_are_met():
    assert dict(matrix(changed_county()).sources) == {"The law, part 1": 1, "County page 3": 2}


def test_a_column_that_functions_as_another_in_a_program_says_so_once():
    level = {"name": "AEMT", "includes": ["EMT"], "functions_as": "EMT", "program": "whole_blood", "source": "page",
             "confidence": "high"}  # fmt: skip
    county = child(root(), levels=[level])
    assert standing_of(county, "AEMT") == "as EMT, in the program “Transfusion pilot”"
    assert standing_of(county, "EMT") == ""
    one, other = (square(matrix(county), "nitro", name) for name in ("AEMT", "EMT"))
    assert (one.words, one.conditions) == (other.words, other.conditions) == ("own medication only", ())


def test_a_ruleset_is_counted():
    counted = measure(changed_county())
    assert (counted.items, counted.everybody, counted.unlisted, counted.own) == (7, 1, 1, 5)
    assert counted.confidence == {"high": 16, "medium": 2, "low": 3}
    assert counted.cells == 21


def test_layers_are_named_the_nearest_first():
    county = changed_county()
    assert [one.id for one in layers(county)] == ["county", "place"]
    assert categories(county) == ("Medications", "Airway", "Comfort")
    assert dict(kinds(county)) == {"procedure": "Procedures", "medication": "Medications"}
