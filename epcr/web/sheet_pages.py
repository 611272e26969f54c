"""What the pages of a run sheet share: their blueprint, and what they say and refuse alike."""

from __future__ import annotations

from functools import cache
from typing import cast

from flask import Blueprint, abort
from sqlalchemy import Select, bindparam, select

from epcr.review import steps
from epcr.review.holding import is_new
from epcr.review.state import State, is_opened, state_after
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import Entry
from epcr.visit.signed_in import session
from epcr.web import saving

blueprint = Blueprint("sheet", __name__)
READ_IT = "Read it as it is now, then decide again."


def require_here(sheet: RunSheet, slug: str, entry: str) -> None:
    """That an entry of this id is new or stands on this sheet: one of another sheet is not found."""
    if sheet.part(slug, entry) is None and saving.is_entry_id(entry) and _is_stored(slug, entry):
        abort(404)


def closed(sheet: RunSheet) -> str:
    """Why nothing can be written on this sheet now, in a sentence; empty where it can."""
    if why := steps.shut(session(), sheet):
        return why
    if is_new(session(), sheet.id):
        return ""
    taken = steps.history(session(), sheet)
    state = state_after(taken)
    if state in steps.EDITABLE:
        return ""
    if is_opened(taken):
        return steps.IN_REVIEW
    withdraw = " Withdraw it to change it." if state is State.SUBMITTED else " It cannot be changed."
    return f"This sheet was {state}.{withdraw}"


def standing_of_new(sheet: RunSheet) -> steps.Standing | None:
    """Where a sheet stands that had taken no step when it was read, in a view that takes none; None where that is to be looked up."""
    return steps.Standing((), 0, steps.shut(session(), sheet)) if is_new(session(), sheet.id) else None


def _is_stored(slug: str, entry: str) -> bool:
    return session().scalar(_stored(slug), {"entry": entry}) is not None


@cache
def _stored(slug: str) -> Select[str]:
    kind = cast("type[Entry]", BY_SLUG[slug])
    return select(kind.run_sheet_id).where(kind.id == bindparam("entry"))
