"""The agency that a class plays, taken from a NEMSIS document: its names, crew list, units, destinations and permission lists.

It shows what would be taken before anything is, and takes all of it or nothing.
"""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from epcr.agencies.routes import blueprint  # noqa: PLC0415

    app.register_blueprint(blueprint)
