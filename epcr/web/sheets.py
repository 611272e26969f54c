"""The pages of a run sheet for the trainee who writes it: its sections and their entries, saved, struck and put back.

The verbs are in `epcr.web.saving`, what one section has of its own in `epcr.web.pages`; here a request becomes a call and its
outcome a page.
"""

from __future__ import annotations

from functools import partial

import wtforms
from flask import Response, abort, flash, redirect, request, url_for
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.wrappers import Response as AnyResponse

from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.derived.of_sheet import all_worked_out
from epcr.people.model import Role
from epcr.review import steps
from epcr.review.holding import reads_first
from epcr.review.revision import heading
from epcr.review.whose_sheet import editable, visible, written
from epcr.sheet.run_sheet import BY_SLUG, FOR_A_CHANGE, WHOLE, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session
from epcr.web import at_once, saving, walking
from epcr.web.drawing import form_page, page
from epcr.web.form_view import after
from epcr.web.forms import begun_with, form_for, understood
from epcr.web.merging import changed_by_others, touched
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.outcome import in_json, told
from epcr.web.pages import context_of, page_of
from epcr.web.read_view import lead, sections_read, struck_part
from epcr.web.sheet_pages import READ_IT, blueprint, closed, require_here
from epcr.wording import one_line


@blueprint.get("/sheets/<sheet_id>/<slug>")
def section(sheet_id: str, slug: str) -> str | AnyResponse:
    """One section of a sheet, with its form where it can still be changed."""
    sheet = visible(sheet_id, WHOLE)
    if slug not in BY_SLUG:
        abort(404)
    if person().role != Role.TRAINEE:
        return redirect(url_for("review.desk", sheet_id=sheet.id))
    stands = steps.standing(session(), sheet)
    if not stands.editable:
        opened = OpenedSheet(sheet, stands)
        sections = sections_read(opened)
        worked = all_worked_out(sheet, opened.context)
        return page(
            opened,
            "sheet/read.html",
            slug,
            sheet=sheet,
            lead=lead(stands),
            sections=sections,
            worked=worked,
        )
    part = _asked_part(sheet, slug)
    if isinstance(part, Entry) and part.struck:
        opened = OpenedSheet(sheet, stands)
        words = heading(part, opened.context)
        return page(opened, "sheet/struck.html", slug, struck=struck_part(opened, part, words))
    return form_page(sheet, slug, part, stands=stands)


@blueprint.post("/sheets/<sheet_id>/<slug>")
@decides
@reads_first
def save(sheet_id: str, slug: str) -> str | AnyResponse | tuple[str | Response, int]:
    """Save a section or an entry: all of it, or nothing and the same page again."""
    if slug not in BY_SLUG:
        abort(404)
    sheet = written(sheet_id, {*FOR_A_CHANGE, slug})
    part = _posted_part(sheet, slug)
    form, outcome = _saved(sheet, part)
    if outcome.saved:
        session().commit()
    else:
        session().rollback()
    if in_json():
        return told(sheet, part, form, outcome)
    return _page_after(sheet, slug, part, form, outcome)


def _saved(sheet: RunSheet, part: SheetPart) -> tuple[wtforms.Form, saving.Outcome]:
    """What was typed, and what became of it; nothing is committed yet."""
    version, was = request.form.get("version", 0, type=int), request.form.get("seen", "")
    context, others, own_page = context_of(sheet, part), None, page_of(part)
    typed = own_page.as_meant(request.form, f"{part.anchor()}-")
    typed = at_once.entered(sheet, part, partial(form_for, part, context), typed)
    if version != part.version:
        typed, others = touched(part, typed, was), changed_by_others(part, context, typed, was)
    form = form_for(part, context, typed)
    if closed := _closed(sheet, part):
        return form, saving.Outcome(closed=closed)
    return form, saving.save(
        sheet, part, form, version=version, began=begun_with(form, request.form), others=others,
        asks_first=partial(own_page.asks_first, request.form), complete=own_page.complete,
    )  # fmt: skip


def _page_after(
    sheet: RunSheet, slug: str, part: SheetPart, form: wtforms.Form, outcome: saving.Outcome
) -> str | AnyResponse | tuple[str, int]:
    """On to where the save leads; the same page again where nothing was saved."""
    if outcome.untouched and isinstance(part, Entry):
        return _nothing_added(sheet, slug, part)
    if outcome.closed:
        return form_page(sheet, slug, part, form=form, refusal=outcome.closed), 409
    if outcome.conflict:
        return form_page(sheet, slug, part, form=form, conflict=outcome.conflict), 409
    if not outcome.saved:
        return form_page(sheet, slug, part, form=form, refused=outcome.refused, offer=outcome.offer), 422
    for words in understood(form):
        flash(words, "good")
    if outcome.meanwhile:
        named = "; ".join(control.spec.label for control in outcome.meanwhile)
        flash(f"Also changed on another screen, and kept: {named}.", "note")
    last = str(outcome.changed[-1].id) if outcome.changed else "sheet-form"
    return redirect(_after_saving(sheet, slug, part, last), 303)


