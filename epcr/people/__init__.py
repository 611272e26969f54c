"""People: who signs in, in which role, and the classes they belong to."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages of the people, the throttle, and the session of each request."""
    from epcr.people import (  # noqa: PLC0415 - the pages import this package
        certificate_pages,
        ending,
        once,
        reach,
        roster_pages,
        routes,
        showing,
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
    app.jinja_env.globals.update(
        form_id=once.form_id, said_of=ending.said_of, goes_on=ending.goes_on, day_in_words=ending.in_words
    )
    app.jinja_env.globals["shows"] = showing.shows
