"""`epcr fhir`: a run sheet as a FHIR R4 document, and such a document as a run sheet again."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import click

from epcr.cli_database import called, class_called, no_such_trainee, opened
from epcr.cli_files import GivenFile, read_from, write_out

if TYPE_CHECKING:
    from epcr.people.model import Classroom, Person

ACTOR = "epcr fhir import"


@click.group()
def fhir() -> None:
    """FHIR R4: what a hospital's system reads."""


@fhir.command("export")
@click.argument("run_sheet")
@click.option(
    "-o",
    "--output",
    type=GivenFile("wb", lazy=True),
    default="-",
    help="The file to write; without it standard output.",
)
def export_document(run_sheet: str, output: IO[bytes]) -> None:
    """Write RUN_SHEET as a FHIR R4 document (JSON).

    It is laid out after the draft IHE paramedicine summary, claims no profile, and says of each resource that it is test data. The same
    sheet gives the same bytes. What stands where is in docs/fhir.md.
    """
    from epcr.export.fhir import document_bytes  # noqa: PLC0415
    from epcr.review import steps  # noqa: PLC0415
    from epcr.review.exported import record_status  # noqa: PLC0415

    with opened().read() as session:
        sheet = called(session, run_sheet)
        made = document_bytes(sheet, record_status(steps.standing(session, sheet)))
    write_out(output, made)


@fhir.command("import")
@click.argument("file", type=GivenFile("rb"))
@click.option("--class", "room", help="The class that takes it in, by number; not needed where there is one.")
@click.option(
    "--trainee", "login", help="Whose draft it becomes, by login; not needed where the class has one trainee."
)
def import_document(file: IO[bytes], room: str | None, login: str | None) -> None:
    """Take in FILE, a document that `epcr fhir export` wrote, as a run sheet: the same, field by field.

    Prints the sheet's id and, behind a tab, `new` or `unchanged`: importing twice changes nothing. Nothing is taken in of a document
    that is broken or another's; what is wrong is named with its path.
    """
    from epcr.export.fhir import MOST_BYTES, UnreadableBundle, read_document  # noqa: PLC0415
    from epcr.refused import Refused  # noqa: PLC0415
    from epcr.scenarios.taking_in import take_in  # noqa: PLC0415

    try:
        written = read_document(file.read(MOST_BYTES + 1))
        with opened().write(ACTOR) as session:
            classroom = class_called(session, room)
            new = take_in(session, written, classroom, _trainee(classroom, login))
    except UnreadableBundle as error:
        message = f"{read_from(file)}: {error}; give what `epcr fhir export` wrote"
        raise click.ClickException(message) from None
    except Refused as error:
        raise click.ClickException(str(error)) from None
    for path in written.left_aside:
        click.echo(f"left aside: {path} is not of this software", err=True)
    click.echo(f"{written.id}\t{'new' if new else 'unchanged'}")


def _trainee(classroom: Classroom, login: str | None) -> Person:
    from epcr.people.model import Role  # noqa: PLC0415

    trainees = sorted(
        (who for who in classroom.people if who.role == Role.TRAINEE), key=lambda who: who.login
    )
    meant = [who for who in trainees if login in {None, who.login}]
    if len(meant) == 1:
        return meant[0]
    if login is not None:
        raise no_such_trainee(login, classroom, trainees)
    there = ", ".join(who.login for who in trainees) or "nobody yet"
    message = f"say by --trainee and a login whose sheet it becomes; in {classroom.name} there are: {there}"
    raise click.ClickException(message)
