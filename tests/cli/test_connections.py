"""Connections that say nothing keep nobody waiting: a class's browsers hold hundreds, and tablets fall asleep with theirs."""

import http.client
import resource
import socket
import threading
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask, Response

from epcr.connections import most_of_this_machine
from tests.browser.serving import serving
from tests.cli.test_stopping import address_of

PATIENCE_S = 20
SILENT = 150  # more than waitress takes by itself: a hundred
HALF = b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@contextmanager
def held(address, sent=b"", many=SILENT):
    """So many connections that say this much and then nothing more."""
    host, port = address.removeprefix("http://").split(":")
    with ExitStack() as opened:
        for _ in range(many):
            one = opened.enter_context(socket.create_connection((host, int(port)), timeout=PATIENCE_S))
            one.sendall(sent)
        yield


def status(address, path="/"):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def app():
    made = Flask(__name__, static_folder=None)
    made.add_url_rule("/", view_func=lambda: "here")
    return made


@pytest.mark.parametrize("sent", [b"", HALF], ids=["idle", "half a request"])
def test_a_visitor_is_answered_beside_many_connections_that_say_nothing(epcr, sent):
    with epcr.serving("--demo") as server, held(address_of(server), sent):
        assert status(address_of(server), "/sign-in") == 200


@pytest.mark.parametrize("sent", [b"", HALF], ids=["idle", "half a request"])
def test_where_the_machine_holds_no_more_the_longest_silent_make_room(app, sent):
    with serving(app, most=60) as address, held(address, sent), held(address, sent, many=40):
        assert [status(address) for _ in range(3)] == [200, 200, 200]


def test_those_that_are_being_answered_do_not_make_room(app):
    go_on, begun = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert go_on.wait(PATIENCE_S)
        return "at last"

    app.add_url_rule("/slow", "slow", slow)
    with serving(app, most=60) as address:
        waiting = http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_S)
        waiting.request("GET", "/slow")
        assert begun.wait(PATIENCE_S)
        with held(address):
            assert status(address) == 200
            go_on.set()
            assert waiting.getresponse().read() == b"at last"
        waiting.close()


def test_a_reader_that_stops_reading_lets_its_thread_go_and_one_that_goes_on_reading_is_kept(
    app, monkeypatch
):
    monkeypatch.setattr("epcr.connections.STALLED_SECONDS", 3.0)
    ended = threading.Event()

    def without_end():
        try:
            while True:
                yield b"x" * 1_000_000
        finally:
            ended.set()

    app.add_url_rule("/long", "long", lambda: Response(without_end()))
    with serving(app, threads=1) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as stalled:
            stalled.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
            for _ in range(8):  # twice as long as a stalled one is kept
                assert stalled.recv(1_000_000)
                assert not ended.wait(0.7)
            assert status(address) == 200
            assert ended.is_set()


@pytest.mark.parametrize(
    ("soft", "hard", "raised", "most"),
    [
        (256, resource.RLIM_INFINITY, 4150, 4000),  # macOS
        (1024, 524288, 4150, 4000),  # Linux
        (1024, 1024, 1024, 874),
        (20_000, 20_000, None, 4000),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None, 4000),
        (64, 64, 64, 32),
    ],
)
def test_as_many_are_kept_as_the_system_allows(monkeypatch, soft, hard, raised, most):
    limits = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: limits.append(both))
    assert most_of_this_machine() == most
    assert limits == ([] if raised is None else [(raised, hard)])
