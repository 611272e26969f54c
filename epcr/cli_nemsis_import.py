"""`epcr nemsis import`: the reports of a document as run sheets of a trainee, a line each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from epcr.cli_database import class_called, no_such_trainee, opened

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from epcr.db import Database
    from epcr.intake.report_tree import Report, ReportRefused
    from epcr.people.model import Classroom, Person
    from epcr.standard.document import StandardDocument

_ACTOR = "epcr nemsis import"


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--class", "number", help="The number of the class; without it the oldest that goes on.")
@click.option(
    "--trainee", "login", help="Whose sheets they become; without it those of the class's first trainee."
)
@click.pass_context
def import_reports(context: click.Context, file: str, number: str | None, login: str | None) -> None:
    """Import the reports of a NEMSIS v3.5.1 document as run sheets.

    FILE (- is standard input) is an EMSDataSet. What the sheet has fields for becomes fields; the rest is kept as it was, is shown
    under Further elements and goes out again unchanged. Each act is judged by the ruleset of the class.

    A line a report, tab-separated: id of the sheet, imported or unchanged, how many elements went to fields, were kept, were not
    taken by their field (and are kept too). A report that cannot be taken is named on standard error with its line, and nothing of
    it is stored; the others are. A report that the trainee has already changes nothing. The exit status is 1 where one was not taken.
    """
    from epcr.intake.report_tree import ReportRefused, reports_of  # noqa: PLC0415

    document = _document(file)
    database = opened()
    with database.read() as session:
        classroom_id, trainee_id = _for_whom(session, number, login)
    refused = False
    for report in reports_of(document):
        if isinstance(report, ReportRefused):
            refused = True
            _tell_refused(file, report)
        else:
            click.echo(_imported(database, report, classroom_id, trainee_id))
    context.exit(int(refused))


def _document(file: str) -> StandardDocument:
    from epcr.hardened_xml import DocumentRefused  # noqa: PLC0415
    from epcr.standard.document import read, read_file  # noqa: PLC0415

    try:
        document = read(sys.stdin.buffer) if file == "-" else read_file(Path(file))
    except DocumentRefused as error:
        message = f"{file}:{error.line}: {error}; nothing was imported"
        raise click.ClickException(message) from None
    if document.data_set != "EMSDataSet":
        message = f"{file}: the document is a {document.data_set}; give an EMSDataSet, which holds reports"
        raise click.ClickException(message)
    return document


def _imported(database: Database, report: Report, classroom_id: int, trainee_id: int) -> str:
    """Import one report in a transaction of its own; the line that tells of it."""
    from epcr.intake.importing import import_report  # noqa: PLC0415
    from epcr.people.model import Classroom, Person  # noqa: PLC0415
    from epcr.refused import Refused  # noqa: PLC0415

    try:
        with database.write(_ACTOR) as session:
            classroom, trainee = session.get_one(Classroom, classroom_id), session.get_one(Person, trainee_id)
            made = import_report(session, classroom, trainee, report)
            return "\t".join(
                [made.sheet.id, made.outcome, str(made.in_fields), str(made.in_keeping), str(made.refused)]
            )
    except Refused as error:
        raise click.ClickException(str(error)) from None


def _tell_refused(file: str, report: ReportRefused) -> None:
    click.echo(
        f"{file}:{report.line}: error {report.element}: {report}; this report was not imported", err=True
    )


def _for_whom(session: Session, number: str | None, login: str | None) -> tuple[int, int]:
    """The class and the trainee, by their keys."""
    classroom = _classroom(session, number)
    trainee = _trainee(session, classroom, login)
    if login is None or number is None:
        click.echo(f"For {trainee.name} ({trainee.login}) in {classroom.name}", err=True)
    return classroom.id, trainee.id


def _classroom(session: Session, number: str | None) -> Classroom:
    from epcr.people.model import Classroom as Class  # noqa: PLC0415

    if number is not None:
        return class_called(session, number)
    going_on = select(Class).where(Class.ended_at.is_(None)).order_by(Class.id).limit(1)
    classroom = session.scalars(going_on).first()
    if classroom is None:
        message = "there is no class; make one first"
        raise click.ClickException(message)
    return classroom


def _trainee(session: Session, classroom: Classroom, login: str | None) -> Person:
    from epcr.people.model import Membership, Role  # noqa: PLC0415
    from epcr.people.model import Person as Member  # noqa: PLC0415

    members = (
        select(Member)
        .join(Membership, Membership.person_id == Member.id)
        .where(
            Membership.classroom_id == classroom.id, Member.role == Role.TRAINEE, Member.ended_at.is_(None)
        )
        .order_by(Membership.joined_at, Member.id)
    )
    trainees = session.scalars(members).all()
    trainee = next((who for who in trainees if login in {None, who.login}), None)
    if trainee is None:
        raise no_such_trainee(login, classroom, trainees)
    return trainee
