"""A machine on a classroom's network, and a class that is served there at both addresses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from epcr.lan import door as lan_door
from epcr.lan.door import Door
from epcr.visit.reach import SECURED, SERVED_ON, Secured

EVENING = datetime(2026, 9, 1, 18, tzinfo=UTC)
NUMBER = "192.168.7.20"


@pytest.fixture
def machine(monkeypatch):
    """What the machine's numbers and names are: a test may change them."""
    told = {"numbers": (NUMBER,), "names": ("laptop.local",), "now": EVENING}
    monkeypatch.setattr(lan_door, "numbers", lambda: told["numbers"])
    monkeypatch.setattr(lan_door, "names", lambda: told["names"])
    monkeypatch.setattr(lan_door, "now", lambda: told["now"])
    return told


@pytest.fixture
def door(tmp_path, monkeypatch):
    """One that is valid today, whatever day that is."""
    monkeypatch.setattr(lan_door, "numbers", lambda: (NUMBER,))
    monkeypatch.setattr(lan_door, "names", lambda: ("laptop.local",))
    return Door(tmp_path / "lan")


@pytest.fixture
def both(world, door, monkeypatch):
    """A college that is served at a plain address with port 8000 and a secure one with port 8443."""
    monkeypatch.setattr("epcr.visit.reach.addresses", lambda: [NUMBER])
    monkeypatch.setattr("epcr.visit.reach.numbers", lambda: (NUMBER, "10.42.0.1"))
    authority = door.authority
    beside = Secured(8443, authority.name, authority.fingerprint, authority.der)
    world.app.config.update({SERVED_ON: ("0.0.0.0", 8000), SECURED: beside})  # noqa: S104
    yield world
    world.app.config.update({SERVED_ON: None, SECURED: None})
