"""The address that an instructor reads out to the class is one that the class can reach."""

import pytest

from epcr.people.model import Classroom
from epcr.visit import reach


@pytest.fixture
def class_page(world, monkeypatch):
    """The words of the class page, as read at an address of a server that serves on another."""
    monkeypatch.setattr(reach, "addresses", lambda: ["192.0.2.20"])
    with world.database.read() as session:
        number = session.query(Classroom).filter_by(name="Evening class").one().id
    who = world.as_("teacher")

    def read(at, served=None):
        world.app.config[reach.SERVED_ON] = served
        client = who.client
        cookie = client.get_cookie("epcr")
        client.set_cookie("epcr", cookie.value, domain=at.partition(":")[0])
        return client.get(f"/classes/{number}", base_url=f"http://{at}").get_data(as_text=True)

    return read


def test_on_the_machine_that_serves_the_class_the_page_shows_its_address_on_the_network(class_page):
    words = class_page("127.0.0.1:8000", ("0.0.0.0", 8000))  # noqa: S104  (the classroom's network)
    assert "http://192.0.2.20:8000/join" in words
    assert "127.0.0.1" not in words


@pytest.mark.parametrize("host", ["192.0.2.99:8000", "epcr.example:8000", "evil.example", "192.0.2.20:1"])
def test_what_a_request_calls_its_host_does_not_decide_what_is_read_out(class_page, host):
    words = class_page(host, ("0.0.0.0", 8000))  # noqa: S104
    assert 'type it at <span class="num">http://192.0.2.20:8000/join</span></p>' in words


def test_on_a_network_without_a_way_out_the_number_that_the_page_is_read_at_is_shown(class_page, monkeypatch):
    monkeypatch.setattr(reach, "addresses", list)
    monkeypatch.setattr(reach, "is_of_this_machine", lambda number: number == "10.42.0.1")
    assert "http://10.42.0.1:8000/join" in class_page("10.42.0.1:8000", ("0.0.0.0", 8000))  # noqa: S104
    assert "No other machine" in class_page("10.42.0.2:8000", ("0.0.0.0", 8000))  # noqa: S104


@pytest.mark.parametrize(
    "number",
    ["192.0.2.99", "127.0.0.1", "0.0.0.0", "::", "::1", "224.0.0.1", "epcr", ""],  # noqa: S104
)
def test_a_number_that_is_not_this_machines_on_a_network_is_not_taken_for_one(number):
    assert not reach.is_of_this_machine(number)


def test_this_machines_own_number_is_known():
    for number in reach.addresses():
        assert reach.is_of_this_machine(number)


@pytest.mark.parametrize(("host", "shown"), [("192.0.2.30", "192.0.2.30"), ("2001:db8::7", "[2001:db8::7]")])
def test_a_server_on_one_address_shows_that_one(class_page, host, shown):
    words = class_page("evil.example:9", (host, 8001))
    assert f'type it at <span class="num">http://{shown}:8001/join</span></p>' in words


def test_a_server_for_this_machine_only_says_so(class_page):
    words = class_page("localhost:8000", ("127.0.0.1", 8000))
    assert "No other machine reaches the server now" in words
    assert "/join<" not in words


def test_under_another_server_the_page_says_that_nobody_told_the_address(class_page):
    words = class_page("epcr.example:8000")
    assert "the person who runs it sets PUBLIC_URL" in words
    assert "epcr.example" not in words


def test_a_machine_on_no_network_has_no_address(monkeypatch):
    class Unplugged:
        def __init__(self, *_kind):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            pass

        def connect(self, _address):
            raise OSError

    monkeypatch.setattr(reach.socket, "socket", Unplugged)
    assert reach.addresses() == []


@pytest.mark.parametrize("host", ["evil.example", "192.0.2.20:8000", "127.0.0.1:8000"])
def test_where_it_is_reached_over_https_no_address_without_it_is_read_out(world, class_page, host):
    page = class_page(host, ("0.0.0.0", 8000))  # noqa: S104
    assert "http://192.0.2.20:8000/join" in page
    world.app.config["SESSION_COOKIE_SECURE"] = True  # SECURE_COOKIES=1, and no PUBLIC_URL
    page = class_page(host, ("0.0.0.0", 8000))  # noqa: S104
    assert "the person who runs it sets PUBLIC_URL" in page
    assert "http://192" not in page
    assert "evil.example" not in page
