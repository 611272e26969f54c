"""Firefox ESR by WebDriver BiDi, which it speaks itself: Selenium carries the words, and no driver is installed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tests.engines.tab import LOOK_S, PATIENCE_S, EngineTab

NEEDED: Final = "apt-get install firefox-esr; make install"
PREFERENCES: Final = {
    "network.dns.localDomains": "classroom.test",  # an address that is no secure origin, as a classroom's is
    "network.proxy.type": 0,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.sessionstore.resume_from_crash": False,
    "toolkit.startup.max_resumed_crashes": -1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
}


def lacking() -> str:
    """What has to be installed for it; empty where it is there."""
    return "" if shutil.which("firefox-esr") and find_spec("selenium") else NEEDED


class FirefoxTab(EngineTab):
    """A tab of Firefox."""

    engine = "Firefox"

    def __init__(self, profile: Path, _server: str) -> None:
        self._profile = profile
        profile.mkdir(exist_ok=True)
        lines = [f'user_pref("{name}", {_written(value)});' for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self._start()

    def _start(self) -> None:
        from selenium.webdriver.common.bidi.session import Session
        from selenium.webdriver.remote.websocket_connection import WebSocketConnection

        command = [
            "firefox-esr",
            "--headless",
            "--no-remote",
            "--remote-debugging-port",
            "0",
            "--profile",
            str(self._profile),
        ]
        said = self._profile / "said"
        with said.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        listening = _line_of(said, "BiDi listening on")
        self._connection = WebSocketConnection(f"{listening.split()[-1]}/session", PATIENCE_S, 0.02)
        Session(self._connection).new(capabilities={})
        tree = self._ask("browsingContext.getTree", {})
        self._context = tree["contexts"][0]["context"]
        self._ask(
            "browsingContext.setViewport",
            {"context": self._context, "viewport": {"width": 820, "height": 1000}},
        )

    def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        def command() -> Any:
            return (yield {"method": method, "params": parameters})

        return self._connection.execute(command())

    def go(self, address: str) -> None:
        self._ask("browsingContext.navigate", {"context": self._context, "url": address, "wait": "complete"})

    def evaluate(self, expression: str) -> Any:
        from selenium.common.exceptions import WebDriverException

        # As JSON, so that what comes back needs no reading of the protocol's own kinds of values.
        asked = {
            "expression": f"JSON.stringify({expression}) ?? 'null'",
            "target": {"context": self._context},
            "awaitPromise": True,
        }
        try:
            return _json(self._ask("script.evaluate", asked))
        except WebDriverException:
            return None  # the page is being exchanged

    def press(self, points: Sequence[tuple[float, float]]) -> None:
        moves = [{"type": "pointerMove", "x": int(x), "y": int(y)} for x, y in points]
        steps = [
            moves[0],
            {"type": "pointerDown", "button": 0},
            *moves[1:],
            {"type": "pointerUp", "button": 0},
        ]
        self._perform({"type": "pointer", "id": "finger", "actions": steps})

    def keys(self, text: str) -> None:
        steps = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keys", "actions": steps})

    def _perform(self, source: dict[str, Any]) -> None:
        self._ask("input.performActions", {"context": self._context, "actions": [source]})

    def kill(self) -> None:
        self._end(self._process.kill)
        for lock in (self._profile / "lock", self._profile / ".parentlock"):
            lock.unlink(missing_ok=True)
        self._start()

    def close(self) -> None:
        self._end(self._process.terminate)

    def _end(self, how: Callable[[], None]) -> None:
        how()
        self._process.wait(PATIENCE_S)
        with suppress(Exception):  # what carried the words ends with the browser, in its own words
            self._connection.close()


def _line_of(file: Path, words: str) -> str:
    """Wait until the browser says these words; their line."""
    end = time.monotonic() + PATIENCE_S
    while True:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        if line := next((line for line in lines if words in line and line.endswith("\n")), ""):
            return line
        assert time.monotonic() < end, f"it never said {words}"
        time.sleep(LOOK_S)


def _written(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _json(answer: dict[str, Any]) -> Any:
    import json

    return json.loads(answer["result"]["value"]) if answer.get("type") == "success" else None
