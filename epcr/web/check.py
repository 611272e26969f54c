"""What stands between a sheet and submitting it, and submitting it as the page showed it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.checks import findings, grouped
from epcr.checks.finding import Finding
from epcr.refused import Refused
from epcr.review import steps
from epcr.review.comments import as_finding, place_in_words
from epcr.review.holding import reads_first
from epcr.review.model import CommentKind, Kind
from epcr.review.whose_sheet import written
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.once import made
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session
from epcr.web import as_checked
from epcr.web.drawing import page
from epcr.web.sheet_pages import blueprint


@blueprint.get("/sheets/<sheet_id>/check")
def check(sheet_id: str) -> str | AnyResponse:
    """Everything that stands between the sheet and submitting it, each leading to its field."""
    return check_page(written(sheet_id))


def check_page(sheet: RunSheet, **more: Any) -> str:
    """The page, with what became of an answer or of submitting it."""
    stands, found = steps.standing(session(), sheet), findings(sheet)
    return page(
        sheet,
        "sheet/check.html",
        "check",
        stands=stands,
        found=found,
        groups=grouped(found),
        findings_shown=as_checked.shown_of,
        history=stands.history,
        untouched=_untouched(sheet, stands),
        shown=as_checked.shown(session(), sheet, stands, found),
        place_of=partial(place_in_words, sheet),
        **more,
    )


@blueprint.post("/sheets/<sheet_id>/submit")
@decides
@reads_first
def submit(sheet_id: str) -> AnyResponse | tuple[str, int]:
    """Hand one's sheet to the instructor, as the check page showed it."""
    sheet = written(sheet_id)
    stands, found = steps.standing(session(), sheet), findings(sheet)
    new = as_checked.since(session(), sheet, stands, found, was_shown())
    try:
        if stands.editable and new:
            session().rollback()
            return check_page(written(sheet_id), new=new), 409
        steps.submit(session(), sheet, person(), found)
    except Refused as refused:
        session().rollback()
        if not steps.taken_already(session(), written(sheet_id), person(), Kind.SUBMITTED):
            flash(str(refused), "error")
            return redirect(url_for("sheet.check", sheet_id=sheet_id), 303)
    said = "Submitted. You can withdraw it until your instructor begins the review."
    return made(url_for("sheet.check", sheet_id=sheet_id), said)


def _untouched(sheet: RunSheet, stands: steps.Standing) -> list[Finding]:
    """What the instructor said must be fixed on a returned sheet, and where nothing has changed since."""
    if stands.state is not steps.State.RETURNED:
        return []
    changed = steps.changes(session(), sheet, stands)
    left = steps.unanswered(steps.comments(session(), sheet), changed, steps.returned_revision(stands))
    return [as_finding(one) for one in left if one.kind == CommentKind.MUST_FIX]
