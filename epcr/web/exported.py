"""A sheet as a file for other systems, for whoever reviews it."""

from __future__ import annotations

import io

from flask import Blueprint, abort, send_file
from werkzeug.wrappers import Response as AnyResponse

from epcr.people.model import Classroom
from epcr.report.filename import filename
from epcr.review import steps
from epcr.review.exported import FORMATS
from epcr.review.whose_sheet import visible
from epcr.visit.signed_in import session

blueprint = Blueprint("exported", __name__)


@blueprint.get("/sheets/<sheet_id>/export/<slug>")
def sheet(sheet_id: str, slug: str) -> AnyResponse:
    """The file."""
    made = FORMATS.get(slug) or abort(404)
    run_sheet = visible(sheet_id)
    stands = steps.standing(session(), run_sheet)
    room = session().get_one(Classroom, run_sheet.classroom_id)
    name = filename(run_sheet, stands.revision, made.slug, ending="")
    return send_file(
        io.BytesIO(made.write(run_sheet, stands, room.name)),
        mimetype=made.media_type,
        download_name=name,
        as_attachment=True,
        max_age=0,
    )
