"""What a sheet leaves as for other systems: the formats by their word in an address, and what each says of where a sheet stands.

A format of data is one line in DATA. The transfer-of-care file is the handoff on paper with every one of them inside that can leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from epcr.export.fhir import MEDIA_TYPE, Status, document_bytes, written
from epcr.export.nemsis.building import Unfinished
from epcr.export.nemsis.document import document_of
from epcr.paper.attached import AttachedFile
from epcr.report.sbar import sbar_pdf
from epcr.review.model import Kind
from epcr.review.state import Standing, State
from epcr.sheet.run_sheet import RunSheet


class CannotLeave(Exception):  # noqa: N818 - it is named for what it says
    """A sheet lacks what a format makes mandatory; its words say what."""


@dataclass(frozen=True)
class ExportFormat:
    """A format: its word in an address, which ends a file's name too, what it is called, and what writes it.

    It is written of a sheet, of where that stands, and under the name of its class. Writing raises CannotLeave.
    """

    slug: str
    label: str
    media_type: str
    write: Callable[[RunSheet, Standing, str], bytes]


def record_status(stands: Standing) -> Status:
    """How FHIR calls where a sheet stands: final once it was accepted, amended where something was added after that."""
    if stands.state is not State.ACCEPTED:
        return "preliminary"
    accepted = max(place for place, step in enumerate(stands.history) if step.kind == Kind.ACCEPTED)
    added = any(step.kind == Kind.ADDENDUM for step in stands.history[accepted:])
    return "amended" if added else "final"


def transfer_of_care(sheet: RunSheet, stands: Standing, classroom: str) -> bytes:
    """The handoff as a PDF (PDF/A-3a, PDF/UA-1) that carries the sheet as data: one file that a person reads and a system takes apart.

    A format that the sheet cannot leave in yet is not in it.
    """
    return sbar_pdf(
        sheet,
        state_word=str(stands.state),
        revision=stands.revision,
        classroom=classroom,
        attached=list(_attached(sheet, stands, classroom)),
    )


def _attached(sheet: RunSheet, stands: Standing, classroom: str) -> Iterator[AttachedFile]:
    for made in DATA:
        try:
            content = made.write(sheet, stands, classroom)
        except CannotLeave:
            continue
        title = f"{made.label}, training record"
        yield AttachedFile(made.slug, made.media_type, title, content, written(sheet))


def _fhir(sheet: RunSheet, stands: Standing, _classroom: str) -> bytes:
    return document_bytes(sheet, record_status(stands))


def _nemsis(sheet: RunSheet, _stands: Standing, _classroom: str) -> bytes:
    try:
        return document_of(sheet)
    except Unfinished as error:
        message = f"Sheet {sheet.number} {error}."
        raise CannotLeave(message) from error


DATA: Final = (
    ExportFormat("nemsis.xml", "NEMSIS v3.5.1 document", "application/xml", _nemsis),
    ExportFormat("fhir.json", "FHIR document", MEDIA_TYPE, _fhir),
)
TRANSFER: Final = ExportFormat(
    "transfer-of-care.pdf", "Transfer of care: handoff with the data", "application/pdf", transfer_of_care
)
FORMATS: Final = {made.slug: made for made in (*DATA, TRANSFER)}
