"""The pages about the document that a sheet came from, or goes out as."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from epcr.intake.checking import checked_export
from epcr.intake.further_view import further_page
from epcr.review.whose_sheet import reviewed, visible

blueprint = Blueprint("intake", __name__)


@blueprint.get("/sheets/<sheet_id>/document/further")
def further(sheet_id: str) -> str:
    """What an imported sheet has no fields for."""
    sheet = visible(sheet_id)
    if sheet.imported is None:
        abort(404)
    return render_template("intake/further.html", page=further_page(sheet, sheet.imported))


@blueprint.get("/sheets/<sheet_id>/document/check")
def check(sheet_id: str) -> str:
    """What the standard, and what it leaves unchecked, says of a sheet as it would go out now."""
    return render_template("intake/check.html", page=checked_export(reviewed(sheet_id)))
