"""`epcr begin` and `epcr user`: the first administrator of a real class, and people who sign in. No password is taken from a command."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from epcr.cli_database import opened, tell_which, upgraded
from epcr.database_file import file_of
from epcr.db import Database, now
from epcr.in_use import alone, require_unused
from epcr.letters import unturned

if TYPE_CHECKING:
    from epcr.scenarios.demo import Account

ASK = "\0"  # a word that nobody can type in a command
ROLES = ["trainee", "instructor", "administrator"]


@click.command()
def begin() -> None:
    """Begin a real class: asks for the first administrator's name and makes them a password. A demo class is moved aside."""
    from epcr.people import persons  # noqa: PLC0415
    from epcr.people.model import Role  # noqa: PLC0415
    from epcr.people.password import readable_password  # noqa: PLC0415
    from epcr.refused import Refused  # noqa: PLC0415

    database = upgraded()
    if _people(database):
        database = _empty_again(database)
    tell_which(database)
    name = click.prompt("Your name")
    login = click.prompt("Your login", default=_usual_login(name) or None)
    made = readable_password()
    try:
        with database.write("epcr begin") as session:
            login = persons.add_person(
                session, login=login, name=name, role=Role.ADMINISTRATOR, password=made, must_change=True
            ).login
    except Refused as error:
        raise _complaint(error) from None
    click.echo(f"\n  login     {login}\n  password  {made}\n")
    click.echo("Write them down: the password is not shown again. You choose your own when you sign in.")
    click.echo("Serve the classroom now: make lan (or epcr serve --lan)")


_password_option = click.option(
    "--password",
    is_flag=False,
    flag_value=ASK,
    metavar="",
    help="Ask for the password, or read it from standard input, of at least 8 characters; without it one is made and printed.",
)


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
@_password_option
def add_user(login: str, name: str, role: str, password: str | None) -> None:
    """Add somebody who can sign in as LOGIN."""
    from epcr.people import persons  # noqa: PLC0415
    from epcr.people.model import Role  # noqa: PLC0415
    from epcr.people.password import readable_password  # noqa: PLC0415
    from epcr.refused import Refused  # noqa: PLC0415

    database = opened()
    chosen = readable_password() if password is None else _asked(password)
    try:
        with database.write("epcr user add") as session:
            login = persons.add_person(
                session,
                login=login,
                name=name,
                role=Role(role),
                password=chosen,
                must_change=password is None,
            ).login
    except Refused as error:
        raise _complaint(error) from None
    made = f" with the password {chosen}, which must then be changed" if password is None else ""
    click.echo(f"{login} can sign in now{made}.")
    tell_which(database)


@user.command("password")
@click.argument("login")
@_password_option
def new_password(login: str, password: str | None) -> None:
    """Make a new password for LOGIN and print it; it must then be changed. Whoever is signed in as them is signed out."""
    from epcr.people import passwords, persons  # noqa: PLC0415
    from epcr.people.password import check_new_password, hash_password, readable_password  # noqa: PLC0415
    from epcr.refused import Refused  # noqa: PLC0415

    database = opened()
    with database.read() as session:
        known = persons.find_person(session, login)
    if known is None:
        message = f"nobody has the login {login}; `epcr user list` lists them"
        raise click.ClickException(message)
    chosen = readable_password() if password is None else _asked(password)
    if password is not None:
        try:
            check_new_password(chosen, known.login)
        except Refused as error:
            raise _complaint(error) from None
    hashed = hash_password(chosen)
    with database.write("epcr user password") as session:
        person = session.merge(known, load=True)
        passwords.set_password(session, person, hashed, must_change=password is None)
    made = f" with the password {chosen}, which must then be changed" if password is None else " with it"
    if known.ended_at is not None:
        click.echo(f"{known.login} can sign in{made} once the account is opened again: it has ended.")
    else:
        click.echo(f"{known.login} can sign in now{made}.")
    tell_which(database)


@user.command("list")
def list_users() -> None:
    """List who can sign in: login, role, name, classes, day of the first sign-in; tab-separated, by login."""
    from epcr.people import persons  # noqa: PLC0415

    database = opened()
    with database.read() as session:
        for who in sorted(persons.everybody(session), key=lambda person: person.login):
            classes = ", ".join(sorted(classroom.name for classroom in who.classrooms))
            since = f"{who.first_sign_in_at:%Y-%m-%d}" if who.first_sign_in_at else "never"
            ended = "\tended" if who.ended_at is not None else ""
            click.echo(f"{who.login}\t{who.role}\t{who.name}\t{classes}\t{since}{ended}")
    tell_which(database)


def _complaint(error: Exception) -> click.ClickException:
    """A refusal in a terminal, from which people copy a login: without signs that nobody sees."""
    return click.ClickException(unturned(str(error)))


def _asked(given: str) -> str:
    """The password that is typed, unseen, or that stands in the first line of standard input."""
    if given != ASK:
        message = (
            "whoever works on this machine can read a password in a command (ps); leave out the word after --password: it is asked"
            " for, or read from standard input"
        )
        raise click.ClickException(message)
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@user.command("end")
@click.argument("login")
def end_user(login: str) -> None:
    """End the account of LOGIN: signed out everywhere, nobody signs in with it. What was written stays, and so does the login.

    Neither the last administrator is ended nor the last instructor of a class that goes on. An administrator opens it again, under
    People.
    """
    from epcr.endings import steps as endings  # noqa: PLC0415
    from epcr.people import persons  # noqa: PLC0415
    from epcr.refused import Refused  # noqa: PLC0415

    database = opened()
    try:
        with database.write("epcr user end") as session:
            person = persons.find_person(session, login)
            if person is None:
                message = f"nobody has the login {login}; `epcr user list` lists them"
                raise click.ClickException(message)
            ended, login = endings.end_account(session, person, None), person.login
    except Refused as error:
        raise _complaint(error) from None
    click.echo(f"The account {login} has ended." if ended else f"The account {login} has ended already.")
    tell_which(database)


def published(database: Database) -> Sequence[Account]:
    """The accounts of the demo class that still have the password everybody can read."""
    from epcr.people.model import Person  # noqa: PLC0415
    from epcr.people.password import matches  # noqa: PLC0415
    from epcr.scenarios.demo import ACCOUNTS  # noqa: PLC0415

    with database.read() as session:
        people = session.execute(select(Person.login, Person.password_hash).where(Person.ended_at.is_(None)))
        hashes = {who.login: who.password_hash for who in people}
    return [
        account
        for account in ACCOUNTS
        if account.login in hashes and matches(hashes[account.login], account.password)
    ]


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

    others = set(_people(database)) - {account.login for account in ACCOUNTS}
    if others or not published(database):
        message = (
            "people are here already, so a class has begun; add others with: epcr user add. For another class from the start set"
            " EPCR_HOME to an empty folder"
        )
        raise click.ClickException(message)
    file = file_of(database.engine)
    if file is None:
        message = "this database holds the demo class; name an empty one in DATABASE_URL"
        raise click.ClickException(message)
    aside = file.with_name(f"{file.stem}-demo-{now():%Y%m%d-%H%M%S}{file.suffix}")
    click.echo(
        "The demo class is here. Its people and sheets are moved aside, and a real class begins empty."
    )
    click.confirm(f"Move it to {aside.name}?", abort=True, default=True)
    database.engine.dispose()
    with alone(file):
        require_unused(file)
        file.rename(aside)
    return upgraded()
