"""The pages of the rulebook as values: since when a ruleset holds, what stands at a column, what is said where nothing differs."""

from dataclasses import replace
from datetime import date

import pytest

from epcr.rulebook.compare_view import compare_page
from epcr.rulebook.list_view import in_force, ruleset_list
from epcr.rulebook.matrix import Wanted
from epcr.rulebook.matrix_view import matrix_page
from epcr.rulebook.rule_view import rule_page
from epcr.scope import rulesets

TODAY = date(2026, 11, 29)
NATIONAL = "us-national-2019"


@pytest.fixture(autouse=True)
def request_of(college):
    with college.app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2019, 1, 1), None, "from 01/01/2019"),
        (date(2027, 1, 1), None, "only from 01/01/2027"),
        (date(2019, 1, 1), date(2027, 1, 1), "from 01/01/2019 to 01/01/2027"),
        (date(2015, 1, 1), date(2018, 12, 31), "from 01/01/2015 to 12/31/2018, no longer"),
    ],
)
def test_since_when_a_ruleset_holds_is_said_as_of_a_day(first, last, words):
    ruleset = replace(rulesets()[NATIONAL], in_force_from=first, in_force_to=last)
    assert in_force(ruleset, TODAY) == words


def test_the_first_two_rulesets_are_offered_to_compare():
    page = ruleset_list(rulesets(), {NATIONAL: ["Evening"]}, TODAY)
    chosen = [next(one.value for one in chooser.options if one.chosen) for chooser in page.compare]
    assert chosen == list(rulesets())[:2]
    assert [one.used_by for one in page.rulesets if one.used_by] == [("Evening",)]


def test_a_single_ruleset_is_compared_with_nothing():
    assert ruleset_list({NATIONAL: rulesets()[NATIONAL]}, {}, TODAY).compare == ()


def page_of(name, **wanted):
    ruleset = rulesets()[name]
    return matrix_page(ruleset, Wanted(**wanted), {}, card_level=next(iter(ruleset.levels)), today=TODAY)


def test_a_column_that_the_parent_lacks_says_so():
    vermont, parent = rulesets()["us-vt"], rulesets()["us-vt"].parent
    new = [one.level for one in page_of("us-vt").result.columns if one.notes == ("new here",)]
    assert new == [level for level in vermont.levels if level not in {*parent.levels, *vermont.functions_as}]


def test_one_column_is_set_wide_and_many_are_set_narrow():
    assert page_of(NATIONAL, level="EMT").result.look == "matrix matrix-single"
    assert page_of(NATIONAL).result.look == "matrix"
    assert page_of("us-mt").result.look == (
        "matrix matrix-broad" if len(rulesets()["us-mt"].levels) > 5 else "matrix"
    )


def test_every_number_at_a_row_leads_to_a_source():
    result = page_of("us-vt").result
    numbers = {number for number, _ in result.sources}
    assert {one for group in result.categories for row in group.rows for one in row.sources} == numbers


def test_a_rule_says_which_ruleset_says_so_and_leads_to_one_above():
    vermont = rulesets()["us-vt"]
    pages = [rule_page(vermont, item) for item in vermont.items.values()]
    layers = {(cell.layer, bool(cell.layer_address)) for page in pages for cell in page.cells}
    assert layers == {("this ruleset", False), (NATIONAL, True)}


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (None, None, "Choose two rulesets to see where they differ."),
        (NATIONAL, None, "Choose two rulesets to see where they differ."),
        (NATIONAL, NATIONAL, f"There are no differences between {NATIONAL} and itself."),
    ],
)
def test_where_nothing_is_compared_the_page_says_what_to_do(one, other, words):
    known = rulesets()
    page = compare_page(known, known.get(one), known.get(other), "")
    assert (page.nothing, page.parts, page.all_levels) == (words, (), "")


def test_a_comparison_of_one_level_leads_to_that_of_all():
    known = rulesets()
    page = compare_page(known, known[NATIONAL], known[NATIONAL], "EMT")
    assert page.nothing == f"There are no differences for EMT between {NATIONAL} and itself."
    assert page.all_levels.startswith("/rulesets/compare?")
