"""What comes to an end and can be opened again: a class, teaching a class, an account."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from epcr.endings import routes  # noqa: PLC0415 - the pages import this package

    app.register_blueprint(routes.blueprint)
