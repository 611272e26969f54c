"""A call from a scenario on a phone: every tap writes the scenario's time, though the phone is a day off."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from epcr.db import now
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.scenario_clock import RUNS
from tests.browser.axe import violations
from tests.browser.device import until
from tests.browser.keying import signed_in
from tests.world import PASSWORD

ZONE = ZoneInfo("America/New_York")
STATE = "[data-save-state]"
A_DAY_OFF = """
globalThis.off = 24 * 60 * 60 * 1000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) { if (given.length) super(...given); else super(Real.now() + off); }
  static now() { return Real.now() + off; }
};
Object.defineProperty(performance, "timeOrigin", { value: performance.timeOrigin + off });
"""


@pytest.fixture
def phone(new_tab, address):
    tab = new_tab(width=390, height=844, has_touch=True)
    tab.add_init_script(A_DAY_OFF)
    signed_in(tab, address, "ruiz", PASSWORD)
    return tab


def begun_ago(world, sheet, ago):
    with world.database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).scenario_began_at = now() - ago


def clock(moment):
    return f"{moment.astimezone(ZONE):%H:%M}"


def near(zero, minutes):
    """The clock so many minutes after the zero, or in the minutes that a slow machine takes."""
    return re.compile("|".join(clock(zero + timedelta(minutes=minutes + more)) for more in range(5)))


def test_begin_starts_the_clock_and_each_tap_writes_its_time(phone, world, address):
    phone.goto(f"{address}/#begin")
    expect(phone.get_by_text("Begin starts its clock at 16:48.")).to_be_visible()
    phone.get_by_text("Pressure in the chest", exact=True).tap()
    phone.get_by_role("button", name="Begin").tap()
    expect(phone.locator(".call-clock")).to_contain_text(re.compile(r"Scenario time 16:(48|49|50)"))
    sheet = phone.url.split("/")[-2]
    zero = world.sheet(sheet).scenario_zero
    begun_ago(world, sheet, timedelta(minutes=12))
    phone.reload()
    expect(phone.locator("[data-scenario-now]")).to_have_text(near(zero, 12))
    phone.get_by_role("button", name="At patient").tap()
    expect(phone.locator(STATE)).to_have_text(re.compile("Saved (" + near(zero, 12).pattern + ")"))
    phone.locator("[data-sheet=vitals]").tap()
    expect(phone.locator("[data-call-sheet=vitals] [data-clock] [data-typed]")).to_have_text(near(zero, 12))
    phone.wait_for_timeout(300)  # taps in the first moment are passed over
    for digit in "118":
        phone.locator(f"[data-call-sheet=vitals] [data-key='{digit}']").tap()
    phone.locator("[data-call-sheet=vitals] [data-save]").first.tap()
    expect(phone.locator("[data-since-set]")).to_have_text(re.compile("just now|1 min ago"))
    expect(phone.locator("[data-elapsed]")).to_have_text(re.compile(r"^00:1\d:\d\d$|^00:0\d:\d\d$"))
    stored = world.sheet(sheet)
    for moment in (stored.incident.at_patient, stored.vitals[0].taken_at):
        assert timedelta(minutes=12) <= moment - zero < timedelta(minutes=17)
    phone.goto(f"{address}/sheets/{sheet}/history")
    phone.locator("[data-now=history-onset]").tap()
    day = f"{zero.astimezone(ZONE):%m/%d/%Y} "  # a bare time after the call would be read as that of the day before
    expect(phone.locator("#history-onset")).to_have_value(re.compile(f"^{day}(?:{near(zero, 12).pattern})$"))
    expect(phone.locator(STATE)).not_to_have_attribute("data-dirty", "")
    assert timedelta(minutes=11) <= world.sheet(sheet).history.onset - zero < timedelta(minutes=17)


def test_a_clock_that_jumps_back_is_put_right_by_the_next_answer(phone, world, address):
    sheet = world.begin(scenario="inferior-stemi")
    zero = world.sheet(sheet).scenario_zero
    phone.goto(f"{address}/sheets/{sheet}/call")
    phone.get_by_role("button", name="En route").tap()
    expect(phone.locator(STATE)).to_contain_text("Saved")
    phone.evaluate("off -= 53 * 60 * 60 * 1000; document.dispatchEvent(new Event('visibilitychange'))")
    until(phone, "localStorage.getItem('epcr-clock') > 0")  # how far this device is behind, as it heard
    phone.get_by_role("button", name="On scene").tap()
    expect(phone.locator(STATE)).not_to_have_attribute("data-dirty", "")
    stored = world.sheet(sheet).incident
    assert timedelta(0) <= stored.on_scene - stored.en_route < timedelta(minutes=5)
    assert timedelta(0) <= stored.on_scene - zero < timedelta(minutes=5)


def test_the_next_day_a_tap_asks_for_the_time(phone, world, address):
    sheet = world.begin(scenario="inferior-stemi")
    begun_ago(world, sheet, RUNS)
    phone.goto(f"{address}/sheets/{sheet}/call")
    expect(phone.locator(".call-clock")).to_contain_text("Scenario time stopped at 22:48: type each time")
    phone.get_by_role("button", name="On scene").tap()
    phone.get_by_label("Time, like 1732").fill("1658")
    phone.get_by_role("dialog").get_by_role("button", name="Save").tap()
    expect(phone.locator("[data-time=incident-on_scene]")).to_contain_text("16:58")
    phone.locator("[data-sheet=vitals]").tap()
    phone.wait_for_timeout(300)  # taps in the first moment are passed over
    phone.locator("[data-call-sheet=vitals] [data-key='9']").tap()
    phone.locator("[data-call-sheet=vitals] [data-save]").first.tap()
    expect(phone.locator("[data-call-sheet=vitals] [data-wrong]")).to_contain_text("is not whole yet")
    assert world.sheet(sheet).vitals == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_call_screen_with_its_clock_is_accessible(new_tab, world, address, scheme):
    tab = new_tab(width=390, height=844, scheme=scheme)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{world.begin(scenario='inferior-stemi')}/call")
    expect(tab.locator(".call-clock")).to_be_visible()
    assert violations(tab) == []


def test_a_word_that_can_be_several_is_asked_about_and_home_is_a_private_residence(phone, world, address):
    sheet = world.begin(scenario="inferior-stemi")
    phone.goto(f"{address}/sheets/{sheet}/history")
    offered = phone.locator(".seek-list:not([hidden]) [role=option]")
    entry = phone.locator("#history-past_history")
    entry.fill("diabetes")
    entry.press("Enter")
    question = phone.get_by_text("“diabetes” can be several: which one?")
    expect(question).to_be_visible()
    expect(phone.locator(".tokens .token")).to_have_count(0)
    phone.locator(".seek-list").get_by_role("option", name="Diabetes type 2").tap()
    expect(phone.locator(".tokens .token").first).to_contain_text("Diabetes type 2")
    phone.goto(f"{address}/sheets/{sheet}/incident")
    place = phone.locator("#incident-location_type")
    place.fill("home")
    expect(offered.first).to_contain_text("Private residence")
    place.press("Enter")
    expect(place).to_have_value("Private residence")
    phone.goto(f"{address}/sheets/{sheet}/interventions?kind=procedure#new")
    item = phone.locator("input[id$='-item']")
    item.fill("pads")
    expect(offered.first).to_contain_text("Defibrillation pads, apply")
