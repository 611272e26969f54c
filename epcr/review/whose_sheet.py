"""Which sheet a request is about: one that the person who asks may read, write, change or review; 404 for any other.

Every page and paper of a sheet loads it here, so that nobody learns even that a sheet of others is there.
"""

from __future__ import annotations

import re

from flask import abort

from epcr.review import steps
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.signed_in import person, session

_SHEET_ID = re.compile(r"[0-9a-f]{1,32}")


def visible(sheet_id: str) -> RunSheet:
    """The sheet, where this person may read it."""
    sheet = stored(sheet_id)
    if sheet is None or sheet.discarded_at is not None or not steps.may_read(person(), sheet):
        abort(404)
    return sheet


def reviewed(sheet_id: str) -> RunSheet:
    """The sheet, where this person reviews it."""
    sheet = visible(sheet_id)
    if not steps.reviews(person(), sheet):
        abort(404)
    return sheet


def written(sheet_id: str) -> RunSheet:
    """The sheet, where this person writes it, in whatever state it is."""
    sheet = visible(sheet_id)
    if not steps.writes(person(), sheet):
        abort(404)
    return sheet


def editable(sheet_id: str) -> RunSheet:
    """The sheet, where this person writes it and it takes changes; 409 with the reason where it takes none."""
    sheet = written(sheet_id)
    if why := steps.shut(session(), sheet):
        abort(409, why)
    if not steps.editable(session(), sheet):
        abort(409)
    return sheet


def changeable(sheet_id: str) -> RunSheet:
    """The sheet as `editable` gives it, held until the transaction ends."""
    steps.hold(session(), written(sheet_id))
    return editable(sheet_id)


def stored(sheet_id: str) -> RunSheet | None:
    """The sheet of this id, whoever may read it and even if it was discarded."""
    return session().get(RunSheet, sheet_id) if _SHEET_ID.fullmatch(sheet_id) else None
