"""Serves an application on a free port of this machine, by the server of `epcr serve`, while a browser looks at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress import create_server, wasyncore


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Yield the address (without a closing slash) at which the application answers."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # Said to the thread that owns the sockets: closed from here, it would still ask for them. It ends without them.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join()
        server.task_dispatcher.shutdown()
