"""Under which addresses other machines reach this server: what an instructor reads out to the class, and what paper leads to.

They come from PUBLIC_URL, else from where the server listens, never from what a request says of its own host alone. No packet is
sent to find them, and nothing is known of names, only of numbers.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import current_app, request

from epcr.lan.addresses import numbers
from epcr.proxies import PUBLIC
from epcr.public_url import Origin, origin_of

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, not bound
SERVED_ON = "SERVED_ON"  # (host, port) in the application's configuration, where `epcr serve` serves it
SECURED: Final = "SECURED"  # a Secured there, where `epcr serve --lan` serves it


@dataclass(frozen=True)
class Secured:
    """The secure address beside the plain one: its port, and the certificate that devices are asked to trust."""

    port: int
    name: str
    fingerprint: str
    certificate: bytes


def addresses() -> list[str]:
    """The address of this machine on the network of the classroom; none where it is on no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # RFC 5737: an address of documentation; a datagram socket sends nothing here.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        address = str(probe.getsockname()[0])
    return [] if is_this_machine(address) else [address]


def reached_at(path: str) -> Sequence[str]:
    """The absolute addresses of a path of this service, as `url_for` gives it; empty where other machines do not reach it.

    They are also empty where nobody has said how: without PUBLIC_URL, under another server than `epcr serve` or behind HTTPS.
    """
    public, served = current_app.config[PUBLIC], _served_on()
    if public is not None:
        return [f"{public.origin}{path}"]
    if served is None:
        return []
    host, port = served
    return [f"{Origin('http', place, port)}{path}" for place in _places(host)]


def reached_securely_at(path: str) -> Sequence[str]:
    """The same at the secure addresses of `epcr serve --lan`; empty where there are none."""
    beside, served = secured(), _served_on()
    if beside is None or served is None:
        return []
    return [f"{Origin('https', place, beside.port)}{path}" for place in _places(served[0])]


def secured() -> Secured | None:
    """The secure address beside the plain one, where there is one."""
    beside: Secured | None = current_app.config.get(SECURED)
    return beside


def _places(host: str) -> Sequence[str]:
    """The numbers or the name under which other machines reach what is served at this host."""
    if host not in EVERYWHERE:
        hosts = [] if is_this_machine(host) else [host]
    else:
        # On a network without a way out, like a hotspot, only who reads the page over it knows the number.
        read_at = origin_of(request.host_url)
        hosts = [read_at.host] if read_at and is_of_this_machine(read_at.host) else []
        hosts += addresses()
        hosts += numbers() if secured() else ()  # for each of them there is a certificate
    return list(dict.fromkeys(hosts))


def is_told() -> bool:
    """Whether it is known at all where the service is to be found."""
    return current_app.config[PUBLIC] is not None or _served_on() is not None


def _served_on() -> tuple[str, int] | None:
    """Where the server listens, if that is where people reach it: over HTTPS they reach a proxy, whose name nobody told."""
    served: tuple[str, int] | None = current_app.config.get(SERVED_ON)
    return None if current_app.config["SESSION_COOKIE_SECURE"] else served


def is_this_machine(host: str) -> bool:
    """Whether only this machine reaches what is served at this host."""
    return host.startswith("127.") or host.rstrip(".").lower() in {"localhost", "::1", "[::1]"}


def is_of_this_machine(number: str) -> bool:
    """Whether this is the number of one of the machine's own places on a network."""
    try:
        there = ipaddress.ip_address(number)
    except ValueError:
        return False
    if there.is_loopback or there.is_unspecified or there.is_multicast:
        return False
    with socket.socket(socket.AF_INET6 if there.version == 6 else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(there), 0))  # the system lets a program have its own numbers only
        except OSError:
            return False
    return True
