"""Kills the server under load, again and again: devices send changes and try again until each has an answer, as the page does.

Answers are lost as well, after the server has written: a device hangs up before it reads. `killed` counts what was
sent, what was acknowledged, and how the sheets and the audit stand at the end.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from epcr.audit import AuditLine
from epcr.db import open_database
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import new_id
from tests.cli.browsing import Browser
from tests.cli.running import PATIENCE_S, Epcr

TRAINEES = ("emt", "aemt", "medic", "student")
TEXTS = ("incident-city", "incident-county", "history-chief_complaint", "narrative-text")
SIGNS = ("systolic", "diastolic", "heart_rate", "respiratory_rate")
AGAIN_S = 0.05  # between two tries of a device
UNREAD = 0.15  # of the answers that arrive nobody reads


@dataclass
class Figures:
    """What became of the changes of all devices. `gone` were acknowledged and are not there, `doubled` are there twice."""

    kills: int = 0
    sent: int = 0
    acknowledged: int = 0
    tries: int = 0
    hung_up: int = 0
    in_flight: int = 0
    gone: int = 0
    doubled: int = 0
    otherwise: int = 0


@dataclass
class Address:
    """Where the server answers at present; empty while it does not."""

    text: str = ""
    over: bool = False
    asked: int = 0  # requests that wait for an answer


@dataclass
class Device:
    """One trainee's device: it types, sends, and sends again until it is answered."""

    browser: Browser
    at: Address
    drawn: random.Random
    built_on: dict[str, str] = field(default_factory=dict)  # the last op of each field
    stands: dict[str, str] = field(default_factory=dict)  # what each field must say
    answered: dict[str, tuple[str, str]] = field(default_factory=dict)  # op -> anchor and text
    tries: int = 0
    hung_up: int = 0
    trouble: str = ""

    def run(self) -> None:
        """Type and send until it is told to stop; nothing is left unsent then."""
        try:
            while not self.at.over:
                self.send(self.typed())
        except Exception as error:  # noqa: BLE001 - it is looked at by whoever joins the thread
            self.trouble = repr(error)

    def typed(self) -> list[dict[str, Any]]:
        """A set of vital signs, or some texts, one of them several times."""
        if self.drawn.random() < 0.4:
            entry = new_id()
            signs = {name: str(self.drawn.randint(60, 180)) for name in SIGNS}
            return [self.change(f"vitals-{entry}-{name}", value) for name, value in signs.items()]
        places = [self.drawn.choice(TEXTS) for _ in range(self.drawn.randint(1, 4))]
        return [self.change(anchor, f"{anchor} {self.drawn.randint(0, 10**9)}") for anchor in places]

    def change(self, anchor: str, text: str) -> dict[str, Any]:
        """A change that builds on the last one of its field."""
        op = new_id()
        made = {"op": op, "anchor": anchor, "value": text, "was": self.built_on.get(anchor, "")}
        self.built_on[anchor], self.stands[anchor] = op, text
        return made

    def send(self, changes: list[dict[str, Any]]) -> None:
        """Send until each has an answer."""
        while True:
            answer = self.post(changes)
            if answer is not None:
                break
            time.sleep(AGAIN_S)
        outcomes = {result["op"]: result["outcome"] for result in answer["results"]}
        assert all(outcomes[change["op"]] in {"applied", "same"} for change in changes), answer["results"]
        self.answered |= {change["op"]: (change["anchor"], change["value"]) for change in changes}

    def post(self, changes: list[dict[str, Any]]) -> dict[str, Any] | None:
        """One try: what was answered, None where nothing was or nobody read it."""
        address = self.at.text
        if not address:
            return None
        self.tries += 1
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_S)
        self.at.asked += 1
        try:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items()),
                "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.browser.token,
            }  # fmt: skip
            body = json.dumps({"device": "aa", "changes": changes})
            connection.request("POST", f"/sheets/{self.browser.sheet}/changes", body, headers)
            if self.drawn.random() < UNREAD:
                self.hung_up += 1
                return None
            response = connection.getresponse()
            text = response.read().decode()
            if response.status >= 500 or response.status == 429:
                return None
            assert response.status == 200, text
            return dict(json.loads(text))
        except (OSError, http.client.HTTPException):
            return None
        finally:
            self.at.asked -= 1
            connection.close()


