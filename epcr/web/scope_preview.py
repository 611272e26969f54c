"""What the scope check says before anything is saved: of the form as it stands, and of every intervention for one performer.

Both only read. An intervention is built beside the sheet and never becomes part of it; a value that cannot be read yet is
left out.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, jsonify, render_template, request

from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_intervention, recorded
from epcr.review.whose_sheet import editable
from epcr.scope import Verdict
from epcr.sheet.catalog import Intervention as Choosable
from epcr.sheet.catalog import catalog
from epcr.sheet.control import Control
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict_marks import VERDICT_MARKS
from epcr.web import saving, verdict_words
from epcr.web.forms import form_for

blueprint = Blueprint("scope_preview", __name__)

# What stands at an item in the list beside the words of the verdicts: tone and shape of the mark, and its word.
_ONLY_OWN: Final = ("attention", "person", "Only the patient’s own medication")
_DEPENDS: Final = ("plain", "question", "Depends on the {what}")


@blueprint.post("/sheets/<sheet_id>/interventions/preview")
def judged(sheet_id: str) -> str | tuple[str, int]:
    """The verdict on the form as it stands, as a piece of the page; nothing while no intervention is chosen."""
    sheet = editable(sheet_id)
    entry = request.form.get("entry", "")
    if not saving.is_entry_id(entry):
        abort(400)
    act = unsaved(sheet, entry)
    if act.item is None:
        return "", 204
    verdict = recorded(judge_intervention(sheet, act))
    return render_template(
        "sheet/preview.html", sheet=sheet, act=act, verdict=verdict, context=sheet.context()
    )


# Asked at every change in a form: it must not keep others from writing (see epcr.visit.signed_in.session).
judged.only_reads = True  # type: ignore[attr-defined]


@blueprint.get("/sheets/<sheet_id>/interventions/marks")
def marks(sheet_id: str) -> Response:
    """Every intervention of the list with its mark for one performer."""
    sheet = editable(sheet_id)
    member = sheet.member(request.args.get("performer", ""))
    if member is None or member.struck:
        abort(404)
    act = Intervention(performer=member.id)
    level = member.level or member.training_for or "their"
    found: dict[str, tuple[str, str, str]] = {}
    acts = Acts(sheet)
    for row in catalog():
        act.item = row.id
        found[row.id] = _mark(judge_intervention(acts, act), row, level)
    return jsonify(found)


def unsaved(sheet: RunSheet, entry: str) -> Intervention:
    """The intervention that the form would save, outside the session; a value that cannot be read counts as not there."""
    stored = sheet.part("interventions", entry)
    act = Intervention(id=entry)
    if isinstance(stored, Intervention):
        act.created_at, act.absent = stored.created_at, dict(stored.absent)
        for name in act.fields():
            setattr(act, name, getattr(stored, name))
    form = form_for(act, sheet.context(act), request.form)
    form.validate()
    for control in form:
        if not control.errors and isinstance(control, Control):
            control.populate_obj(act, control.short_name)
    return act


def _mark(verdict: Verdict, row: Choosable, level: str) -> tuple[str, str, str]:
    tone, shape, words = _words(verdict, row)
    what = "route" if "route" in verdict.missing else "details"
    return tone, shape, words.format(level=verdict.judged_level or level, what=what)


def _words(verdict: Verdict, row: Choosable) -> tuple[str, str, str]:
    if verdict.permitted is None and (verdict.missing or verdict.candidates):
        return _DEPENDS
    own = any(change.act.supply == "patient" and change.act.item == row.id for change in verdict.changes)
    if own and verdict.layer == "rule":
        return _ONLY_OWN
    mark = verdict.mark if verdict.verdict else VERDICT_MARKS["cannot_judge"]
    return mark.tone, mark.shape, mark.in_list or mark.page


@blueprint.app_context_processor
def words_of_verdicts() -> dict[str, Any]:
    """The words of verdicts, for the pages that show them."""
    return {
        "verdict_words": verdict_words,
        "as_typed": unsaved,
    }
