"""People: who signs in, in which role, and the classes they belong to."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages of the people, the throttle, and the session of each request."""
    from epcr.people import (  # noqa: PLC0415 - the pages import this package
        certificate_pages,
        once,
        reach,
        roster_pages,
        routes,
        signed_in,
        slip_pages,
        throttle,
    )

    signed_in.install(app)
    throttle.install(app)
    reach.install(app)
    routes.install(app)
    roster_pages.install(app)
    certificate_pages.install(app)
    slip_pages.install(app)
    app.jinja_env.globals["form_id"] = once.form_id
