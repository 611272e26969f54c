"""How much a saved vital-sign set costs over HTTP, as a ratio to a Flask route that returns a constant.

Both are served by the same waitress in this process and asked over one kept-alive connection, in turns.
"""

from __future__ import annotations

import http.client
import re
import tempfile
import threading
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

import waitress
from flask import Flask

from epcr import create_app
from epcr.config import Settings
from epcr.migrations import upgrade
from epcr.scenarios.demo import ACCOUNTS, load_demo
from epcr.sheet.section import new_id

TIMES = 150


class Served:
    """An application behind a real server on a free port."""

    def __init__(self, app: Flask) -> None:
        self.server = waitress.create_server(app, host="127.0.0.1", port=0, threads=2)
        threading.Thread(target=self.server.run, daemon=True).start()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.effective_port)
        self.cookie = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """One request: status, location, text."""
        headers = {"Cookie": self.cookie}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.getheader("Set-Cookie"):
            self.cookie = str(answer.getheader("Set-Cookie")).split(";", 1)[0]
        return answer.status, str(answer.getheader("Location") or ""), text


def ratio() -> str:
    """One line for `make bench`."""
    constant = Flask("constant")

    @constant.post("/")
    def reply() -> str:
        return "saved"

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(f"sqlite:///{Path(folder) / 'bench.sqlite'}", "bench"))
        database = app.extensions["epcr.database"]
        upgrade(database.engine)
        load_demo(database)
        saving, floor = Served(app), Served(constant)
        address, form = _open_sheet(saving, database)
        floors, saves = [], []
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
        database.engine.dispose()
    share = median(saves) / median(floors)
    return f"saving a vital-sign set over HTTP: {share:.1f}x a route that returns a constant ({TIMES} each, medians)"


def sign_in(served: Served, login: str) -> None:
    """Sign somebody of the demo class in, instead of whoever was."""
    served.cookie = ""
    token = _token(served.ask("GET", "/sign-in")[2])
    password = next(account.password for account in ACCOUNTS if account.login == login)
    served.ask("POST", "/sign-in", {"csrf_token": token, "login": login, "password": password})


def _open_sheet(served: Served, database: object) -> tuple[str, dict[str, str]]:
    sign_in(served, next(account.login for account in ACCOUNTS if account.role == "trainee"))
    home = served.ask("GET", "/")[2]
    classroom = re.search(r'name="classroom"[^>]*value="(\d+)"|<option value="(\d+)"', home)
    assert classroom, "the home page offers no class"
    chosen = classroom[1] or classroom[2]
    where = served.ask("POST", "/sheets", {"csrf_token": _token(home), "classroom": chosen, "scenario": ""})[
        1
    ]
    address = where.replace("/incident", "/vitals")
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
