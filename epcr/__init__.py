"""The training ePCR: `create_app()` is its table of contents."""

from __future__ import annotations

import gc

from flask import Flask

from epcr import paths
from epcr.config import Settings, from_environment
from epcr.db import open_database
from epcr.in_use import hold
from epcr.proxies import believe


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Without arguments it is configured from the environment (see `epcr --help`) and serves: its database
    must be ready, and is held for as long as the process lives.

    Raises BrokenSchema, naming file, key and reason, where a file in `schemas/` cannot be used, Misconfigured where a setting
    cannot, and Unusable where the database is not of this version, is damaged, or is served with another secret.
    """
    from epcr import (  # noqa: PLC0415 - the parts import this package
        accounts,
        agencies,
        audit,
        batch,
        class_rules,
        endings,
        intake,
        rehearsal,
        review,
        rulebook,
        scenarios,
        schemas,
        visit,
        web,
    )
    from epcr.web import access, device_time, errors, filters, headers, isolation, keyboards  # noqa: PLC0415

    serves = settings is None
    settings = settings or from_environment()
    schemas.require_whole()
    app = _bare(settings)
    if serves:
        _hold(app, settings)
    audit.install()
    for part in (
        headers,
        errors,
        device_time,
        filters,
        isolation,
        keyboards,
        visit,
        accounts,
        review,
        rehearsal,
        class_rules,
        agencies,
        rulebook,
        scenarios,
        endings,
        batch,
        intake,
        web,
        access,
    ):
        part.install(app)
    believe(app, settings.trusted_proxies, settings.public_url)
    if serves:
        _keep_for_good()
    return app


def _bare(settings: Settings) -> Flask:
    """Flask with its settings, the way it reads templates, and its database, before any part is installed."""
    from epcr.web.template_environment import TemplateEnvironment  # noqa: PLC0415
    from epcr.web.unindented import Unindented  # noqa: PLC0415

    app = Flask(__name__, static_folder=None, template_folder=str(paths.templates()))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SESSION_COOKIE_NAME="epcr",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_SSL_STRICT=False,  # epcr.web.whence asks whence a form comes
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        RATELIMIT_STORAGE_URI=settings.ratelimit_storage,
        LANGUAGES=settings.languages,
        **settings.limits,
    )
    app.jinja_environment = TemplateEnvironment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Unindented)
    app.extensions["epcr.database"] = open_database(settings.database_url)
    return app


def _hold(app: Flask, settings: Settings) -> None:
    from epcr.readiness import require_ready  # noqa: PLC0415 - Alembic is slow to import

    database = app.extensions["epcr.database"]
    require_ready(database)
    app.extensions["epcr.hold"] = hold(database.engine, settings.secret_key)
    database.engine.dispose()  # a server may fork now, and no connection may be in two processes


def _keep_for_good() -> None:
    """What is there when it begins to serve stays to the end. To look through it again and again for garbage stopped all threads for
    145 ms at about each 150th save, measured; what came since takes 26.
    """
    gc.collect()
    gc.freeze()
