"""The database of a command: opened where it must be there, made and migrated where it may not be, closed when the command ends."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from epcr.config import database_url, from_environment
from epcr.db import Database, open_database

if TYPE_CHECKING:
    from sqlalchemy import URL

NOT_SET_UP = "the database is not set up yet; run: epcr db upgrade"


def opened() -> Database:
    """The database of the settings, which must be there in this version. Neither it nor its folder is made. Raises Unusable."""
    from epcr.readiness import require_ready  # noqa: PLC0415 - Alembic is slow to import

    database = closed_at_the_end(database_url(os.environ))
    require_ready(database)
    return database


def upgraded() -> Database:
    """The database of the settings, made where it is not there, in the newest version."""
    from alembic.util.exc import CommandError  # noqa: PLC0415 - Alembic is slow to import

    from epcr.migrations import upgrade  # noqa: PLC0415
    from epcr.readiness import require_sound  # noqa: PLC0415

    database = closed_at_the_end(from_environment().database_url)
    require_sound(database)
    try:
        upgrade(database.engine)
    except CommandError as error:
        message = (
            f"the database is of another version of epcr, and this one cannot bring it to its own: {error}"
        )
        raise click.ClickException(message) from None
    return database


def tell_which(database: Database) -> None:
    """Say which database a command used, beside what it prints."""
    from epcr.readiness import named  # noqa: PLC0415

    click.echo(f"Database: {named(database)}", err=True)


def closed_at_the_end(url: str | URL) -> Database:
    """A database that is closed when the command ends."""
    database = open_database(url)
    click.get_current_context().call_on_close(database.engine.dispose)
    return database
