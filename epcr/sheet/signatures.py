"""Signatures: of the crew, the receiving clinician, the patient or a witness; drawn, or typed with the reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped

from epcr.sheet.context import Context
from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.drawn import Drawing
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Entry, Group, Page
from epcr.words.naming import lower


class Signature(Entry):
    """One signature."""

    __tablename__ = "signature"
    noun = "signature"
    timed_by = "signed_at"
    page = Page(
        "signatures",
        "Signatures",
        (
            Group("Who signs, and for what", ("signer", "signer_name", "purposes", "signed_at")),
            Group("Signature", ("drawing", "status", "typed_because")),
        ),
    )

    signer: Mapped[str | None] = field(
        Choice("Who signs", "signer", own_words=True, nemsis="eOther.12", reasons=())
    )
    signer_name: Mapped[str | None] = field(Text("Name", spelling="name", nemsis="eOther.20", reasons=()))
    purposes: Mapped[list[str] | None] = field(
        Several("Signs for", "signature_purpose", own_words=True, nemsis="eOther.13", reasons=())
    )
    signed_at: Mapped[datetime | None] = field(Moment("Time signed", nemsis="eOther.19", reasons=()))
    drawing: Mapped[list[Any] | None] = field(Drawing("Drawn signature", reasons=()))
    status: Mapped[str | None] = field(
        Choice(
            "Not signed because",
            "signature_status",
            nemsis="eOther.15",
            hint="Where nobody could sign",
            reasons=(),
        )
    )
    typed_because: Mapped[str | None] = field(
        Text(
            "Typed instead of drawn because",
            hint="The typed name above then counts as the signature",
            most=200,
            reasons=(),
        )
    )

    def facts(self, context: Context) -> list[str]:
        """Name, purpose, and how it was signed."""
        facts = (
            self.show("signer_name", context),
            self.show("purposes", context),
            "drawn" if self.drawing else "",
            self.show("status", context),
        )
        return [*filter(None, facts), *self.clock(context)]

    def where(self, context: Context) -> str:
        """For the patient."""
        return f" for {lower(self.title(context))}" if self.signer else " for the signature without a signer"

    def of_it(self, context: Context) -> str:
        """Who signs."""
        return lower(self.title(context)) if self.signer else "somebody not named"
