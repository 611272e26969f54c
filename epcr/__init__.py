"""The training ePCR: `create_app()` is its table of contents."""

from __future__ import annotations

from flask import Flask

from epcr import paths
from epcr.config import Settings, from_environment
from epcr.db import open_database
from epcr.proxies import TrustedProxies


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Without arguments it is configured from the environment (see `epcr --help`).

    Raises BrokenSchema, naming file, key and reason, where a file in `schemas/` cannot be used, and Misconfigured where a
    setting cannot.
    """
    from epcr import audit, batch, class_rules, people, rehearsal, review, rulebook, scenarios, schemas, web  # noqa: PLC0415 - the parts import this package
    from epcr.web import access, errors, filters, headers, isolation, keyboards  # noqa: PLC0415

    settings = settings or from_environment()
    schemas.require_whole()
    app = Flask(__name__, static_folder=str(paths.static()), template_folder=str(paths.templates()))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SESSION_COOKIE_NAME="epcr",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        RATELIMIT_STORAGE_URI=settings.ratelimit_storage,
        BOOTSTRAP_SERVE_LOCAL=True,
        **settings.limits,
    )
    if settings.trusted_proxies:
        app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign, assignment]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["epcr.database"] = open_database(settings.database_url)
    audit.install()
    for part in (
        headers,
        errors,
        filters,
        isolation,
        keyboards,
        people,
        review,
        rehearsal,
        class_rules,
        rulebook,
        scenarios,
        batch,
        web,
        access,
    ):
        part.install(app)
    return app
