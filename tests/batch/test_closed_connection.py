"""Whoever closes the connection stops the drawing, also behind the server of `epcr serve`, which writes ahead of who reads.

The server learns of it when it next sends: what was drawn meanwhile is lost, so that a few sheets more are drawn, and no more.
"""

from __future__ import annotations

import http.client
import threading
from urllib.parse import urlsplit

import pytest
from werkzeug.wsgi import ClosingIterator

from epcr.batch import drawing
from epcr.report.blocks import BUILDING
from tests.browser.serving import serving

SHEETS = 40
READ = 3  # so many are drawn before the connection is closed; the next one is in hand then
PATIENCE = 60  # seconds, on a machine that does other things too


@pytest.fixture
def place(college):
    """A class with many submitted sheets."""
    for number in range(SHEETS):
        college.submitted(id=f"{number:012x}")
    return college


class Watched:
    """The sheets that are begun, and the moments between server and reader: at work, connection closed, done with the request."""

    def __init__(self, app, monkeypatch):
        self.begun = []
        self.busy, self.closed, self.ended = threading.Event(), threading.Event(), threading.Event()
        stands, answers = drawing.standing, app.wsgi_app

        def standing(session, sheet):
            self.begun.append(sheet.id)
            if len(self.begun) > READ:
                self.busy.set()
                self.closed.wait(PATIENCE)
            return stands(session, sheet)

        def answer(environ, start):
            told = answers(environ, start)
            return ClosingIterator(told, self.ended.set) if environ["PATH_INFO"] == "/print/bundle" else told

        monkeypatch.setattr(drawing, "standing", standing)
        monkeypatch.setattr(app, "wsgi_app", answer)


@pytest.mark.parametrize("query", ["", "told=1", "as=zip"])
def test_a_closed_connection_stops_the_drawing_well_before_the_end(place, monkeypatch, query):
    client = place.world.as_("teacher").client
    watched = Watched(place.world.app, monkeypatch)
    with serving(place.world.app) as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        cookie = client.get_cookie(place.world.app.config["SESSION_COOKIE_NAME"])
        connection.request(
            "GET", f"/print/bundle?{query}", headers={"Cookie": f"{cookie.key}={cookie.value}"}
        )
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.read(1)
        assert watched.busy.wait(PATIENCE)
        answer.close()
        connection.close()
        watched.closed.set()
        assert watched.ended.wait(PATIENCE), "the server still works at it"
        assert READ < len(watched.begun) < SHEETS / 2
    assert not BUILDING.locked()
    assert place.world.database.engine.pool.checkedout() == 0
