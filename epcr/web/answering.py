"""The trainee's answers: to warnings, and to an act outside scope."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.checks import findings
from epcr.checks.verdicts import judging
from epcr.review.holding import reads_first
from epcr.review.whose_sheet import editable, written
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import BY_SLUG, FOR_A_CHANGE
from epcr.visit.once import made, makes
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import session
from epcr.web import as_checked, saving, scope_answers, verdict_words
from epcr.web.check import check_page
from epcr.web.drawing import form_page
from epcr.web.sheet_pages import READ_IT, blueprint
from epcr.wording import one_line


@blueprint.post("/sheets/<sheet_id>/interventions/<entry>/answer")
@decides
@reads_first
@makes
def answer_scope(sheet_id: str, entry: str) -> AnyResponse | tuple[str, int]:
    """One of the six answers to an act outside scope, or which of several it was; the page again where something is missing."""
    sheet = editable(sheet_id, FOR_A_CHANGE)
    act = sheet.part("interventions", entry)
    if not isinstance(act, Intervention):
        abort(404)
    if act.struck:
        abort(409)
    if not was_shown().holds("act", *verdict_words.as_told(act, judging(sheet)(act))):
        abort(409, f"The act or its verdict was changed since your page was drawn. {READ_IT}")
    try:
        said = scope_answers.answer(sheet, act, request.form)
    except scope_answers.Lacking as lacking:
        session().rollback()
        new = saving.new_entry(sheet, Intervention)
        return form_page(
            sheet, "interventions", new, lacking={"entry": entry, "said": lacking.said, "typed": request.form}
        ), 422
    # Said at the act, where the page comes back to; a struck one has left the list, so it is said on top.
    anchor = str(act.anchor()) if act.struck_at is None else None
    where = url_for("sheet.section", sheet_id=sheet.id, slug="interventions", _anchor=anchor)
    return made(where, said, tone=f"at {anchor}" if anchor else "good")


@blueprint.post("/sheets/<sheet_id>/answers")
@decides
@reads_first
@makes
def answer(sheet_id: str) -> AnyResponse | tuple[str, int]:
    """Answer a warning, at one field or at several that warn of the same, as the page showed it."""
    sheet = editable(sheet_id)
    text = one_line(request.form.get("text", ""))[:500]
    chosen = set(request.form.getlist("anchor"))
    source = request.form.get("source", "")
    matching = [
        one for one in findings(sheet) if one.source == source and str(one.anchor) in chosen and one.open
    ]
    if text and (unseen := as_checked.unseen(matching, was_shown())):
        session().rollback()
        half = {"source": source, "anchors": chosen, "text": text, "unseen": unseen}
        return check_page(written(sheet_id), half_answered=half), 409
    goes_to = request.form.get("back", "check")
    place = request.form.get("place", 0, type=int)  # the warning after it moves up into this one's place
    target = url_for("sheet.check", sheet_id=sheet.id, _anchor=f"answer-{place}" if place > 0 else None)
    if goes_to in BY_SLUG:
        target = url_for(
            "sheet.section", sheet_id=sheet.id, slug=goes_to, _anchor=next(iter(sorted(chosen)), None)
        )
    if text and matching:
        saving.answer(sheet, matching, text)
        return made(target, "Answered.")
    if text:
        abort(
            409, "That warning no longer stands; the values have changed."
        )  # the page of it prints the answer
    flash("Write what is true before you send the answer.", "stop")
    return redirect(target, 303)
