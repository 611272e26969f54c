"""On a phone: a word that comes again is one tap, with what comes with it, and so is the next section that misses something."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from epcr.review.model import Kind, Step
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.browser.keying import sign_in
from tests.browser.serving import serving
from tests.world import PASSWORD

SAVED = "[data-save-state]"


@pytest.fixture
def phone(world, new_tab):
    """A phone at a sheet of the class, in which another one was accepted."""
    other = world.keep(build.sheet())
    with world.database.write("x") as session:
        stored = session.get_one(RunSheet, other)
        stored.incident.unit = "Medic 4"
        session.add(Step(run_sheet_id=other, kind=Kind.ACCEPTED, actor_id=stored.trainee_id))
    sheet = world.begin(scenario="inferior-stemi")
    with serving(world.app) as address:
        tab = new_tab(width=390, height=844, has_touch=True, base_url=f"{address}/sheets/{sheet}/")
        sign_in(tab, address, "ruiz", PASSWORD)
        yield tab, sheet


def test_a_unit_is_one_tap_and_next_leads_to_what_misses_something(phone, world):
    tab, sheet = phone
    tab.goto("incident")
    tab.get_by_role("button", name="Medic 4", exact=True).tap()
    expect(tab.get_by_label("Unit", exact=True)).to_have_value("Medic 4")
    tab.locator(".thumb .thumb-save").locator("visible=true").tap()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Patient")
    assert world.sheet(sheet).incident.unit == "Medic 4"


def test_a_member_of_the_crew_comes_with_the_level(phone, world):
    tab, sheet = phone
    tab.goto("crew")
    offered = tab.get_by_role("group", name="Used before: Crew member").get_by_role("button").first
    name, level = re.fullmatch(r"(.+) · (.+)", offered.inner_text()).groups()
    offered.tap()
    expect(tab.get_by_label("Crew member", exact=True)).to_have_value(name)
    expect(tab.locator(SAVED)).to_contain_text("Saved")
    expect(tab.locator(SAVED)).not_to_have_attribute("data-dirty", "")
    member = world.sheet(sheet).crew[-1]
    assert (member.member, member.show("level", world.sheet(sheet).context())) == (name, level)


def test_the_badge_stands_clear_of_the_clock_while_nobody_has_complained(phone):
    tab, _ = phone
    tab.goto("call")
    badge, clock = (
        tab.locator(one).bounding_box() for one in (".patient-bar .training", ".patient-bar .elapsed")
    )
    assert badge["y"] + badge["height"] <= clock["y"] or badge["x"] + badge["width"] <= clock["x"]
