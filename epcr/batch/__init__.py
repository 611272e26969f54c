"""Many run sheets at once: chosen from the queue, drawn one after the other, given out while they are made: as one PDF, as a ZIP, or
as a document for other systems.
"""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from epcr.batch import nemsis_pages, turns  # noqa: F401, PLC0415 - the pages import this package, and register their views
    from epcr.batch.routes import blueprint  # noqa: PLC0415

    app.register_blueprint(blueprint)
    turns.install(app)
