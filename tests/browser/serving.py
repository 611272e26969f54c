"""Serves an application on a free port of this machine, by the server of `epcr serve`, while a browser looks at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from epcr.serving import StopSignal, listen


@contextmanager
def serving(app: Flask, **options: Any) -> Iterator[str]:
    """Yield the address (without a closing slash) at which the application answers."""
    server = listen(app, **{"host": "127.0.0.1", "port": 0, "threads": 4, **options})
    told = StopSignal(wake=server.wake)
    thread = threading.Thread(target=server.run, args=[told])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        told.times = 2  # nothing is waited for
        server.wake()
        thread.join()
