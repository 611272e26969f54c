"""What can be printed of a run sheet, how it is called, and who reads which comments in it.

It knows which report draws it; not who asks, nor what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, TypedDict

from sqlalchemy.orm import Session

from epcr.paper.own_paper import OwnPaper, Sides
from epcr.people.model import Classroom, Person
from epcr.report.handoff_page.formats import FORMATS, Format
from epcr.report.run_sheet import run_sheet_pdf
from epcr.report.sbar import sbar_pdf
from epcr.review.comments import readable
from epcr.review.frozen import numbered, thaw
from epcr.review.remarks import remarks
from epcr.review.state import Standing
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class Printing:
    """How sheets are printed, all alike. `address` gives that of a sheet by its id, None where nobody else could open it;
    `printed_at` stands on the paper where it is given; `comments` of the reviewer stand on it where it has room for them.
    """

    paper: str
    address: Callable[[str], str | None]
    printed_at: datetime | None = None
    comments: bool = False


@dataclass(frozen=True)
class Loaded:
    """A sheet, where it stands, who reads it, and the session in which more of it can be read."""

    sheet: RunSheet
    stands: Standing
    reader: Person | None
    session: Session

    @property
    def classroom(self) -> str:
        """The name of its class, which every paper says."""
        room = self.session.get(Classroom, self.sheet.classroom_id)
        return room.name if room else ""

    def as_submitted(self, number: int) -> Loaded | None:
        """The same as this revision was submitted; None where there is none of that number."""
        if not 1 <= number <= self.stands.frozen:
            return None
        revision = numbered(self.session, self.sheet, number)
        return replace(self, sheet=thaw(revision), stands=self.stands.as_submitted(number))


@dataclass(frozen=True)
class Document:
    """A document: its word in an address, its names, what it is for, and what draws it; whether it always has one page."""

    slug: str
    label: str
    plural: str
    hint: str
    draw: Callable[[Loaded, Printing], bytes]
    takes_comments: bool = False
    one_page: bool = False


class Imprint(TypedDict):
    """What every paper says of itself: its size, where the sheet stands, when it was printed, where it is read, whose class it is."""

    paper: str
    state_word: str
    revision: int
    printed_at: datetime | None
    address: str | None
    classroom: str


def _imprint(loaded: Loaded, printing: Printing) -> Imprint:
    return Imprint(
        paper=printing.paper,
        state_word=str(loaded.stands.state),
        revision=loaded.stands.revision,
        printed_at=printing.printed_at,
        address=printing.address(loaded.sheet.id),
        classroom=loaded.classroom,
    )


def _handoff(form: str, loaded: Loaded, printing: Printing) -> bytes:
    return sbar_pdf(loaded.sheet, form=form, **_imprint(loaded, printing))


def _run_sheet(loaded: Loaded, printing: Printing) -> bytes:
    comments = remarks(readable(loaded.session, loaded.sheet, loaded.reader)) if printing.comments else ()
    return run_sheet_pdf(loaded.sheet, remarks=comments, **_imprint(loaded, printing))


def _together(loaded: Loaded, printing: Printing) -> bytes:
    """The handoff, which is given away, and the run sheet, which is kept: neither on the back of the other."""
    sheet = loaded.sheet
    whole = OwnPaper(f"Handoff and run sheet, training record {sheet.number}", Sides(printing.paper))
    parts = (
        ("SBAR handoff", _handoff("sbar", loaded, printing)),
        ("Run sheet", _run_sheet(loaded, printing)),
    )
    begun = whole.begin()
    bound = [whole.add(pdf, title=title, number=sheet.number) for title, pdf in parts]
    return b"".join([begun, *bound, *whole.end()])


def _of_format(form: Format) -> Document:
    return Document(
        form.slug,
        f"{form.name} handoff",
        f"{form.name} handoffs",
        f"One page: {form.hint}.",
        partial(_handoff, form.slug),
        one_page=True,
    )


DOCUMENTS: Final = {
    document.slug: document
    for document in (
        *(_of_format(form) for form in FORMATS.values()),
        Document(
            "run-sheet",
            "Run sheet",
            "run sheets",
            "All sections, several pages.",
            _run_sheet,
            takes_comments=True,
        ),
        Document(
            "handoff-and-run-sheet",
            "SBAR handoff and run sheet",
            "SBAR handoffs with run sheets",
            "Together, each on its own paper.",
            _together,
            takes_comments=True,
        ),
    )
}
