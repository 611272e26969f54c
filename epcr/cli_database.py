"""The database of a command: opened where it must be there, made and migrated where it may not be, closed when the command ends."""

from __future__ import annotations

from pathlib import Path

import click

from epcr.config import from_environment
from epcr.db import Database, open_database

NOT_SET_UP = "the database is not set up yet; run: epcr db upgrade"


def opened() -> Database:
    """The database of the settings, which must be there."""
    database = _named()
    file = Path(str(database.engine.url.database))
    if database.engine.dialect.name == "sqlite" and file.parent.is_dir() and not file.exists():
        raise click.ClickException(NOT_SET_UP)
    return database


def upgraded() -> Database:
    """The database of the settings, made where it is not there, in the newest version."""
    from alembic.util.exc import CommandError  # noqa: PLC0415 - Alembic is slow to import

    from epcr.migrations import upgrade  # noqa: PLC0415

    database = _named()
    try:
        upgrade(database.engine)
    except CommandError as error:
        message = (
            f"the database is of another version of epcr, and this one cannot bring it to its own: {error}"
        )
        raise click.ClickException(message) from None
    return database


def _named() -> Database:
    database = open_database(from_environment().database_url)
    click.get_current_context().call_on_close(database.engine.dispose)
    return database
