"""What `epcr serve --lan` adds: a secure address with a certificate of this machine's own, and what the terminal says of it."""

from __future__ import annotations

import ipaddress
import sys
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from epcr.config import Misconfigured, Settings, home
from epcr.db import Database
from epcr.lan.door import Door
from epcr.public_url import Origin
from epcr.visit.reach import Secured, is_this_machine

if TYPE_CHECKING:
    from epcr.serving import Server

FOLDER: Final = "lan"  # beside the database and the secret
_PLAIN: Final = (
    "At the plain address whoever is on this network can read what is sent, passwords too. Use invented patients and "
    "passwords of no other place."
)
_OWN: Final = (
    "--lan serves this machine's own addresses, a plain and a secure one; {} says that people reach it in another way. "
    "Leave one of the two out"
)


def require_own_addresses(settings: Settings) -> None:
    """Refuse settings of a service behind a proxy: at two addresses at once they would be wrong at one. Raises Misconfigured."""
    given = {
        "PUBLIC_URL": settings.public_url,
        "TRUSTED_PROXIES": settings.trusted_proxies,
        "SECURE_COOKIES": settings.secure_cookies,
    }
    for name, value in given.items():
        if value:
            raise Misconfigured(_OWN.format(name))


def open_door(host: str) -> Door:
    """The certificates for what is served at this host. Raises Misconfigured and OSError."""
    return Door(home() / FOLDER, also=(host,) if _is_number(host) else ())


def listen_securely(server: Server, application: Any, door: Door, **options: Any) -> Secured:
    """Listen at the secure address as well, and look after the certificate. Raises OSError or ValueError where that cannot be."""
    port = server.listen_securely(application, door.context, **options)
    server.tends = door.tend
    return Secured(port, door.authority.name, door.authority.fingerprint, door.authority.der)


def secure_greeting(places: list[str], plain_port: int, beside: Secured, code: str) -> str:
    """What the terminal says below the plain addresses: the secure ones, the fingerprint, how a device trusts it, and a code to scan."""
    plain = Origin("http", places[0], plain_port)
    lines = [
        f"Securely, for devices that trust it: {Origin('https', place, beside.port)}/" for place in places
    ]
    lines += [
        f"How a device trusts it: {plain}/trust",
        f"The certificate to trust is “{beside.name}”; its fingerprint (SHA-256): {beside.fingerprint}",
        _PLAIN,
    ]
    if not is_this_machine(places[0]):
        lines += _scanned(f"{plain}/join{f'?code={code}' if code else ''}")
    return "\n".join(lines)


def only_code(database: Database) -> str:
    """The code of the class that can be joined, where it is one alone; with several nobody knows which class is meant."""
    from epcr.people.model import Classroom  # noqa: PLC0415 - the server alone needs it

    with database.read() as session:
        open_ones = select(Classroom.join_code).where(Classroom.join_open, Classroom.ended_at.is_(None))
        codes = session.scalars(open_ones.limit(2)).all()
    return codes[0] if len(codes) == 1 else ""


def _scanned(address: str) -> list[str]:
    """The address as a QR code in blocks, where somebody looks and the terminal can show it."""
    import io  # noqa: PLC0415

    import segno  # noqa: PLC0415

    if not sys.stdout.isatty():
        return []
    drawn = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(drawn, border=2, compact=True)
    try:
        drawn.getvalue().encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return []
    return [drawn.getvalue().rstrip("\n"), f"The QR code opens {address}"]


def _is_number(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
