"""Attachments: what belongs to the record and is kept elsewhere, like an ECG strip, a refusal form or a photo of the scene.

It says that a paper exists and what it is; it refuses to hold the paper itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Entry, Group, Page


class Attachment(Entry):
    """One paper, picture or recording that is attached to the record."""

    __tablename__ = "attachment"
    noun = "attachment"
    timed_by = "taken_at"
    page = Page(
        "attachments",
        "Attachments",
        (Group("", ("name", "kind", "taken_at")),),
        hint="What is attached to the paper record, like an ECG strip, a refusal form or a photo of the scene.",
    )

    name: Mapped[str | None] = field(
        Text(
            "Attachment",
            spelling="terms",
            hint="What it is called, like 12-lead ECG",
            nemsis="eOther.22",
            most=255,
            reasons=(),
        )
    )
    kind: Mapped[str | None] = field(
        Choice("Kind of document", "attachment", own_words=True, nemsis="eOther.09", reasons=())
    )
    taken_at: Mapped[datetime | None] = field(
        Moment("Time made", hint="When it was recorded, taken or signed", reasons=())
    )
