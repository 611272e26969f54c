"""Which sheet a request is about: one that the person who asks may read, write, change or review; 404 for any other.

Every page and paper of a sheet loads it here, so that nobody learns even that a sheet of others is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import abort

from epcr.review import steps
from epcr.review.holding import note
from epcr.sheet.run_sheet import RunSheet, reading_only
from epcr.visit.signed_in import only_reads, person, session

_SHEET_ID = re.compile(r"[0-9a-f]{1,32}")


def visible(sheet_id: str, parts: Collection[str] = ()) -> RunSheet:
    """The sheet, where this person may read it."""
    sheet = stored(sheet_id, parts)
    if sheet is None or sheet.discarded_at is not None or not steps.may_read(person(), sheet):
        abort(404)
    return sheet


def reviewed(sheet_id: str) -> RunSheet:
    """The sheet, where this person reviews it."""
    sheet = visible(sheet_id)
    if not steps.reviews(person(), sheet):
        abort(404)
    return sheet


def written(sheet_id: str, parts: Collection[str] = ()) -> RunSheet:
    """The sheet, where this person writes it, in whatever state it is."""
    sheet = visible(sheet_id, parts)
    if not steps.writes(person(), sheet):
        abort(404)
    return sheet


def editable(sheet_id: str, parts: Collection[str] = ()) -> RunSheet:
    """The sheet, where this person writes it and it takes changes; 409 with the reason where it takes none."""
    sheet = written(sheet_id, parts)
    if why := steps.shut(session(), sheet):
        abort(409, why)
    if steps.state(session(), sheet) not in steps.EDITABLE:
        abort(409)
    return sheet


def stored(sheet_id: str, parts: Collection[str] = ()) -> RunSheet | None:
    """The sheet of this id, whoever may read it and even if it was discarded. With `parts` only these of it are read at once."""
    if not _SHEET_ID.fullmatch(sheet_id):
        return None
    if not only_reads():
        note(session(), sheet_id)
    return session().get(RunSheet, sheet_id, options=reading_only(*parts) if parts else ())
