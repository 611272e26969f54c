"""A trainee's answer to a warning: what they say about an unusual value, a time out of order, an intervention out of scope.

An answer stands for one finding at one field as long as the value is the one it was about.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.sheet.section import ID_LENGTH


class Answer(Base):
    """`kind` is `explained`, or one of the six answers of the scope check."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_sheet_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("run_sheet.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[str] = mapped_column(String(80))
    anchor: Mapped[str] = mapped_column(String(120))
    value: Mapped[str] = mapped_column(String(400), default="")
    kind: Mapped[str] = mapped_column(String(30), default="explained")
    text: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
