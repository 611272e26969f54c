"""Debian's Chromium for the tests of this folder.

Each tab is checked in passing: it stays on this machine and reports no error.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.complaints import complaints_of
from tests.left_out import left_out

# Without these Chromium asks the network for updates at every start, and as root it needs --no-sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

# Milliseconds: two test processes share two cores with the server and the browser.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        left_out("Chromium", "apt-get install chromium, or CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_tab(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a tab with cookies of its own: `new_tab(width=390, scheme="dark")`. Widths: 390, 820, 1440."""
    contexts = []
    complaints = []

    def open_tab(width: int = 820, height: int = 1180, scheme: str = "light", **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-US",
            **options,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        tab = context.new_page()
        complaints.append(complaints_of(tab))
        return tab

    yield open_tab
    for context in contexts:
        context.close()
    assert [heard for heard in complaints if heard] == []


@pytest.fixture
def tab(new_tab: Callable[..., Page]) -> Page:
    """One tab as wide as a tablet held upright."""
    return new_tab()
