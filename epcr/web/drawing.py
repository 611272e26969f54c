"""How the pages of a run sheet are drawn: what every one of them shows, and the form of a section."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from epcr.checks import findings
from epcr.checks.finding import Finding
from epcr.checks.verdicts import judging
from epcr.people.ending import still_open
from epcr.review import steps
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart, new_id
from epcr.visit.signed_in import session
from epcr.web import whose_class
from epcr.web.forms import begun_with, form_for
from epcr.web.merging import seen
from epcr.web.outline import banner, outline, timeline
from epcr.web.pages import context_of, page_of


def form_page(sheet: RunSheet, slug: str, part: SheetPart, **more: Any) -> str:
    """The page of a section with its form: as it is stored, or one that was sent (`form`) with what became of it."""
    context, own_page = context_of(sheet, part), page_of(part)
    form = more.pop("form", None) or form_for(part, context)
    is_new = not sheet.holds(part)
    begun = begun_with(form, request.form) if is_new else {}
    return page(
        sheet, own_page.template, slug, part=part, form=form, page=part.page, next_id=new_id(), seen=seen(part, context),
        struck=[entry for entry in sheet.every(type(part)) if part.many and entry.struck],
        entries=sheet.entries(slug) if part.many else [],
        is_new=is_new, begun={f"{form[name].name}-began": shown for name, shown in begun.items()},
        **{"lead": "", **own_page.drawn_with(sheet), **more},
    )  # fmt: skip


def page(
    sheet: RunSheet,
    template: str,
    here: str,
    *,
    stands: steps.Standing | None = None,
    found: list[Finding] | None = None,
    **more: Any,
) -> str:
    """A page of the sheet; where it stands and what was found are looked up unless the caller did."""
    stands = stands or steps.standing(session(), sheet)
    found = findings(sheet) if found is None else found
    said = [*found, *steps.comments_as_findings(session(), sheet, stands.history)]
    saved = [part.saved_at for part in sheet.parts() if part.saved_at is not None]
    judged = judging(sheet)
    return render_template(
        template, sheet=sheet, whose=whose_class.of_sheet(sheet), banner=banner(sheet), context=sheet.context(), state=stands.state,
        revision=stands.revision, sections=outline(sheet, said), here=here, findings=said, found=found,
        timeline=timeline(sheet, judged), judged=judged, saved_at=max(saved, default=None), shut=stands.shut,
        still_open=still_open(steps.class_of(session(), sheet)) if stands.editable else "", **more,
    )  # fmt: skip
