"""The pages of the run sheet, and what every page shares: access, headers, errors, filters."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect


def install(app: Flask) -> None:
    """Register the pages of the run sheet and the protection against forged requests."""
    # The pages import this package; those of the blueprint of `sheet_pages` are only to be loaded.
    from epcr.web import (  # noqa: F401, PLC0415
        answering,
        attributes,
        call,
        check,
        dictionary,
        drafts,
        exported,
        field_view,
        finding_words,
        health,
        home,
        mark_words,
        moments,
        moving_pages,
        offline,
        paper,
        person_pages,
        places,
        plain_view,
        scope_preview,
        sending,
        sheet_pages,
        sheets,
        somebody_else,
        then_and_now_view,
        trust,
        whence,
    )
    from epcr.web.changes import routes as changes  # noqa: PLC0415

    CSRFProtect(app)
    for part in (attributes, field_view, finding_words, mark_words, places, plain_view, then_and_now_view):
        part.install(app)
    whence.install(app)
    drafts.install(app)
    sending.install(app)
    offline.install(app)
    app.register_blueprint(dictionary.blueprint)
    app.register_blueprint(exported.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(sheet_pages.blueprint)
    app.register_blueprint(changes.blueprint)
    app.register_blueprint(moments.blueprint)
    app.register_blueprint(moving_pages.blueprint)
    app.register_blueprint(offline.blueprint)
    app.register_blueprint(paper.blueprint)
    app.register_blueprint(person_pages.blueprint)
    app.register_blueprint(scope_preview.blueprint)
    app.register_blueprint(somebody_else.blueprint)
    app.register_blueprint(trust.blueprint)
