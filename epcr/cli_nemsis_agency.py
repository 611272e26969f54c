"""`epcr nemsis agency`: the agency of a document becomes the one that a class plays, a line for each thing that changes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from epcr.cli_database import class_called, opened

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from epcr.agencies.agency_set import AgencySet
    from epcr.agencies.taking import Taking
    from epcr.people.model import Classroom, Person

_ACTOR = "epcr nemsis agency"
_LISTS = {"agency_person": "people", "agency_unit": "units", "agency_facility": "destinations"}


@click.command("agency")
@click.argument("file", metavar="FILE")
@click.option(
    "--class", "number", metavar="N", help="The number of the class; not needed where there is one."
)
@click.option("--look", is_flag=True, help="Tell what would change, and change nothing.")
def take_agency(file: str, number: str | None, *, look: bool) -> None:
    """Let a class play the agency of a NEMSIS v3.5.1 document.

    FILE (- is standard input) is an agency's DEMDataSet or a state's StateDataSet. The class gets the agency's name, number, ID and
    state, the crew list with levels and certificates, units and destinations to choose from on its sheets, and rules by the permission
    lists, which judge it from then on. Nothing is written on a sheet.

    A line each, tab-separated. Of the names: which, what it becomes, what it was. Of a list: what it is of, how many there then are,
    how many are new, how many go. Of the rules: changed or unchanged, how many differ, the ruleset that they stand over, their
    title; and a line for each listed code that no rule here is about, or that a ceiling does not let be permitted. The same
    document again changes nothing. What cannot be taken is named with its line and element, and
    nothing of the document is stored.
    """
    from epcr.agencies.taking import take, taking  # noqa: PLC0415
    from epcr.refused import Refused  # noqa: PLC0415

    document = _document(file)
    database = opened()
    if look:
        with database.read() as session:
            _tell(taking(session, class_called(session, number), document), "would change")
        return
    try:
        with database.write(_ACTOR) as session:
            classroom = class_called(session, number)
            _tell(take(session, classroom, _author(session, classroom), document), "changed")
    except Refused as error:
        raise click.ClickException(str(error)) from None


def _document(file: str) -> AgencySet:
    from epcr.agencies.reading import agency_set  # noqa: PLC0415
    from epcr.hardened_xml import DocumentRefused  # noqa: PLC0415
    from epcr.standard.document import read, read_file  # noqa: PLC0415

    try:
        return agency_set(read(sys.stdin.buffer) if file == "-" else read_file(Path(file)))
    except DocumentRefused as error:
        message = f"{file}:{error.line}: {error}; nothing was taken"
        raise click.ClickException(message) from None


def _author(session: Session, classroom: Classroom) -> Person:
    """Who is named as the author of the rules: an instructor of the class, else an administrator."""
    from epcr.people.model import Person as Somebody  # noqa: PLC0415
    from epcr.people.model import Role  # noqa: PLC0415

    teaching = [member for member in classroom.people if member.role == Role.INSTRUCTOR]
    administering = select(Somebody).where(Somebody.role == Role.ADMINISTRATOR).order_by(Somebody.id).limit(1)
    author: Person | None = min(teaching, key=lambda member: member.id, default=None)
    author = author or session.scalars(administering).first()
    if author is None:
        message = f"nobody teaches {classroom.name} yet, and there is no administrator; add one first"
        raise click.ClickException(message)
    return author


def _tell(change: Taking, verb: str) -> None:
    for line in _lines(change):
        click.echo(line)
    click.echo(f"{verb}: {'yes' if change.differs else 'nothing'}", err=True)


def _lines(change: Taking) -> Iterator[str]:
    for name, word in change.agency.items():
        before = change.names[name][0] if name in change.names else word
        yield f"{name}\t{word}\t{before}"
    for of_list in change.lists:
        counts = (len(of_list.all), len(of_list.new), len(of_list.go))
        yield "\t".join((_LISTS[of_list.table.__tablename__], *map(str, counts)))
    if change.rules is not None:
        listed = change.rules.listed
        outcome = "changed" if change.rules.differs else "unchanged"
        yield f"rules\t{outcome}\t{len(listed.cells)}\t{listed.parent.id}\t{listed.title}"
        yield from (f"rules_left_out\t{name}" for name in (*listed.unknown, *map(str, listed.excess)))
