"""The pages of a run sheet for the trainee who writes it: home, sections, entries, the scope answers, the check, the PDF.

The verbs are in `epcr.web.saving`; here a request becomes a call and its outcome a page.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from epcr.checks import findings, grouped
from epcr.checks.finding import Finding
from epcr.handoff.statements import draft
from epcr.handoff.words import judging
from epcr.people.ending import goes_on, still_open
from epcr.people.model import Person, Role
from epcr.people.roster import was_in
from epcr.refused import Refused
from epcr.report.vitals_chart import geometry
from epcr.review import steps
from epcr.review.comments import as_finding, place_in_words
from epcr.review.holding import reads_first
from epcr.review.model import CommentKind, Kind
from epcr.review.revision import heading
from epcr.review.whose_sheet import editable, visible, written
from epcr.scenarios import begin as begin_sheet
from epcr.scenarios import scenarios
from epcr.sheet.exam import ExamFinding
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import BY_SLUG, FOR_A_CHANGE, RunSheet, reading_only
from epcr.sheet.section import Entry, SheetPart, new_id
from epcr.sheet.vocabulary import vocabulary
from epcr.visit.once import made, makes
from epcr.visit.showing import decides, was_shown
from epcr.visit.signed_in import person, session
from epcr.web import as_checked, crew_page, ended, saving, scope_answers, unlisted, verdict_words, whose_class
from epcr.web.forms import begun_with, form_for, understood
from epcr.web.merging import changed_by_others, seen, touched
from epcr.web.outline import banner, outline, timeline
from epcr.wording import one_line

blueprint = Blueprint("sheet", __name__)
TEMPLATES = {"vitals": "sheet/vitals.html", "interventions": "sheet/interventions.html", "exam": "sheet/exam.html",
             "handoff": "sheet/handoff.html", "crew": "sheet/crew.html"}  # fmt: skip


READ_IT = "Read it as it stands now, then decide again."


@blueprint.get("/")
def home() -> str | AnyResponse:
    """Where a person starts: their sheets, the review queue, or the people."""
    who = person()
    if who.role == Role.INSTRUCTOR:
        return redirect(url_for("review.queue"))
    if who.role == Role.ADMINISTRATOR:
        return redirect(url_for("people.everybody"))
    return _home(who)


def _home(who: Person, *, no_class: str = "") -> str:
    """A trainee's own sheets, and the form that begins one; `no_class` says why none was begun."""
    sheets = session().scalars(
        select(RunSheet)
        .options(*reading_only("patient", "history"))
        .where(RunSheet.trainee_id == who.id, RunSheet.discarded_at.is_(None))
        .order_by(RunSheet.created_at.desc())
    )
    shown = ended.parted(session(), sheets, show_ended=request.args.get("ended") == "1")
    stand = steps.standings(session(), shown.sheets)
    return render_template(
        "sheet/home.html",
        rows=[{"sheet": sheet, "standing": stand[sheet.id]} for sheet in shown.sheets],
        scenarios=scenarios(),
        shown=shown,
        classrooms=whose_class.offered(who),
        over=[one for one in who.classrooms if not goes_on(one)],
        rooms=whose_class.names_on_list(who, shown.sheets),
        no_class=no_class,
        chosen=request.form.get("scenario", next(iter(scenarios()), "")),
    )


@blueprint.post("/sheets")
@makes
def begin() -> AnyResponse | tuple[str, int]:
    """Begin a sheet, blank or from a scenario; the page again where it is not said in which class."""
    who = person()
    if not request.form.get("classroom"):
        session().rollback()
        return _home(who, no_class="Choose the class that this run sheet is for."), 422
    number = request.form.get("classroom", 0, type=int)
    classroom = next((one for one in who.classrooms if one.id == number), None)
    if classroom is None and was_in(session(), who, number):
        flash(
            "You are not in that class any more. Choose a class below, or join one with its code.", "warning"
        )
        return redirect(url_for("sheet.home"), 303)
    if classroom is None:
        abort(404)
    name = request.form.get("scenario", "")
    if name and name not in scenarios():
        abort(404)
    try:
        sheet = begin_sheet(session(), classroom, who, scenarios().get(name))
    except Refused as refused:
        session().rollback()
        flash(str(refused), "warning")
        return redirect(url_for("sheet.home"), 303)
    return made(url_for("sheet.section", sheet_id=sheet.id, slug="incident"))


