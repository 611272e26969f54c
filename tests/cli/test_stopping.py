"""However the server is told to stop, what is being saved is finished and answered, and the database is closed whole.

The moments of a stop are made here, not waited for: a save stands at a lock that the test holds.
"""

import http.client
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing
from urllib.parse import urlencode

import pytest

from epcr.serving import FINISH_SECONDS
from tests.cli.browsing import Browser, sets_in
from tests.cli.running import PATIENCE_S
from tests.cli.stops import stopped_once

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def address_of(server):
    return re.search(r"http://127\.0\.0\.1:\d+", server.said[0])[0]


def ended(server):
    """What it said last, what it complained of, and its status."""
    said, complaints = server.process.communicate(timeout=PATIENCE_S)
    return said, complaints, server.process.returncode


def left_beside(epcr):
    return [one.name for one in epcr.home.iterdir() if one.name.endswith(("-wal", "-shm"))]


@pytest.fixture(autouse=True)
def heard():
    """Servers hear SIGHUP, though this run was started under nohup: what is ignored is handed down to them."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def signed_in():
    """Somebody of the demo class at a server, who hangs up after the test."""
    with ExitStack() as opened:

        def sign_in(server, login="emt"):
            browser = opened.enter_context(closing(Browser(address_of(server))))
            assert browser.sign_in(login) == 303
            if login == "emt":
                browser.begin()
            return browser

        yield sign_in


def cut_off(browser):
    with pytest.raises((OSError, http.client.HTTPException)):
        browser.save()


@pytest.fixture
def held(epcr):
    """Holds the write lock of the database, so that whoever saves waits; called again, it lets go."""
    connections = []

    def turn():
        if connections:
            connections.pop().close()
        else:
            connections.append(sqlite3.connect(epcr.home / "epcr.sqlite", isolation_level=None))
            connections[0].execute("BEGIN IMMEDIATE")

    yield turn
    for one in connections:
        one.close()


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_save_in_flight_is_finished_and_answered_however_the_server_is_stopped(
    epcr, signed_in, held, number
):
    with epcr.serving("--demo") as server:
        browser = signed_in(server)
        held()
        answers = []
        saving = threading.Thread(target=lambda: answers.append(browser.save()))
        saving.start()
        time.sleep(0.5)  # it stands at the lock now; if it did not, it would be answered all the same
        server.process.send_signal(number)
        time.sleep(0.5)
        assert answers == []
        held()
        saving.join(PATIENCE_S)
        said, _, status = ended(server)
    assert (said, status) == ("Stopped.\n", 0)
    ((entry, answered, _),) = answers
    assert answered == 303
    assert left_beside(epcr) == []
    assert entry in sets_in(epcr.home / "epcr.sqlite")


def test_nobody_new_is_let_in_while_it_stops_and_a_form_half_sent_is_still_taken(epcr, signed_in):
    with epcr.serving("--demo") as server:
        browser = signed_in(server)
        host, port = address_of(server).removeprefix("http://").split(":")
        form = urlencode(browser.vital_signs("a" * 32))
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as slow:
            head = (
                f"POST /sheets/{browser.sheet}/vitals HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
            )
            slow.sendall(head.encode() + form[:40].encode())
            time.sleep(0.5)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((host, int(port)), timeout=PATIENCE_S)
            slow.sendall(form[40:].encode())
            assert slow.recv(12) == b"HTTP/1.1 303"
        said, _, status = ended(server)
    assert (said, status) == ("Stopped.\n", 0)
    assert left_beside(epcr) == []


@pytest.mark.parametrize("asked", ["a batch that nobody reads", "half a head"])
def test_whoever_does_not_read_or_send_holds_the_stop_for_a_bounded_time_only(epcr, signed_in, asked):
    with epcr.serving("--demo") as server:
        teacher = signed_in(server, "instructor")
        host, port = address_of(server).removeprefix("http://").split(":")
        with socket.socket() as stalled:
            stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            stalled.connect((host, int(port)))
            cookie = "; ".join(f"{name}={value}" for name, value in teacher.cookies.items())
            line = f"GET /print/bundle HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n"
            stalled.sendall(line.encode() + (b"\r\n" if "batch" in asked else b""))
            time.sleep(1)
            server.process.send_signal(signal.SIGTERM)
            said, _, status = ended(server)  # in PATIENCE_S, which is far more than FINISH_SECONDS
    assert said.endswith("Stopped.\n")
    assert status == 0
    assert FINISH_SECONDS < 10 < PATIENCE_S
    assert left_beside(epcr) == []


def test_told_twice_it_stops_at_once_and_leaves_a_whole_database(epcr, signed_in, held):
    with epcr.serving("--demo") as server:
        browser = signed_in(server)
        held()
        saving = threading.Thread(target=cut_off, args=(browser,))
        saving.start()
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        said, _, status = ended(server)
        held()
        saving.join(PATIENCE_S)
    assert (said, status) == ("Answers that took too long and were cut off: 1.\nStopped.\n", 0)
    sets_in(epcr.home / "epcr.sqlite")


def test_a_server_started_under_nohup_stays_when_the_terminal_is_closed(epcr):
    ignoring = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from epcr.cli import main; main()"
    )
    words = [sys.executable, "-c", ignoring, "serve", "--port", "0"]
    settings = epcr._environment({})
    with subprocess.Popen(words, env=settings, stdout=subprocess.PIPE, text=True) as process:
        said = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGHUP)
        address = re.search(r"http://127\.0\.0\.1:\d+", said[0])[0]
        with closing(Browser(address)) as anybody:
            assert anybody.ask("GET", "/healthz")[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=PATIENCE_S)[0] == "Stopped.\n"


def test_told_to_stop_while_it_still_prepares_it_ends_well(epcr):
    command = epcr._command(("serve", "--demo", "--port", "0"))
    settings = epcr._environment({})
    with subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + PATIENCE_S
        while not (epcr.home / "epcr.sqlite").exists() and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        said, complaints = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, complaints
    assert said.endswith("Stopped.\n")
    assert left_beside(epcr) == []
    with closing(sqlite3.connect(epcr.home / "epcr.sqlite")) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_is_acknowledged_under_load_is_there_after_a_stop(tmp_path):
    """Two stops, each about ten seconds: a real server starts, four trainees save, a backup is taken and restored."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        figures = stopped_once(tmp_path / number.name, number, after=1.0)
        assert figures.acknowledged > 0
        assert figures.lost == 0
