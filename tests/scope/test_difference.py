"""What differs between two rulesets, and how the terminal says it."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from epcr.cli import main
from epcr.scope import rulesets
from epcr.scope.difference import ABSENT, Difference, differences
from tests.rulebook.places import child, item, root
from tests.scope.asking import NATIONAL, cell_of, place, written

CHANGED = cell_of("fentanyl", "AEMT", '{ may = "yes", endorsement = ["e"] }')


def lines(one, other):
    return [(each.what, each.item, each.level, each.left, each.right) for each in differences(one, other)]


def cells(one, other):
    return [each for each in lines(one, other) if each[0] in {"item", "cell", "code", "level"}]


def test_a_ruleset_does_not_differ_from_itself():
    for rules in rulesets().values():
        assert list(differences(rules, rules)) == []


def test_a_cell_that_was_changed_is_named_with_both_sides():
    parent = root()
    county = child(parent, items=[{"id": "nitro", "cells": {"EMT": "no"}}])
    (found,) = [each for each in differences(parent, county) if each.what == "cell"]
    assert (found.item, found.name, found.level, found.left, found.right) == (
        "nitro", "Nitro", "EMT", "own medication only", "no",
    )  # fmt: skip
    assert found.left_cell is parent.items["nitro"].cells["EMT"]
    assert found.right_cell is county.items["nitro"].cells["EMT"]


def test_a_rule_that_only_rests_on_another_source_is_no_difference():
    parent = root()
    assert cells(parent, child(parent, items=[{"id": "nitro", "cells": {"EMT": "assist"}}])) == []


def test_a_condition_that_changed_is_a_difference():
    parent = root()
    more = {"may": "yes", "cumulative_max": 200, "unit": "mcg"}
    county = child(parent, items=[{"id": "fentanyl", "cells": {"Paramedic": more}}])
    assert cells(parent, county) == [
        (
            "cell", "fentanyl", "Paramedic",
            "with conditions (up to 150 mcg in all, more by order)",
            "with conditions (up to 200 mcg in all, more by order)",
        )
    ]  # fmt: skip


def test_a_cell_that_an_agency_may_extend_is_another_cell():
    parent = root()
    county = child(parent, items=[{"id": "nitro", "cells": {"EMR": {"may": "no", "extendable": True}}}])
    assert cells(parent, county) == [("cell", "nitro", "EMR", "no", "no; an agency may extend it")]


def test_an_item_that_only_one_has_is_named_once():
    parent = root()
    new = item("ketamine", cells={"EMR": "no", "EMT": "no", "Paramedic": "yes"}, source="page")
    assert cells(parent, child(parent, items=[new])) == [
        ("item", "ketamine", None, ABSENT, "EMR no, EMT no, Paramedic yes")
    ]
    assert cells(child(parent, items=[new]), parent) == [
        ("item", "ketamine", None, "EMR no, EMT no, Paramedic yes", ABSENT)
    ]


def test_an_item_that_became_free_for_all_is_named():
    free = {"id": "comfort", "name": "Comforting", "code": "1", "category": "Comfort", "source": "law",
            "confidence": "high"}  # fmt: skip
    assert ("item", "comfort", None, ABSENT, "every level") in cells(
        root(unrestricted=[]), root(unrestricted=[free])
    )


def test_a_row_that_covers_other_acts_is_named():
    parent = root()
    county = child(parent, items=[{"id": "aspirin", "routes": ["Oral"], "also": ["99"]}])
    assert cells(parent, county) == [
        ("item", "aspirin", None, "no limit; no limit", "further codes 99; routes Oral")
    ]


def test_a_level_that_only_one_has_is_one_line():
    parent = root()
    level = {"name": "VEFR", "includes": ["EMR"], "otherwise": "no", "source": "page", "confidence": "high"}
    assert cells(parent, child(parent, levels=[level])) == [("level", "VEFR", None, ABSENT, "includes EMR")]


def test_a_level_that_functions_as_another_says_so():
    parent = root()
    level = {
        "name": "AEMT",
        "includes": ["EMT"],
        "functions_as": "EMT",
        "source": "page",
        "confidence": "high",
    }
    assert cells(parent, child(parent, levels=[level])) == [
        ("level", "AEMT", None, ABSENT, "functions as EMT")
    ]


def test_a_level_that_functions_as_another_in_a_program_names_it():
    parent = root()
    level = {
        "name": "AEMT", "includes": ["EMT"], "functions_as": "EMT", "program": "whole_blood", "source": "page",
        "confidence": "high",
    }  # fmt: skip
    assert cells(parent, child(parent, levels=[level])) == [
        ("level", "AEMT", None, ABSENT, "functions as EMT in the program “Transfusion pilot”")
    ]


def test_a_level_says_which_it_includes_and_carries_its_name():
    level = {"name": "RN", "otherwise": "no", "source": "page", "confidence": "high"}
    parent = root()
    for includes, said in (
        ([], "includes no other level"),
        (["EMT"], "includes EMR and EMT"),
        (["Paramedic"], "includes EMR, EMT and Paramedic"),
    ):
        (found,) = [
            each
            for each in differences(parent, child(parent, levels=[{**level, "includes": includes}]))
            if each.what == "level"
        ]
        assert (found.name, found.right) == ("RN", said)


def test_each_difference_of_a_row_carries_its_name():
    parent = root()
    new = item(
        "ketamine",
        cells={"EMR": "no", "EMT": "no", "Paramedic": {"may": "yes", "program": "whole_blood"}},
        source="page",
    )
    for one, other in ((parent, child(parent, items=[new])), (child(parent, items=[new]), parent)):
        (found,) = [each for each in differences(one, other) if each.what == "item"]
        assert found.name == "Ketamine"
        assert "Paramedic with conditions (in the program “Transfusion pilot”)" in {
            found.left.rpartition(", ")[2],
            found.right.rpartition(", ")[2],
        }
    (row,) = [
        each
        for each in differences(parent, child(parent, items=[{"id": "aspirin", "code": "99"}]))
        if each.what == "item"
    ]
    assert (row.name, row.left, row.right) == ("Aspirin", "code 1191", "code 99")
    (code,) = [each for each in differences(root(), root(unlisted=[])) if each.what == "code"]
    assert code.name == "Insulin"


def test_cells_are_compared_where_both_have_the_level():
    parent = root()
    level = {"name": "RN", "otherwise": "yes", "source": "page", "confidence": "high"}
    county = child(parent, levels=[level])
    assert {each.what for each in differences(parent, county)} == {"ruleset", "level"}
    assert {each.what for each in differences(county, parent)} == {"ruleset", "level"}


def test_names_that_a_whole_declares_stand_side_by_side():
    (found,) = [
        each for each in differences(root(items=[], endorsements={}), root()) if each.item == "endorsements"
    ]
    assert (found.left, found.right) == (ABSENT, "Airway Endorsement, Lines")


def test_a_code_that_was_decided_otherwise_is_named():
    code = {"id": "insulin", "name": "Insulin", "code": "5856", "source": "law", "reason": "No rule names it"}
    assert cells(root(), root(unlisted=[code])) == [
        ("code", "insulin", None, "judged by its route", "not judged: No rule names it")
    ]
    assert cells(root(), root(unlisted=[])) == [("code", "insulin", None, "judged by its route", ABSENT)]


def test_what_the_whole_says_of_itself_is_compared():
    other = root(version="8", in_force_from=date(2025, 1, 1), in_force_to=date(2026, 1, 1), ceiling=True,
                 needs=["medical_control"], programs={"whole_blood": "Blood"},
                 compact={"states": ["ID", "UT"], "source": "law", "confidence": "high"})  # fmt: skip
    said = {
        each.item: (each.left, each.right) for each in differences(root(), other) if each.what == "ruleset"
    }
    assert said == {
        "version": ("7", "8"),
        "in_force_from": ("2024-03-01", "2025-01-01"),
        "in_force_to": (ABSENT, "2026-01-01"),
        "ceiling": ("children may widen it", "children only narrow it"),
        "needs": (ABSENT, "medical control"),
        "programs": ("Transfusion pilot", "Blood"),
        "compact": (ABSENT, "ID, UT"),
    }


def test_the_other_way_round_the_sides_change_places(tmp_path):
    def turned(each):
        return Difference(
            each.what,
            each.item,
            each.name,
            each.right,
            each.left,
            each.level,
            each.right_cell,
            each.left_cell,
        )

    rules = place(tmp_path, CHANGED)
    one, other = rules[NATIONAL], rules["place"]
    assert {turned(each) for each in differences(one, other)} == set(differences(other, one))


@pytest.fixture
def run(tmp_path):
    written(tmp_path, CHANGED)
    return lambda *words: CliRunner().invoke(main, ["scope", "diff", *words, "--rulesets", str(tmp_path)])


def test_the_terminal_says_one_line_a_difference(run):
    answer = run(NATIONAL, "place")
    assert answer.exit_code == 0
    rows = [line.split("\t") for line in answer.stdout.splitlines()]
    assert {len(row) for row in rows} == {6}
    assert [
        "cell", "fentanyl", "AEMT", "yes", "with conditions (with the endorsement e)", "Fentanyl",
    ] in rows  # fmt: skip
    assert run(NATIONAL, "place").stdout == answer.stdout


def test_no_differences_are_no_lines_and_no_failure(run):
    answer = run(NATIONAL, NATIONAL)
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "no differences" in answer.stderr


@pytest.mark.parametrize("words", [("us-natonal-2019", "place"), ("place", "us-natonal-2019")])
def test_an_unknown_ruleset_is_answered_with_the_nearest_known(run, words):
    answer = run(*words)
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == [
        'Error: the ruleset "us-natonal-2019" is unknown; the nearest known is "us-national-2019"'
    ]
