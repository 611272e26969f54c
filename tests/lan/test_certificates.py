"""The certificates of a machine: kept for their owner, limited to local networks, renewed when they must be."""

import os
import stat
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from epcr.config import Misconfigured
from epcr.lan.addresses import names, numbers
from epcr.lan.authority import ADDRESS, AUTHORITY, DAYS, YEARS, kept_authority, may_vouch
from epcr.lan.door import LOOK_SECONDS, Door
from tests.lan.conftest import EVENING, NUMBER


def certificate(folder, name=ADDRESS):
    return x509.load_pem_x509_certificate((folder / name).read_bytes())


def places(folder):
    named = certificate(folder).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(one.value) for one in named}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "home" / "lan"


@pytest.fixture(autouse=True)
def home(folder):
    folder.parent.mkdir(mode=0o700)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_keys_are_for_their_owner_alone(machine, folder):
    before = os.umask(0)
    try:
        Door(folder)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {
        AUTHORITY: 0o600,
        ADDRESS: 0o600,
    }


def test_a_certificate_is_for_the_machines_numbers_its_name_and_itself(machine, folder):
    Door(folder)
    assert places(folder) == {"localhost", "127.0.0.1", "::1", NUMBER, "laptop.local"}
    usage = certificate(folder).extensions.get_extension_for_class(x509.BasicConstraints).value
    assert not usage.ca


def test_it_is_valid_as_long_as_devices_take_it_and_for_a_clock_that_is_slow(machine, folder):
    Door(folder)
    made = certificate(folder)
    assert made.not_valid_before_utc == EVENING - timedelta(days=2)
    assert made.not_valid_after_utc - made.not_valid_before_utc == timedelta(days=DAYS)
    assert DAYS <= 398


def test_the_next_start_keeps_both(machine, folder):
    first = Door(folder)
    before = (folder / ADDRESS).read_bytes()
    machine["now"] += timedelta(days=DAYS - 40)
    assert Door(folder).authority.fingerprint == first.authority.fingerprint
    assert (folder / ADDRESS).read_bytes() == before


@pytest.mark.parametrize("days", [DAYS - 31, DAYS, -3])
def test_a_certificate_that_runs_out_or_is_of_tomorrow_is_made_anew_by_the_same_authority(
    machine, folder, days
):
    first = Door(folder)
    before = certificate(folder)
    machine["now"] += timedelta(days=days)
    assert Door(folder).authority.fingerprint == first.authority.fingerprint
    assert certificate(folder).serial_number != before.serial_number
    assert certificate(folder).not_valid_before_utc == machine["now"] - timedelta(days=2)


def test_an_authority_that_ran_out_is_made_anew(machine, folder):
    first = Door(folder)
    machine["now"] += timedelta(days=365 * YEARS)
    second = Door(folder)
    assert second.authority.fingerprint != first.authority.fingerprint
    certificate(folder).verify_directly_issued_by(second.authority.certificate)


def test_who_moves_to_another_network_gets_a_certificate_for_it_and_one_left_needs_none(machine, folder):
    Door(folder)
    machine["numbers"] = ("10.42.0.1",)
    Door(folder)
    assert places(folder) == {"localhost", "127.0.0.1", "::1", "10.42.0.1", "laptop.local"}
    before = certificate(folder).serial_number
    machine["numbers"] = ()
    Door(folder)
    assert certificate(folder).serial_number == before


