"""The page of the narrative: beside it the notes of the call in the order of time, to be worded."""

from __future__ import annotations

from dataclasses import dataclass

from epcr.web.form_view import SectionForm, form_view
from epcr.web.group_view import groups
from epcr.web.pages.section_page import SectionPage


@dataclass(frozen=True)
class NoteLine:
    """A note: its clock, what was written, and where it is changed."""

    clock: str
    words: str
    address: str


def _drawn_with(drawn: SectionForm) -> dict[str, object]:
    return {
        "view": form_view(drawn, groups(drawn.form, drawn.part, drawn.findings_at)),
        "notes": tuple(_notes(drawn)),
        "into": f"{drawn.part.anchor('text')}",
    }


def _notes(drawn: SectionForm) -> list[NoteLine]:
    customs = drawn.opened.context.customs
    return [
        NoteLine(
            customs.clock(note.noted_at) if note.noted_at else "",
            note.words,
            drawn.opened.section("notes", entry=note.id, anchor="entry"),
        )
        for note in drawn.sheet.entries("notes")
        if note.words
    ]


PAGE = SectionPage(template="sheet/narrative.html", drawn_with=_drawn_with)
