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


def test_what_is_typed_below_a_path_is_kept_saved_and_then_no_longer_kept(college, tab):
    sheet = college.sheet()
    sign_in(tab, college.address, "ruiz", PASSWORD)
    tab.goto(f"{college.address}/sheets/{sheet}/narrative")
    narrative = tab.locator("#sheet-form textarea").first
    narrative.fill(WORDS)
    tab.reload()
    expect(tab.get_by_text(KEPT)).to_be_visible()
    expect(narrative).to_have_value(WORDS)
    kept = tab.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('epcr-draft'))")
    assert len(kept) == 1
    assert kept[0].startswith("epcr-draft/epcr ")
    tab.locator("#sheet-form button[type=submit]").first.click()
    expect(tab.get_by_role("status").first).to_contain_text("Saved")
    assert tab.url.startswith(f"{college.address}/sheets/{sheet}/")
    assert college.world.sheet(sheet).narrative.text == WORDS
    tab.goto(f"{college.address}/sheets/{sheet}/narrative")
    expect(narrative).to_have_value(WORDS)
    expect(tab.get_by_text(KEPT)).to_have_count(0)
    assert tab.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('epcr-draft'))") == []
    assert [one["name"] for one in tab.context.cookies() if one["name"].startswith("saved-")] == []
    assert {one["path"] for one in tab.context.cookies()} == {"/epcr"}


def test_what_ends_a_sheet_below_a_path_asks_first_where_words_for_it_are_kept(college, tab):
    sheet = college.sheet()
    sign_in(tab, college.address, "ruiz", PASSWORD)
    tab.goto(f"{college.address}/sheets/{sheet}/narrative")
    tab.locator("#sheet-form textarea").first.fill(WORDS)
    tab.goto(f"{college.address}/sheets/{sheet}/check")
    asked = []
    tab.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    tab.get_by_role("button", name=re.compile("^Submit")).click()
    tab.wait_for_timeout(300)
    assert "Not sent yet" in asked[0]
    assert tab.url.endswith("/check")


def test_a_service_beside_it_on_the_same_host_shows_nothing_of_what_is_kept_here(college, tab):
    sheet = college.sheet()
    sign_in(tab, college.address, "ruiz", PASSWORD)
    tab.goto(f"{college.address}/sheets/{sheet}/narrative")
    tab.locator("#sheet-form textarea").first.fill(WORDS)
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
    tab.goto(f"{college.address}/sheets/{sheet}/narrative")
    expect(tab.locator("#sheet-form textarea").first).not_to_have_value(WORDS)
    expect(tab.locator(".kept-list")).to_have_count(0)
