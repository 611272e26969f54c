"""The address under which people reach the service, where a place sets it: PUBLIC_URL.

What a request says of its own host decides nothing then, since whoever asks writes it, and proxies change it.
"""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

_PORTS: Final = {"http": 80, "https": 443}
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
_PATH = re.compile(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*")
LIKE: Final = "PUBLIC_URL must be the address that people open, like https://training.college.edu/epcr"


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port, by which browsers tell one place from another. An IPv6 host has no brackets here."""

    scheme: str
    host: str
    port: int

    @property
    def netloc(self) -> str:
        """Host and port as an address shows them: without the port that goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS.get(self.scheme) else f"{host}:{self.port}"

    def __str__(self) -> str:
        """As in the header of that name."""
        return f"{self.scheme}://{self.netloc}"


@dataclass(frozen=True)
class PublicUrl:
    """Where people reach the service. `prefix` is empty, or the path under which it lies: `/epcr`."""

    origin: Origin
    prefix: str = ""

    @property
    def secure(self) -> bool:
        """Whether it is reached over HTTPS."""
        return self.origin.scheme == "https"

    @property
    def has_the_host_to_itself(self) -> bool:
        """Whether nothing else can be served under that name: neither beside the path nor on the usual port."""
        return not self.prefix and self.origin.port == _PORTS[self.origin.scheme]

    def __str__(self) -> str:
        """Without a closing slash."""
        return f"{self.origin}{self.prefix}"


def origin_of(address: str) -> Origin | None:
    """The origin of an absolute address; None where it has none: `null`, a path, or no address at all."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    return _origin(parts, port) if parts.scheme in _PORTS and parts.hostname else None


def read_public_url(words: str) -> PublicUrl:
    """Read the setting. Raises ValueError with a sentence that says what is wrong with it."""
    address = words.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        message = f"{LIKE}, not {address!r}"
        raise ValueError(message) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        message = f"{LIKE}: with https:// or http:// and a name; not {address!r}"
        raise ValueError(message)
    if parts.username is not None or parts.password is not None:
        message = f"{LIKE}: without a login or a password"  # which may not be shown
        raise ValueError(message)
    origin = _origin(parts, port)
    prefix = parts.path.rstrip("/")
    if port == 0 or parts.netloc.endswith(":") or not _is_host(origin.host):
        message = f"{LIKE}; {parts.netloc!r} is no name and port"
        raise ValueError(message)
    if "?" in address or "#" in address or not _PATH.fullmatch(prefix):
        message = (
            f"{LIKE}; behind the name only a path of letters, digits, - _ . and ~ may stand, not {address!r}"
        )
        raise ValueError(message)
    return PublicUrl(origin, prefix)


def _origin(parts: SplitResult, port: int | None) -> Origin:
    host = parts.hostname or ""
    with suppress(UnicodeError):  # longer than a name can be, or with a letter that is in none
        host = host if host.isascii() else host.encode("idna").decode()  # as browsers send it
    return Origin(parts.scheme, host, _PORTS[parts.scheme] if port is None else port)


def _is_host(host: str) -> bool:
    if ":" not in host:
        return _NAME.fullmatch(host) is not None
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False
