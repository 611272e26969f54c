"""People: who signs in, in which role, and the classes they belong to."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages of the people, the throttle, and the session of each request."""
    from epcr.people import certificate_pages, once, routes, signed_in, slip_pages, throttle  # noqa: PLC0415 - the pages import this package

    signed_in.install(app)
    throttle.install(app)
    routes.install(app)
    certificate_pages.install(app)
    slip_pages.install(app)
    app.jinja_env.globals["form_id"] = once.form_id
