"""A phone at the demo class, signed in as its EMT: 390 x 844, touched, in Chromium."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from epcr.scenarios.demo import ACCOUNTS
from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.keying import sign_in
from tests.load.served import served
from tests.strokes.phone import Phone

LOGIN: Final = "emt"
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-US",
    "reduced_motion": "reduce",
}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    path = chromium_path()
    if path is None:
        message = (
            "Chromium is missing: apt-get install chromium-headless-shell, or CHROMIUM=/path/to/chromium"
        )
        raise SystemExit(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def at_the_demo_class() -> Iterator[Phone]:
    """A phone on the page of its run sheets."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served("SQLite", Path(folder) / "served") as server,
        chromium() as browser,
    ):
        yield signed_in(browser.new_context(**PHONE).new_page(), server.address)


def signed_in(tab: Page, address: str) -> Phone:
    """The demo class's EMT."""
    passwords = {account.login: account.password for account in ACCOUNTS}
    sign_in(tab, address, LOGIN, passwords[LOGIN])
    return Phone(tab)
