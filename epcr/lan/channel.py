"""A connection over TLS in the loop of the server, under the same limits as every other one.

A handshake that stops in the middle is silence like half a request: it holds no thread, is ended after a minute, and makes room
when places run out. A browser that speaks plain HTTP here, as whoever leaves `https://` out makes it do, is sent to the right address.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any, Final

from waitress.channel import HTTPChannel

_HANDSHAKE: Final = b"\x16"  # with which every TLS connection begins, RFC 8446, 5.1
_HEAD_BYTES: Final = 2048
_ASKED: Final = re.compile(
    rb"[A-Z]{3,7} (/[!-~]*) HTTP/1\.[01]\r\n(?:[^\r\n]+\r\n)*?[Hh]ost: *([A-Za-z0-9.:\[\]-]{1,100}) *\r\n"
)
_ELSEWHERE: Final = "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://{}{}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _NotYet(Exception):  # noqa: N818 - nothing failed
    """Less has come than one can read of it."""


class TlsChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection. Its socket is the bare one until the first byte says that it speaks TLS."""

    socket: Any

    def __init__(self, context: ssl.SSLContext, *given: Any, **named: Any) -> None:
        """Take a connection that was let in, and end its TLS by this context."""
        self._context = context
        self._wrapped = self._shaken = False
        # The thread that answers writes what fits, and this loop reads and closes: OpenSSL takes one of them at a time.
        self._one_at_a_time = threading.RLock()
        super().__init__(*given, **named)

    def handle_read(self) -> None:
        """Go on with the handshake, or read what was sent."""
        with suppress(_NotYet):
            if self._shaken or self._shake():
                super().handle_read()

    def recv(self, buffer_size: int) -> bytes:
        """What was sent, to the end of what OpenSSL has opened: the system does not tell of that any more."""
        with self._one_at_a_time:
            try:
                read: bytes = self.socket.recv(buffer_size)
                while waiting := self.socket.pending():
                    read += self.socket.recv(waiting)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise _NotYet from None
            except (OSError, ValueError):  # it hung up, or what it sent is no TLS
                read = b""
        if not read:
            self.handle_close()
        return read

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002 - as the base class has it
        """Send what fits; how much did."""
        with self._one_at_a_time:
            if not self._shaken:  # closed already: nothing may leave in the open
                return 0
            try:
                return int(self.socket.send(data))
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return 0
            except (OSError, ValueError):
                pass
        if do_close:
            self.handle_close()
        else:
            self.will_close = True
        return 0

    def handle_close(self) -> None:
        """Say that it ends, as TLS wants it, and end it."""
        with self._one_at_a_time:
            if self._shaken:
                self._shaken = False
                with suppress(OSError, ValueError):
                    self.socket.unwrap()
        super().handle_close()

    def _shake(self) -> bool:
        """Whether the handshake is done; where it never will be, the connection is ended."""
        try:
            if not self._wrapped:
                self._begin()
            self.socket.do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError):
            return False
        except (OSError, ValueError):  # the device does not trust the certificate, or hung up
            self.handle_close()
            return False
        self._shaken = True
        return True

    def _begin(self) -> None:
        first = self.socket.recv(_HEAD_BYTES, socket.MSG_PEEK)
        if not first.startswith(_HANDSHAKE):
            self.socket.recv(_HEAD_BYTES)  # what is left unread when it ends would take the answer away
            if asked := _ASKED.match(first):
                path, host = (part.decode("ascii") for part in asked.groups())
                self.socket.send(_ELSEWHERE.format(host, path).encode())
            message = "it speaks no TLS"
            raise OSError(message)
        self.socket = self._context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False, suppress_ragged_eofs=True
        )
        self._wrapped = True
