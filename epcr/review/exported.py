"""What a sheet leaves as for other systems: the formats by their word in an address, and what each says of where a sheet stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from epcr.export.fhir import MEDIA_TYPE, Status, document_bytes
from epcr.review.model import Kind
from epcr.review.state import Standing, State
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class ExportFormat:
    """A format: its word in an address, which ends a file's name too, what it is called, and what writes it."""

    slug: str
    label: str
    media_type: str
    write: Callable[[RunSheet, Standing], bytes]


def record_status(stands: Standing) -> Status:
    """How FHIR calls where a sheet stands: final once it was accepted, amended where something was added after that."""
    if stands.state is not State.ACCEPTED:
        return "preliminary"
    accepted = max(place for place, step in enumerate(stands.history) if step.kind == Kind.ACCEPTED)
    added = any(step.kind == Kind.ADDENDUM for step in stands.history[accepted:])
    return "amended" if added else "final"


def _fhir(sheet: RunSheet, stands: Standing) -> bytes:
    return document_bytes(sheet, record_status(stands))


FORMATS: Final = {
    made.slug: made for made in (ExportFormat("fhir.json", "FHIR document", MEDIA_TYPE, _fhir),)
}
