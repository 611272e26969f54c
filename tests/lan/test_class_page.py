"""The page of a class says how devices get to it, and whether they do."""

from datetime import UTC, datetime, timedelta

import pytest
import segno

from epcr.people.model import Classroom
from epcr.visit import arrivals as lately
from epcr.visit.arrivals import MOST, Arrivals, arrivals
from tests.lan.conftest import NUMBER
from tests.lan.test_both_addresses import PLAIN, SECURE, sign_in

NOON = datetime(2026, 9, 1, 16, tzinfo=UTC)  # in New York


@pytest.fixture
def clock(monkeypatch):
    told = {"now": NOON}
    monkeypatch.setattr(lately, "now", lambda: told["now"])
    return told


@pytest.fixture
def classroom(both):
    with both.database.read() as session:
        return session.query(Classroom).filter_by(name="Evening class").one().id


def page_of(world, classroom):
    return world.as_("teacher").open(f"/classes/{classroom}")


# How they get there ---------------------------------------------------------------------------------------------------


def test_it_shows_both_addresses_the_fingerprint_and_the_way_to_trust_it(both, classroom, door):
    page = page_of(both, classroom)
    assert f"{PLAIN}/join or http://10.42.0.1:8000/join" in page.words
    assert f"{SECURE}/join or https://10.42.0.1:8443/join" in page.words
    assert door.authority.fingerprint in page.words
    assert page.html.find("a", href="/trust").text.strip() == f"{PLAIN}/trust"


def test_the_code_to_scan_is_the_plain_address_with_the_classs_code(both, classroom):
    picture = page_of(both, classroom).html.find("img")
    address = f"{PLAIN}/join?code=EVEN42"
    assert picture["alt"] == f"QR code that opens {address}"
    assert picture["src"] == segno.make(address, error="m", micro=False).svg_data_uri(border=4, light="#fff")


def test_the_page_behind_the_code_has_it_typed_already(both):
    page = both.app.test_client().get("/join?code=EVEN42", base_url=PLAIN).get_data(as_text=True)
    assert 'value="EVEN42"' in page


def test_a_class_that_nobody_can_join_has_no_code_to_scan(both, classroom):
    with both.database.write("the tests") as session:
        session.get_one(Classroom, classroom).join_open = False
    assert page_of(both, classroom).html.find("img") is None


def test_without_a_secure_address_nothing_is_said_of_one(world, monkeypatch):
    monkeypatch.setattr("epcr.visit.reach.addresses", lambda: [NUMBER])
    with world.database.read() as session:
        number = session.query(Classroom).filter_by(name="Evening class").one().id
    world.app.config["SERVED_ON"] = ("0.0.0.0", 8000)  # noqa: S104
    page = page_of(world, number)
    assert page.html.find("img") is not None
    assert "https://" not in page.words
    assert "fingerprint" not in page.words


# Whether they do ------------------------------------------------------------------------------------------------------


def come(world, address, base=PLAIN, browser=None):
    browser = browser or world.app.test_client()
    browser.get("/sign-in", base_url=base, environ_overrides={"REMOTE_ADDR": address})
    return browser


def test_nobody_has_come_yet_and_this_computer_is_not_counted(both, classroom, monkeypatch):
    monkeypatch.setattr(lately, "is_of_this_machine", lambda address: address == NUMBER)
    come(both, "127.0.0.1")
    come(both, NUMBER)
    assert "No other device has reached this server in the last 4 hours." in page_of(both, classroom).words


def test_devices_are_counted_and_the_last_is_told_on_the_clock_of_the_class(both, classroom, clock):
    come(both, "192.168.7.31")
    clock["now"] = NOON + timedelta(minutes=5, seconds=33)
    come(both, "192.168.7.32")
    page = page_of(both, classroom).words
    assert "2 devices reached this server in the last 4 hours, the last at 12:05." in page
    clock["now"] = NOON + timedelta(hours=4, minutes=1)
    assert (
        "1 device reached this server in the last 4 hours, the last at 12:05."
        in page_of(both, classroom).words
    )


def test_one_device_is_one_at_both_addresses_before_and_after_it_signs_in(both):
    browser = come(both, "192.168.7.31")
    for base in (PLAIN, SECURE):
        browser.environ_base["REMOTE_ADDR"] = "192.168.7.31"
        assert sign_in(browser, base).status_code == 303
        browser.get("/", base_url=base)
    with both.app.app_context():
        assert arrivals().reached().devices == 1


def test_files_and_whoever_watches_the_server_are_no_devices(both):
    browser = both.app.test_client()
    for path in ("/healthz", "/static/none.css", "/no-such-page"):
        browser.get(path, environ_overrides={"REMOTE_ADDR": "192.168.7.40"})
    with both.app.app_context():
        assert arrivals().reached().devices == 0


@pytest.mark.parametrize(
    ("came", "devices"),
    [
        ([("a", "", False)] * 2, 1),
        ([("a", "", False), ("a", "1", False)], 1),
        ([("a", "1", False), ("a", "2", False), ("a", "", False)], 2),  # behind one router
        ([("a", "1", False), ("a", "7", True)], 1),  # at both addresses
        ([("a", "1", False), ("a", "2", False), ("a", "7", True)], 2),
        ([("a", "1", False), ("b", "1", False)], 1),  # it got another number from the network
        ([("a", "1", False), ("b", "1", False), ("a", "2", False)], 2),
        ([("a", "", False), ("b", "", True)], 2),
        ([], 0),
    ],
)
def test_devices_are_told_apart_by_number_or_address(clock, came, devices):
    seen = Arrivals()
    for step, (address, number, secure) in enumerate(came):
        clock["now"] = NOON + timedelta(seconds=step)
        seen.note(address, number, secure=secure)
    assert seen.reached().devices == devices


def test_who_invents_devices_fills_no_memory(clock):
    seen = Arrivals()
    for number in range(MOST + 50):
        seen.note("a", str(number), secure=False)
    assert len(seen._seen) == MOST
    assert not seen.knows("b")