def killed(folder: Path, url: str, times: int, seed: int) -> Figures:
    """Serve the demo class on this database, kill the server so many times, and look at what is there."""
    folder.mkdir(exist_ok=True)
    epcr, drawn, at = Epcr(folder / "home"), random.Random(seed), Address()  # noqa: S311 - moments, no secrets
    epcr.home.mkdir()
    figures = Figures()
    devices: list[Device] = []
    threads: list[threading.Thread] = []
    while figures.kills < times:
        with epcr.serving(*(() if devices else ("--demo",)), DATABASE_URL=url) as server:
            at.text = _address(server.said)
            if not devices:
                devices = [_signed_in(at, login, random.Random(f"{seed} {login}")) for login in TRAINEES]  # noqa: S311
                threads = [threading.Thread(target=device.run, daemon=True) for device in devices]
                for thread in threads:
                    thread.start()
            _wait_for(devices, threads, drawn.randint(0, 12))
            time.sleep(drawn.uniform(0, 0.1))  # a random moment of a request is what is tried
            figures.in_flight += at.asked
            server.process.send_signal(signal.SIGKILL)
            at.text = ""
            server.process.wait(PATIENCE_S)
            figures.kills += 1
    with epcr.serving(DATABASE_URL=url) as server:
        at.text, at.over = _address(server.said), True
        for thread in threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
    for device in devices:
        assert not device.trouble, device.trouble
        _compare(url, device, figures)
    return figures


def _wait_for(devices: list[Device], threads: list[threading.Thread], more: int) -> None:
    """Until so many more changes were acknowledged."""
    enough = sum(len(device.answered) for device in devices) + more
    until = time.monotonic() + PATIENCE_S
    while sum(len(device.answered) for device in devices) < enough:
        assert all(thread.is_alive() for thread in threads), [device.trouble for device in devices]
        assert time.monotonic() < until, "nothing is acknowledged any more"
        time.sleep(0.005)


def _address(said: list[str]) -> str:
    shown = re.search(r"http://127\.0\.0\.1:\d+", said[0])
    assert shown
    return shown[0]


def _signed_in(at: Address, login: str, drawn: random.Random) -> Device:
    browser = Browser(at.text)
    browser.sign_in(login)
    browser.begin()
    browser.close()
    return Device(browser, at, drawn)


def _compare(url: str, device: Device, figures: Figures) -> None:
    """Count where the sheet and its audit are not what the device was told."""
    database = open_database(url)
    with database.reading() as session:
        sheet = session.get(RunSheet, device.browser.sheet)
        assert sheet is not None
        said = {
            f"{part.anchor()}-{name}": _text(getattr(part, name))
            for part in sheet.parts()
            for name in part.fields()
        }
        lines = session.scalars(
            select(AuditLine).where(AuditLine.run_sheet_id == sheet.id, AuditLine.op.is_not(None))
        ).all()
    database.engine.dispose()
    counted = Counter(line.op for line in lines)
    written = {line.op: (line.anchor, _text(json.loads(line.after or "{}").get("value"))) for line in lines}
    figures.sent += len(device.answered)
    figures.acknowledged += len(device.answered)
    figures.tries += device.tries
    figures.hung_up += device.hung_up
    figures.gone += sum(written.get(op) != change for op, change in device.answered.items())
    figures.doubled += sum(count > 1 for count in counted.values()) + len(set(counted) - set(device.answered))
    expected = {
        anchor
        for anchor in said
        if said[anchor] and anchor.split("-")[-1] in (*SIGNS, *(place.split("-")[1] for place in TEXTS))
    }
    figures.otherwise += sum(said.get(anchor) != text for anchor, text in device.stands.items())
    figures.otherwise += len(expected - set(device.stands))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def in_words(figures: Figures) -> str:
    """The figures in a line."""
    return ", ".join(f"{getattr(figures, one.name)} {one.name.replace('_', ' ')}" for one in fields(figures))
