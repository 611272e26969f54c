"""`epcr serve --lan`: both addresses, the certificate, what the terminal says, and what is refused."""

import http.client
import re
import socket
import ssl
import stat

import pytest
import segno

from epcr import cli_lan
from epcr.visit.reach import Secured
from tests.cli.running import refused

HERE = ("--lan", "--host", "127.0.0.1", "--secure-port", "0")


@pytest.fixture
def begun(epcr):
    assert epcr("begin", typed="Ana Mora\n\n").exit_code == 0
    return epcr


def told(server, words):
    """The one line with these words."""
    (line,) = [line for line in server.said if words in line]
    return line


def port(line):
    return int(re.search(r":(\d+)/", line)[1])


def test_it_serves_a_plain_and_a_secure_address_and_says_how_to_trust_it(begun):
    with begun.serving(*HERE) as server:
        plain, secure = port(told(server, "The training ePCR is at http://")), port(told(server, "Securely"))
        assert f"http://127.0.0.1:{plain}/trust" in told(server, "How a device trusts it")
        assert "passwords too" in told(server, "At the plain address")
        assert not any("\u2588" in line or "\u2580" in line for line in server.said)  # nobody scans a log
        there = http.client.HTTPConnection("127.0.0.1", plain, timeout=60)
        there.request("GET", "/trust/training-epcr.crt")
        fetched = there.getresponse().read()
        there.close()
        trusting = ssl.create_default_context(cadata=fetched)
        opened = http.client.HTTPSConnection("127.0.0.1", secure, timeout=60, context=trusting)
        opened.request("GET", "/sign-in")
        answer = opened.getresponse()
        assert answer.status == 200
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-epcr=")
        assert "; Secure" in cookie
        answer.read()
        opened.close()
        shown = told(server, "fingerprint (SHA-256)").rpartition("): ")[2]
    kept = begun.home / "lan"
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept.iterdir()} == {0o600}
    with begun.serving(*HERE) as server:
        assert told(server, "fingerprint (SHA-256)").endswith(shown)  # devices that trust it go on to


def test_the_classroom_is_what_it_serves_where_no_host_is_named(begun):
    with begun.serving("--lan", "--secure-port", "0") as server:
        secure = port(told(server, "Securely, for devices that trust it: https://127.0.0.1"))
        with socket.create_connection(("127.0.0.1", secure), timeout=60):
            pass
        assert not any("SECURE_COOKIES" in line for line in server.said)


@pytest.mark.parametrize("words", [("--lan",), ("--lan", "--demo")])
def test_no_network_is_served_while_a_published_password_holds(demo_class, words):
    epcr, _ = demo_class
    sentence = refused(epcr.apart("serve", *words, "--port", "0", "--secure-port", "0"))
    assert "the passwords of admin, instructor, emt, aemt, medic, student are published" in sentence
    assert not (epcr.home / "lan").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "https://training.college.example"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("SECURE_COOKIES", "1"),
    ],
)
def test_settings_of_a_service_behind_a_proxy_are_refused_beside_it(begun, name, value):
    sentence = refused(begun("serve", *HERE, "--port", "0", **{name: value}))
    assert sentence.startswith("--lan serves this machine's own addresses")
    assert name in sentence


def test_a_secure_port_in_use_is_named(begun):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        words = ("serve", "--lan", "--host", "127.0.0.1", "--port", "0", "--secure-port", str(number))
        sentence = refused(begun.apart(*words))
    assert sentence.startswith(f"cannot serve on 127.0.0.1:{number} (Address already in use)")
    assert "--secure-port" in sentence


def test_an_authority_that_cannot_be_read_is_named(begun):
    (begun.home / "lan").mkdir(mode=0o700)
    (begun.home / "lan" / "authority.pem").write_text("nothing", "ascii")
    sentence = refused(begun.apart("serve", *HERE, "--port", "0"))
    assert "authority.pem holds no certificate with its key; delete it" in sentence


# At a terminal --------------------------------------------------------------------------------------------------------

BESIDE = Secured(8443, "Training ePCR on laptop", "AA:BB", b"")


def greeted(monkeypatch, code="", *, encoding="utf-8", place="192.168.7.20", terminal=True):
    class Terminal:
        def __init__(self):
            self.encoding = encoding

        def isatty(self):
            return terminal

    monkeypatch.setattr(cli_lan.sys, "stdout", Terminal())
    try:
        return cli_lan.secure_greeting([place], 8000, BESIDE, code)
    finally:
        monkeypatch.undo()


@pytest.mark.parametrize("code", ["", "K7QM2RXA"])
def test_a_terminal_shows_a_code_to_scan_with_the_classs_own_where_there_is_one_class(monkeypatch, code):
    said = greeted(monkeypatch, code)
    address = f"http://192.168.7.20:8000/join{f'?code={code}' if code else ''}"
    assert said.endswith(f"The QR code opens {address}")
    assert said.count("\u2580") + said.count("\u2584") > 50
    assert segno.make(address, error="l", micro=False).version >= 2


@pytest.mark.parametrize("how", [{"terminal": False}, {"encoding": "cp1252"}, {"place": "127.0.0.1"}])
def test_no_code_is_drawn_where_nobody_could_scan_it(monkeypatch, how):
    assert "QR" not in greeted(monkeypatch, **how)


def test_of_several_classes_nobody_knows_which_is_meant(world):
    assert cli_lan.only_code(world.database) == ""
