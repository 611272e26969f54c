"""The page for signing in looks by its small style sheet as it would by the whole one, but for the font that is fetched for some."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from epcr import paths
from epcr.fingerprints import assets
from tests.browser.keying import sign_in

FONTS = re.compile(r"@font-face\s*\{[^}]*\}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_small_style_sheet_says_all_that_counts_there(served, new_tab, scheme):
    _, address = served
    whole = FONTS.sub("", assets(paths.static())["epcr.css"].plain.decode())

    def pictures(tab):
        tab.route("**/static/page.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        tab.goto(f"{address}/sign-in")
        yield from _pictures(tab)
        sign_in(tab, address, "nobody", "a wrong password")
        expect(tab.get_by_role("alert")).to_be_visible()
        yield from _pictures(tab)

    other = new_tab(scheme=scheme)
    other.route("**/static/door.*.css", lambda route: route.fulfill(body=whole, content_type="text/css"))
    pairs = zip(pictures(new_tab(scheme=scheme)), pictures(other), strict=True)
    assert [small == large for small, large in pairs] == [True] * 6


def _pictures(tab):
    for width in (390, 820, 1440):
        tab.set_viewport_size({"width": width, "height": 900})
        yield tab.screenshot()
