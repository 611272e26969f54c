"""A trainee's tablet with a memory of its own, and a network that can be cut: the browser is closed, killed and opened again over the
same profile, the server is there or not at one address.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from epcr.web.offline import REST
from tests.browser.complaints import complaints_of
from tests.browser.serving import serving

AT_ONCE = 0  # no rest between the pages that are kept in advance


@dataclass
class Network:
    """A server at one address that is there or not."""

    app: Flask
    port: int
    _up: ExitStack = field(default_factory=ExitStack)

    @property
    def address(self) -> str:
        """Where it answers, without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    def back(self) -> None:
        """It is there."""
        self.cut()
        self._up.enter_context(serving(self.app, port=self.port))

    def cut(self) -> None:
        """It is gone: nobody listens there."""
        self._up.close()


@contextmanager
def network_of(app: Flask) -> Iterator[Network]:
    """A network that is up; pages are kept without rests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = app.config.get(REST)
    app.config[REST] = AT_ONCE
    network = Network(app, port)
    network.back()
    try:
        yield network
    finally:
        network.cut()
        app.config.pop(REST) if before is None else app.config.update({REST: before})


@dataclass
class Device:
    """A browser over a folder that outlives it."""

    playwright: Playwright
    path: str
    flags: list[str]
    profile: Path
    options: dict[str, Any]
    context: BrowserContext | None = None
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Open the browser at a page."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=self.path, args=self.flags, reduced_motion="reduce", locale="en-US", **self.options
        )  # fmt: skip
        self.context.set_default_timeout(20_000)
        tab = self.context.pages[0]
        self.complaints = complaints_of(tab)
        tab.goto(address)
        return tab

    def close(self) -> None:
        """Close it, as people do."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """End every process of it at once, as a battery does."""
        for process in self._processes():
            os.kill(process, signal.SIGKILL)
        with suppress(Error):  # it is gone
            self.close()
        self.context = None
        for lock in self.profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def _processes(self) -> list[int]:
        mark = f"--user-data-dir={self.profile}".encode()
        found_in = []
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if mark in line.read_bytes().split(b"\0"):
                    found_in.append(int(line.parent.name))
            except OSError:
                continue  # it has ended meanwhile
        return found_in


# The headless shell first: the same engine without a desktop's drawing, at half the processor time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")


def chromium_path() -> str | None:
    """Where Chromium is; None where it is not."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


def until(tab: Page, question: str, argument: object = None) -> None:
    """Wait until a script's promise says true; Playwright's own wait takes the promise itself for an answer."""
    for _ in range(600):
        if tab.evaluate(question, argument):
            return
        tab.wait_for_timeout(100)
    message = f"it never came so far: {question}"
    raise AssertionError(message)


def kept(tab: Page) -> None:
    """Wait until every page of the sheet that is open here is kept."""
    expect(tab.locator("[data-keeps-said]")).to_have_text("Opens without a network", timeout=90_000)
