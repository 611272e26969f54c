"""A browser over a real connection, for a server in another process: it signs in, begins a sheet and saves vital signs."""

from __future__ import annotations

import http.client
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from epcr.scenarios.demo import ACCOUNTS
from epcr.sheet.section import new_id

PATIENCE_S = 60


@dataclass
class Browser:
    """One kept-alive connection with its cookie."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    token: str = ""

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE_S)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """One request: status, location, text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, None if form is None else urlencode(form), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text

    def sign_in(self, login: str, password: str = "") -> int:
        """Sign in, by default as somebody of the demo class; the status of the answer."""
        known = {one.login: one.password for one in ACCOUNTS}
        token = token_in(self.ask("GET", "/sign-in")[2])
        form = {"csrf_token": token, "login": login, "password": password or known[login]}
        return self.ask("POST", "/sign-in", form)[0]

    def begin(self) -> None:
        """Begin a sheet in the first class."""
        home = self.ask("GET", "/")[2]
        chosen = re.search(r'name="classroom"[^>]*value="(\d+)"|<option value="(\d+)"', home)
        assert chosen, home[:500]
        form = {"csrf_token": token_in(home), "classroom": chosen[1] or chosen[2], "scenario": ""}
        self.sheet = self.ask("POST", "/sheets", form)[1].split("/")[2]
        self.token = token_in(self.ask("GET", f"/sheets/{self.sheet}/vitals")[2])

    def vital_signs(self, entry: str, **more: str) -> dict[str, str]:
        """The form of one new set."""
        typed = {"taken_at": "17:05", "systolic": "120", "diastolic": "80", "heart_rate": "88"} | more
        named = {f"vitals-{entry}-{name}": value for name, value in typed.items()}
        return {"csrf_token": self.token, "version": "0", "entry": entry} | named

    def save(self, entry: str = "", **more: str) -> tuple[str, int, str]:
        """Save one new set: its id, the status, the text."""
        entry = entry or new_id()
        status, _, text = self.ask("POST", f"/sheets/{self.sheet}/vitals", self.vital_signs(entry, **more))
        return entry, status, text


def token_in(page: str) -> str:
    """The token of the page's first form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


def sets_in(file: Path) -> set[str]:
    """The ids of all sets of vital signs in a database that nobody serves; it must be whole."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {str(entry) for (entry,) in opened.execute("SELECT id FROM vital_signs")}
