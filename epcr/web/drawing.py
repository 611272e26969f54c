"""How the pages of a run sheet are drawn: what every one of them shows, and the form of a section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms
from flask import render_template, request

from epcr.derived.of_sheet import SECTIONS as WORKED_OUT_ON
from epcr.derived.of_sheet import worked_out
from epcr.review import steps
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.web.form_view import SectionForm
from epcr.web.forms import begun_with, form_for
from epcr.web.frame_view import frame
from epcr.web.merging import seen
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.pages import context_of, page_of
from epcr.web.saving import Conflict


def form_page(
    sheet: RunSheet,
    slug: str,
    part: SheetPart,
    *,
    stands: steps.Standing | None = None,
    form: wtforms.Form | None = None,
    conflict: Sequence[Conflict] = (),
    refusal: str = "",
    **more: Any,
) -> str:
    """The page of a section with its form: as it is stored, or one that was sent (`form`) with what became of it."""
    context, own_page = context_of(sheet, part), page_of(part)
    is_new = not sheet.holds(part)
    waits = is_new and own_page.new_ones_wait
    saves_itself = form is None and not waits
    form = form or form_for(part, context)
    begun = begun_with(form, request.form) if is_new else {}
    drawn = SectionForm(
        opened=OpenedSheet(sheet, stands),
        slug=slug,
        part=part,
        form=form,
        is_new=is_new,
        seen=seen(part, context),
        begun={f"{form[name].name}-began": shown for name, shown in begun.items()},
        conflict=conflict,
        refusal=refusal,
        saves_itself=saves_itself,
        waits=waits,
        **more,
    )
    values = {
        "title": part.page.title,
        "lead": part.page.hint,
        "worked": worked_out(sheet, drawn.opened.context, slug, part.anchor().entry),
        "worked_piece": "worked-out" if slug in WORKED_OUT_ON else "",
        **own_page.drawn_with(drawn),
    }
    not_saved = bool(form.errors or conflict or drawn.refused)
    return page(drawn.opened, own_page.template, slug, saves=True, not_saved=not_saved, **values)


def page(
    opened: OpenedSheet,
    template: str,
    here: str,
    /,
    *,
    saves: bool = False,
    not_saved: bool = False,
    **values: Any,
) -> str:
    """A page of the sheet in its frame."""
    return render_template(
        template, frame=frame(opened, here, saves=saves, not_saved=not_saved), here=here, **values
    )
