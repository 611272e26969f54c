"""What is saved in a browser carries the time of the device; without scripts it is saved as well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from epcr.db import now
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.world import PASSWORD, make_world


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_form_carries_the_time_of_the_device(tmp_path, new_tab, scripts):
    world = make_world(tmp_path)
    with serving(world.app) as address:
        tab = new_tab(java_script_enabled=scripts)
        signed_in(tab, address, "ruiz", PASSWORD)
        sheet = world.begin()
        tab.goto(f"{address}/sheets/{sheet}/narrative")
        tab.get_by_label("Narrative", exact=True).fill("Dispatched for chest pain.")
        tab.get_by_role("button", name="Save", exact=True).first.click()
        expect(tab.get_by_text("Saved").first).to_be_visible()
        part = world.sheet(sheet).narrative
    world.database.engine.dispose()
    assert part.text == "Dispatched for chest pain."
    assert (part.device_at is not None) is scripts
    if scripts:
        assert abs(part.device_at - now()) < timedelta(minutes=5)
