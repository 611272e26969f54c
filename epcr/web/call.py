"""The call screen: what happens is written down while it happens, each with a tap or two, without leaving the page."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.people.model import Role
from epcr.review import steps
from epcr.review.whose_sheet import visible
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.signed_in import person, session
from epcr.web.call_finding_view import finding_sheet
from epcr.web.call_log_view import call_log
from epcr.web.call_pieces import FILE as PIECES_FILE
from epcr.web.call_pieces import call_pieces
from epcr.web.call_sheets import call_sheets
from epcr.web.call_view import call_now, scenario_time, tiles
from epcr.web.drawing import page
from epcr.web.known_fields import are_known
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.sheet_pages import blueprint


@blueprint.get("/sheets/<sheet_id>/call")
def call(sheet_id: str) -> str | AnyResponse:
    """The call as it runs; the sheet to read where it can no longer be changed."""
    sheet = visible(sheet_id)
    if person().role != Role.TRAINEE:
        return redirect(url_for("review.desk", sheet_id=sheet.id))
    stands = steps.standing(session(), sheet)
    if not stands.editable:
        return redirect(url_for("sheet.section", sheet_id=sheet.id, slug="incident"))
    opened = OpenedSheet(sheet, stands)
    return page(
        opened,
        "sheet/call.html",
        "call",
        changes=url_for("changes.take", sheet_id=sheet.id),
        zone=sheet.zone,
        scenario_time=scenario_time(sheet),
        now_on_call=call_now(sheet),
        logged=call_log(opened),
        tiles=tiles(opened),
        finding=finding_sheet(sheet),
        two_values=opened.two_values,
        settle=url_for("changes.settle", sheet_id=sheet.id),
        sheets=call_sheets(sheet),
        pieces=call_pieces(),
        known=url_for("static", filename=PIECES_FILE) if are_known() else "",
    )


def call_piece(sheet: RunSheet) -> str:
    """The times and the last vital signs, drawn anew."""
    return render_template("sheet/call_now.html", now_on_call=call_now(sheet))


def log_piece(opened: OpenedSheet) -> str:
    """What was logged, drawn anew."""
    return render_template("sheet/call_log.html", logged=call_log(opened))


def finding_piece(sheet: RunSheet) -> str:
    """The sheet of findings, drawn anew."""
    return render_template("sheet/call_finding.html", finding=finding_sheet(sheet))
