"""A service below a path of a shared host, in a browser: a save with its draft, and neighbors who see nothing of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from epcr import create_app
from epcr.config import Settings
from epcr.public_url import read_public_url
from tests.browser.keying import sign_in
from tests.browser.serving import serving
from tests.review.college import College
from tests.world import PASSWORD, World

KEPT = re.compile(r"Kept from \d\d:\d\d, not sent yet")
WORDS = "Found sitting upright, speaking in short sentences."


@pytest.fixture
def college(world):
    """A college that is served below a path, behind what passes on only that path."""
    placed = []

    def host(asked, start_response):
        if not f"{asked['PATH_INFO']}/".startswith("/epcr/"):
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"a neighbor\n"]
        return placed[0](asked, start_response)

    with serving(host) as address:
        url = world.database.engine.url.render_as_string(hide_password=False)
        public = read_public_url(f"{address}/epcr")
        placed.append(create_app(Settings(url, "secret of the tests", testing=True, public_url=public)))
        made = College(World(placed[0], world.database))
        made.host, made.address = address, str(public)
        yield made
    placed[0].extensions["epcr.database"].engine.dispose()


def test_what_is_typed_below_a_path_is_kept_and_saved(college, tab):
    sheet = college.sheet()
    sign_in(tab, college.address, "ruiz", PASSWORD)
    tab.goto(f"{college.address}/sheets/{sheet}/narrative")
    narrative = tab.locator("#sheet-form textarea").first
    narrative.fill(WORDS)
    tab.reload()
    expect(narrative).to_have_value(WORDS)
    expect(tab.locator("[data-save-state]")).to_contain_text("Saved")
    assert college.world.sheet(sheet).narrative.text == WORDS
    stores = tab.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert stores == ["epcr-changes /epcr"]
    assert {one["path"] for one in tab.context.cookies()} == {"/epcr"}


def test_what_ends_a_sheet_below_a_path_waits_for_what_is_not_saved(college, tab):
    sheet = college.sheet()
    sign_in(tab, college.address, "ruiz", PASSWORD)
    entry = college.world.entry(sheet, "vitals")
    tab.goto(f"{college.address}/sheets/{sheet}/vitals?entry={entry}")
    tab.get_by_label("Heart rate", exact=True).fill("9000")
    tab.get_by_label("Heart rate", exact=True).blur()
    expect(tab.locator("[data-save-state]")).to_have_text("1 field needs a decision")
    tab.goto(f"{college.address}/sheets/{sheet}/check")
    tab.get_by_role("button", name=re.compile("^Submit")).click()
    expect(tab.locator("[data-outbox]")).to_contain_text("1 change is on this device and not saved yet")
    assert tab.url.endswith("/check")


def test_a_service_beside_it_on_the_same_host_shows_nothing_of_what_is_kept_here(college, tab):
    sign_in(tab, college.address, "ruiz", PASSWORD)
    tab.goto(f"{college.address}/certificates")
    tab.get_by_label("Certificate number", exact=True).fill(WORDS)
    tab.reload()
    expect(tab.get_by_text(KEPT)).to_be_visible()
    # The same draft, as the services at the top and at another path of the host keep theirs.
    tab.evaluate(
        """() => {
          const [key] = Object.keys(localStorage).filter((one) => one.startsWith("epcr-draft"));
          const words = localStorage.getItem(key);
          localStorage.removeItem(key);
          localStorage.setItem(key.replace("epcr-draft/epcr ", "epcr-draft "), words);
          localStorage.setItem(key.replace("epcr-draft/epcr ", "epcr-draft/nursing "), words);
        }"""
    )
    tab.goto(f"{college.address}/certificates")
    expect(tab.get_by_label("Certificate number", exact=True)).not_to_have_value(WORDS)
    expect(tab.locator(".kept-list")).to_have_count(0)
