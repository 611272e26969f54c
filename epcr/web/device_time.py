"""What the device that sends a form says of the time: it comes with every form that the scripts send (static/device.js).

A form without it is as good; a time that cannot be read is none.
"""

from __future__ import annotations

from flask import Flask, g, request

from epcr.audit import device
from epcr.visit.signed_in import SAFE_METHODS

FIELD = "device_at"


def install(app: Flask) -> None:
    """Note it before the session of the request begins."""

    @app.before_request
    def note() -> None:
        if request.method not in SAFE_METHODS:
            g.device_at = device.read(request.form.get(FIELD, ""))
