"""WebKitGTK, the nearest to Safari that runs on Debian, by Selenium. As root and without a desktop it needs some persuasion."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tests.engines.tab import PATIENCE_S, EngineTab

NEEDED: Final = "apt-get install webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb; make install"
PYTHON: Final = "/usr/bin/python3"  # Debian's own, which has the engine's bindings
BROWSER: Final = Path(__file__).with_name("webkit_browser.py")
SURROUNDINGS: Final = {
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # of the engine; root may not have one
    "GTK_USE_PORTAL": "0",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


def lacking() -> str:
    """What has to be installed for it; empty where it is there."""
    programs = all(shutil.which(name) for name in ("WebKitWebDriver", "Xvfb", PYTHON))
    return "" if programs and find_spec("selenium") and _has_bindings() else NEEDED


def _has_bindings() -> bool:
    asked = "import gi; gi.require_version('WebKit2', '4.1')"
    return subprocess.run([PYTHON, "-c", asked], capture_output=True, check=False).returncode == 0


class WebKitTab(EngineTab):
    """A tab of a small browser around WebKitGTK, with a profile that outlives it."""

    engine = "WebKitGTK"

    def __init__(self, profile: Path, server: str) -> None:
        self._profile, self._server = profile, server
        self._display, self._screen = _display()
        self._start()

    def _start(self) -> None:
        from selenium import webdriver
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service

        options = Options()
        options.binary_location = str(BROWSER)
        options.add_argument(str(self._profile))
        options.page_load_strategy = "none"  # else `get` never returns without a desktop
        # The server answers whatever its name is: so http://classroom.test is this machine, without a hosts file.
        options.set_capability(
            "proxy", {"proxyType": "manual", "httpProxy": self._server, "noProxy": ["127.0.0.1"]}
        )
        service = Service(
            shutil.which("WebKitWebDriver"), env={**os.environ, **SURROUNDINGS, "DISPLAY": self._screen}
        )
        self._driver = webdriver.WebKitGTK(options=options, service=service)

    def go(self, address: str) -> None:
        self.evaluate("window.left = true")
        self._driver.get(address)
        self.until("!window.left && location.href !== 'about:blank' && document.readyState === 'complete'")

    def evaluate(self, expression: str) -> Any:
        from selenium.common.exceptions import WebDriverException

        try:
            return self._driver.execute_script(f"return ({expression});")
        except WebDriverException:
            return None  # the page is being exchanged

    def press(self, points: Sequence[tuple[float, float]]) -> None:
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        actions = ActionBuilder(self._driver)
        pointer = actions.pointer_action
        pointer.move_to_location(*map(int, points[0]))
        pointer.pointer_down()
        for point in points[1:]:
            pointer.move_to_location(*map(int, point))
        pointer.pointer_up()
        actions.perform()

    def keys(self, text: str) -> None:
        self._driver.switch_to.active_element.send_keys(text)

    def kill(self) -> None:
        driver = self._driver.service.process
        for number in [driver.pid, *_children(driver.pid)]:
            with suppress(ProcessLookupError):  # it ended with its parent
                os.kill(number, signal.SIGKILL)
        driver.wait(PATIENCE_S)
        self._driver.service.stop()  # closes what led to it
        self._driver.command_executor.close()
        self._start()

    def close(self) -> None:
        self._driver.quit()
        self._display.terminate()
        self._display.wait(PATIENCE_S)


def _children(process: int) -> list[int]:
    """All processes that came from one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = [process]
    for parent in family:
        family += [child for child, above in pairs if above == parent]
    return family[1:]


def _display() -> tuple[subprocess.Popen[bytes], str]:
    """A screen that nobody sees, and its name."""
    with tempfile.TemporaryFile() as number:
        handle = number.fileno()
        screen = ["Xvfb", "-displayfd", str(handle), "-screen", "0", "1000x1200x24", "-nolisten", "tcp"]
        process = subprocess.Popen(screen, pass_fds=[handle], stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE_S
        while not (name := os.pread(handle, 16, 0).strip().decode()):
            assert time.monotonic() < end, "Xvfb did not start"
            time.sleep(0.05)
    return process, f":{name}"
