"""The pages of a class's own rules at three widths: nothing scrolls sideways, no rule of access is broken; a rule is found by typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.keying import signed_in
from tests.browser.screens import looked_at
from tests.browser.serving import serving
from tests.class_rules.conftest import copied
from tests.class_rules.rules import saved, way
from tests.web.test_scope_in_the_form import start_iv
from tests.web.test_then_and_now import change
from tests.world import PASSWORD


@pytest.fixture(scope="module")
def evening(lasting_world):
    """Where the class is served, the addresses of its rules, and a sheet that was judged by others."""
    world = lasting_world
    sheet, _ = start_iv(world)
    number, name = copied(world, "us-national-2019")
    ways = [way(program="iv_access", age_from=18.0), way("medical_direction", endorsement=["county-iv"])]
    names = {"programs": {"iv_access": "IV program"}, "endorsements": {"county-iv": "County IV endorsement"}}
    saved(world, name, "iv_access", {"EMT": ways}, names=names)
    saved(world, name, "iv_access", {"EMR": [way()]})
    change(world, ruleset=name)
    with serving(world.app) as address:
        yield address, f"/classes/{number}", f"/classes/{number}/rules/{name}", sheet


def test_every_page_of_the_rules_fits_and_breaks_no_rule_of_access(evening, new_tab):
    address, classroom, rules, sheet = evening
    tab = new_tab(width=390, scheme="dark")
    signed_in(tab, address, "teacher", PASSWORD)
    for page in (
        f"{classroom}/rules", f"{classroom}/agency", rules, f"{rules}/history", f"{rules}/items/iv_access?level=EMT&way=2",
        f"{rules}/items/fentanyl", f"{rules}/items/iv_access?level=EMT&way=1&remove=1", f"/review/{sheet}",
    ):  # fmt: skip
        tab.goto(f"{address}{page}")
        tab.evaluate(
            "document.querySelectorAll('.rule-conditions details').forEach((one) => { one.open = true; })"
        )
        looked_at(tab)


def test_words_that_can_be_several_rules_are_not_lost_on_open(evening, new_tab):
    address, _, rules, _ = evening
    tab = new_tab()
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}{rules}")
    tab.get_by_label("Intervention").fill("narcan")
    tab.get_by_role("button", name="Open its rules").click()
    expect(tab.get_by_label("Intervention")).to_have_value("narcan")
    expect(tab.get_by_role("listbox")).to_contain_text("“narcan” can be several: which one?")


def test_a_rule_is_found_by_typing_and_written_without_a_mouse(evening, new_tab):
    address, _, rules, _ = evening
    tab = new_tab()
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}{rules}")
    tab.get_by_label("Intervention").fill("narcan")
    expect(tab.get_by_role("listbox")).to_contain_text("“narcan” can be several")  # Enter alone would guess
    tab.get_by_label("Intervention").press("ArrowDown")
    tab.get_by_label("Intervention").press("Enter")
    tab.get_by_role("button", name="Open its rules").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Naloxone")
