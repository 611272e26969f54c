"""The exam on a phone: a region without abnormality is one tap, and the page stays."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from epcr.sheet.exam import NO_ABNORMALITY
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.world import PASSWORD


@pytest.fixture
def exam(world, new_tab):
    """The page on a phone, with what is loaded of it since; the sheet."""
    sheet = world.begin()
    with serving(world.app) as address:
        tab = new_tab(width=390, height=844)
        signed_in(tab, address, "ruiz", PASSWORD)
        tab.goto(f"{address}/sheets/{sheet}/exam")
        tab.evaluate("window.stays = true")
        yield world, sheet, tab


def test_a_region_is_normal_in_one_tap_and_no_page_is_loaded(exam):
    world, sheet, tab = exam
    tab.get_by_label("Time examined").fill("1712")
    tab.evaluate("scrollTo({top: 40, behavior: 'instant'})")
    for region in ("head", "neck"):  # the second while the first may be on its way
        tab.get_by_role("button", name=f"No abnormality of {region}").click()
    for region in ("Head", "Neck"):
        expect(tab.get_by_role("link", name=re.compile(f"^{region} ?: add a finding"))).to_be_visible()
    assert tab.evaluate("[window.stays, scrollY]") == [True, 40]
    expect(tab.get_by_label("Time examined")).to_have_value(re.compile("17:12"))
    assert [finding.region for finding in world.sheet(sheet).exam] == ["head", "neck"]


def test_the_rest_is_normal_after_it_was_read(exam):
    world, sheet, tab = exam
    tab.get_by_role("button", name="No abnormality of head").click()
    expect(tab.get_by_role("link", name=re.compile("^Head ?: add a finding"))).to_be_visible()
    tab.get_by_text(f"Rest normal ({len(NO_ABNORMALITY) - 1})").click()
    tab.get_by_role("button", name="No abnormality in these").click()
    expect(tab.get_by_role("button", name="No abnormality")).to_have_count(0)
    expect(tab.get_by_role("status").filter(has_text="No abnormality: ")).to_be_visible()
    assert tab.evaluate("window.stays")
    assert len(world.sheet(sheet).exam) == len(NO_ABNORMALITY)
