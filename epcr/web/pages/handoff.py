"""The page of the handoff: for each part the draft from the sheet, beside the trainee's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for

from epcr.handoff.statement import Statement
from epcr.handoff.statements import draft
from epcr.web.field_view import DrawnField, about, control_of, field_view
from epcr.web.form_view import SectionForm, form_view
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.pages.section_page import SectionPage

PARTS = ("situation", "background", "assessment", "recommendation")
MOST_ROWS = 14


@dataclass(frozen=True)
class DraftLine:
    """A statement of the draft, and where its field stands; "" where it comes from none."""

    label: str
    words: str
    css: str
    address: str
    section: str


@dataclass(frozen=True)
class SbarPart:
    """One of the four parts. `elsewhere` is what is printed beside the boxes. `says_something` where its draft can be begun from."""

    name: str
    title: str
    letter: str
    field: DrawnField
    rows: int
    lines: tuple[DraftLine, ...]
    elsewhere: tuple[DraftLine, ...]
    says_something: bool


def _drawn_with(drawn: SectionForm) -> dict[str, object]:
    sheet, drafted = drawn.sheet, draft(drawn.sheet)
    return {
        "view": form_view(drawn, ()),
        "parts": [_part(drawn, name, drafted[name]) for name in PARTS],
        "printing": url_for("paper.choose", sheet_id=sheet.id),
        "rehearsing": url_for("rehearsal.start", sheet_id=sheet.id),
    }


def _part(drawn: SectionForm, name: str, statements: Sequence[Statement]) -> SbarPart:
    control = control_of(drawn.form, name)
    lines = [statement for statement in statements if not statement.shown_in]
    field = field_view(control, drawn.findings_at.get(control.id, ()))
    return SbarPart(
        name=name,
        title=name.capitalize(),
        letter=name[0].upper(),
        field=replace(field, about=about(control.id, empty=True, error=bool(control.errors))),
        rows=max(field.shape.rows, min(len(lines) + 2, MOST_ROWS)),
        lines=tuple(_line(drawn.opened, statement) for statement in lines),
        elsewhere=tuple(_line(drawn.opened, statement) for statement in statements if statement.shown_in),
        says_something=any(not statement.missing for statement in lines),
    )


def _line(opened: OpenedSheet, statement: Statement) -> DraftLine:
    anchor = statement.anchors[0] if statement.anchors else None
    return DraftLine(
        label=statement.label,
        words=statement.words,
        css="statement-missing" if statement.missing else "",
        address=opened.at(anchor) if anchor else "",
        section=anchor.section if anchor else "",
    )


PAGE = SectionPage(template="sheet/handoff.html", drawn_with=_drawn_with)