@blueprint.get("/sheets/<sheet_id>/<slug>")
def section(sheet_id: str, slug: str) -> str | AnyResponse:
    """One section of a sheet, with its form where it can still be changed."""
    sheet = visible(sheet_id)
    if slug not in BY_SLUG:
        abort(404)
    if person().role != Role.TRAINEE:
        return redirect(url_for("review.desk", sheet_id=sheet.id))
    stands = steps.standing(session(), sheet)
    if not stands.editable:
        return _page(sheet, "sheet/read.html", slug, stands=stands, parts=list(sheet.parts()))
    part = _asked_part(sheet, slug)
    if isinstance(part, Entry) and part.struck:
        words = heading(part, sheet.context())
        return _page(sheet, "sheet/struck.html", slug, stands=stands, part=part, heading=words)
    return form_page(sheet, slug, part, stands=stands)


@blueprint.post("/sheets/<sheet_id>/<slug>")
@decides
@reads_first
def save(sheet_id: str, slug: str) -> str | AnyResponse | tuple[str, int]:
    """Save a section or an entry: all of it, or nothing and the same page again."""
    sheet = written(sheet_id, FOR_A_CHANGE)
    if slug not in BY_SLUG:
        abort(404)
    part = _posted_part(sheet, slug)
    version, was = request.form.get("version", 0, type=int), request.form.get("seen", "")
    context, others = crew_page.context_of(sheet, part), None
    typed: MultiDict[str, str] = request.form
    if slug == "interventions":
        typed = unlisted.as_pressed(typed, f"{part.anchor()}-")
    if version != part.version:
        typed, others = touched(part, typed, was), changed_by_others(part, context, was)
    form = form_for(part, context, typed)
    if refusal := _closed(sheet, part):
        return form_page(sheet, slug, part, form=form, refusal=refusal), 409
    # The script on the page says so where it filled in the certificate, and what was changed in it since stays.
    complete = None if request.form.get("filled") else partial(crew_page.fill_from_certificates, sheet)
    began = begun_with(form, request.form)
    pressed = request.form.get(unlisted.PRESSED, "")
    outcome = saving.save(
        sheet, part, form, version=version, level_chosen=complete, began=began, others=others, pressed=pressed
    )
    if outcome.untouched and isinstance(part, Entry):
        session().rollback()
        return _nothing_added(sheet, slug, part)
    if outcome.conflict:
        session().rollback()
        return form_page(sheet, slug, part, form=form, conflict=outcome.conflict), 409
    if not outcome.saved:
        session().rollback()
        return form_page(sheet, slug, part, form=form, refused=outcome.refused, offer=outcome.offer), 422
    session().commit()
    for words in understood(form):
        flash(words, "good")
    if outcome.meanwhile:
        named = "; ".join(one.spec.label for one in outcome.meanwhile)
        flash(f"Changed on another screen meanwhile, and kept: {named}.", "note")
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
    reason = one_line(request.form.get("reason", ""))[:200]
    if "restore" in request.form:
        if part.struck and not was_shown().holds("entry", part.version):
            abort(409, f"This {part.noun} was struck again since your page was drawn. {READ_IT}")
        if part.struck:
            saving.restore(part)
    elif part.struck:
        if reason not in {"", part.struck_reason}:
            abort(
                409, f"This {part.noun} is struck already; its reason stays."
            )  # the page of it prints the other reason
    elif reason and not was_shown().holds("entry", part.version):
        abort(409, f"This {part.noun} was changed on another screen, or your page is an old one. {READ_IT}")
    elif reason:
        saving.strike(part, reason)
    else:
        flash(f"Say why you strike this {part.noun}.", "stop")
        return redirect(
            url_for(
                "sheet.section", sheet_id=sheet.id, slug=slug, entry=entry, _anchor=f"{part.anchor()}-strike"
            ),
            303,
        )
    saving.judge_all(sheet)
    session().commit()
    return redirect(url_for("sheet.section", sheet_id=sheet.id, slug=slug, _anchor=str(part.anchor())), 303)


@blueprint.post("/sheets/<sheet_id>/exam/no-abnormality")
@reads_first
def no_abnormality(sheet_id: str) -> AnyResponse:
    """One tap: this body region was examined and nothing was found."""
    sheet = editable(sheet_id, FOR_A_CHANGE)
    region = request.form.get("region", "")
    if region not in vocabulary("exam_region"):
        abort(404)
    entry = request.form.get("entry", "")
    _require_here(sheet, "exam", entry)
    if sheet.part("exam", entry) is None and (full := saving.no_room(sheet, ExamFinding)):
        flash(full, "stop")
        return redirect(url_for("sheet.section", sheet_id=sheet.id, slug="exam"), 303)
    others = [one for one in sheet.entries("exam") if one.region == region and one.id != entry]
    if others:  # the button stands only where a page shows nothing of the region
        session().rollback()
        said = vocabulary("exam_region").label(region)
        flash(f"{said} was recorded on another screen meanwhile, so nothing was added. {READ_IT}", "stop")
        where = url_for("sheet.section", sheet_id=sheet_id, slug="exam", _anchor=str(others[0].anchor()))
        return redirect(where, 303)
    found = saving.no_abnormality(sheet, region, entry)
    session().commit()
    return redirect(
        url_for("sheet.section", sheet_id=sheet.id, slug="exam", _anchor=str(found.anchor())), 303
    )


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


