"""Accounts: the pages where people sign in, join classes, and classes and people are looked after."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages."""
    from epcr.accounts import (  # noqa: F401, PLC0415 - the pages import this package, and register their views by it
        certificate_pages,
        class_pages,
        everybody,
        joining,
        own_password,
        reset,
        roster_pages,
        sign_in,
        slip_pages,
    )
    from epcr.accounts.blueprint import blueprint  # noqa: PLC0415
    from epcr.people import ending  # noqa: PLC0415

    app.register_blueprint(blueprint)
    roster_pages.install(app)
    certificate_pages.install(app)
    slip_pages.install(app)
    app.jinja_env.globals.update(said_of=ending.said_of, goes_on=ending.goes_on)
