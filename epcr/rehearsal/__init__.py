"""The handoff rehearsed: said aloud against a clock, then asked about; the score stays with the sheet."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages, and what the pages of a sheet ask about its rehearsals."""
    from epcr.rehearsal import routes  # noqa: PLC0415 - the pages import this package

    app.register_blueprint(routes.blueprint)
    app.jinja_env.globals["rehearsed"] = routes.rehearsed
