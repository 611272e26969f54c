"""`epcr nemsis check`: documents of the standard against its published files and against what those leave unchecked, a line a finding."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from epcr.cli_files import GivenFolder, why_not

if TYPE_CHECKING:
    from epcr.standard.document import StandardDocument
    from epcr.standard.document_finding import DocumentFinding
    from epcr.standard.files import PublishedFiles

files_option = click.option(
    "--files",
    "folder",
    type=GivenFolder(),
    help="The folder with the published XML Schemas and Schematron rules; without it `nemsis` in EPCR_HOME.",
)


@click.command("check")
@click.argument("files", metavar="FILE ...", nargs=-1, required=True)
@files_option
@click.pass_context
def check_documents(context: click.Context, files: tuple[str, ...], folder: Path | None) -> None:
    """Check NEMSIS v3.5.1 documents: a line a finding, with file, line, weight, element and sentence.

    FILE (- is standard input) is an EMSDataSet, DEMDataSet or StateDataSet. It is checked against the XML Schema and the
    Schematron rules that the standard publishes (docs/nemsis.md says where they come from), and a report of a call also for what
    those leave unchecked: members and levels of the crew, codes of acts, the Glasgow sum, the pressures, parts that are not there.

    The exit status is 0 where nothing is an error, 1 where something is, and 2 where a document cannot be read.
    """
    worst = 0
    published_files = _published(folder)
    for file in files:
        worst = max(worst, _checked(file, published_files))
    context.exit(worst)


def _published(folder: Path | None) -> PublishedFiles:
    from epcr.standard.files import NoFiles, published  # noqa: PLC0415

    try:
        return published(folder)
    except NoFiles as error:
        raise click.ClickException(str(error)) from None


def _checked(file: str, published_files: PublishedFiles) -> int:
    """Print what there is to say of one file; its exit status."""
    from epcr.hardened_xml import DocumentRefused  # noqa: PLC0415
    from epcr.standard.files import NoFiles  # noqa: PLC0415
    from epcr.standard.judging import document_findings  # noqa: PLC0415

    try:
        findings = document_findings(_document(file), published_files)
    except DocumentRefused as error:
        click.echo(f"{file}:{error.line}: {error}", err=True)
        return 2
    except OSError as error:
        click.echo(why_not(file, error), err=True)
        return 2
    except NoFiles as error:
        raise click.ClickException(str(error)) from None
    for finding in findings:
        click.echo(f"{file}:{finding.line}: {finding}")
    click.echo(f"{file}: {_counted(findings)}")
    return int(any(finding.weight == "error" for finding in findings))


def _document(file: str) -> StandardDocument:
    from epcr.standard.document import read, read_file  # noqa: PLC0415

    return read(sys.stdin.buffer) if file == "-" else read_file(Path(file))


def _counted(findings: list[DocumentFinding]) -> str:
    from epcr.words.counting import counted  # noqa: PLC0415

    errors = sum(finding.weight == "error" for finding in findings)
    return f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}"
