"""FHIR R4: a run sheet as a document bundle, and back."""

from __future__ import annotations

from epcr.export.fhir.coming_back import ReadSheet, read_document
from epcr.export.fhir.document import MEDIA_TYPE, Status, document_bytes, written
from epcr.export.fhir.json_text import MOST_BYTES, UnreadableBundle

__all__ = [
    "MEDIA_TYPE",
    "MOST_BYTES",
    "ReadSheet",
    "Status",
    "UnreadableBundle",
    "document_bytes",
    "read_document",
    "written",
]
