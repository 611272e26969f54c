"""What becomes of the entries of a file: acts that are everybody's, columns that are another's, numbers that are limits."""

from __future__ import annotations

import math

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.scope.ruleset import Cell, Grant, RulesetItem
from tests.rulebook.places import child, item, root, with_cell

LEVELS = ["EMR", "EMT", "Paramedic"]
MEDIC = {
    "name": "Critical Care Paramedic", "includes": ["Paramedic"], "functions_as": "Paramedic",
    "source": "law", "confidence": "medium",
}  # fmt: skip


def test_an_act_that_belongs_to_everybody_is_an_item_with_a_yes_for_each_level():
    rules = root()
    cell = Cell((Grant(may="yes"),), "The law, part 1", "high", "place")
    assert rules.items["comfort"] == RulesetItem(
        id="comfort",
        kind="assessment",
        name="Comforting",
        category="Comfort",
        code="1",
        cells=dict.fromkeys(LEVELS, cell),
        lowest_levels=("EMR",),
        source="The law, part 1",
        confidence="high",
        unrestricted=True,
    )


@pytest.mark.parametrize(
    "limit", ["dose_max", "cumulative_max", "age_from", "age_under", "weight_from", "weight_under"]
)
def test_a_limit_is_a_number_from_0_up(limit):
    unit = {"unit": "mg"} if "max" in limit else {}
    for number in (0, 0.5, 3):
        _, cell = with_cell({"may": "yes", limit: number, **unit})
        assert getattr(cell.grants[0], limit) == number
    for number in (-1, math.inf, math.nan):
        with pytest.raises(BrokenSchema) as broken:
            with_cell({"may": "yes", limit: number, **unit})
        assert broken.value.key == f"items.aspirin.cells.EMT.{limit}"
        assert broken.value.reason == "must be a number from 0 up"


def test_a_way_has_its_own_source_or_none():
    _, cell = with_cell({"may": "yes", "source": "page", "age_from": 2})
    assert cell.grants[0].source == "The law, part 2"
    _, cell = with_cell({"may": "yes", "age_from": 2})
    assert cell.grants[0].source is None


def with_medic(**more):
    levels = [
        {"name": "EMR"},
        {"name": "EMT", "includes": ["EMR"]},
        {"name": "Paramedic", "includes": ["EMT"]},
    ]
    return root(levels=[*levels, {**MEDIC, **more}])


def test_a_level_that_functions_as_another_has_its_cells():
    rules = with_medic()
    assert rules.functions_as == {"Critical Care Paramedic": "Paramedic"}
    for one in rules.items.values():
        assert one.cells["Critical Care Paramedic"] == one.cells["Paramedic"]
        assert list(one.cells) == [*LEVELS, "Critical Care Paramedic"]
    assert rules.items["fentanyl"].lowest_levels == ("Paramedic",)
    assert rules.items["comfort"].lowest_levels == ("EMR",)


def test_a_level_that_functions_as_another_in_a_program_asks_for_it_but_for_what_is_everybodys():
    rules = with_medic(program="whole_blood")
    assert rules.level_programs == {"Critical Care Paramedic": "whole_blood"}
    theirs = {name: one.cells["Critical Care Paramedic"] for name, one in rules.items.items()}
    assert theirs["aspirin"].grants == (Grant(may="yes", program="whole_blood"),)
    assert theirs["comfort"].grants == (Grant(may="yes"),)
    assert theirs["whole_blood"] == rules.items["whole_blood"].cells["Paramedic"]
    assert theirs["fentanyl"].grants[0].cumulative_max == 150
    assert theirs["fentanyl"].source == rules.items["fentanyl"].cells["Paramedic"].source


def test_a_way_in_that_asks_for_a_program_goes_on_asking_for_that():
    programs = {"whole_blood": "Transfusion pilot", "other": "Another pilot"}
    levels = [{"name": "EMT"}, {**MEDIC, "includes": ["EMT"], "functions_as": "EMT", "program": "other"}]
    rules = root(
        levels=levels,
        programs=programs,
        items=[item("blood", cells={"EMT": {"may": "yes", "program": "whole_blood"}})],
        unlisted=[],
    )
    assert rules.items["blood"].cells["Critical Care Paramedic"].grants[0].program == "whole_blood"


def test_a_child_over_such_a_level_keeps_it():
    county = child(with_medic(program="whole_blood"), items=[{"id": "aspirin", "cells": {"Paramedic": "no"}}])
    assert county.items["aspirin"].cells["Critical Care Paramedic"].grants == ()
    assert county.items["aspirin"].lowest_levels == ("EMT",)
    assert county.level_programs == {"Critical Care Paramedic": "whole_blood"}
