"""What the list of interventions does not have, in a real browser: one tap adds it, and no typed word is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.world import PASSWORD

NAME = "Name, where it is not in the list"


@pytest.fixture(scope="module")
def college(lasting_world):
    with serving(lasting_world.app) as address:
        yield lasting_world, address


@pytest.fixture
def opened(new_tab, college):
    world, address = college
    sheet = world.begin()
    tab = new_tab(width=390, height=844)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/interventions")
    return world, sheet, tab


def item(tab):
    return tab.get_by_role("combobox", name="Intervention", exact=True)


def test_where_the_search_finds_nothing_one_tap_adds_it_with_its_dose_and_route(opened):
    world, sheet, tab = opened
    expect(tab.get_by_label(NAME)).to_be_hidden()
    item(tab).fill("esketamine")
    tab.get_by_role("option", name="Add “esketamine” as another medication").click()
    expect(tab.get_by_label(NAME)).to_have_value("esketamine")
    expect(tab.get_by_label("Dose", exact=True)).to_be_visible()
    expect(tab.get_by_text("It is not in the list, so its scope cannot be judged").first).to_be_visible()
    tab.get_by_label("Dose", exact=True).fill("15")
    assert violations(tab) == []
    tab.get_by_role("button", name="Save this intervention").click()
    expect(tab).to_have_url(re.compile("saved=1"))
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.other_name, act.dose) == ("other_medication", "esketamine", 15)


def test_typed_words_that_fit_nothing_are_kept_and_asked_about_when_saved(opened):
    world, sheet, tab = opened
    item(tab).fill("pericardiocentesis")
    tab.get_by_role("textbox", name="Time performed").focus()
    expect(tab.get_by_label(NAME)).to_have_value("pericardiocentesis")
    tab.get_by_role("textbox", name="Time performed").fill("1710")
    tab.get_by_role("button", name="Save this intervention").click()
    expect(tab.get_by_role("heading", name="What was “pericardiocentesis”?")).to_be_visible()
    assert violations(tab) == []
    tab.get_by_role("button", name="as another procedure").click()
    expect(tab).to_have_url(re.compile("saved=1"))
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.other_name) == ("other_procedure", "pericardiocentesis")


def test_an_item_of_the_list_takes_the_place_of_another_name(opened):
    world, sheet, tab = opened
    item(tab).fill("esketamine")
    tab.get_by_role("option", name="Add “esketamine” as another medication").click()
    item(tab).fill("fentanyl")
    item(tab).press("Enter")
    expect(tab.get_by_label(NAME)).to_be_hidden()
    tab.get_by_role("button", name="Save this intervention").click()
    expect(tab).to_have_url(re.compile("saved=1"))
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.other_name) == ("fentanyl", None)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_ways_out_of_a_list_are_large_enough_and_fit(new_tab, college, width):
    world, address = college
    sheet = world.begin()
    tab = new_tab(width=width)
    signed_in(tab, address, "ruiz", PASSWORD)
    for slug in ("disposition", "interventions", "incident"):
        tab.goto(f"{address}/sheets/{sheet}/{slug}")
        for way in tab.locator("details.own-words > summary:visible").all():
            assert way.bounding_box()["height"] >= 44
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(tab) == []
