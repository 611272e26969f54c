"""A class's own rules: a copy of a ruleset whose cells its instructors change, and the agency that the class plays."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the pages, and what every page of a sheet may ask about then and now."""
    from epcr.checks import own_rules, then_and_now  # noqa: PLC0415
    from epcr.class_rules import agency_pages, routes  # noqa: F401, PLC0415 - the pages register their views
    from epcr.class_rules.blueprint import blueprint  # noqa: PLC0415

    app.register_blueprint(blueprint)
    app.jinja_env.globals["otherwise_now"] = then_and_now.otherwise_now
    app.jinja_env.globals["rules_unusable"] = own_rules.why_unknown
    app.jinja_env.globals["all_otherwise_now"] = then_and_now.all_otherwise_now
