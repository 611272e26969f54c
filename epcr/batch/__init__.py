"""Many run sheets at once: chosen from the queue, drawn one after the other, given out as one PDF or as a ZIP while they are made."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from epcr.batch.routes import blueprint  # noqa: PLC0415 - the pages import this package

    app.register_blueprint(blueprint)
