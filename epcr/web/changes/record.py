"""The changes of devices in the audit: which were applied before, which stand against each other and wait for somebody's decision."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from epcr.audit import CONTESTED, AuditLine
from epcr.audit.device import believed
from epcr.audit.listener import content_of, in_json
from epcr.sheet.control import Control
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart

_DECISION: Final = aliased(AuditLine)
_DECIDED: Final = select(_DECISION.id).where(
    _DECISION.run_sheet_id == bindparam("sheet"), _DECISION.settles == AuditLine.op
)
# Made once: each page and each change asks these.
_ARRIVED: Final = select(AuditLine).where(AuditLine.op.in_(bindparam("ops", expanding=True)))
_WAITING: Final = (
    select(AuditLine)
    .where(AuditLine.run_sheet_id == bindparam("sheet"), AuditLine.outcome == CONTESTED, ~_DECIDED.exists())
    .order_by(AuditLine.id)
)


@dataclass(frozen=True)
class Contested:
    """Two values of one field: `op` is the change that was not written, `typed` what it says. `by` is where that came from, `against`
    where what stands did; None where it stood from the beginning.
    """

    op: str
    anchor: str
    typed: dict[str, Any]
    by: Source
    against: Source | None


@dataclass(frozen=True)
class Source:
    """Who wrote something (a login), when, and on which device, as the audit has it; `seen` is when that device was last heard of."""

    who: str
    at: datetime
    device: str
    seen: datetime | None


def earlier(session: Session, ops: Collection[str]) -> dict[str, AuditLine]:
    """The lines of those of these changes that arrived before."""
    lines = session.scalars(_ARRIVED, {"ops": sorted(ops)}) if ops else ()
    return {cast(str, line.op): line for line in lines}


def stored(part: SheetPart, name: str) -> str | None:
    """What the audit would say of a field as it stands."""
    return in_json(content_of(getattr(part, name), part.absent, name))


def typed(control: Control) -> str | None:
    """What the audit would say of a field if what stands in the control were written."""
    return in_json(content_of(control.data, control.absent_with({}), control.short_name))


def contested(session: Session, sheet: RunSheet) -> list[Contested]:
    """What waits for a decision on this sheet, in the order in which it arrived."""
    lines = session.scalars(_WAITING, {"sheet": sheet.id})
    return [
        Contested(
            cast(str, line.op), line.anchor, json.loads(line.after or "{}"),
            _source(session, line), _source(session, against) if (against := _written_by(session, line)) else None,
        )
        for line in lines
    ]  # fmt: skip


def _written_by(session: Session, contested_line: AuditLine) -> AuditLine | None:
    """The line of what stands at the field of this one."""
    return session.scalars(
        select(AuditLine)
        .where(
            AuditLine.run_sheet_id == contested_line.run_sheet_id,
            AuditLine.anchor == contested_line.anchor,
            AuditLine.outcome.is_(None),
        )
        .order_by(AuditLine.id.desc())
        .limit(1)
    ).first()


def _source(session: Session, line: AuditLine) -> Source:
    seen = line.device and session.scalar(
        select(func.max(AuditLine.at)).where(
            AuditLine.run_sheet_id == line.run_sheet_id, AuditLine.device == line.device
        )
    )
    return Source(line.actor, believed(line.device_at, line.at), line.device or "", seen or None)
