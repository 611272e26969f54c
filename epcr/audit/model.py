"""The audit as it is stored: one line for each field that changed. Lines are written once and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.sheet.section import ID_LENGTH

# The outcomes of changes that were not written.
SAME: Final = "same"
CONTESTED: Final = "contested"


class AuditLine(Base):
    """One change. `before` and `after` are JSON with sorted keys, None where there was nothing.

    `at` is the time of the server; `device_at` what the device said when the change was sent, as it said it: None where it said
    nothing. Of a field they hold `value`, `why` (the reason for its absence) and `not` (codes looked for and not found), each only
    where there is one.

    A line of a change that a device sent by itself carries `op`, the number that the device gave it, so that the same change sent
    once more finds itself; `device` names where it was typed. `outcome` says where such a change was not written: it was `same` as what
    stood there, or it is `contested`, and `after` is what was typed against `before`, which stands. `settles` is the op of the contested
    change that this one decides.
    """

    __tablename__ = "audit_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_sheet_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("run_sheet.id"), index=True)
    actor: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    device_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    anchor: Mapped[str] = mapped_column(String(120))
    before: Mapped[str | None] = mapped_column(Text, default=None)
    after: Mapped[str | None] = mapped_column(Text, default=None)
    op: Mapped[str | None] = mapped_column(String(ID_LENGTH), unique=True, default=None)
    outcome: Mapped[str | None] = mapped_column(String(12), default=None)
    settles: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
    device: Mapped[str | None] = mapped_column(String(60), default=None)
