"""What an item is called is looked up by any of its words; the list says who may do it."""

from __future__ import annotations

import pytest

from epcr.scope import rulesets
from epcr.scope.item_list import matching_items
from tests.rulebook.places import item, root
from tests.scope.asking import NATIONAL


def named(name, words, **more):
    return {**item(name, **more), "name": words}


CODE = {"id": "insulin", "name": "Insulin", "code": "5856", "source": "law"}
PLACE = root(
    items=[
        named(
            "nitro",
            "Nitroglycerin",
            code="4917",
            code_name="Glyceryl trinitrate",
            category="Drugs",
            routes=["Sublingual", "Oral"],
            cells={"EMR": "no", "EMT": "assist", "Paramedic": "yes"},
        ),
        named("rsi", "Drug-assisted airway", kind="procedure", cells={"EMR": "no", "EMT": "no", "Paramedic": "no"}),
    ],
    unlisted=[
        {**CODE, "by_route": True},
        {**CODE, "id": "plasma", "name": "Plasma", "code": "7", "by_route": True, "reason": "starting has no rule"},
        {"id": "stretcher", "name": "Wheels", "source": "law", "reason": "no rule names it"},
    ],
)  # fmt: skip


def found(words=""):
    return [line[0] for line in matching_items(PLACE, words)]


def test_each_line_says_what_it_is_who_may_by_which_routes_and_its_code():
    assert list(matching_items(PLACE)) == [
        ("nitro", "Nitroglycerin", "medication", "Drugs", "EMT (own medication only), Paramedic", "Sublingual, Oral", "4917"),
        ("rsi", "Drug-assisted airway", "procedure", "Medications", "no level", "", ""),
        ("comfort", "Comforting", "assessment", "Comfort", "every level", "", "1"),
        ("insulin", "Insulin", "unlisted", "", "judged by the rule of its route", "", "5856"),
        ("plasma", "Plasma", "unlisted", "", "judged by the rule of its route; starting has no rule", "", "7"),
        ("stretcher", "Wheels", "unlisted", "", "cannot be judged; no rule names it", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("nitro", ["nitro"]),
        ("NITROGLYC", ["nitro"]),
        ("drug", ["nitro", "rsi"]),
        ("drug trinitrate", ["nitro"]),
        ("trinitrate drug", ["nitro"]),
        ("4917", ["nitro"]),
        ("rsi", ["rsi"]),
        ("insul", ["insulin"]),
        ("5856 insulin", ["insulin"]),
        ("Stretcher", ["stretcher"]),
        ("wheels", ["stretcher"]),
        ("stretcher wheels", ["stretcher"]),
        ("xx", []),
        ("plasma", ["plasma"]),
        ("7 plasma", ["plasma"]),
        ("7", ["nitro", "plasma"]),
        ("drug plasma", []),
        ("nitronitro", []),
        ("sublingual", []),
    ],
)
def test_all_the_words_must_stand_in_its_id_names_category_or_code(words, items):
    assert found(words) == items


def test_words_of_the_id_and_of_the_name_are_found_where_only_one_has_them():
    two = root(items=[named("one", "First"), named("two", "Second", category="Third")], unlisted=[])
    for words, name in (
        ("one", "one"),
        ("first", "one"),
        ("two", "two"),
        ("second", "two"),
        ("third", "two"),
    ):
        assert [line[0] for line in matching_items(two, words)] == [name]
    assert [line[0] for line in matching_items(two, "one first")] == ["one"]
    assert list(matching_items(two, "onefirst")) == []


def test_each_item_and_code_of_a_ruleset_is_in_its_list_once():
    national = rulesets()[NATIONAL]
    assert [line[0] for line in matching_items(national)] == [*national.items, *national.unlisted]
