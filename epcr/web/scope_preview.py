"""What is said before anything is saved, of scope and of the dose: of the form as it stands, and of every intervention for one performer.

They only read. An intervention is built beside the sheet and never becomes part of it; a value that cannot be read yet is
left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, jsonify, render_template, request

from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_intervention, recorded
from epcr.review.whose_sheet import editable
from epcr.scope import Verdict
from epcr.sheet.catalog import CatalogItem, catalog
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.verdict_marks import VERDICT_MARKS
from epcr.web import saving
from epcr.web.answers_view import offered_for
from epcr.web.dose_view import DosePanel, dose_panel
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.unsaved import unsaved
from epcr.web.verdict_view import ActPanel, verdict_panel

blueprint = Blueprint("scope_preview", __name__)

# What stands at an item in the list beside the words of the verdicts: tone and shape of the mark, and its word.
_ONLY_OWN: Final = ("attention", "person", "Only the patient’s own medication")
_DEPENDS: Final = ("plain", "question", "Depends on the {what}")


@dataclass(frozen=True)
class Previewed:
    """The verdict on the form of this request as it stands, how it is shown, and what is said of its dose."""

    verdict: KeptVerdict
    panel: ActPanel
    dose: DosePanel | None


def _previewed(sheet: RunSheet) -> Previewed | None:
    """What is said of the form of this request as it stands; None while no intervention is chosen."""
    entry = request.form.get("entry", "")
    if not saving.is_entry_id(entry):
        abort(400)
    act = unsaved(sheet, entry)
    if act.item is None:
        return None
    verdict = recorded(judge_intervention(sheet, act))
    panel = verdict_panel(OpenedSheet(sheet), act, verdict, before=True)
    return Previewed(verdict, panel, dose_panel(sheet, act))


@blueprint.post("/sheets/<sheet_id>/interventions/preview")
def judged(sheet_id: str) -> str | tuple[str, int]:
    """The verdict on the form as it stands, as a piece of the page; nothing while no intervention is chosen."""
    previewed = _previewed(editable(sheet_id))
    if previewed is None:
        return "", 204
    offered = offered_for(previewed.verdict)
    return render_template("sheet/preview.html", panel=previewed.panel, dose=previewed.dose, offered=offered)


# Asked at every change in a form: it must not keep others from writing (see epcr.visit.signed_in.session).
judged.only_reads = True  # type: ignore[attr-defined]


@blueprint.post("/sheets/<sheet_id>/interventions/verdict")
def brief(sheet_id: str) -> Response | tuple[str, int]:
    """The same in JSON for the call screen: mark, words and reason, whether the class saves it as it stands, and the dose."""
    sheet = editable(sheet_id)
    previewed = _previewed(sheet)
    if previewed is None:
        return "", 204
    verdict, panel, dose = previewed.verdict, previewed.panel, previewed.dose
    answer = {
        "tone": panel.mark.tone, "shape": panel.mark.shape, "words": panel.title or panel.mark.words, "reason": panel.reason,
        "nearest": panel.nearest.words if panel.nearest else "", "saves": not (verdict.refused and sheet.mode == "strict"),
        "dose": dose.brief() if dose else None,
    }  # fmt: skip
    return jsonify(answer)


brief.only_reads = True  # type: ignore[attr-defined]


@blueprint.get("/sheets/<sheet_id>/interventions/marks")
def marks(sheet_id: str) -> Response:
    """Every intervention of the list with its mark for one performer."""
    sheet = editable(sheet_id)
    member = sheet.member(request.args.get("performer", ""))
    if member is None or member.struck:
        abort(404)
    act = Intervention(performer=member.id)
    level = member.level or member.training_for or "their"
    by_item: dict[str, tuple[str, str, str]] = {}
    acts = Acts(sheet)
    for row in catalog():
        act.item = row.id
        by_item[row.id] = _mark(judge_intervention(acts, act), row, level)
    return jsonify(by_item)


def _mark(verdict: Verdict, row: CatalogItem, level: str) -> tuple[str, str, str]:
    tone, shape, words = _words(verdict, row)
    what = "route" if "route" in verdict.missing else "details"
    return tone, shape, words.format(level=verdict.judged_level or level, what=what)


def _words(verdict: Verdict, row: CatalogItem) -> tuple[str, str, str]:
    if verdict.permitted is None and (verdict.missing or verdict.candidates):
        return _DEPENDS
    own = any(change.act.supply == "patient" and change.act.item == row.id for change in verdict.changes)
    if own and verdict.layer == "rule":
        return _ONLY_OWN
    mark = verdict.mark if verdict.verdict else VERDICT_MARKS["cannot_judge"]
    return mark.tone, mark.shape, mark.in_list or mark.page
