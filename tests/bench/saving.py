"""How much it costs over HTTP to save a set of vital signs by its form, and one change as a device sends it, as ratios to a Flask
route that returns a constant; and how long 60 devices wait that each send a change every 3 s, against one.

All are served by the same waitress in this process. For the ratios they are asked over one kept-alive connection, in turns.
"""

from __future__ import annotations

import http.client
import json
import logging
import re
import tempfile
import threading
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

import waitress
from flask import Flask

from epcr import create_app
from epcr.config import Settings
from epcr.migrations import upgrade
from epcr.scenarios.demo import ACCOUNTS, load_demo
from epcr.sheet.section import new_id

TIMES = 150
DEVICES, EVERY_S, ROUNDS = (
    60,
    3.0,
    4,
)  # each device sends so often, at moments spread over the first three seconds
_NUMBERS = count(1)


class Served:
    """An application behind a real server on a free port."""

    def __init__(self, app: Flask, threads: int = 2) -> None:
        server = waitress.create_server(app, host="127.0.0.1", port=0, threads=threads)
        threading.Thread(target=server.run, daemon=True).start()
        self.port = server.effective_port
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        self.cookies: dict[str, str] = {}

    def beside(self) -> Served:
        """The same server over another connection, asked by the same person."""
        other = object.__new__(Served)
        other.port, other.cookies = self.port, dict(self.cookies)
        other.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        return other

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, message: object = None
    ) -> tuple[int, str, str]:
        """One request: status, location, text. `message` is sent as JSON, as a script does, with the token of `form`."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if message is not None and form is not None:
            body = json.dumps(message)
            headers |= {
                "Content-Type": "application/json",
                "Accept": "application/json",
                "X-CSRFToken": form["csrf_token"],
            }
        elif form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, str(answer.getheader("Location") or ""), text


def ratio() -> str:
    """The lines for `make bench`."""
    constant = Flask("constant")

    @constant.post("/")
    def reply() -> str:
        return "saved"

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(f"sqlite:///{Path(folder) / 'bench.sqlite'}", "bench"))
        database = app.extensions["epcr.database"]
        upgrade(database.engine)
        load_demo(database)
        saving, floor = Served(app, threads=8), Served(constant)
        address, form = _open_sheet(saving, database)
        floors, saves, changes = [], [], []
        for number in range(TIMES):
            entry = new_id()
            sent = dict(form, entry=entry)
            for name, value in {
                "taken_at": f"1{number % 10}:{number % 60:02}", "systolic": "120", "diastolic": "80", "heart_rate": "88",
                "respiratory_rate": "16", "spo2": "97", "temperature": "98.6 F", "glucose": "96", "pain": "3",
            }.items():  # fmt: skip
                sent[f"vitals-{entry}-{name}"] = value
            floors.append(_timed(floor, "/", sent, 200))
            saves.append(_timed(saving, address, sent, 303))
        device = Device(saving.beside())
        for _ in range(TIMES):
            floors.append(_timed(floor, "/", sent, 200))
            changes.append(device.change())
        alone, together = (_sending(saving, many) for many in (1, DEVICES))
        database.engine.dispose()
    floor_s, alone_s = median(floors), median(alone)
    lines = (
        f"saving a set of vital signs over HTTP: {median(saves) / floor_s:.1f}x a route that returns a constant ({TIMES} each, medians)",
        f"saving one change over HTTP: {median(changes) / floor_s:.1f}x that route",
        f"one of {DEVICES} devices that send a change every {EVERY_S:.0f} s waits {median(together) / alone_s:.1f}x as long as one alone",
        f"the slowest of a hundred of their changes {quantiles(together, n=100)[-1] / alone_s:.1f}x",
    )
    return "\n".join(lines)


class Device:
    """A device with a sheet and a set of vital signs of its own, whose heart rate it changes again and again."""

    def __init__(self, served: Served) -> None:
        self.served, self.entry = served, new_id()
        address, self.form = _begin(served)
        self.address, self.before, self.rates = address.replace("/vitals", "/changes"), "", count(60)

    def change(self) -> float:
        """Send one change; how long it took, in seconds. One that the server is too busy for is sent once more, as devices do."""
        anchor = f"vitals-{self.entry}-heart_rate"
        change = {"op": f"{next(_NUMBERS):032x}", "anchor": anchor, "value": str(next(self.rates))}
        message = {"device": "3f2a", "changes": [change | ({"was": self.before} if self.before else {})]}
        start, status, text = perf_counter(), 503, ""
        while status == 503:
            status, _, text = self.served.ask("POST", self.address, self.form, message)
        took, self.before = perf_counter() - start, change["op"]
        assert (status, "applied") == (200, json.loads(text)["results"][0]["outcome"]), text[:300]
        return took


def _sending(served: Served, many: int) -> list[float]:
    """How long each change took that so many devices sent, in seconds."""
    took: list[float] = []
    devices = [Device(served.beside()) for _ in range(many)]
    began = monotonic()

    def sends(place: int) -> None:
        for turn in range(ROUNDS):
            sleep(max(began + EVERY_S * (turn + place / many) - monotonic(), 0))
            took.append(devices[place].change())

    threads = [threading.Thread(target=sends, args=(place,)) for place in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def sign_in(served: Served, login: str) -> None:
    """Sign somebody of the demo class in, instead of whoever was."""
    served.cookies.clear()
    token = _token(served.ask("GET", "/sign-in")[2])
    password = next(account.password for account in ACCOUNTS if account.login == login)
    served.ask("POST", "/sign-in", {"csrf_token": token, "login": login, "password": password})


def _open_sheet(served: Served, database: object) -> tuple[str, dict[str, str]]:
    sign_in(served, next(account.login for account in ACCOUNTS if account.role == "trainee"))
    return _begin(served)


def _begin(served: Served) -> tuple[str, dict[str, str]]:
    """Begin a sheet: the address of its vital signs, and what every form of it sends."""
    home = served.ask("GET", "/")[2]
    classroom = re.search(r'name="classroom"[^>]*value="(\d+)"|<option value="(\d+)"', home)
    assert classroom, "the home page offers no class"
    chosen = classroom[1] or classroom[2]
    where = served.ask("POST", "/sheets", {"csrf_token": _token(home), "classroom": chosen, "scenario": ""})[
        1
    ]
    address = f"{where.rpartition('/')[0]}/vitals"
    return address, {"csrf_token": _token(served.ask("GET", address)[2]), "version": "0"}


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the page has no token"
    return found[1]


def _timed(served: Served, path: str, form: dict[str, str], expected: int) -> float:
    start = perf_counter()
    status, _, text = served.ask("POST", path, form)
    took = perf_counter() - start
    assert status == expected, f"{path} answered {status}: {text[:300]}"
    return took
