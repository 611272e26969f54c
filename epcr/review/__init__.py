"""Review: submitting, reading, commenting, returning, accepting, and what changed in between."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages of the review."""
    from epcr.review.routes import blueprint  # noqa: PLC0415 - the pages import this package

    app.register_blueprint(blueprint)
