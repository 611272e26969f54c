"""`epcr nemsis`: run sheets as documents of NEMSIS v3.5.1, and what comes with them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from sqlalchemy import select

from epcr.cli_database import called, class_called, opened
from epcr.cli_files import GivenPath, tell_written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from epcr.batch.exporting import ExportedSheet
    from epcr.db import Database


@click.group()
def nemsis() -> None:
    """Run sheets as NEMSIS v3.5.1 XML."""


@nemsis.command("export")
@click.argument("run_sheet", required=False)
@click.option("--class", "classroom", metavar="N", help="All run sheets of the class with this number.")
@click.option("--all", "everything", is_flag=True, help="All run sheets there are.")
@click.option("--national", is_flag=True, help="Only the elements of the national data set.")
@click.option(
    "-o",
    "--output",
    type=GivenPath(dash=True),
    default="-",
    help="The file to write; without it standard output.",
)
def export(
    run_sheet: str | None, classroom: str | None, output: Path, *, everything: bool, national: bool
) -> None:
    """Write RUN_SHEET (its id, as `epcr sheets` lists it, or the number on its papers), a class or all as one document.

    What does not leave as it stands on a sheet is told on standard error, a line each. A sheet that lacks what the standard makes
    mandatory is left out: the others are written, and the exit status is 1.
    """
    if sum((run_sheet is not None, classroom is not None, everything)) != 1:
        message = "name one thing to export: a RUN_SHEET, --class N or --all"
        raise click.UsageError(message)
    database = opened()
    with database.read() as session:
        sheets = _chosen(session, run_sheet, classroom)
    left_out = _write(database, sheets, output, national=national)
    tell_written(output)
    if left_out:
        words = "it was" if len(sheets) == 1 else f"{left_out} of {len(sheets)} run sheets were"
        message = f"{words} left out, named above with what is lacking"
        raise click.ClickException(message)


def _chosen(session: Session, run_sheet: str | None, classroom: str | None) -> Sequence[str]:
    """The ids of the sheets, by class, trainee and time."""
    from epcr.batch.choosing import in_order  # noqa: PLC0415
    from epcr.people.model import Classroom  # noqa: PLC0415
    from epcr.review.queue import Filter  # noqa: PLC0415

    if run_sheet is not None:
        return (called(session, run_sheet).id,)
    rooms = list(session.scalars(select(Classroom)))
    number = None if classroom is None else class_called(session, classroom).id
    sheets = in_order(session, rooms, Filter(classroom=number, state=None, ended=True))
    if not sheets:
        message = "there is no run sheet to export"
        raise click.ClickException(message)
    return sheets


def _write(database: Database, sheets: Sequence[str], output: Path, *, national: bool) -> int:
    """Write the document sheet by sheet; how many were left out."""
    from epcr.batch.exporting import exported  # noqa: PLC0415
    from epcr.export.nemsis.document import NemsisDocument  # noqa: PLC0415

    left_out = 0
    with _whole(output) as out, NemsisDocument(out, national=national) as document:
        with _progress(exported(database, sheets, document), len(sheets)) as run:
            for sheet in run:
                _tell(sheet)
                left_out += bool(sheet.left_out)
        if document.empty:
            message = "nothing was written: no run sheet has what the standard makes mandatory"
            raise click.ClickException(message)
    return left_out


@contextmanager
def _whole(output: Path) -> Iterator[IO[bytes]]:
    """The file under its name once it is whole; what was there before stays until then."""
    if str(output) == "-":
        yield sys.stdout.buffer
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _progress(run: Iterator[ExportedSheet], total: int) -> Iterator[Iterator[ExportedSheet]]:
    """A progress bar beside a terminal; nothing in a log."""
    if not sys.stderr.isatty():
        yield run
        return
    with click.progressbar(run, length=total, label="Run sheets", file=sys.stderr) as bar:
        yield iter(bar)


def _tell(sheet: ExportedSheet) -> None:
    if sheet.left_out:
        click.echo(f"{sheet.sheet_id}\t{sheet.left_out}", err=True)
    for loss in sheet.losses:
        click.echo(f"{sheet.sheet_id}\t{loss.anchor}\t{loss.sentence}", err=True)
