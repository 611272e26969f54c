"""TLS in the loop of the server: a browser that trusts the authority is answered, and one that says nothing holds nobody up."""

import http.client
import socket
import ssl
import threading
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask, Response, request

from epcr.serving import StopSignal, listen
from tests.lan.conftest import NUMBER

PATIENCE_S = 20


@pytest.fixture
def app():
    made = Flask(__name__, static_folder=None)
    made.add_url_rule("/", "scheme", lambda: request.scheme)
    made.add_url_rule("/length", "length", lambda: str(len(request.get_data())), methods=["POST"])
    made.add_url_rule("/long", "long", lambda: Response(b"x" * 1000 for _ in range(20_000)))
    return made


@contextmanager
def served(app, door, **options):
    """The plain and the secure port."""
    most = options.pop("most", None)
    options = {"host": "127.0.0.1", "port": 0, "threads": 2, **options}
    server = listen(app, most=most, **options)
    secure = server.listen_securely(app, door.context, **options)
    stop = StopSignal(wake=server.wake)
    thread = threading.Thread(target=server.run, args=[stop])
    thread.start()
    try:
        yield server.port, secure
    finally:
        stop.times = 2
        server.wake()
        thread.join()


def trusting(door):
    return ssl.create_default_context(cadata=door.authority.der)


@contextmanager
def browser(door, port):
    opened = http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE_S, context=trusting(door))
    try:
        yield opened
    finally:
        opened.close()


def answer(connection, path="/", body=None):
    connection.request("GET" if body is None else "POST", path, body)
    return connection.getresponse().read()


def test_both_ports_answer_and_each_knows_how_it_was_asked(app, door):
    with served(app, door) as (plain, secure), browser(door, secure) as opened:
        assert [answer(opened) for _ in range(3)] == [b"https"] * 3  # on one connection
        there = http.client.HTTPConnection("127.0.0.1", plain, timeout=PATIENCE_S)
        assert answer(there) == b"http"
        there.close()


def test_what_is_long_goes_both_ways(app, door):
    with served(app, door) as (_, secure), browser(door, secure) as opened:
        assert answer(opened, "/length", b"y" * 900_000) == b"900000"
        assert len(answer(opened, "/long")) == 20_000_000
        assert answer(opened) == b"https"


@pytest.mark.parametrize("name", [NUMBER, "laptop.local", "127.0.0.1", "localhost"])
def test_a_device_that_trusts_the_authority_shakes_hands_at_each_address(app, door, name):
    with (
        served(app, door) as (_, secure),
        socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S) as bare,
        trusting(door).wrap_socket(bare, server_hostname=name) as shaken,
    ):
        assert shaken.version() == "TLSv1.3"


@pytest.mark.parametrize("name", ["example.com", "192.168.7.21"])
def test_it_vouches_for_no_other_address(app, door, name):
    with (
        served(app, door) as (_, secure),
        socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S) as bare,
        pytest.raises(ssl.SSLCertVerificationError, match=r"mismatch|not valid for"),
    ):
        trusting(door).wrap_socket(bare, server_hostname=name)


def test_who_does_not_trust_it_or_speaks_an_old_tls_is_let_go_without_a_word_in_the_log(app, door, caplog):
    old = trusting(door)
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with served(app, door) as (_, secure):
        for context in (ssl.create_default_context(), old):
            with (
                socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S) as bare,
                pytest.raises(ssl.SSLError),
            ):
                context.wrap_socket(bare, server_hostname="127.0.0.1")
        with browser(door, secure) as opened:
            assert answer(opened) == b"https"
    assert caplog.records == []


def test_a_new_certificate_is_given_to_who_comes_next(app, door, monkeypatch):
    with served(app, door) as (_, secure), browser(door, secure) as before:
        assert answer(before) == b"https"
        monkeypatch.setattr("epcr.lan.door.numbers", lambda: ("10.42.0.1",))
        door._looked = float("-inf")
        door.tend()
        with (
            socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S) as bare,
            trusting(door).wrap_socket(bare, server_hostname="10.42.0.1") as shaken,
        ):
            assert shaken.version()
        assert answer(before) == b"https"


def test_who_leaves_https_out_is_sent_to_the_address_with_it(app, door):
    with served(app, door) as (_, secure):
        there = http.client.HTTPConnection("127.0.0.1", secure, timeout=PATIENCE_S)
        there.request("GET", "/join?code=K7QM2RXA")
        response = there.getresponse()
        assert response.status == 307
        assert response.headers["Location"] == f"https://127.0.0.1:{secure}/join?code=K7QM2RXA"
        there.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"\n",
        b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET /\r\nX: y\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x00\x05abcde",
    ],
)
def test_what_is_neither_is_hung_up_on(app, door, sent):
    with served(app, door) as (_, secure):
        with socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S) as bare:
            bare.sendall(sent)
            heard = bare.recv(100)
            assert not heard.startswith(b"HTTP")
        with browser(door, secure) as opened:
            assert answer(opened) == b"https"


HELLO = b"\x16\x03\x01\x02\x00\x01\x00"  # the beginning of a handshake


@pytest.mark.parametrize("sent", [b"", HELLO], ids=["idle", "half a handshake"])
def test_a_visitor_is_answered_beside_many_that_say_nothing_and_they_make_room(app, door, sent):
    with served(app, door, most=60) as (_, secure), ExitStack() as held:
        for _ in range(150):
            bare = held.enter_context(socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S))
            bare.sendall(sent)
        for _ in range(3):
            with browser(door, secure) as opened:
                assert answer(opened) == b"https"


def test_half_a_handshake_is_ended_after_the_time_that_a_connection_may_be_silent(app, door):
    with (
        served(app, door, channel_timeout=1, cleanup_interval=1) as (_, secure),
        socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S) as bare,
    ):
        bare.sendall(HELLO)
        assert bare.recv(1) == b""


def test_a_reader_that_stops_reading_lets_its_thread_go(app, door, monkeypatch):
    monkeypatch.setattr("epcr.connections.STALLED_SECONDS", 2.0)
    ended = threading.Event()

    def without_end():
        try:
            while True:
                yield b"x" * 1_000_000
        finally:
            ended.set()

    app.add_url_rule("/endless", "endless", lambda: Response(without_end()))
    with served(app, door, threads=1) as (_, secure):
        with (
            socket.create_connection(("127.0.0.1", secure), timeout=PATIENCE_S) as bare,
            trusting(door).wrap_socket(bare, server_hostname="127.0.0.1") as stalled,
        ):
            stalled.sendall(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
            assert stalled.recv(1000)
            assert ended.wait(PATIENCE_S)
        with browser(door, secure) as opened:
            assert answer(opened) == b"https"


def test_many_at_once_each_get_their_own(app, door):
    app.add_url_rule("/echo/<int:number>", "echo", lambda number: f"{number}" * 5000)
    wrong = []

    def ask(port, number):
        with browser(door, port) as opened:
            wrong.extend(
                number for _ in range(10) if answer(opened, f"/echo/{number}") != f"{number}".encode() * 5000
            )

    with served(app, door, threads=4) as (_, secure):
        asking = [threading.Thread(target=ask, args=(secure, number)) for number in range(20)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    assert wrong == []
