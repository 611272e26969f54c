"""A visit: who asks, in which session of the database, what was pressed and shown, and how often one may try."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Let pages know who asks and in which language, hold back who tries too often, and draw what forms carry."""
    from epcr.visit import arrivals, cookies, once, showing, signed_in, spoken, throttle  # noqa: PLC0415 - they import this package

    cookies.install(app)
    spoken.install(app)  # before all that may refuse a request
    signed_in.install(app)
    throttle.install(app)
    arrivals.install(app)
    app.jinja_env.globals.update(form_id=once.form_id, shows=showing.shows)
