"""The `epcr` command: serve, set up, list, print and judge from a terminal.

Each command exits non-zero with one clear line when it cannot do what was asked; a refusal by the scope check is a result.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
import sqlalchemy.exc
from sqlalchemy import select

from epcr.broken_schema import BrokenSchema
from epcr.cli_audit import audit
from epcr.cli_backup import backup, restore
from epcr.cli_check import check
from epcr.cli_database import NOT_SET_UP, called, opened, upgraded
from epcr.cli_doses import dose
from epcr.cli_export import dictionary, export_tables, transfer
from epcr.cli_fhir import fhir
from epcr.cli_files import GivenFile, GivenFolder, why_not, write_out
from epcr.cli_nemsis import nemsis
from epcr.cli_nemsis_agency import take_agency
from epcr.cli_nemsis_check import check_documents
from epcr.cli_nemsis_import import import_reports
from epcr.cli_people import begin, user
from epcr.cli_scope import scope
from epcr.cli_serve import demo, serve
from epcr.config import VARIABLES, Misconfigured
from epcr.database_file import Unusable
from epcr.db import now
from epcr.report.handoff_page.formats import FORMATS
from epcr.words.naming import listed

EPILOG = "\b\nSettings come from the environment:\n" + "\n".join(
    f"  {name}: {words}" for name, words in VARIABLES
)
PDF_HELP = (
    "Write a DOCUMENT of RUN_SHEET (its id, as `epcr sheets` lists it, or the number on its papers) as a PDF.\n\n"
    f"DOCUMENT is {listed(FORMATS)}, the one-page handoff in that order, run-sheet, all of it, or handoff-and-run-sheet."
)


@contextmanager
def said_in_one_line() -> Iterator[None]:
    """Turn what can go wrong on a machine into one line and exit status 1."""
    try:
        yield
    except (BrokenSchema, Misconfigured, Unusable) as error:
        raise click.ClickException(str(error)) from None
    except sqlalchemy.exc.DBAPIError as error:
        raise click.ClickException(_why_unusable(error)) from None
    except UnicodeError:  # in the words of a command, bytes that are no UTF-8 are lone surrogates
        message = "a word of the command or of a setting is not written in UTF-8; type it again"
        raise click.ClickException(message) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever reads our output has read enough; click ends quietly
            raise
        named = isinstance(error.filename, str | os.PathLike)
        why = (
            why_not(error.filename, error) if named else f"cannot use this machine: {error.strerror or error}"
        )
        raise click.ClickException(why) from None


def _why_unusable(error: sqlalchemy.exc.DBAPIError) -> str:
    """What the database says, in one line; SQLite and PostgreSQL each have their own words for one that was never set up."""
    reason = str(error.orig).strip().partition("\n")[0]
    if "no such table" in reason or ("relation" in reason and "does not exist" in reason):
        return NOT_SET_UP
    return f"the database cannot be used: {reason}"


class OneLine(click.Group):
    """A group whose commands say what went wrong in one line."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with said_in_one_line():
            return super().invoke(ctx)


@click.group(
    cls=OneLine,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(package_name="epcr", message="epcr %(version)s")
def main() -> None:
    """The training ePCR: an electronic patient care record on which EMS trainees learn to document."""


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Make the database, or bring it to the newest version."""
    from epcr.readiness import named  # noqa: PLC0415

    database = upgraded()
    click.echo(f"The database is up to date: {named(database)}")


@main.command(help=PDF_HELP)
@click.argument("document")
@click.argument("run_sheet")
@click.option(
    "-o", "--output", type=GivenFile("wb"), required=True, help="The file to write; - is standard output."
)
@click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    default="letter",
    show_default=True,
    help="Size of the page.",
)
@click.option(
    "--stamped", is_flag=True, help="Print the time of printing; else the same sheet gives the same bytes."
)
@click.option("--comments", is_flag=True, help="Print the reviewer's comments on a run sheet.")
def pdf(
    document: str, run_sheet: str, output: IO[bytes], paper: str, *, stamped: bool, comments: bool
) -> None:
    """Write a document of a run sheet as a PDF; its help names the formats that there are."""
    from epcr.review import steps  # noqa: PLC0415
    from epcr.review.documents import DOCUMENTS, Loaded, Printing  # noqa: PLC0415

    if document not in DOCUMENTS:
        message = f"there is no document {document}; choose {', '.join(DOCUMENTS)}"
        raise click.ClickException(message)
    with opened().read() as session:
        sheet = called(session, run_sheet)
        loaded = Loaded(sheet, steps.standing(session, sheet), None, session)
        printing = Printing(paper, lambda _: None, now() if stamped else None, comments)
        made = DOCUMENTS[document].draw(loaded, printing)
    write_out(output, made)


@main.command()
def sheets() -> None:
    """List the run sheets: id, state, trainee, scenario, tab-separated, oldest first."""
    from epcr.people.model import Person  # noqa: PLC0415
    from epcr.review import steps  # noqa: PLC0415
    from epcr.sheet.run_sheet import RunSheet  # noqa: PLC0415

    with opened().read() as session:
        logins = {who.id: who.login for who in session.execute(select(Person.id, Person.login))}
        for sheet in session.scalars(select(RunSheet).order_by(RunSheet.created_at, RunSheet.id)):
            click.echo(
                "\t".join(
                    [sheet.id, steps.state(session, sheet), logins[sheet.trainee_id], sheet.scenario or ""]
                )
            )


@main.command("check-schemas")
@click.option(
    "--rulesets",
    type=GivenFolder(there=True),
    help="A folder with more ruleset files, like drafts that are not installed yet.",
)
def check_schemas(rulesets: Path | None) -> None:
    """Read every file in schemas/ and name what is broken: file, key and reason.

    Of rulesets that can all be read it then names what is hardly meant, like a program that no rule asks for.
    """
    from epcr.schemas import broken  # noqa: PLC0415
    from epcr.scope import rulesets as known  # noqa: PLC0415
    from epcr.scope.files.slips import slips  # noqa: PLC0415
    from epcr.words.counting import counted  # noqa: PLC0415

    if rulesets is not None and not any(rulesets.glob("*.toml")):
        message = f"{rulesets} has no file whose name ends in .toml; save the ruleset there under its id, like us-xx.toml"
        raise click.ClickException(message)
    complaints = list(broken(rulesets))
    for complaint in complaints:
        click.echo(str(complaint), err=True)
    if complaints:
        message = f"{len(complaints)} broken; nothing starts until they are mended"
        raise click.ClickException(message)
    doubtful = list(slips(rulesets))
    for slip in doubtful:
        click.echo(str(slip), err=True)
    if doubtful:
        message = f"{counted(len(doubtful), 'place')} to look at again: it can be read, and is hardly what was meant"
        raise click.ClickException(message)
    names = sorted(known(rulesets))
    click.echo(f"All schemas are in order. {len(names)} rulesets: {', '.join(names)}")


main.add_command(audit)
main.add_command(backup)
main.add_command(begin)
main.add_command(check)
main.add_command(demo)
main.add_command(dictionary)
main.add_command(dose)
main.add_command(export_tables)
main.add_command(fhir)
main.add_command(nemsis)
nemsis.add_command(take_agency)
nemsis.add_command(check_documents)
nemsis.add_command(import_reports)
main.add_command(restore)
main.add_command(scope)
main.add_command(serve)
main.add_command(transfer)
main.add_command(user)
