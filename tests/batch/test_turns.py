"""Batches never take the last threads: two are made at once, whoever comes later is told when, and saving goes on meanwhile."""

from __future__ import annotations

import gc
import http.client
import socket
import threading
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest
from waitress.adjustments import Adjustments

from epcr.batch.turns import AT_ONCE, BatchTurns, turns_of
from epcr.paper.blocks import BUILDING
from tests.batch import reading
from tests.batch.watching import PATIENCE, Watched
from tests.browser.serving import serving

SHEETS = 6
EIGHT = 8


@pytest.fixture
def place(college):
    """A class with submitted sheets."""
    for number in range(SHEETS):
        college.submitted(id=f"{number:012x}")
    return college


class Asking:
    """Somebody signed in, over connections of their own."""

    def __init__(self, world, login, address):
        self.netloc = urlsplit(address).netloc
        cookie = world.as_(login).client.get_cookie(world.app.config["SESSION_COOKIE_NAME"])
        self.headers = {"Cookie": f"{cookie.key}={cookie.value}"}

    def ask(self, path):
        connection = http.client.HTTPConnection(self.netloc, timeout=PATIENCE)
        connection.request("GET", path, headers=self.headers)
        return connection, connection.getresponse()


@pytest.mark.parametrize("query", ["", "?told=1"])
def test_of_eight_batches_two_are_made_and_pages_are_answered_beside_them(place, monkeypatch, query):
    watched = Watched(place.world.app, monkeypatch, free=1)
    with serving(place.world.app) as address, ExitStack() as opened:
        opened.callback(watched.let_go.set)
        teacher, trainee = (Asking(place.world, login, address) for login in ("teacher", "ruiz"))
        made = []
        for _ in range(EIGHT):
            connection, answer = teacher.ask(f"/print/bundle{query}")
            opened.callback(connection.close)
            made.append(b"wait" not in answer.readline() if query else answer.status == 200)
        assert sorted(made) == [False] * (EIGHT - AT_ONCE) + [True] * AT_ONCE
        connection, answer = trainee.ask("/")
        assert answer.status == 200
        connection.close()


def test_who_comes_later_is_told_when_and_then_gets_the_file(place):
    turns = turns_of(place.world.app)
    held = [turns.take(SHEETS) for _ in range(AT_ONCE)]
    waits = place.world.as_("teacher").open("/print/bundle?state=submitted")
    assert waits.status == 503
    assert waits.response.headers["Refresh"] == waits.response.headers["Retry-After"]
    assert 0 < int(waits.response.headers["Refresh"]) <= 10
    assert "your 6 run sheets start automatically" in waits.words
    assert waits.response.headers["Cache-Control"] == "no-store"
    held.pop().end()
    answer = place.world.as_("teacher").client.get("/print/bundle?state=submitted")
    assert len(reading.texts(answer.data)) == SHEETS


@pytest.mark.parametrize("ended", ["read", "closed unread", "thrown away", "only its head"])
def test_a_turn_ends_however_the_batch_ends(place, ended):
    client = place.world.as_("teacher").client
    for _ in range(3 * AT_ONCE):
        if ended == "only its head":
            assert client.head("/print/bundle").status_code == 200
            continue
        answer = client.get("/print/bundle", buffered=False)
        assert answer.status_code == 200
        if ended == "read":
            assert answer.data
        if ended == "closed unread":
            answer.close()
        del answer
        gc.collect()


def test_readers_that_stop_reading_end_their_batches_and_their_threads_go_on(place, monkeypatch):
    monkeypatch.setattr("epcr.connections.STALLED_SECONDS", 2.0)
    # So that a few sheets are more than the system keeps for a reader, and than the server does.
    monkeypatch.setattr(Adjustments, "socket_options", [(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)])
    with serving(place.world.app, outbuf_high_watermark=20_000) as address, ExitStack() as opened:
        teacher = Asking(place.world, "teacher", address)
        host, port = teacher.netloc.split(":")
        for _ in range(AT_ONCE):
            stalled = opened.enter_context(socket.socket())
            stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            stalled.connect((host, int(port)))
            stalled.sendall(
                f"GET /print/bundle HTTP/1.1\r\nHost: x\r\nCookie: {teacher.headers['Cookie']}\r\n\r\n".encode()
            )
        done = threading.Event()
        for _ in range(PATIENCE):
            connection, answer = teacher.ask("/print/bundle")
            with closing(connection):
                if answer.status == 200:
                    assert len(reading.texts(answer.read())) == SHEETS
                    done.set()
                    break
            done.wait(1)
        assert done.is_set()
    assert not BUILDING.locked()


def test_how_long_it_takes_is_told_by_how_far_the_first_is(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("epcr.batch.turns.time.monotonic", lambda: now[0])
    turns = BatchTurns(most=2)
    fast, slow = turns.take(20), turns.take(200)
    fast._drawn, slow._drawn = 10, 10
    now[0] += 5
    assert turns.seconds_to_wait() == 5
    fast.end()
    assert turns.seconds_to_wait() == 10
