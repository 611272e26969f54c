"""How a request is taken as the visitor sent it, whatever stands in between: who asks, over what, and under which address.

A header of somebody else is worth nothing: with it everybody could ask in another's name, or have as many tries as they like.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from epcr.config import Address, Misconfigured, Network
from epcr.public_url import PublicUrl

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PUBLIC: Final = "PUBLIC_URL"  # a PublicUrl in the application's configuration, or None
_FORWARDED = (
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
)


def believe(app: Flask, trusted: Sequence[Network], public: PublicUrl | None) -> None:
    """Take requests as these proxies and this address say. Raises Misconfigured where a page lies under the address's own path.

    The pages must be registered before.
    """
    app.config[PUBLIC] = public
    if public is not None:
        app.config.update(
            APPLICATION_ROOT=public.prefix or "/",
            SESSION_COOKIE_SECURE=app.config["SESSION_COOKIE_SECURE"] or public.secure,
        )
        first = f"/{public.prefix.split('/')[1]}" if public.prefix else ""
        if first and any(f"{rule.rule}/".startswith(f"{first}/") for rule in app.url_map.iter_rules()):
            message = (
                f"PUBLIC_URL cannot end in {public.prefix}: {first} is a page of its own; choose another path"
            )
            raise Misconfigured(message)
        app.wsgi_app = PublicAddress(app.wsgi_app, public)  # type: ignore[method-assign, assignment]
    if trusted:
        app.wsgi_app = TrustedProxies(app.wsgi_app, trusted)  # type: ignore[method-assign, assignment]


class TrustedProxies:
    """Passes requests on as the outermost trusted proxy says they came; what others forward is not believed."""

    def __init__(self, application: WSGIApplication, trusted: Sequence[Network]) -> None:
        """Believe only these networks."""
        self._application = application
        self._trusted = trusted

    def __call__(self, asked: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        peer = _address(asked.get("REMOTE_ADDR", ""))
        if peer is None or not self._is_trusted(peer):
            return self._application(asked, start_response)
        asked["REMOTE_ADDR"] = str(self._who_asks(peer, asked.get("HTTP_X_FORWARDED_FOR", "")))
        # The innermost proxy writes the others, so their last word counts, however many proxies there are.
        hops = {name: 1 if name in asked else 0 for name in _FORWARDED}
        proto, host, port, prefix = (hops[name] for name in _FORWARDED)
        believing = ProxyFix(
            self._application, x_for=0, x_proto=proto, x_host=host, x_port=port, x_prefix=prefix
        )
        return believing(asked, start_response)

    def _who_asks(self, peer: Address, forwarded: str) -> Address:
        """Each proxy writes whom it heard at the end; the first from there that is no proxy of ours is who asks."""
        asking = peer
        # Not read as a list of quoted words: a quotation mark that a visitor leaves open would swallow what the proxy wrote.
        for word in reversed(forwarded.split(",")):
            heard = _address(word)
            if heard is None:
                break  # no proxy of ours writes that, so it is worth as little as all that stands before it
            asking = heard
            if not self._is_trusted(heard):
                break
        return asking

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted if network.version == address.version)


class PublicAddress:
    """Passes requests on as asked under the public address, so that every link, cookie and comparison is about that one.

    A proxy may pass a path with the prefix or without it; `prefix` is the first part of no page's own path.
    """

    def __init__(self, application: WSGIApplication, public: PublicUrl) -> None:
        """Take every request as one to this address."""
        self._application = application
        self._public = public

    def __call__(self, asked: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        origin, prefix = self._public.origin, self._public.prefix
        path = asked.get("PATH_INFO", "")
        if prefix and f"{path}/".startswith(f"{prefix}/"):
            path = path[len(prefix) :]
        asked.update(
            {
                "wsgi.url_scheme": origin.scheme,
                "HTTP_HOST": origin.netloc,
                "SERVER_NAME": origin.host,
                "SERVER_PORT": str(origin.port),
                "SCRIPT_NAME": prefix,
                "PATH_INFO": path or "/",
            }
        )
        return self._application(asked, start_response)


def _address(word: str) -> Address | None:
    """The address in a word: 192.0.2.1, 192.0.2.1:4711, 2001:db8::1, [2001:db8::1]:4711; None where it is none."""
    text = word.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if address.version == 6 else address
