"""`epcr audit`: who changed what on a run sheet, and when, by the server's clock and by that of the device it was written on."""

from __future__ import annotations

import json
from datetime import datetime

import click
from sqlalchemy import select

from epcr.cli_database import called, opened


@click.command()
@click.argument("run_sheet")
def audit(run_sheet: str) -> None:
    """List every change of RUN_SHEET, oldest first: server time, device time, login, field, before, after; tab-separated.

    A device time that cannot be, because the clock of the device was wrong, has a question mark behind it. A change that a device sent by
    itself has its number and the device at the end, and contested or same where it was not written.
    """
    from epcr.audit.model import AuditLine  # noqa: PLC0415

    with opened().read() as session:
        sheet = called(session, run_sheet)
        for line in session.scalars(
            select(AuditLine).where(AuditLine.run_sheet_id == sheet.id).order_by(AuditLine.id)
        ):
            cells = [line.at.isoformat(), _by_device(line.device_at, line.at), line.actor, line.anchor]
            sent = [line.op, line.device or "", line.outcome or ""] if line.op else []
            click.echo("\t".join([*cells, _in_ascii(line.before), _in_ascii(line.after), *sent]))


def _by_device(device_at: datetime | None, at: datetime) -> str:
    """When a device says that it was, with a mark where that cannot be; empty where it says nothing."""
    from epcr.audit.device import is_implausible  # noqa: PLC0415

    if device_at is None:
        return ""
    return device_at.isoformat() + ("?" if is_implausible(device_at, at) else "")


def _in_ascii(text: str | None) -> str:
    """The same JSON without a letter that could steer a terminal."""
    return json.dumps(json.loads(text)) if text else ""
