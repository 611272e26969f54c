"""When something was first written, by the audit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.audit.device import believed
from epcr.audit.model import AuditLine


def first_written(session: Session, sheet: str, section: str) -> dict[str, datetime]:
    """When each field of a section was first written, by its anchor: as its device told, where that can be."""
    lines = session.execute(
        select(AuditLine.anchor, AuditLine.device_at, AuditLine.at)
        .where(
            AuditLine.run_sheet_id == sheet,
            AuditLine.anchor.startswith(f"{section}-", autoescape=True),
            AuditLine.outcome.is_(None),
        )
        .order_by(AuditLine.id.desc())
    )
    return {anchor: believed(device_at, at) for anchor, device_at, at in lines}
