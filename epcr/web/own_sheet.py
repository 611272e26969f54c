"""The sheet that a request is about: one that may be read, one's own, one that can be changed now."""

from __future__ import annotations

from flask import Blueprint, abort

from epcr.people.signed_in import person, session
from epcr.review import steps
from epcr.review.routes import visible
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart
from epcr.web import saving

blueprint = Blueprint("sheet", __name__)
READ_IT = "Read it as it stands now, then decide again."


def readable(sheet_id: str) -> RunSheet:
    """The sheet, where this person may see it; 404 otherwise."""
    return visible(sheet_id)


def own(sheet_id: str) -> RunSheet:
    """The sheet, where this person writes it; 404 otherwise."""
    sheet = readable(sheet_id)
    if sheet.trainee_id != person().id:
        abort(404)
    return sheet


def changeable(sheet_id: str) -> RunSheet:
    """The sheet, where this person writes it and it can be changed now; 404 or 409 otherwise. Others wait until the answer."""
    sheet = own(sheet_id)
    steps.hold(session(), sheet)
    if why := steps.shut(session(), sheet):
        abort(409, why)
    if not steps.editable(session(), sheet):
        abort(409)
    return sheet


def require_here(sheet: RunSheet, slug: str, entry: str) -> None:
    """That an entry of this id is new or stands on this sheet: one of another sheet is not found."""
    kind: type[SheetPart] = BY_SLUG[slug]
    if (
        sheet.part(slug, entry) is None
        and saving.is_entry_id(entry)
        and session().get(kind, entry) is not None
    ):
        abort(404)