@blueprint.get("/sheets/<sheet_id>/check")
def check(sheet_id: str) -> str | AnyResponse:
    """Everything that stands between the sheet and submitting it, each leading to its field."""
    return _check_page(written(sheet_id))


def _check_page(sheet: RunSheet, **more: Any) -> str:
    stands, found = steps.standing(session(), sheet), findings(sheet)
    return _page(
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
            return _check_page(written(sheet_id), new=new), 409
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
        return _check_page(written(sheet_id), half_answered=half), 409
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


def _closed(sheet: RunSheet, part: SheetPart) -> str:
    """Why nothing can be written here now, in a sentence; empty where it can."""
    if why := steps.shut(session(), sheet):
        return why
    if steps.state(session(), sheet) not in steps.EDITABLE:
        return "This sheet was submitted. Withdraw it to change it."
    if isinstance(part, Entry) and part not in getattr(sheet, part.page.slug):
        return saving.no_room(sheet, type(part))
    if isinstance(part, Entry) and part.struck:
        return f"This {part.noun} was struck. Put it back below, then save again; what you typed still stands in the form."
    return ""


def _asked_part(sheet: RunSheet, slug: str) -> SheetPart:
    """The section, the entry that the address names, or a new entry."""
    kind = BY_SLUG[slug]
    part = sheet.part(slug, request.args.get("entry", "")) or saving.new_entry(sheet, kind)
    region = request.args.get("region", "")
    if isinstance(part, ExamFinding) and part.region is None and region in vocabulary("exam_region"):
        part.region = region
    return part


def _posted_part(sheet: RunSheet, slug: str) -> SheetPart:
    kind = BY_SLUG[slug]
    if not kind.many:
        return getattr(sheet, slug)  # type: ignore[no-any-return]
    entry = request.form.get("entry", "")
    if not saving.is_entry_id(entry):
        abort(400)
    _require_here(sheet, slug, entry)
    return sheet.part(slug, entry) or kind(id=entry)


def _require_here(sheet: RunSheet, slug: str, entry: str) -> None:
    """That an entry of this id is new or stands on this sheet: one of another sheet is not found."""
    kind: type[SheetPart] = BY_SLUG[slug]
    if (
        sheet.part(slug, entry) is None
        and saving.is_entry_id(entry)
        and session().get(kind, entry) is not None
    ):
        abort(404)


def _after_saving(sheet: RunSheet, slug: str, part: SheetPart, last: str = "") -> str:
    """Where a save leads: on, where that was asked for; else to the entry, or to the control of this id, changed last."""
    goto = request.form.get("goto", "")
    slugs = list(BY_SLUG)
    if goto == "next":
        following = [one for one in slugs[slugs.index(slug) + 1 :] if sheet.asks(BY_SLUG[one])]
        goto = following[0] if following else "check"
    if goto == "check":
        return url_for("sheet.check", sheet_id=sheet.id)
    if goto in BY_SLUG:
        return url_for("sheet.section", sheet_id=sheet.id, slug=goto)
    anchor = str(part.anchor()) if part.many else last
    return url_for("sheet.section", sheet_id=sheet.id, slug=slug, saved=1, _anchor=anchor)


def form_page(sheet: RunSheet, slug: str, part: SheetPart, **more: Any) -> str:
    """The page of a section with its form: as it is stored, or one that was sent (`form`) with what became of it."""
    context = crew_page.context_of(sheet, part)
    form = more.pop("form", None) or form_for(part, context)
    template = TEMPLATES.get(slug, "sheet/entries.html" if part.many else "sheet/section.html")
    if slug == "crew":
        more["certificates"] = crew_page.for_the_script(sheet)
    if slug == "handoff":
        more["draft"] = draft(sheet)
    if slug == "vitals":
        more["chart"] = geometry(sheet)
        more["narrow_chart"] = geometry(sheet, width=358, height=320)
    if slug == "interventions":
        more["performers"] = sheet.context().crew
    is_new = part.many and part not in getattr(sheet, slug)
    begun = begun_with(form, request.form) if is_new else {}
    return _page(
        sheet, template, slug, part=part, form=form, page=part.page, next_id=new_id(), seen=seen(part, context),
        struck=[entry for entry in getattr(sheet, slug) if entry.struck] if part.many else [],
        entries=sheet.entries(slug) if part.many else [],
        is_new=is_new, begun={f"{form[name].name}-began": shown for name, shown in begun.items()}, **more,
    )  # fmt: skip


def _page(
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
