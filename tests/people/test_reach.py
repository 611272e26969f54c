"""The address that an instructor reads out to the class is one that the class can reach."""

import pytest

from epcr.people import reach
from epcr.people.model import Classroom


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


def test_over_the_network_the_page_shows_the_address_it_was_read_at(class_page):
    words = class_page("192.0.2.99:8000", ("0.0.0.0", 8000))  # noqa: S104
    assert "http://192.0.2.99:8000/join" in words
    assert "192.0.2.20" not in words


def test_a_server_for_this_machine_only_says_so(class_page):
    words = class_page("localhost:8000", ("127.0.0.1", 8000))
    assert "No other machine reaches the server now" in words
    assert "/join<" not in words


def test_under_another_server_the_page_shows_the_address_it_was_read_at(class_page):
    assert "http://localhost:8000/join" in class_page("localhost:8000")


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
