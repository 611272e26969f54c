"""Under which addresses other machines reach this server: what an instructor reads out to the class.

No packet is sent to find them, and nothing is known of names, only of numbers.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence

from flask import current_app, request, url_for

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, not bound
SERVED_ON = "SERVED_ON"  # (host, port) in the application's configuration, where `epcr serve` serves it


def addresses() -> list[str]:
    """The address of this machine on the network of the classroom; none where it is on no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # RFC 5737: an address of documentation; a datagram socket sends nothing here.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        found = str(probe.getsockname()[0])
    return [] if is_this_machine(found) else [found]


def join_addresses() -> Sequence[str]:
    """Where trainees type the code of a class; empty where only this machine reaches the server.

    Whoever reads the page over the network reads the address they use; on the machine that serves, it is looked up.
    """
    asked = url_for("people.join", _external=True)
    served = current_app.config.get(SERVED_ON)
    if served is None or not is_this_machine(request.host.rpartition(":")[0] or request.host):
        return [asked]
    host, port = served
    if host not in EVERYWHERE:
        return [] if is_this_machine(host) else [asked]
    return [f"http://{address}:{port}{url_for('people.join')}" for address in addresses()]


def is_this_machine(host: str) -> bool:
    """Whether only this machine reaches what is served at this host."""
    return host.startswith("127.") or host in {"localhost", "::1", "[::1]"}
