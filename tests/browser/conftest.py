"""Debian's Chromium for the tests of this folder.

Each tab is checked in passing: it stays on this machine and reports no error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.complaints import complaints_of
from tests.browser.device import Device, Network, chromium_path, network_of
from tests.browser.serving import serving
from tests.left_out import left_out
from tests.world import World

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
    "--host-resolver-rules=MAP classroom.test 127.0.0.1",  # an address that is no secure origin, as a classroom's is
]

# Milliseconds: two test processes share two cores with the server and the browser.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where it lies."""
    path = chromium_path()
    if path is None:
        left_out("Chromium", "apt-get install chromium-headless-shell, or CHROMIUM=/path/to/chromium")
    return path


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """Where the college of one test answers, without a closing slash."""
    with serving(world.app) as at:
        yield at


@pytest.fixture(scope="module")
def served(lasting_world: World) -> Iterator[tuple[World, str]]:
    """The college of all tests of a file, and where it answers."""
    with serving(lasting_world.app) as at:
        yield lasting_world, at


@pytest.fixture
def network(world: World) -> Iterator[Network]:
    """The college at an address that can be cut off."""
    with network_of(world.app) as network:
        yield network


@pytest.fixture
def device(playwright: Playwright, chromium: str, tmp_path: Path) -> Iterator[Device]:
    """A tablet of its own, whose memory outlives its browser."""
    tablet = Device(
        playwright, chromium, FLAGS, tmp_path / "profile", {"viewport": {"width": 820, "height": 1180}}
    )
    yield tablet
    tablet.close()


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
            **{"service_workers": "block", **options},  # what one keeps is the subject of tests of its own
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


@pytest.fixture
def pictured(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Takes a picture of what is seen, into the folder that PICTURES names; nothing without it."""
    folder = os.environ.get("PICTURES")

    def take(tab: Page, name: str) -> None:
        if folder:
            tab.screenshot(path=Path(folder) / f"{name}.png")

    return take
