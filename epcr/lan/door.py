"""The secure door of the server: its certificate, kept right while the machine moves from network to network."""

from __future__ import annotations

import logging
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from epcr.db import now
from epcr.lan.addresses import names, numbers
from epcr.lan.authority import KeptCertificate, certificate_for, kept_authority

LOOK_SECONDS: Final = 20.0  # between two looks at the machine's numbers; a look takes less than a millisecond
_log = logging.getLogger("epcr")


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # iPads of 2013 and Android 5 have it
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass
class Door:
    """What ends TLS. The authority stays while it runs; the certificate follows the machine's numbers and the calendar."""

    folder: Path
    also: tuple[str, ...] = ()  # a number that it was told to serve on
    context: ssl.SSLContext = field(default_factory=_context)
    authority: KeptCertificate = field(init=False)
    _looked: float = field(init=False)

    def __post_init__(self) -> None:
        """Read or make the certificates. Raises Misconfigured and OSError where that cannot be."""
        self.authority = kept_authority(self.folder, self._numbers(), names(), now())
        self._renew()

    def tend(self) -> None:
        """Renew the certificate where it must be. Called between two turns of the server's loop."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        try:
            self._renew()
        except OSError as error:  # what it has goes on to serve
            _log.warning("the certificate could not be renewed: %s", error.strerror)

    def _renew(self) -> None:
        self._looked = time.monotonic()
        file = certificate_for(self.folder, self.authority, self._numbers(), names(), now())
        self.context.load_cert_chain(file)  # who comes next gets it; who is here keeps what they have

    def _numbers(self) -> tuple[str, ...]:
        return (*self.also, *numbers())
