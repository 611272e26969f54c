"""The trainee's answers: to warnings, and to an act outside scope."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.checks import findings
from epcr.checks.verdicts import judging
from epcr.review.holding import reads_first
from epcr.review.whose_sheet import editable, written
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import BY_SLUG, FOR_A_CHANGE, RunSheet
from epcr.visit.once import made, makes
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import session
from epcr.web import as_checked, saving, scope_answers, verdict_words, walking
from epcr.web.check import check_page
from epcr.web.check_steps import HalfAnswered
from epcr.web.drawing import form_page
from epcr.web.form_view import LackingAnswer
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
        sentence = scope_answers.answer(sheet, act, request.form)
    except scope_answers.Lacking as lacking:
        session().rollback()
        answer = LackingAnswer(entry, lacking.sentences, request.form)
        if walking.place():
            return check_page(written(sheet_id), lacking=answer), 422
        new = saving.new_entry(sheet, Intervention)
        return form_page(sheet, "interventions", new, lacking=answer), 422
    if came_for := walking.place():
        return made(walking.onward(sheet, came_for), sentence)
    # Said at the act, where the page comes back to; a struck one has left the list, so it is said on top.
    anchor = str(act.anchor()) if act.struck_at is None else None
    where = url_for("sheet.section", sheet_id=sheet.id, slug="interventions", _anchor=anchor)
    return made(where, sentence, tone=f"at {anchor}" if anchor else "good")


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
        finding
        for finding in findings(sheet)
        if finding.source == source and str(finding.anchor) in chosen and finding.open
    ]
    if text and (unseen := as_checked.unseen(matching, was_shown())):
        session().rollback()
        half = HalfAnswered(source, chosen, text, unseen)
        return check_page(written(sheet_id), half=half), 409
    first = next(iter(sorted(chosen)), "")
    if text and matching:
        saving.answer(sheet, matching, text)
        return made(_after(sheet, first), "Answered.")
    if text:
        abort(409, "That warning is gone; the values have changed.")  # the page of it prints the answer
    flash("Write why it is right before you send the answer.", "stop")
    return redirect(_back(sheet, first), 303)


def _after(sheet: RunSheet, anchor: str) -> str:
    """Where an answer leads: to the section that it was given in, else to what is open after this place."""
    if section := _section_behind(sheet, anchor):
        return section
    place = walking.read_place(anchor)
    return walking.onward(sheet, place) if place else url_for("sheet.check", sheet_id=sheet.id)


def _back(sheet: RunSheet, anchor: str) -> str:
    """Where one answers again: the section that it was tried in, else the step at this place."""
    if section := _section_behind(sheet, anchor):
        return section
    place = walking.read_place(anchor)
    return url_for("sheet.check", sheet_id=sheet.id, _anchor=walking.step_at(place) if place else None)


def _section_behind(sheet: RunSheet, anchor: str) -> str:
    """The address of the section that the answer was sent from; empty where it was sent from the check."""
    slug = request.form.get("back", "")
    if slug not in BY_SLUG:
        return ""
    return url_for("sheet.section", sheet_id=sheet.id, slug=slug, _anchor=anchor or None)
