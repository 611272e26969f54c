"""The database of a command: opened where it must be there, made and migrated where it may not be, closed when the command ends."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from epcr.config import database_url, from_environment
from epcr.db import Database, open_database

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.orm import Session

    from epcr.people.model import Classroom, Person
    from epcr.sheet.run_sheet import RunSheet

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


def called(session: Session, name: str) -> RunSheet:
    """The run sheet of this id, of the short number that stands on its papers, or of a longer beginning of the id where two share that."""
    from epcr.sheet.run_sheet import RunSheet as Sheet  # noqa: PLC0415

    asked = name.lower()
    begins = select(Sheet).where(Sheet.id.startswith(asked, autoescape=True)).order_by(Sheet.id).limit(20)
    alike = [sheet for sheet in session.scalars(begins) if asked.startswith(sheet.number.lower())]
    if not alike:
        message = f"there is no run sheet {name}; `epcr sheets` lists them"
        raise click.ClickException(message)
    if len(alike) > 1:
        message = f"several run sheets begin with {name}: {', '.join(sheet.id for sheet in alike)}; give one of these"
        raise click.ClickException(message)
    return alike[0]


def class_called(session: Session, name: str | None) -> Classroom:
    """The class of this number or name; without one the only class there is."""
    from epcr.people.model import Classroom as Room  # noqa: PLC0415

    classes = session.scalars(select(Room).order_by(Room.id)).all()
    meant = [room for room in classes if name is None or name in {str(room.id), room.name}]
    if len(meant) == 1:
        return meant[0]
    there = ", ".join(f"{room.id} {room.name}" for room in classes)
    if not classes:
        message = "there is no class yet; an instructor makes one"
    elif name is None:
        message = f"say which class is meant by --class and its number; the classes are {there}"
    elif meant:
        message = f"several classes have the name {name}; give a number: the classes are {there}"
    else:
        message = f"there is no class {name}; the classes are {there}"
    raise click.ClickException(message)


def no_such_trainee(
    login: str | None, classroom: Classroom, trainees: Sequence[Person]
) -> click.ClickException:
    """That nobody in the class is a trainee with this login, or at all; and who is."""
    there = ", ".join(sorted(who.login for who in trainees))
    if not there:
        return click.ClickException(f"there is no trainee in {classroom.name} yet; an instructor adds one")
    return click.ClickException(f"there is no trainee {login} in {classroom.name}; choose {there}")
