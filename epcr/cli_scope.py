"""The `epcr scope` commands: judge acts, and carry the standard's permission lists in and out of ruleset files.

A refusal by the scope check is a result; what cannot be done exits non-zero with one clear line.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click


@click.group()
def scope() -> None:
    """Scope of practice."""


@scope.command("judge")
@click.option(
    "--cases",
    type=click.File("r", encoding="utf-8", errors="replace"),
    default="-",
    help="A file with one JSON act a line, or one act over several; without it standard input is read.",
)
@click.option(
    "--rulesets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with more ruleset files.",
)
def scope_judge(cases: IO[str], rulesets: Path | None) -> None:
    """Judge acts: JSON in, one JSON verdict a line out. A refusal is a result, not a failure."""
    from epcr.scope import judge_lines  # noqa: PLC0415
    from epcr.scope import rulesets as known  # noqa: PLC0415

    judged = False
    for verdict in judge_lines([cases.read()], known(rulesets)):
        click.echo(verdict)
        judged = True
    if not judged:
        message = (
            "nothing to judge; give one JSON act on standard input, or a file with one a line by --cases"
        )
        raise click.ClickException(message)
