"""Stops a server by a signal while four trainees save and backups are taken, and counts what became of each save.

`python -m tests.cli.stops 30` does so thirty times and prints the figures.
"""

from __future__ import annotations

import http.client
import random
import re
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from epcr.sheet.section import new_id
from tests.cli import running
from tests.cli.browsing import Browser, sets_in
from tests.cli.running import PATIENCE_S, Epcr

TRAINEES = ("emt", "aemt", "medic", "student")


@dataclass
class Writer:
    """A trainee who saves one set after the other until the server is gone."""

    browser: Browser
    acknowledged: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Save."""
        while True:
            entry = new_id()
            try:
                _, status, _ = self.browser.save(entry)
            except (OSError, http.client.HTTPException):
                self.cut.add(entry)
                return
            (self.acknowledged if status == 303 else self.told).add(entry)


@dataclass
class Figures:
    """What became of the saves of one stop or of several."""

    stops: int = 0
    acknowledged: int = 0
    lost: int = 0
    told: int = 0
    cut: int = 0
    kept_without_answer: int = 0
    backups: int = 0
    slowest_stop: float = 0.0

    def add(self, other: Figures) -> None:
        """Count together."""
        for name in vars(self):
            both = (getattr(self, name), getattr(other, name))
            setattr(self, name, max(both) if name == "slowest_stop" else sum(both))


def stopped_once(folder: Path, number: signal.Signals, after: float) -> Figures:
    """Serve the demo class in a folder, stop it after so many seconds of saving, and look at what is there."""
    folder.mkdir(exist_ok=True)
    epcr = Epcr(folder / "home")
    file = epcr.home / "epcr.sqlite"
    with epcr.serving("--demo") as server:
        address = re.search(r"http://127\.0\.0\.1:\d+", server.said[0])[0]
        writers = []
        for login in TRAINEES:
            browser = Browser(address)
            browser.sign_in(login)
            browser.begin()
            writers.append(Writer(browser))
        threads = [threading.Thread(target=one.run) for one in writers]
        for thread in threads:
            thread.start()
        time.sleep(after / 2)
        before = set.union(*(set(one.acknowledged) for one in writers))
        made = epcr.apart("backup", str(folder / "backup.sqlite"))
        assert made.returncode == 0, made.stderr
        time.sleep(after / 2)
        began = time.monotonic()
        server.process.send_signal(number)
        rest, complaints = server.process.communicate(timeout=PATIENCE_S)
        took = time.monotonic() - began
        assert (rest, server.process.returncode) == ("Stopped.\n", 0), (rest, complaints)
        for thread, one in zip(threads, writers, strict=True):
            thread.join(PATIENCE_S)
            one.browser.close()
    assert [one.name for one in epcr.home.iterdir() if one.name.endswith(("-wal", "-shm"))] == []
    stored = sets_in(file)
    acknowledged, told, cut = (
        set.union(*(getattr(one, name) for one in writers)) for name in ("acknowledged", "told", "cut")
    )
    assert not told & stored, "what was refused is there"
    elsewhere = Epcr(folder / "elsewhere")
    back = elsewhere("restore", str(folder / "backup.sqlite"))
    assert back.exit_code == 0, back.stderr
    assert before <= sets_in(elsewhere.home / "epcr.sqlite"), "the backup lacks what was saved before it"
    of_demo = sets_in(elsewhere.home / "epcr.sqlite") - stored
    assert not of_demo, "the backup has what was never kept"
    return Figures(
        stops=1, acknowledged=len(acknowledged), lost=len(acknowledged - stored), told=len(told),
        cut=len(cut), kept_without_answer=len(cut & stored), backups=1, slowest_stop=took,
    )  # fmt: skip


def main(times: int) -> None:
    """Print the figures of so many stops."""
    running.PATIENCE_S = 900  # beside other work a round may take minutes
    drawn = random.Random(17)  # noqa: S311 - moments, no secrets
    together = Figures()
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            number = drawn.choice([signal.SIGTERM, signal.SIGTERM, signal.SIGHUP])
            together.add(stopped_once(Path(folder), number, drawn.uniform(0.2, 2.5)))
            print(together, flush=True)  # noqa: T201 - it prints its result


if __name__ == "__main__":
    main(int(sys.argv[1]))