def test_a_server_that_runs_notices_another_network(machine, folder, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("epcr.lan.door.time.monotonic", lambda: clock[0])
    door = Door(folder)
    machine["numbers"] = (NUMBER, "10.42.0.1")
    door.tend()
    assert "10.42.0.1" not in places(folder)  # it does not look in each turn
    clock[0] += LOOK_SECONDS
    door.tend()
    assert "10.42.0.1" in places(folder)


def test_where_nothing_can_be_written_the_old_certificate_goes_on(machine, folder, monkeypatch, caplog):
    clock = [1000.0]
    monkeypatch.setattr("epcr.lan.door.time.monotonic", lambda: clock[0])
    door = Door(folder)

    def full(*_given, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("epcr.lan.authority.os.open", full)
    machine["numbers"] = ("10.42.0.1",)
    clock[0] += LOOK_SECONDS
    door.tend()
    assert "could not be renewed: No space left on device" in caplog.text
    assert NUMBER in places(folder)


def test_a_public_number_of_a_college_makes_an_authority_that_may_vouch_for_it(machine, folder):
    first = Door(folder)
    assert not may_vouch(first.authority.certificate, "141.20.5.6")
    machine["numbers"] = ("141.20.5.6",)
    second = Door(folder)
    assert second.authority.fingerprint != first.authority.fingerprint
    assert "141.20.5.6" in places(folder)


@pytest.mark.parametrize(
    "place",
    ["example.com", "epcr.dev", "laptop", "notlocal", "8.8.8.8", "192.169.0.1", "2606:4700::1111", ""],
)
def test_the_authority_vouches_for_nothing_of_the_internet(machine, folder, place):
    assert not may_vouch(Door(folder).authority.certificate, place)


def test_the_authoritys_limits_are_written_into_it_and_it_makes_no_others(machine, folder):
    extensions = Door(folder).authority.certificate.extensions
    assert extensions.get_extension_for_class(x509.NameConstraints).critical
    basic = extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, 0)


@pytest.mark.parametrize("held", [b"", b"no certificate", "half"])
def test_a_file_of_the_authority_that_holds_something_else_is_named(machine, folder, held):
    Door(folder)
    file = folder / AUTHORITY
    file.write_bytes(file.read_bytes()[:300] if held == "half" else held)
    with pytest.raises(Misconfigured, match=rf"^{file} holds no certificate with its key; delete it"):
        Door(folder)


def test_a_key_that_is_not_the_certificates_is_named(machine, folder, tmp_path):
    Door(folder)
    other = kept_authority(tmp_path / "other", (), (), EVENING)
    mine = (folder / AUTHORITY).read_bytes()
    _, mark, rest = mine.partition(b"-----BEGIN CERTIFICATE-----")
    key = other.pem().partition(b"-----BEGIN CERTIFICATE-----")[0]
    (folder / AUTHORITY).write_bytes(key + mark + rest)
    with pytest.raises(Misconfigured):
        Door(folder)


@pytest.mark.parametrize("held", [b"", b"no certificate"])
def test_a_broken_certificate_of_the_addresses_is_made_anew(machine, folder, held):
    Door(folder)
    (folder / ADDRESS).write_bytes(held)
    Door(folder)
    assert NUMBER in places(folder)


def test_of_two_that_begin_at_once_both_take_the_authority_of_the_first(machine, folder, monkeypatch):
    first = kept_authority(folder, (NUMBER,), (), EVENING)
    exists = type(folder).exists
    monkeypatch.setattr(type(folder), "exists", lambda file: file.name != AUTHORITY and exists(file))
    assert kept_authority(folder, (NUMBER,), (), EVENING).fingerprint == first.fingerprint


def test_a_fingerprint_is_written_as_devices_show_it(machine, folder):
    told = Door(folder).authority
    assert [len(group) for group in told.fingerprint.split()] == [23] * 4
    shown = bytes.fromhex(told.fingerprint.replace(":", "").replace(" ", ""))
    assert shown == told.certificate.fingerprint(hashes.SHA256())


@pytest.mark.parametrize(
    ("called", "told"),
    [
        ("Laptop", ("laptop.local",)), ("dev", ("dev.local",)), ("x.college.edu", ("x.local",)),
        ("localhost", ()), ("", ()), ("Dana's Mac", ()), ("-x", ()), ("a" * 64, ()),
    ],
)  # fmt: skip
def test_a_machine_is_called_by_its_name_on_the_local_network(monkeypatch, called, told):
    monkeypatch.setattr("epcr.lan.addresses.socket.gethostname", lambda: called)
    assert names() == told


def test_numbers_of_networks_inside_the_machine_are_left_out(monkeypatch):
    class Place:
        def __init__(self, name, ip):
            self.nice_name, self.ip = name, ip
            self.is_IPv4 = isinstance(ip, str)

    class Adapter:
        def __init__(self, name, *ips):
            self.ips = [Place(name, ip) for ip in ips]

    monkeypatch.setattr(
        "epcr.lan.addresses.ifaddr.get_adapters",
        lambda: [
            Adapter("lo", "127.0.0.1"), Adapter("wlan0", NUMBER, ("fd00::1", 0, 0)), Adapter("docker0", "172.17.0.1"),
            Adapter("Microsoft Wi-Fi Direct Virtual Adapter", "192.168.137.1"), Adapter("eth0", "169.254.3.4"),
            Adapter("Hyper-V Virtual Ethernet Adapter", "172.20.1.1"), Adapter("wlan0", NUMBER),
        ],
    )  # fmt: skip
    assert numbers() == (NUMBER, "192.168.137.1")
