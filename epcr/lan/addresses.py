"""The numbers and names of this machine on the networks that it is on now. Nothing is sent to find them."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import Final

import ifaddr

# Networks inside this machine, of containers and virtual machines, and tunnels elsewhere: no tablet comes in by them. Chosen here.
_INSIDE: Final = re.compile(
    r"docker|br-|veth|virbr|vmnet|vboxnet|vethernet|hyper-v|virtualbox|vmware|tun\d|utun|wg\d|tailscale|zt",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")  # RFC 1123, 2.1


def numbers() -> tuple[str, ...]:
    """The machine's IPv4 numbers on networks, hotspots of its own too, which no route leads out of."""
    of_adapters = (
        str(place.ip)
        for adapter in ifaddr.get_adapters()
        for place in adapter.ips
        if place.is_IPv4 and not _INSIDE.match(place.nice_name)
    )
    return tuple(dict.fromkeys(number for number in of_adapters if _is_on_a_network(number)))


def names() -> tuple[str, ...]:
    """What the machine is called on its own network (RFC 6762); none where its name is no name of a host.

    Its bare name is left out: who is called `dev` would vouch for a part of the internet.
    """
    label = socket.gethostname().partition(".")[0].lower()
    return (f"{label}.local",) if _LABEL.fullmatch(label) and label != "localhost" else ()


def _is_on_a_network(number: str) -> bool:
    there = ipaddress.ip_address(number)
    # A number of 169.254/16 is one that a machine gives itself where nobody gave it one.
    return not (there.is_loopback or there.is_link_local or there.is_unspecified)
