"""How long a browser takes to start a page of a sheet without a network, against the same page from the server: real Chromium, as people
open it, until the page stands and its scripts have run.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Page

from tests.load.served import served
from tests.strokes.demo_phone import PHONE, chromium, signed_in

TIMES: Final = 12
SLUGS: Final = ("call", "vitals", "incident", "check")
_IS_KEPT: Final = "async () => Boolean(await caches.match(location.href))"
_TOOK: Final = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


def ratio() -> str:
    """The lines for `make bench`."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, ExitStack() as stack:
        server = stack.enter_context(served("SQLite", Path(folder) / "served"))
        phone = signed_in(browser.new_context(**PHONE).new_page(), server.address)
        phone.tap(phone.tab.locator(".begin-choice").first)
        phone.follow(phone.tab.get_by_role("button", name=re.compile("^Begin")))
        sheet = phone.tab.url.rpartition("/")[0]
        for slug in SLUGS:
            phone.tab.goto(f"{sheet}/{slug}")
            phone.tab.wait_for_function(_IS_KEPT)
        online = {slug: _milliseconds(phone.tab, f"{sheet}/{slug}") for slug in SLUGS}
        stack.close()  # the server is gone
        offline = {slug: _milliseconds(phone.tab, f"{sheet}/{slug}") for slug in SLUGS}
    told = ", ".join(f"{slug} {offline[slug] / online[slug]:.2f}x" for slug in SLUGS)
    return f"a page of a sheet started without a network, against from the server ({TIMES} each, medians): {told}"


def _milliseconds(tab: Page, address: str) -> float:
    """From the first moment of going there until the page is loaded."""
    took = []
    for _ in range(TIMES):
        tab.goto(address)
        took.append(float(tab.evaluate(_TOOK)))
    return median(took)
