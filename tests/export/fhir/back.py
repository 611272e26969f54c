"""A sheet on its way out and in again, and what it says on both sides."""

from __future__ import annotations

from typing import Any

from epcr.export.fhir import ReadSheet, document_bytes, read_document
from epcr.sheet.run_sheet import RunSheet
from tests.build import empty_sheet

Said = dict[str, Any]


def brought_back(sheet: RunSheet) -> RunSheet:
    """The sheet that its document says, in a class with the same customs."""
    return made_of(read_document(document_bytes(sheet, "final")), sheet)


def made_of(read: ReadSheet, like: RunSheet) -> RunSheet:
    """What was read as a sheet with the customs of another."""
    made = empty_sheet(zone=like.zone, temperature=like.temperature, weight=like.weight, glucose=like.glucose)
    read.put_on(made)
    return made


def said_on(sheet: RunSheet) -> Said:
    """Every field that is documented, by its anchor, and everything that is said beside values."""
    said: Said = {}
    for part in sheet.parts():
        for name in part.fields():
            if part.documented(name):
                said[str(part.anchor(name))] = getattr(part, name)
        said |= {f"{part.anchor()}~{name}": reason for name, reason in part.absent.items()}
    return said
