"""`epcr backup` and `epcr restore`: a copy of the database while it is used, and a copy put back."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from epcr import paths
from epcr.cli_database import closed_at_the_end, opened, tell_which
from epcr.cli_files import GivenPath
from epcr.config import database_url
from epcr.database_file import Unusable, file_of
from epcr.db import Database
from epcr.words.counting import counted

if TYPE_CHECKING:
    from epcr.backup import Holdings


@click.command()
@click.argument("file", type=GivenPath())
@click.option(
    "--replace",
    is_flag=True,
    help="Write FILE anew where it is there; the old one stays until the new one is whole.",
)
def backup(file: Path, *, replace: bool) -> None:
    """Write a copy of the database to FILE, also while it is served. FILE then holds all of it at one moment, and was checked."""
    from epcr.backup import NotDone, back_up  # noqa: PLC0415 - Alembic is slow to import

    database = opened()
    try:
        held = back_up(_file_or_command(database, "pg_dump", file), file, replace=replace)
    except NotDone as error:
        raise click.ClickException(f"nothing was backed up: {error}") from None
    click.echo(f"Backed up and checked: {file} ({_counted(held)}, {held.size:,} bytes).")
    tell_which(database)
    _tell_rulesets()


@click.command()
@click.argument("file", type=GivenPath(there=True))
def restore(file: Path) -> None:
    """Put FILE, which `epcr backup` wrote, in the place of the database; what was there is moved aside. Stop the server first."""
    from epcr.backup import NotDone, put_back  # noqa: PLC0415 - Alembic is slow to import

    database = closed_at_the_end(database_url(os.environ))
    target = _file_or_command(database, "pg_restore", file)
    if not file.is_file():
        raise click.ClickException(f"nothing was restored: {file} is no file")
    try:
        done = put_back(file, target)
    except (NotDone, Unusable) as error:
        raise click.ClickException(f"nothing was restored: {error}") from None
    click.echo(f"Restored and checked: {file} ({_counted(done.held)}).")
    if done.aside is not None:
        click.echo(f"What was there before is in {done.aside}.")
    click.echo("Everybody signs in again. Start the server now.")
    tell_which(database)
    _tell_rulesets()


def _file_or_command(database: Database, program: str, file: Path) -> Path:
    """The file of the database; for PostgreSQL it says what to run instead."""
    from epcr.backup import command_for_postgresql  # noqa: PLC0415 - Alembic is slow to import

    stored = file_of(database.engine)
    if stored is None:
        words = command_for_postgresql(database.engine, program, str(file))
        raise click.ClickException(
            f"this database is PostgreSQL, which has a program of its own for it; run: {shlex.join(words)}"
        )
    return stored


def _tell_rulesets() -> None:
    """Rulesets of one's own are files; they are not in the database, and sheets are judged by them."""
    folder = paths.local_rulesets()
    if folder.is_dir() and any(folder.glob("*.toml")):
        click.echo(f"The rulesets in {folder} are files of their own: copy that folder as well.", err=True)


def _counted(held: Holdings) -> str:
    people = counted(held.people, "person", "people")
    return f"{people}, {counted(held.sheets, 'run sheet')}"
