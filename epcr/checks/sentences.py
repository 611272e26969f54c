"""The pieces that the checks make their sentences of: what a field is called, and where it stands."""

from __future__ import annotations

from epcr.sheet.context import Context
from epcr.sheet.section import Entry, SheetPart


def place(part: SheetPart, context: Context) -> str:
    """Where an entry stands, to end a sentence with: " at 17:12", " for Aspirin at 17:05". Empty for a section."""
    return part.where(context) if isinstance(part, Entry) else ""
