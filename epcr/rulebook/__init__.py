"""The rulebook: rulesets to read, to compare and to print. It changes none and judges nothing."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages of the rulebook."""
    from epcr.rulebook.routes import blueprint  # noqa: PLC0415 - the pages import this package

    app.register_blueprint(blueprint)
