"""`epcr serve` in a process of its own: what it prints, what it keeps, and how it ends."""

import re
import socket
import urllib.request

import pytest

from epcr.scenarios.demo import ACCOUNTS, JOIN_CODE
from tests.cli.running import refused

EVERYWHERE = "0.0.0.0"  # noqa: S104  (the classroom's network)


def fetched(address):
    with urllib.request.urlopen(f"{address}sign-in", timeout=30) as answer:  # noqa: S310  (our own server)
        return answer.read().decode()


def accounts(server):
    return [
        account.login
        for account in ACCOUNTS
        if any(re.search(rf"^ *{account.login} +{account.password} ", line) for line in server.said)
    ]


def test_serving_the_demo_again_keeps_the_records_and_prints_the_accounts(epcr):
    with epcr.serving("--demo") as server:
        assert accounts(server) == [account.login for account in ACCOUNTS]
        assert any(JOIN_CODE in line for line in server.said)
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", server.said[0])
        assert "<form" in fetched(address)
    before = epcr("sheets").stdout
    assert before.count("\n") >= 8
    added = epcr(
        *("user", "add", "ruiz", "--name", "Dana Ruiz", "--role", "trainee", "--password"),
        typed="kept over night\n",
    )
    assert added.exit_code == 0
    with epcr.serving("--demo") as server:
        assert accounts(server) == [account.login for account in ACCOUNTS]
    assert epcr("sheets").stdout == before
    assert "already has the login ruiz" in refused(
        epcr("user", "add", "ruiz", "--name", "R", "--role", "trainee")
    )


def test_a_network_hears_where_it_is_served_and_that_it_is_plain_http(epcr):
    assert epcr("begin", typed="Ana Mora\n\n").exit_code == 0
    with epcr.serving("--demo", "--host", EVERYWHERE) as server:
        assert accounts(server) == []
        addresses = [
            line.removeprefix("The training ePCR is at ") for line in server.said if "http://" in line
        ]
        assert not any(EVERYWHERE in address for address in addresses)
        for address in addresses:
            assert "<form" in fetched(address)
        (plain,) = [line for line in server.said if "plain HTTP" in line]
        assert "passwords" in plain
        assert "Secure" in plain


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.7", "classroom.local"])
def test_the_demo_class_is_made_for_this_computer_only(epcr, host):
    sentence = refused(epcr.apart("serve", "--demo", "--host", host, "--port", "0"))
    assert "the demo class is for this computer only" in sentence
    assert "Begin a real class with: epcr begin" in sentence
    assert epcr("sheets").stdout == ""


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        (("serve", "--host", EVERYWHERE), {}),
        (("serve", "--demo", "--host", EVERYWHERE), {}),
        (("serve",), {"TRUSTED_PROXIES": "127.0.0.1"}),
    ],
)
def test_no_network_is_served_while_a_published_password_holds(demo_class, words, settings):
    epcr, _ = demo_class
    sentence = refused(epcr.apart(*words, "--port", "0", **settings))
    assert "the passwords of admin, instructor, emt, aemt, medic, student are published" in sentence
    assert "Begin a real class with: epcr begin" in sentence


def test_one_published_password_is_enough_to_be_refused(epcr):
    assert epcr("demo").exit_code == 0
    for account in ACCOUNTS[:-1]:
        assert epcr("user", "password", account.login).exit_code == 0
    sentence = refused(epcr.apart("serve", "--host", EVERYWHERE, "--port", "0"))
    assert f"the passwords of {ACCOUNTS[-1].login} are published" in sentence
    assert epcr("user", "password", ACCOUNTS[-1].login).exit_code == 0
    with epcr.serving("--demo", "--host", EVERYWHERE) as server:
        assert accounts(server) == []


def test_without_the_demo_it_serves_an_empty_database_and_no_accounts(epcr):
    with epcr.serving("--host", "0.0.0.0", SECURE_COOKIES="1") as server:  # noqa: S104  (the classroom's network)
        assert accounts(server) == []
        assert not any("plain HTTP" in line for line in server.said)
    assert epcr("sheets").stdout == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_port_in_use_is_named(epcr, host):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = refused(epcr.apart("serve", "--host", host, "--port", str(port)))
    assert sentence.startswith(f"cannot serve on {host}:{port} (Address already in use)")
    assert "--port" in sentence


@pytest.mark.parametrize("host", ["999.1.1.1", "192.0.2.7"])  # RFC 5737: 192.0.2.0/24 is nobody's
def test_an_address_that_is_not_this_machines_is_named(epcr, host):
    sentence = refused(epcr.apart("serve", "--host", host, "--port", "0"))
    assert sentence.startswith(f"cannot serve on {host}:0 (")
    assert "--host" in sentence
