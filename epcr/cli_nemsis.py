"""`epcr nemsis`: run sheets and documents of NEMSIS v3.5.1."""

from __future__ import annotations

import click

from epcr.cli_nemsis_check import check_documents


@click.group()
def nemsis() -> None:
    """Documents of NEMSIS v3.5.1."""


nemsis.add_command(check_documents)
