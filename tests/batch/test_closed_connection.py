"""Whoever closes the connection stops the drawing, also behind the server of `epcr serve`, which writes ahead of who reads.

The server learns of it when it next sends: what was drawn meanwhile is lost, so that a few sheets more are drawn, and no more.
"""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from epcr.paper.blocks import BUILDING
from tests.batch.watching import PATIENCE, Watched
from tests.browser.serving import serving

SHEETS = 40
READ = 3  # so many are drawn before the connection is closed; the next one is in hand then


@pytest.fixture
def place(college):
    """A class with many submitted sheets."""
    for number in range(SHEETS):
        college.submitted(id=f"{number:012x}")
    return college


@pytest.mark.parametrize("query", ["", "told=1", "as=zip"])
def test_a_closed_connection_stops_the_drawing_well_before_the_end(place, monkeypatch, query):
    client = place.world.as_("teacher").client
    watched = Watched(place.world.app, monkeypatch, free=READ)
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
        watched.let_go.set()
        assert watched.ended.wait(PATIENCE), "the server still works at it"
        assert READ < len(watched.begun) < SHEETS / 2
    assert not BUILDING.locked()
    assert place.world.database.engine.pool.checkedout() == 0
