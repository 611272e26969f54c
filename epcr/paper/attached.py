"""Files that a PDF carries with it, so that a system takes apart what a person reads: associated files (ISO 19005-3, 6.8)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from epcr.paper.archival import Document, Literal, Stream, hexadecimal

# What a file is to the page: the data that it was drawn from (ISO 32000-2, 7.11.3).
RELATIONSHIP: Final = "/Data"


@dataclass(frozen=True)
class AttachedFile:
    """A file: its name, its media type, what it is in words, its bytes, and the moment, aware, at which it was written."""

    name: str
    media_type: str
    description: str
    content: bytes
    written_at: datetime


def attach(document: Document, files: Sequence[AttachedFile]) -> None:
    """Put the files into a document that is not finished yet, under their names, and associate them with the whole of it."""
    catalog = document.Catalog
    numbers = [
        (file, _numbered(document, _specification(document, file))) for file in sorted(files, key=_name)
    ]
    names = " ".join(f"{hexadecimal(file.name)} {number} 0 R" for file, number in numbers)
    catalog.Names = Literal(f"<< /EmbeddedFiles << /Names [{names}] >> >>")
    catalog.AF = Literal(f"[{' '.join(f'{number} 0 R' for _, number in numbers)}]")


def _specification(document: Document, file: AttachedFile) -> Literal:
    stream = _numbered(document, _stream(file))
    name = hexadecimal(file.name)
    return Literal(
        f"<< /Type /Filespec /F {name} /UF {name} /Desc {hexadecimal(file.description)} "
        f"/AFRelationship {RELATIONSHIP} /EF << /F {stream} 0 R /UF {stream} 0 R >> >>"
    )


def _stream(file: AttachedFile) -> Stream:
    at = file.written_at.astimezone(UTC)
    kind = file.media_type.replace("/", "#2F")
    keys = (
        f"/Type /EmbeddedFile /Subtype /{kind} /Filter /FlateDecode "
        f"/Params << /Size {len(file.content)} /ModDate (D:{at:%Y%m%d%H%M%S}Z) >>"
    )
    return Stream(keys, zlib.compress(file.content, 9))


def _numbered(document: Document, written: Literal | Stream) -> int:
    document.Reference(written)
    return int(document.objectcounter)


def _name(file: AttachedFile) -> str:
    return file.name
