"""The pages of the run sheet, and what every page shares: access, headers, errors, filters."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect


def install(app: Flask) -> None:
    """Register the pages of the run sheet and the protection against forged requests."""
    # The pages import this package; those of the blueprint of `sheet_pages` are only to be loaded.
    from epcr.web import (  # noqa: F401, PLC0415
        answering,
        check,
        drafts,
        health,
        home,
        moments,
        moving_pages,
        paper,
        person_pages,
        scope_preview,
        sending,
        sheet_pages,
        sheets,
        somebody_else,
        whence,
    )

    CSRFProtect(app)
    whence.install(app)
    drafts.install(app)
    sending.install(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(sheet_pages.blueprint)
    app.register_blueprint(moments.blueprint)
    app.register_blueprint(moving_pages.blueprint)
    app.register_blueprint(paper.blueprint)
    app.register_blueprint(person_pages.blueprint)
    app.register_blueprint(scope_preview.blueprint)
    app.register_blueprint(somebody_else.blueprint)
