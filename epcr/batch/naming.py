"""How a sheet is called while a batch is made: on the page, in the outline of the PDF, as a file in the ZIP.

Names are what people typed: here they lose what a file system, a terminal or a list cannot stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from epcr.people.model import Person
from epcr.report.filename import as_file, filename, joined
from epcr.review.documents import Document, Loaded
from epcr.wording import one_line
from epcr.words.language import gettext


@dataclass(frozen=True)
class Names:
    """The names of one sheet. `whose` it is, by trainee and patient, is empty where that is not known; `written_at` is the file's
    date, on the clock of its class; `title` stands in the outline in place of what the sheet is called.
    """

    number: str
    short: str
    whose: str
    file: str
    written_at: datetime
    classroom: str = ""
    title: str = ""

    @property
    def called(self) -> str:
        """What the sheet is called on a page, in the language spoken."""
        if self.whose:
            return gettext("%(whose)s · sheet %(number)s", whose=self.whose, number=self.number)
        return gettext("Sheet %(number)s", number=self.number)

    @property
    def entry(self) -> str:
        """Its entry in the outline."""
        return self.title or self.called


def unnamed(sheet_id: str, document: Document, at: datetime) -> Names:
    """What a sheet is called of which nothing but its id is known."""
    number = sheet_id[:4].upper()
    file = joined([number, document.slug])
    return Names(number, f"Sheet {number}", "", file, at)


def names(loaded: Loaded, trainee: Person, document: Document, at: datetime) -> Names:
    """What a sheet is called whose trainee and standing are known: `HARPER, June`, and a file that sorts by trainee and day."""
    sheet, stands = loaded.sheet, loaded.stands
    patient = shown(sheet.patient.name())
    written_by = stands.written_by or trainee.name
    of_sheet = filename(sheet, stands.revision, document.slug)
    return Names(
        number=sheet.number,
        short=patient or f"Sheet {sheet.number}",
        whose=" · ".join(part for part in (shown(written_by), patient) if part),
        file="_".join(part for part in (as_file(written_by), of_sheet) if part),
        written_at=sheet.customs().local(at),
        classroom=loaded.classroom,
    )


def of_notice(names_of_sheet: Names) -> Names:
    """The names of the page that stands in place of a sheet."""
    return replace(
        names_of_sheet,
        title=f"{names_of_sheet.called} (not printed)",
        file=f"{names_of_sheet.file.removesuffix('.pdf')}_not-printed.pdf",
    )


def shown(text: str) -> str:
    """A typed name as it may stand in any list: one line, nothing that turns its direction, nothing that is no character."""
    return one_line(text.encode("utf-8", "replace").decode("utf-8"))
