"""The page of the secondary exam: a finding is begun at a region of the list, or one tap says that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.review.holding import reads_first
from epcr.review.whose_sheet import editable
from epcr.sheet.exam import ExamFinding
from epcr.sheet.run_sheet import FOR_A_CHANGE, RunSheet
from epcr.sheet.section import SheetPart, new_id
from epcr.sheet.vocabulary import vocabulary
from epcr.visit.signed_in import session
from epcr.web import saving
from epcr.web.exam_view import REST, around, exam, is_as_tapped, left
from epcr.web.form_view import SectionForm, form_view
from epcr.web.pages.section_page import SectionPage
from epcr.web.sheet_pages import READ_IT, blueprint, require_here

BY_MISTAKE: Final = "Tapped by mistake"  # as the call screen says it


def _at_region(part: SheetPart, address: Mapping[str, str]) -> None:
    region = address.get("region", "")
    if isinstance(part, ExamFinding) and part.region is None and region in vocabulary("exam_region"):
        part.region = region


def _drawn_with(drawn: SectionForm) -> dict[str, object]:
    return {
        "view": form_view(drawn, (), noun="finding"),
        "entries": around(drawn),
        "exam": exam(drawn, new_id()),
    }


PAGE = SectionPage(template="sheet/exam.html", begin=_at_region, drawn_with=_drawn_with, new_ones_wait=True)


@blueprint.post("/sheets/<sheet_id>/exam/no-abnormality")
@reads_first
def no_abnormality(sheet_id: str) -> AnyResponse:
    """One tap: this body region was examined and nothing was found."""
    sheet = editable(sheet_id, FOR_A_CHANGE)
    region = request.form.get("region", "")
    if region == REST:
        return _rest_normal(sheet)
    if region not in vocabulary("exam_region"):
        abort(404)
    entry = request.form.get("entry", "")
    require_here(sheet, "exam", entry)
    if sheet.part("exam", entry) is None and (full := saving.no_room(sheet, ExamFinding)):
        flash(full, "stop")
        return redirect(url_for("sheet.section", sheet_id=sheet.id, slug="exam"), 303)
    others = [other for other in sheet.entries("exam") if other.region == region and other.id != entry]
    if others:  # the button stands only where a page shows nothing of the region
        session().rollback()
        label = vocabulary("exam_region").label(region)
        flash(f"{label} was already recorded on another screen, so nothing was added. {READ_IT}", "stop")
        where = url_for("sheet.section", sheet_id=sheet_id, slug="exam", _anchor=str(others[0].anchor()))
        return redirect(where, 303)
    finding = saving.no_abnormality(sheet, region, entry)
    session().commit()
    return redirect(_with_tapped(sheet, [finding.id], str(finding.anchor())), 303)


@blueprint.post("/sheets/<sheet_id>/exam/take-back")
@reads_first
def take_back(sheet_id: str) -> AnyResponse:
    """Strike what the last tap wrote; what was changed since stays, and is struck like any other finding."""
    sheet = editable(sheet_id, FOR_A_CHANGE)
    entries = [sheet.part("exam", entry) for entry in request.form.getlist("entry")]
    if not entries or None in entries:
        abort(404)
    findings = [cast(ExamFinding, entry) for entry in entries]
    untouched = [finding for finding in findings if not finding.struck and is_as_tapped(finding)]
    for finding in untouched:
        saving.strike(finding, BY_MISTAKE)
    judge_changed(sheet, now())
    session().commit()
    label = vocabulary("exam_region").label
    if untouched:
        flash(f"Taken back: {', '.join(label(finding.region or '') for finding in untouched)}.")
    if changed := [finding for finding in findings if not finding.struck]:
        named = ", ".join(label(finding.region or "") for finding in changed)
        flash(f"Changed since, and not taken back: {named}. {READ_IT}", "stop")
    return redirect(url_for("sheet.section", sheet_id=sheet.id, slug="exam"), 303)


def _with_tapped(sheet: RunSheet, entries: list[str], anchor: str | None = None) -> str:
    """The page of the exam, which offers to take these back."""
    return url_for("sheet.section", sheet_id=sheet.id, slug="exam", tapped=entries, _anchor=anchor)


def _rest_normal(sheet: RunSheet) -> AnyResponse:
    """Each region of which nothing is recorded was examined, and nothing was found. Sent again it finds none left."""
    regions, here = left(sheet), url_for("sheet.section", sheet_id=sheet.id, slug="exam")
    if full := saving.no_room_for(sheet, ExamFinding, len(regions)):
        flash(full, "stop")
        session().rollback()
        return redirect(here, 303)
    entries = [saving.no_abnormality(sheet, region, new_id()).id for region in regions]
    session().commit()
    if regions:
        flash(f"No abnormality: {', '.join(vocabulary('exam_region').label(region) for region in regions)}.")
    return redirect(_with_tapped(sheet, entries), 303)
