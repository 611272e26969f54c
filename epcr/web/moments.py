"""How the times of a form are understood, before anything is saved: the date of each that is not that of the call.

It reads the form as saving does, so that the page needs no reading of its own. It writes nothing.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from epcr.review.whose_sheet import written
from epcr.sheet.control import Control
from epcr.sheet.run_sheet import BY_SLUG
from epcr.web import saving
from epcr.web.forms import form_for

blueprint = Blueprint("moments", __name__)


@blueprint.post("/sheets/<sheet_id>/<slug>/dates")
def dates(sheet_id: str, slug: str) -> Response:
    """What is to be said beside each time of the form, by the name of its control; empty for one that cannot be read."""
    sheet = written(sheet_id)
    if slug not in BY_SLUG:
        abort(404)
    kind, entry = BY_SLUG[slug], request.form.get("entry", "")
    if kind.many and not saving.is_entry_id(entry):
        abort(400)
    part = sheet.part(slug, entry) or kind(id=entry)
    controls = (
        control
        for control in form_for(part, sheet.context(part), request.form)
        if isinstance(control, Control)
    )
    return jsonify({control.name: control.date_beside() for control in controls if control.spec.timed})


# Asked whenever a time was typed: it must not keep others from writing (see epcr.visit.signed_in.session).
dates.only_reads = True  # type: ignore[attr-defined]
