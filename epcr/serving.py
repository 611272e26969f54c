"""How the server runs and how it stops: told to, it takes nothing new, finishes what it has, and ends.

It knows connections and signals, and nothing of what is served.
"""

from __future__ import annotations

import logging
import signal
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any, Final

import waitress
from waitress import wasyncore
from waitress.server import BaseWSGIServer
from waitress.utilities import logger as log_of_waitress

from epcr.connections import HAS_POLL, Connections, most_of_this_machine
from epcr.lan.channel import TlsChannel
from epcr.traces import keep_words_out

# Seconds for what is under way when it is told to stop; what is not done then is cut off. Docker kills after ten.
FINISH_SECONDS: Final = 7.0
LET_GO_SECONDS: Final = 2.0  # for what was cut off to let go of the database
_LAST_TURNS: Final = 20
# Ctrl-C; systemd, Docker and a shutdown; a terminal that is closed; Ctrl-Break and a window that is closed on Windows.
_ENDS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


@dataclass
class StopSignal:
    """How often the process was told to stop. While nobody is there to `wake`, that ends it at once."""

    times: int = 0
    wake: Callable[[], object] | None = None

    def hear(self, _number: int, _frame: FrameType | None) -> None:
        """Called where a signal arrives, between any two steps of the main thread."""
        self.times += 1
        if self.wake is None:
            raise KeyboardInterrupt
        self.wake()


@contextmanager
def listening() -> Iterator[StopSignal]:
    """Hear within the block what tells a process to stop. What whoever started it has switched off stays off, as under nohup."""
    stop = StopSignal()
    numbers = [getattr(signal, name) for name in _ENDS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    heard = {number: was for number, was in before.items() if was is not signal.SIG_IGN}
    try:
        for number in heard:
            signal.signal(number, stop.hear)
        yield stop
    finally:
        for number, was in heard.items():
            signal.signal(number, was)


@dataclass
class Server:
    """A server that listens already. `port` is its port; with several sockets (localhost is one of IPv4 and one of IPv6) the first's."""

    server: Any
    connections: Connections
    port: int = field(init=False)
    tends: Callable[[], object] | None = None  # what else is looked after between two turns

    def __post_init__(self) -> None:
        """Find the port out."""
        self.port = _port_of(self.server)

    def listen_securely(self, application: Any, context: ssl.SSLContext, **options: Any) -> int:
        """Listen for requests over TLS as well, in the same loop, by the same threads and limits; the port.

        Raises OSError or ValueError where that cannot be.
        """
        before = set(self._listeners())
        server = waitress.create_server(
            application, map=self.connections.sockets, _dispatcher=self.server.task_dispatcher, ident=None,
            connection_limit=self.connections.most, url_scheme="https", **options,
        )  # fmt: skip
        for listener in set(self._listeners()) - before:
            listener.channel_class = partial(TlsChannel, context)
        return _port_of(server)

    def wake(self) -> None:
        """Let it look at once whether it was told to stop."""
        self._listeners()[0].pull_trigger()

    def run(self, stop: StopSignal) -> int:
        """Serve until told to stop; how many answers were cut off then."""
        while not stop.times:
            self._turn(1.0)
            self.connections.tend()
            if self.tends is not None:
                self.tends()
        return self._stop(stop)

    def _stop(self, stop: StopSignal) -> int:
        stop.wake = lambda: None
        for _ in range(_LAST_TURNS):  # what has arrived by now is still taken; a turn takes one connection
            self._turn(0.01)
        for listener in self._listeners():
            wasyncore.dispatcher.close(listener)  # its socket alone: what ends wakes this loop through it
        until = time.monotonic() + FINISH_SECONDS
        while (left := self.connections.under_way()) and stop.times == 1 and time.monotonic() < until:
            self._turn(0.2)
        for channel in left:
            channel.handle_close()
        self.server.task_dispatcher.shutdown(timeout=LET_GO_SECONDS)
        wasyncore.close_all(self.connections.sockets, ignore_all=True)
        return len(left)

    def _listeners(self) -> list[BaseWSGIServer]:
        return [socket for socket in self.connections.sockets.values() if isinstance(socket, BaseWSGIServer)]

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self.connections.sockets, use_poll=HAS_POLL, count=1)


def _port_of(server: Any) -> int:
    several = getattr(server, "effective_listen", None)
    return int(several[0][1] if several else server.effective_port)


def listen(application: Any, *, most: int | None = None, **options: Any) -> Server:
    """Listen for requests to this application, and keep so many connections, by default all that this machine holds.

    Raises OSError or ValueError where that cannot be.
    """
    log_of_waitress.addFilter(keep_words_out)
    # A class that saves in one moment queues for one; a line for each of them would be all that the log says.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    most = most or most_of_this_machine()
    sockets: dict[int, Any] = {}
    server = waitress.create_server(application, map=sockets, ident=None, connection_limit=most, **options)
    return Server(server, Connections(sockets, most))
