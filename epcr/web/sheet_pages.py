"""What the pages of a run sheet share: their blueprint, and what they say and refuse alike."""

from __future__ import annotations

from flask import Blueprint, abort

from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart
from epcr.visit.signed_in import session
from epcr.web import saving

blueprint = Blueprint("sheet", __name__)
READ_IT = "Read it as it stands now, then decide again."


def require_here(sheet: RunSheet, slug: str, entry: str) -> None:
    """That an entry of this id is new or stands on this sheet: one of another sheet is not found."""
    kind: type[SheetPart] = BY_SLUG[slug]
    if (
        sheet.part(slug, entry) is None
        and saving.is_entry_id(entry)
        and session().get(kind, entry) is not None
    ):
        abort(404)
