"""What many cells share, and a Compact, on the pages and the card of a ruleset."""

from __future__ import annotations

import tomllib

from epcr.rulebook.matrix import Wanted, matrix
from epcr.rulebook.matrix_view import LEGEND, matrix_page
from epcr.scope import built, rulesets
from tests.rulebook.test_paper import card, pages
from tests.scope.asking import RULESET, TODAY

REST = """
[[conditions]]
but = ["aed"]
needs = ["medical_control"]
source = "here"
confidence = "high"

[compact]
states = ["ID"]
levels = ["EMT"]
scope = "home"
source = "here"
confidence = "high"
"""


def oklahoma():
    text = RULESET.format(id="ok", parent="us-national-2019", head='state = "OK"', rest=REST)
    return built(tomllib.loads(text), rulesets())


def test_the_page_of_a_ruleset_says_what_many_cells_share_and_whose_certificates_hold(world):
    with world.app.test_request_context():
        page = matrix_page(oklahoma(), Wanted(), {}, card_level="EMT", today=TODAY)
    name = rulesets()["us-national-2019"].items["aed"].name
    assert f"Every level, everything but {name}: the agency has medical control." in page.notes
    assert page.compact == "ID (EMT; by the scope of the home state)"


def test_each_square_says_the_condition_too():
    rows = {row.item.id: row.squares[0] for row in matrix(oklahoma(), Wanted(level="EMT")).rows}
    assert (rows["bvm"].mark, rows["bvm"].conditions) == ("conditions", ("the agency has medical control",))
    assert (rows["aed"].mark, rows["aed"].conditions) == ("yes", ())
    assert rows["bvm"].changed
    assert not rows["aed"].changed


def test_a_card_tells_a_shared_condition_once_above_the_items(world):
    words = " ".join(pages(card(oklahoma(), "EMT")))
    assert "On a condition of many The agency has medical control" in words
    assert words.count("The agency has medical control") == 1 + words.count(
        "The agency has medical control, continued"
    )


def test_what_no_source_says_is_explained_in_the_legend_and_on_no_card():
    assert {legend.mark: legend.words for legend in LEGEND}["unknown"] == "not known"
    assert "Epinephrine 1 mg/mL nebulized" not in " ".join(pages(card(rulesets()["us-national-2019"], "EMT")))
