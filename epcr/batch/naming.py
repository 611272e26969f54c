"""How a sheet is called while a batch is made: on the page, in the outline of the PDF, as a file in the ZIP.

Names are what people typed: here they lose what a file system, a terminal or a list cannot stand.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Final

from epcr.batch.documents import Document, Printing
from epcr.people.model import Person
from epcr.people.wording import one_line
from epcr.review.state import Standing
from epcr.sheet.run_sheet import RunSheet

LONGEST: Final = 40  # characters of a name in the name of a file


@dataclass(frozen=True)
class Names:
    """The names of one sheet. `written_at` is the file's date, on the clock of its class."""

    short: str
    entry: str
    file: str
    written_at: datetime


def unnamed(sheet_id: str, document: Document, printing: Printing) -> Names:
    """What a sheet is called of which nothing but its id is known."""
    number = sheet_id[:4].upper()
    return Names(f"Sheet {number}", f"Sheet {number}", f"{number}_{document.slug}.pdf", printing.printed_at)


def names(
    sheet: RunSheet, trainee: Person, stands: Standing, document: Document, printing: Printing
) -> Names:
    """What a sheet is called whose trainee and standing are known: `HARPER, June`, and a file that sorts by trainee and day."""
    customs = sheet.customs()
    patient = shown(sheet.patient.name())
    day = customs.day.isoformat() if customs.day else ""
    pieces = [as_file(trainee.name), day, as_file((sheet.patient.last_name or "").upper()), sheet.number]
    return Names(
        short=patient or f"Sheet {sheet.number}",
        entry=" · ".join(part for part in (shown(trainee.name), patient, f"sheet {sheet.number}") if part),
        file="_".join(part for part in (*pieces, f"r{stands.revision}", document.slug) if part) + ".pdf",
        written_at=customs.local(printing.printed_at),
    )


def of_notice(found: Names) -> Names:
    """The names of the page that stands in place of a sheet."""
    return replace(
        found, entry=f"{found.entry} (not printed)", file=f"{found.file.removesuffix('.pdf')}_not-printed.pdf"
    )


def shown(text: str) -> str:
    """A typed name as it may stand in any list: one line, nothing that turns its direction, nothing that is no character."""
    return one_line(text.encode("utf-8", "replace").decode("utf-8"))


def as_file(text: str) -> str:
    """Its letters and digits, of whatever script, joined by hyphens where something else stood."""
    plain = unicodedata.normalize("NFC", shown(text))
    words = ("".join(some) for good, some in groupby(plain, key=_in_file) if good)
    return "-".join(words)[:LONGEST].rstrip("-")


def _in_file(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
