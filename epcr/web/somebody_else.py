"""Not you? A sheet that was begun while another was still signed in goes on in the name of whoever holds the device.

Who signs in there gets a sheet of their own from the same scenario, and on it what was typed; the other's, in which nothing was
saved, is discarded. Until the password is right nothing changes, and the other stays signed in.
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from epcr.accounts.forms import SignInForm
from epcr.accounts.signing_in import whose
from epcr.people import persons
from epcr.people.ending import goes_on
from epcr.people.model import Classroom, Person, Role
from epcr.review import steps as review
from epcr.review.whose_sheet import written
from epcr.scenarios import begin, scenarios
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart
from epcr.visit.signed_in import database, person, remember, session
from epcr.web import saving
from epcr.web.drawing import form_page
from epcr.web.forms import begun_with, form_for
from epcr.web.pages import context_of, page_of

blueprint = Blueprint("somebody_else", __name__)

NOTHING_PRESSED: MultiDict[str, str] = MultiDict()
_OF_THE_SIGN_IN = frozenset({"csrf_token", "login", "password", "version", "seen", "goto"})
NO_TRAINEE = "Only trainees write run sheets. Sign in as one, or go back."
NOT_IN_CLASS = (
    "You are not in the class of this sheet. Go back, sign out, sign in as yourself and begin a sheet there."
)


@blueprint.post("/sheets/<sheet_id>/<slug>/somebody-else")
def ask(sheet_id: str, slug: str) -> str:
    """Who is it? What was typed waits in the page."""
    return _page(_begun(sheet_id, slug), slug, SignInForm(formdata=None))


@blueprint.post("/sheets/<sheet_id>/<slug>/go-on")
def go_on(sheet_id: str, slug: str) -> str | AnyResponse | tuple[str, int]:
    """Sign in, with what was typed on a sheet of one's own; or the page again, which says why not."""
    before = _begun(sheet_id, slug)
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(before, slug, form), 422
    account = whose(form)
    if account is None:
        return _page(before, slug, form), 422
    with database().read() as reading:
        room = _class_of(reading, account, before)
    if account.role != Role.TRAINEE or room is None:
        form.form_errors.append(NO_TRAINEE if account.role != Role.TRAINEE else NOT_IN_CLASS)
        return _page(before, slug, form), 422
    number, outcome = _taken_over(before, slug, account, room)
    _discard(before)
    session().rollback()  # of what was read before, in which the new sheet is not there yet
    remember(session().get_one(Person, account.id))
    if outcome is None or outcome.saved or outcome.untouched:
        return redirect(url_for("sheet.section", sheet_id=number, slug=slug), 303)
    sheet = session().get_one(RunSheet, number)
    part, words = _typed_part(sheet, slug), _typed(before, sheet)
    shown = form_for(part, context_of(sheet, part), words)
    shown.validate()
    return form_page(sheet, slug, part, form=shown, refused=outcome.refused, offer=outcome.offer), 422


for view in (ask, go_on):
    view.only_reads = True  # type: ignore[attr-defined]  # what is written is written in the name of who signed in


def _begun(sheet_id: str, slug: str) -> RunSheet:
    """The sheet, where nothing was saved on it yet."""
    sheet = written(sheet_id)
    if slug not in BY_SLUG:
        abort(404)
    if not review.editable(session(), sheet) or review.touched(sheet):
        abort(409, "Something was saved on this sheet, so it stays with the person it was begun for.")
    return sheet


def _page(sheet: RunSheet, slug: str, form: SignInForm) -> str:
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in _OF_THE_SIGN_IN]
    # A draft that this device keeps ends when what it holds is saved.
    kept = [("looked" if name == "draft" else name, text) for name, text in kept]
    return render_template("sheet/somebody_else.html", sheet=sheet, slug=slug, form=form, kept=kept)


def _class_of(reading: Session, who: Person, before: RunSheet) -> int | None:
    """The class of the other's sheet where this person is in it, else the only one they are in; none that has ended."""
    rooms = [room.id for room in reading.get_one(Person, who.id).classrooms if goes_on(room)]
    return before.classroom_id if before.classroom_id in rooms else rooms[0] if len(rooms) == 1 else None


def _taken_over(before: RunSheet, slug: str, account: Person, room: int) -> tuple[str, saving.Outcome | None]:
    """A sheet of this person's own, and what became of what was typed; None where it was about the other."""
    with database().write(account.login) as writing:
        who = writing.get_one(Person, account.id)
        if who.first_sign_in_at is None:
            persons.note_first_sign_in(writing, who)
        begun = begin(writing, writing.get_one(Classroom, room), who, scenarios().get(before.scenario or ""))
        if begun.scenario_began_at and before.scenario_began_at:  # the call goes on, whoever writes
            begun.scenario_began_at, begun.scenario_zero = before.scenario_began_at, before.scenario_zero
        number = begun.id
    if before.part(slug, request.form.get("entry", "")) is not None and BY_SLUG[slug].many:
        return number, None  # their entry in the crew list; there is one of one's own
    with database().write(account.login) as writing:
        sheet = writing.get_one(RunSheet, number)
        part, words = _typed_part(sheet, slug), _typed(before, sheet)
        form = form_for(part, context_of(sheet, part), words)
        asks = partial(page_of(part).asks_first, NOTHING_PRESSED)
        outcome = saving.save(
            sheet, part, form, version=part.version, began=begun_with(form, words), asks_first=asks
        )
        if not outcome.saved:
            writing.rollback()
    return number, outcome


def _typed_part(sheet: RunSheet, slug: str) -> SheetPart:
    kind, entry = BY_SLUG[slug], request.form.get("entry", "")
    if not kind.many:
        return getattr(sheet, slug)  # type: ignore[no-any-return]
    return kind(id=entry) if saving.is_entry_id(entry) else kind()


def _typed(before: RunSheet, sheet: RunSheet) -> MultiDict[str, str]:
    """What was typed, with one's own entry in the crew list where the other's was meant."""
    crew = {theirs.id: mine.id for theirs, mine in zip(before.crew, sheet.crew, strict=False)}
    return MultiDict([(name, crew.get(text, text)) for name, text in request.form.items(multi=True)])


def _discard(before: RunSheet) -> None:
    """The other's sheet holds nothing: it goes from their list, where another window did not write on it meanwhile."""
    with database().write(person().login) as writing:
        try:
            review.discard(
                writing, writing.get_one(RunSheet, before.id), writing.get_one(Person, person().id)
            )
        except review.Refused:
            writing.rollback()
