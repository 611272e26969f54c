"""The documents of eight demo sheets, loaded as of one moment, so that they are the same on every machine: as text and as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from sqlalchemy import select

from epcr.db import Database
from epcr.review import steps
from epcr.review.documents import DOCUMENTS, Loaded, Printing
from epcr.sheet.run_sheet import RunSheet

HERE = Path(__file__).parent / "kept"
# A refusal, an empty sheet, two infarctions, two falls, two arrests: from the trainees' drafts to what was accepted.
SHEETS = {
    "8426": "hypoglycemia-refusal",
    "0DD6": "not-begun",
    "E595": "stemi-accepted",
    "BC7B": "stemi-outside-scope",
    "832D": "fall",
    "EC0A": "fall-outside-scope",
    "B564": "arrest",
    "7AA2": "arrest-outside-scope",
}
PRINTED = ("sbar", "imist-ambo", "run-sheet")
SCALE = {"sbar": 1.0, "imist-ambo": 1.0, "run-sheet": 0.75}  # dots a point


@dataclass(frozen=True)
class Paper:
    """A document of a sheet: its text, page by page, and its pages beside each other as a picture in grays."""

    name: str
    text: str
    picture: Image.Image


def papers(database: Database, slug: str) -> Iterator[Paper]:
    """One kind of document of each sheet."""
    with database.read() as session:
        for sheet in session.scalars(select(RunSheet).order_by(RunSheet.id)):
            if sheet.number in SHEETS:
                found = Loaded(sheet, steps.standing(session, sheet), None, session)
                printing = Printing("letter", lambda _: None, comments=True)
                pdf = DOCUMENTS[slug].draw(found, printing)
                yield Paper(f"{SHEETS[sheet.number]}_{slug}", _text(pdf), _picture(pdf, SCALE[slug]))


def _text(pdf: bytes) -> str:
    """The words line by line, as a reader would mark them on the paper."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            read = page.get_textpage()
            pages.append("\n".join(read.get_text_range().split("\r\n")).strip())
            read.close()
            page.close()
    finally:
        document.close()
    return "\n\n".join(pages) + "\n"


def _picture(pdf: bytes, scale: float) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            pages.append(page.render(scale=scale, grayscale=True).to_pil().copy())
            page.close()
    finally:
        document.close()
    whole = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole
