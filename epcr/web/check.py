"""What stands between a sheet and submitting it, and submitting it as the page showed it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.checks import place_of
from epcr.checks.finding import Finding
from epcr.refused import Refused
from epcr.review import steps
from epcr.review.comments import as_finding
from epcr.review.holding import reads_first
from epcr.review.model import CommentKind, Kind
from epcr.review.whose_sheet import written
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.once import made
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session
from epcr.web import as_checked, check_view, walking
from epcr.web.check_steps import HalfAnswered, open_groups
from epcr.web.drawing import page
from epcr.web.form_view import LackingAnswer
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.sheet_pages import blueprint


@blueprint.get("/sheets/<sheet_id>/check")
def check(sheet_id: str) -> str | AnyResponse:
    """Everything that stands between the sheet and submitting it, each leading to its field."""
    return check_page(written(sheet_id))


def check_page(
    sheet: RunSheet,
    *,
    new: as_checked.Since | None = None,
    half: HalfAnswered | None = None,
    lacking: LackingAnswer | None = None,
) -> str:
    """The page, with what became of an answer or of submitting it."""
    opened = OpenedSheet(sheet)
    untouched = _untouched(sheet, opened.stands)
    checked = check_view.check_page(opened, untouched, new=new, half=half, lacking=lacking)
    return page(opened, "sheet/check.html", "check", sheet=sheet, check=checked, state=checked.state)


def check_piece(opened: OpenedSheet) -> str:
    """What is open and the button that submits, drawn anew."""
    state = check_view.check_state(opened, _untouched(opened.sheet, opened.stands))
    return render_template("sheet/check_state.html", state=state)


@blueprint.get("/sheets/<sheet_id>/check/next")
def next_open(sheet_id: str) -> AnyResponse:
    """On to what is open after a place, around the end to the first; to the end of the check where nothing is."""
    sheet = written(sheet_id)
    groups = list(open_groups(OpenedSheet(sheet).of_the_checks))
    place, after = place_of(sheet), walking.read_place(request.args.get("after", "")) or Anchor("")
    later = (group.id for group in groups if after.section and place(group.first.anchor) > place(after))
    where = next(later, groups[0].id if groups else "submit")
    return redirect(url_for("sheet.check", sheet_id=sheet_id, _anchor=where), 303)


@blueprint.post("/sheets/<sheet_id>/submit")
@decides
@reads_first
def submit(sheet_id: str) -> AnyResponse | tuple[str, int]:
    """Hand one's sheet to the instructor, as the check page showed it."""
    sheet = written(sheet_id)
    opened = OpenedSheet(sheet)
    stands, open_now = opened.stands, opened.of_the_checks
    new = as_checked.since(session(), sheet, stands, open_now, was_shown())
    try:
        if stands.editable and new:
            session().rollback()
            return check_page(written(sheet_id), new=new), 409
        steps.submit(session(), sheet, person(), open_now)
    except Refused as refused:
        session().rollback()
        if not steps.taken_already(session(), written(sheet_id), person(), Kind.SUBMITTED):
            flash(str(refused), "error")
            return redirect(url_for("sheet.check", sheet_id=sheet_id), 303)
    sentence = "Submitted. You can withdraw it until your instructor begins the review."
    return made(url_for("sheet.check", sheet_id=sheet_id), sentence)


def _untouched(sheet: RunSheet, stands: steps.Standing) -> list[Finding]:
    """What the instructor said must be fixed on a returned sheet, and where nothing has changed since."""
    if stands.state is not steps.State.RETURNED:
        return []
    changed = steps.changes(session(), sheet, stands)
    left = steps.unanswered(steps.comments(session(), sheet), changed, steps.returned_revision(stands))
    return [as_finding(comment) for comment in left if comment.kind == CommentKind.MUST_FIX]
