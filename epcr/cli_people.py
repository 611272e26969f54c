"""`epcr begin` and `epcr user`: the first administrator of a real class, and people who sign in."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from epcr.cli_database import opened, upgraded
from epcr.db import Database, now

if TYPE_CHECKING:
    from epcr.scenarios.demo import Account

ROLES = ["trainee", "instructor", "administrator"]


@click.command()
def begin() -> None:
    """Begin a real class: asks for the first administrator's name and makes them a password. A demo class is moved aside."""
    from epcr.people import steps  # noqa: PLC0415
    from epcr.people.model import Role  # noqa: PLC0415
    from epcr.people.password import readable_password  # noqa: PLC0415
    from epcr.people.refused import Refused  # noqa: PLC0415

    database = upgraded()
    if _people(database):
        database = _empty_again(database)
    name = click.prompt("Your name")
    login = click.prompt("Your login", default=_usual_login(name) or None)
    made = readable_password()
    try:
        with database.write("epcr begin") as session:
            login = steps.add_person(
                session, login=login, name=name, role=Role.ADMINISTRATOR, password=made, must_change=True
            ).login
    except Refused as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"\n  login     {login}\n  password  {made}\n")
    click.echo("Write them down: the password is not shown again. You choose your own when you sign in.")
    click.echo("Serve the classroom now: HOST=0.0.0.0 make run (or epcr serve --host 0.0.0.0)")


@click.group()
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The name that is shown.")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="What they may do: write run sheets, teach classes and review, or look after people and settings.",
)
@click.option("--password", help="At least 8 characters; without it one is made and printed.")
def add_user(login: str, name: str, role: str, password: str | None) -> None:
    """Add somebody who can sign in as LOGIN."""
    from epcr.people import steps  # noqa: PLC0415
    from epcr.people.model import Role  # noqa: PLC0415
    from epcr.people.password import readable_password  # noqa: PLC0415
    from epcr.people.refused import Refused  # noqa: PLC0415

    database = upgraded()
    chosen = readable_password() if password is None else password
    try:
        with database.write("epcr user add") as session:
            login = steps.add_person(
                session,
                login=login,
                name=name,
                role=Role(role),
                password=chosen,
                must_change=password is None,
            ).login
    except Refused as error:
        raise click.ClickException(str(error)) from None
    made = f" with the password {chosen}, which must then be changed" if password is None else ""
    click.echo(f"{login} can sign in now{made}.")


@user.command("password")
@click.argument("login")
def new_password(login: str) -> None:
    """Make a new password for LOGIN and print it; it must then be changed. Whoever is signed in as them is signed out."""
    from epcr.people import steps  # noqa: PLC0415
    from epcr.people.password import hash_password, readable_password  # noqa: PLC0415

    made = readable_password()
    with opened().write("epcr user password") as session:
        found = steps.find_person(session, login)
        if found is None:
            message = f"nobody has the login {login}"
            raise click.ClickException(message)
        steps.set_password(session, found, hash_password(made), must_change=True)
        login = found.login
        ended = found.ended_at is not None
    if ended:
        click.echo(f"{login} has the password {made} once the account is opened again: it has ended.")
        return
    click.echo(f"{login} can sign in now with the password {made}, which must then be changed.")


@user.command("end")
@click.argument("login")
def end_user(login: str) -> None:
    """End the account of LOGIN: signed out everywhere, nobody signs in with it. What was written stays, and so does the login.

    Neither the last administrator is ended nor the last instructor of a class that goes on. An administrator opens it again, under
    People.
    """
    from epcr.endings import steps as endings  # noqa: PLC0415
    from epcr.people import steps  # noqa: PLC0415
    from epcr.people.refused import Refused  # noqa: PLC0415

    try:
        with opened().write("epcr user end") as session:
            found = steps.find_person(session, login)
            if found is None:
                message = f"nobody has the login {login}"
                raise click.ClickException(message)
            ended, login = endings.end_account(session, found, None), found.login
    except Refused as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"The account {login} has ended." if ended else f"The account {login} has ended already.")


def published(database: Database) -> Sequence[Account]:
    """The accounts of the demo class that still have the password everybody can read."""
    from epcr.people.model import Person  # noqa: PLC0415
    from epcr.people.password import matches  # noqa: PLC0415
    from epcr.scenarios.demo import ACCOUNTS  # noqa: PLC0415

    with database.read() as session:
        people = session.execute(select(Person.login, Person.password_hash).where(Person.ended_at.is_(None)))
        hashes = {who.login: who.password_hash for who in people}
    return [one for one in ACCOUNTS if one.login in hashes and matches(hashes[one.login], one.password)]


def _usual_login(name: str) -> str:
    """A login to suggest: the last word of the name, in plain letters; empty where it has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(letter for letter in (plain.split() or [""])[-1].lower() if letter.isalnum())


def _people(database: Database) -> Sequence[str]:
    from epcr.people.model import Person  # noqa: PLC0415

    with database.read() as session:
        return list(session.scalars(select(Person.login).order_by(Person.login)))


def _empty_again(database: Database) -> Database:
    """Another, empty database in the place of the demo class, which is moved aside. Anything but a demo class is left alone."""
    from epcr.scenarios.demo import ACCOUNTS  # noqa: PLC0415

    others = set(_people(database)) - {one.login for one in ACCOUNTS}
    if others or not published(database):
        message = (
            "people are here already, so a class has begun; add others with: epcr user add. For another class from the start set"
            " EPCR_HOME to an empty folder"
        )
        raise click.ClickException(message)
    if database.engine.dialect.name != "sqlite":
        message = "this database holds the demo class; name an empty one in DATABASE_URL"
        raise click.ClickException(message)
    file = Path(str(database.engine.url.database))
    aside = file.with_name(f"{file.stem}-demo-{now():%Y%m%d-%H%M%S}{file.suffix}")
    click.echo(
        "The demo class is here. Its people and sheets are moved aside, and a real class begins empty."
    )
    click.confirm(f"Move it to {aside.name}?", abort=True, default=True)
    database.engine.dispose()
    _require_unused(file)
    file.rename(aside)
    return upgraded()


def _require_unused(file: Path) -> None:
    """Refuse while a server has the file open: what it writes afterwards would be lost. Leaves one file without its log."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError:  # it is locked
            mode = "wal"
    if mode != "delete":
        message = "the server still runs on this database; stop it with Ctrl-C first, then begin again"
        raise click.ClickException(message)
