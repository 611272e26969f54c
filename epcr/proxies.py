"""The proxies in front of the application: who of them is believed when it says who asks, over what, and under which name.

A header of somebody else is worth nothing: with it everybody could ask in another's name, or have as many tries as they like.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

from epcr.config import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FORWARDED = (
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
)


class TrustedProxies:
    """Passes requests on as the outermost trusted proxy says they came; what others forward is not believed."""

    def __init__(self, application: WSGIApplication, trusted: Sequence[Network]) -> None:
        """Believe only these networks."""
        self._application = application
        self._trusted = trusted

    def __call__(self, asked: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if not self._is_trusted(asked.get("REMOTE_ADDR", "")):
            return self._application(asked, start_response)
        asking = [one.strip() for one in asked.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
        # Each proxy writes whom it heard at the end; the first from there that is no proxy of ours is who asks.
        hops = next(
            (at for at, one in enumerate(reversed(asking), 1) if not self._is_trusted(one)), len(asking)
        )
        # The innermost proxy writes the others, so their last word counts, however many proxies there are.
        told = {name: 1 if name in asked else 0 for name in _FORWARDED}
        proto, host, port, prefix = (told[name] for name in _FORWARDED)
        believing = ProxyFix(
            self._application, x_for=hops, x_proto=proto, x_host=host, x_port=port, x_prefix=prefix
        )
        return believing(asked, start_response)

    def _is_trusted(self, address: str) -> bool:
        try:
            there = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if there.version == 6 and there.ipv4_mapped:
            there = there.ipv4_mapped
        return any(there in network for network in self._trusted if network.version == there.version)
