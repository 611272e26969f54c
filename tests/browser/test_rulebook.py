"""The table of rules with scripts: it narrows while one types, and what is printed and linked follows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.world import PASSWORD

RULES = "/rulesets/us-national-2019"


@pytest.fixture(scope="module")
def address(lasting_world):
    with serving(lasting_world.app) as served:
        yield served


def rows(tab):
    return tab.locator("table.matrix tbody th[scope=row]")


def test_the_table_narrows_while_one_types_and_keeps_the_place(address, tab):
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}{RULES}")
    expect(tab.get_by_role("button", name="Show", exact=True)).to_be_hidden()
    find = tab.get_by_label("Find", exact=True)
    find.press_sequentially("asa")
    expect(rows(tab)).to_have_text(["Aspirin, chest pain"])
    expect(find).to_be_focused()
    expect(tab.locator("[data-rulebook-said]")).to_have_text("1 rule for “asa”")
    expect(tab).to_have_url(re.compile("words=asa"))
    tab.get_by_label("Level", exact=True).select_option("EMT")
    expect(tab.locator("table.matrix thead th")).to_have_text(["Rule", "EMT", "How sure, source"])
    expect(tab.get_by_role("link", name="Print these (PDF, Letter)")).to_have_attribute(
        "href", re.compile("level=EMT.*words=asa|words=asa.*level=EMT")
    )
    tab.reload()
    expect(rows(tab)).to_have_text(["Aspirin, chest pain"])


def test_the_columns_stay_in_sight_below_the_bar(address, new_tab):
    tab = new_tab(width=1440, height=800)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}{RULES}")
    tab.evaluate("scrollTo(0, 4000)")
    column = tab.get_by_role("columnheader", name="Paramedic", exact=True)
    expect(column).to_be_in_viewport()
    assert column.bounding_box()["y"] >= tab.locator("header.bar").bounding_box()["height"] - 1


def test_a_row_is_a_card_on_a_phone_and_one_level_is_a_list(address, new_tab):
    tab = new_tab(width=390)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}{RULES}?words=cpap")
    row = rows(tab).first
    assert row.bounding_box()["width"] > 340
    tab.goto(f"{address}{RULES}?words=cpap&level=EMT")
    assert rows(tab).first.bounding_box()["width"] < 250
    expect(tab.locator("table.matrix td").first).to_have_text(re.compile("Yes"))
