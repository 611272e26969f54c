"""Many run sheets at once: chosen from the queue, drawn one after the other, given out as one PDF or as a ZIP while they are made."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from epcr.batch import turns  # noqa: PLC0415 - the pages import this package
    from epcr.batch.routes import blueprint  # noqa: PLC0415

    app.register_blueprint(blueprint)
    turns.install(app)
