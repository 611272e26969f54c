"""`epcr export`: everything as tables; `epcr dictionary`: what each field means; `epcr transfer-of-care`: paper with its data."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO

import click

from epcr.cli_database import called, class_called, opened
from epcr.cli_files import GivenFile, GivenFolder, write_out


@click.command("export")
@click.argument("folder", metavar="DIR", type=GivenFolder())
@click.option("--all", "everything", is_flag=True, help="The run sheets of all classes.")
@click.option("--class", "room", help="Those of one class, by number.")
def export_tables(folder: Path, room: str | None, *, everything: bool) -> None:
    """Write everything into DIR as tables (CSV), with a README that says how to read them.

    A table of the sheets, one of each kind of entry, of the verdicts, the findings, the steps and the comments, and the dictionary of the
    fields with all codes. DIR must be empty or not there yet.
    """
    from epcr.refused import Refused  # noqa: PLC0415
    from epcr.review.leaving import write_folder  # noqa: PLC0415
    from epcr.words.counting import counted  # noqa: PLC0415

    if everything == (room is not None):
        message = "say which run sheets: --all, or --class and its number"
        raise click.UsageError(message)
    with opened().read() as session, session.no_autoflush:
        classroom = None if everything else class_called(session, room)
        try:
            many = write_folder(session, folder, classroom)
        except Refused as refused:
            raise click.ClickException(str(refused)) from None
    click.echo(f"{counted(many, 'run sheet')}; written to {folder}")


@click.command("transfer-of-care")
@click.argument("run_sheet")
@click.option(
    "-o",
    "--output",
    type=GivenFile("wb", lazy=True),
    required=True,
    help="The file to write; - is standard output.",
)
def transfer(run_sheet: str, output: IO[bytes]) -> None:
    """Write the handoff of RUN_SHEET as a PDF that carries its data: one file that a person reads and a system takes apart.

    It is PDF/A-3a and PDF/UA-1; inside lies what `epcr fhir export` writes, byte for byte.
    """
    from epcr.people.model import Classroom  # noqa: PLC0415
    from epcr.review import steps  # noqa: PLC0415
    from epcr.review.exported import transfer_of_care  # noqa: PLC0415

    with opened().read() as session:
        sheet = called(session, run_sheet)
        classroom = session.get_one(Classroom, sheet.classroom_id).name
        made = transfer_of_care(sheet, steps.standing(session, sheet), classroom)
    write_out(output, made)


@click.command()
@click.option(
    "--csv", "as_csv", is_flag=True, help="As a table with every code (CSV), else for people to read."
)
def dictionary(*, as_csv: bool) -> None:
    """Print every field of a run sheet with its label, kind, unit, limits, codes, NEMSIS element and LOINC code."""
    from epcr.export.tables import dictionary as fields  # noqa: PLC0415
    from epcr.export.tables.csv_text import csv_of  # noqa: PLC0415

    if as_csv:
        lines = io.StringIO(newline="")
        csv_of(fields.COLUMNS, fields.rows(), lines)
        click.echo(lines.getvalue().encode(), nl=False)
        return
    for section, entries in fields.dictionary():
        click.echo(f"{section.page.title} ({section.page.slug}, {'many' if section.many else 'once'})")
        for entry in entries:
            click.echo(f"  {entry.in_one_line}")
