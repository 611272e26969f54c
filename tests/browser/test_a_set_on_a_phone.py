"""A set of vital signs by hand and by keys: what is typed first has the focus, two stand to a row, and Tab goes from number to number."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import build
from tests.browser.keying import signed_in
from tests.review.college import give_new_ids
from tests.world import PASSWORD


@pytest.fixture
def sheet(served):
    """The address of a sheet with sets of vital signs."""
    world, address = served
    made = build.sheet()
    give_new_ids(made)
    return f"{address}/sheets/{world.keep(made)}"


@pytest.fixture
def phone(new_tab, served, sheet):
    tab = new_tab(width=390, height=844)
    signed_in(tab, served[1], "ruiz", PASSWORD)
    tab.goto(f"{sheet}/incident")
    return tab


def box(tab, label):
    found = tab.get_by_label(label, exact=True).bounding_box()
    assert found is not None
    return found


def test_the_shortcut_leads_to_the_first_number(phone):
    phone.get_by_role("navigation", name="Shortcuts").get_by_role("link", name="Vitals").click()
    expect(phone.get_by_label("Systolic blood pressure", exact=True)).to_be_focused()
    expect(phone.get_by_role("heading", name="New set")).to_be_in_viewport()


def test_two_numbers_stand_to_a_row_and_the_last_ones_below_them(phone, sheet):
    phone.goto(f"{sheet}/vitals#new")
    for left, right in (
        ("Systolic blood pressure", "Diastolic blood pressure"),
        ("Heart rate", "Respiratory rate"),
    ):
        one, other = box(phone, left), box(phone, right)
        assert abs(one["y"] - other["y"]) < 2
        assert one["x"] + one["width"] <= other["x"]
    last = build.sheet().vitals[-1]
    field = phone.locator(".field", has=phone.get_by_label("Heart rate", exact=True))
    expect(field).to_contain_text(re.compile(rf"Last: {last.heart_rate} ?/min"))
    assert box(phone, "GCS motor")["y"] - box(phone, "Time taken")["y"] < 2 * 844


def test_a_set_that_is_changed_does_not_name_the_last(phone, sheet):
    phone.goto(f"{sheet}/vitals")
    phone.locator(".vitals-grid thead a").first.click()
    expect(phone.get_by_role("heading", name="Set of")).to_be_visible()
    expect(phone.locator(".last-value")).to_have_count(0)


def test_tab_goes_from_number_to_number_and_a_key_says_why_there_is_none(new_tab, served, sheet):
    tab = new_tab(width=1440, height=1000)
    signed_in(tab, served[1], "ruiz", PASSWORD)
    tab.goto(f"{sheet}/vitals#new")
    for label in (
        "Systolic blood pressure",
        "Diastolic blood pressure",
        "Heart rate",
        "Respiratory rate",
        "SpO2",
    ):
        expect(tab.get_by_label(label, exact=True)).to_be_focused()
        tab.keyboard.press("Tab")
    tab.get_by_label("Heart rate", exact=True).focus()
    tab.keyboard.press("Alt+0")
    reasons = tab.get_by_label("Heart rate: no value?")
    expect(reasons).to_be_focused()
    reasons.select_option("Refused")
    tab.keyboard.press("Tab")
    expect(tab.locator("details.why[data-set] summary", has_text="Refused")).to_be_visible()


def test_the_timeline_is_reached_on_a_phone(phone):
    phone.get_by_role("button", name=re.compile("^Sections")).click()
    phone.get_by_role("button", name="Timeline").click()
    expect(phone.get_by_role("complementary", name="Timeline")).to_be_visible()
    expect(phone.locator("#timeline")).to_contain_text("Aspirin")