def _nothing_added(sheet: RunSheet, slug: str, part: Entry) -> AnyResponse:
    """On to where the save led; whoever stays is told why there is no new entry."""
    if request.form.get("goto"):
        return redirect(_after_saving(sheet, slug, part), 303)
    flash(f"Nothing was entered, so no {part.noun} was added.", "note")
    return redirect(url_for("sheet.section", sheet_id=sheet.id, slug=slug, _anchor="new"), 303)


@blueprint.post("/sheets/<sheet_id>/<slug>/<entry>/strike")
@decides
@reads_first
def strike(sheet_id: str, slug: str, entry: str) -> AnyResponse:
    """Strike an entry with a reason, or put a struck one back, as the page showed it. It stays in the record either way."""
    sheet = editable(sheet_id, FOR_A_CHANGE)
    part = sheet.part(slug, entry) if slug in BY_SLUG else None
    if not isinstance(part, Entry):
        abort(404)
    if "restore" in request.form:
        _put_back(part)
    elif not _strike(part):
        flash(f"Say why you strike this {part.noun}.", "stop")
        anchor = f"{part.anchor()}-strike"
        return redirect(
            url_for("sheet.section", sheet_id=sheet.id, slug=slug, entry=entry, _anchor=anchor), 303
        )
    judge_changed(sheet, now())
    session().commit()
    return redirect(url_for("sheet.section", sheet_id=sheet.id, slug=slug, _anchor=str(part.anchor())), 303)


def _put_back(part: Entry) -> None:
    """Put a struck entry back, as the page showed it; one that stands stays as it is."""
    if not part.struck:
        return
    if not was_shown().holds("entry", part.version):
        abort(409, f"This {part.noun} was struck again since your page was drawn. {READ_IT}")
    saving.restore(part)


def _strike(part: Entry) -> bool:
    """Strike an entry as the page showed it; whether a reason was given. One that is struck already keeps its reason."""
    reason = one_line(request.form.get("reason", ""))[:200]
    if part.struck:
        if reason not in {"", part.struck_reason}:  # the page of it prints the other reason
            abort(409, f"This {part.noun} is struck already; its reason stays.")
        return True
    if reason and not was_shown().holds("entry", part.version):
        abort(409, f"This {part.noun} was changed on another screen, or your page is an old one. {READ_IT}")
    if reason:
        saving.strike(part, reason)
    return bool(reason)


def _closed(sheet: RunSheet, part: SheetPart) -> str:
    """Why nothing can be written here now, in a sentence; empty where it can."""
    if why := closed(sheet):
        return why
    if isinstance(part, Entry) and not sheet.holds(part):
        return saving.no_room(sheet, type(part))
    if isinstance(part, Entry) and part.struck:
        return f"This {part.noun} was struck. Put it back below, then save again; what you typed is still in the form."
    return ""


def _asked_part(sheet: RunSheet, slug: str) -> SheetPart:
    """The section, the entry that the address names, or a new entry."""
    kind = BY_SLUG[slug]
    part = sheet.part(slug, request.args.get("entry", "")) or saving.new_entry(sheet, kind)
    if not sheet.holds(part):
        page_of(part).begin(part, request.args)
    return part


def _posted_part(sheet: RunSheet, slug: str) -> SheetPart:
    kind = BY_SLUG[slug]
    if not kind.many:
        return getattr(sheet, slug)  # type: ignore[no-any-return]
    entry = request.form.get("entry", "")
    if not saving.is_entry_id(entry):
        abort(400)
    require_here(sheet, slug, entry)
    return sheet.part(slug, entry) or _blank(kind, entry)


def _blank(kind: type[SheetPart], entry: str) -> SheetPart:
    """A new entry whose fields are known to be empty: SQLAlchemy would look anew for what is not there at each reading of each."""
    part = kind(id=entry)
    for name in part.fields():
        set_committed_value(part, name, None)
    return part


def _after_saving(sheet: RunSheet, slug: str, part: SheetPart, last: str = "") -> str:
    """Where a save leads: on, where that was asked for; else to the entry, or to the control of this id, changed last."""
    goto = request.form.get("goto", "")
    if goto == "next":
        following = after(sheet, slug)
        goto = following.page.slug if following else "check"
    came_for = walking.place()
    if goto == "check":
        return walking.onward(sheet, came_for) if came_for else url_for("sheet.check", sheet_id=sheet.id)
    if goto == "call":
        return url_for("sheet.call", sheet_id=sheet.id)
    if goto in BY_SLUG:
        return url_for("sheet.section", sheet_id=sheet.id, slug=goto)
    anchor = str(part.anchor()) if part.many else last
    return url_for("sheet.section", sheet_id=sheet.id, slug=slug, saved=1, check=came_for, _anchor=anchor)
