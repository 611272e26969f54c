"""Chromium, by Playwright, with a profile that outlives it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Playwright, sync_playwright

from tests.browser.conftest import FLAGS
from tests.engines.tab import EngineTab


def lacking() -> str:
    """What has to be installed for it; empty where it is there."""
    return "" if _path() else "apt-get install chromium"


def _path() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class ChromiumTab(EngineTab):
    """A tab of Debian's Chromium."""

    engine = "Chromium"

    def __init__(self, profile: Path, _server: str) -> None:
        self._profile = profile
        self._playwright: Playwright = sync_playwright().start()
        self._open()

    def _open(self) -> None:
        self._context = self._playwright.chromium.launch_persistent_context(
            self._profile, executable_path=_path(), args=FLAGS, viewport={"width": 820, "height": 1000}
        )
        self._page = self._context.pages[0]

    def go(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, expression: str) -> Any:
        try:
            return self._page.evaluate(expression)
        except Error:
            return None  # the page is being exchanged

    def press(self, points: Sequence[tuple[float, float]]) -> None:
        self._page.mouse.move(*points[0])
        self._page.mouse.down()
        for point in points[1:]:
            self._page.mouse.move(*point)
        self._page.mouse.up()

    def keys(self, text: str) -> None:
        self._page.keyboard.type(text)

    def kill(self) -> None:
        own = f"--user-data-dir={self._profile}"
        processes = subprocess.run(["pgrep", "-f", "--", own], capture_output=True, text=True, check=True)
        for number in processes.stdout.split():
            try:
                os.kill(int(number), signal.SIGKILL)
            except ProcessLookupError:
                continue  # it ended with its parent
        self._playwright.stop()
        self._playwright = sync_playwright().start()
        for lock in self._profile.glob("Singleton*"):
            lock.unlink()
        self._open()

    def close(self) -> None:
        self._context.close()
        self._playwright.stop()
