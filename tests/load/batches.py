"""Two readers that have stopped reading and eight batches at once, and how long a save takes beside them."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack, closing

from tests.cli.browsing import Browser
from tests.load.crowd import Crowd
from tests.load.served import Served

STALLED, BATCHES = 2, 8
SAVES = 20


def beside_batches(served: Served, trainee: Browser) -> tuple[Crowd, Crowd]:
    """Saves alone, and saves while it happens."""
    alone, beside = Crowd(), Crowd()
    for _ in range(SAVES):
        alone.save(trainee)
    with closing(Browser(served.address)) as teacher, ExitStack() as opened:
        teacher.sign_in("instructor")
        cookie = "; ".join(f"{name}={value}" for name, value in teacher.cookies.items())
        head = f"GET /print/bundle?state= HTTP/1.1\r\nHost: {served.netloc}\r\nCookie: {cookie}\r\n\r\n"
        for number in range(STALLED + BATCHES):
            reader = opened.enter_context(socket.socket())
            if number < STALLED:
                reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            reader.connect(served.place)
            reader.sendall(head.encode())
        for _ in range(SAVES):
            beside.save(trainee)
            time.sleep(0.1)
    return alone, beside
