"""The kind of call at a phone: said in a tap, the needed fields on top, and several of them answered in one tap without a new page."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.world import PASSWORD


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_a_kind_and_the_normal_findings_are_a_tap_each(new_tab, world, width, scheme):
    with serving(world.app) as address:
        sheet = world.begin()
        tab = new_tab(width=width, scheme=scheme)
        signed_in(tab, address, "ruiz", PASSWORD)
        tab.goto(f"{address}/sheets/{sheet}/incident")
        tab.get_by_label("Transport", exact=True).check()
        expect(tab.locator("[data-save-state]")).to_contain_text("Saved")
        tab.goto(f"{address}/sheets/{sheet}/primary")
        assert violations(tab) == []
        tab.get_by_label("Verbal", exact=True).first.check()
        expect(tab.locator("[data-save-state]")).to_contain_text("Saved")
        tab.get_by_role("button", name="All normal").click()
        expect(tab.locator("[data-at-once-said]")).to_have_text("Entered in 5 fields")
        expect(tab.locator("[data-save-state]")).to_contain_text("Saved")
        assert "?" not in tab.url
        tab.reload()
        primary = world.sheet(sheet).primary
        assert (primary.avpu, primary.airway, primary.skin_color) == ("3326003", "open", "normal")
        expect(tab.get_by_label("Verbal", exact=True)).to_be_checked()
        tab.get_by_text("A · Airway", exact=True).click()
        expect(tab.locator("#primary-airway_obstruction")).to_be_visible()
        assert violations(tab) == []
