"""What a batch gave out, read back."""

from __future__ import annotations

import io
import json
import zipfile

import pypdfium2
from pypdf import PdfReader


def told(content: bytes) -> tuple[list[dict], bytes]:
    """What was said between the pieces, and the file."""
    said, file, at = [], b"", 0
    while at < len(content):
        end = content.index(b"\n", at)
        said.append(json.loads(content[at:end]))
        at = end + 1 + said[-1]["bytes"]
        file += content[end + 1 : at]
    return said, file


def outline(pdf: bytes) -> list[str]:
    """The outermost entries."""
    document = pypdfium2.PdfDocument(pdf)
    titles = [entry.get_title() for entry in document.get_toc() if entry.level == 0]
    document.close()
    return titles


def sides(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf), strict=True).pages]


def texts(pdf: bytes) -> list[str]:
    """The text of each page but those that are left blank so that a sheet begins on a paper of its own."""
    return [one for one in sides(pdf) if "This side is left blank" not in one]


def files(archive: bytes) -> dict[str, bytes]:
    """The files of a ZIP, in its order; all of them are whole."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}
