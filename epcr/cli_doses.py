"""The `epcr dose` command: doses in, verdicts out."""

from __future__ import annotations

from typing import IO

import click

from epcr.cli_files import GivenFile


@click.command()
@click.argument("acts", type=GivenFile("r", encoding="utf-8", errors="replace"), default="-")
def dose(acts: IO[str]) -> None:
    """Judge doses: one JSON act a line in (standard input, or the file ACTS), one JSON verdict a line out.

    An act has item or code, route, dose, unit, patient (age_years or age_days, weight_kg), given_before and device. A verdict is
    usual, unusual, implausible or cannot_judge, with the usual dose for this patient, the slip that would explain it and the source.
    """
    from epcr.doses.cases import dose_lines  # noqa: PLC0415

    judged = False
    for verdict in dose_lines(acts):
        click.echo(verdict)
        judged = True
    if not judged:
        message = "nothing to judge; give one JSON act a line on standard input, or name a file of them"
        raise click.ClickException(message)
