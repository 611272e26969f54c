"""The pages of a rehearsal: the start, and one address that shows the speech, then the questions, then the result.

Where a rehearsal stands is read from what is stored, so that a reload or a second press of a button loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from epcr.db import now
from epcr.people.ending import ClassEnded
from epcr.people.model import Role
from epcr.refused import Refused
from epcr.rehearsal import steps
from epcr.rehearsal.forms import BeginForm
from epcr.rehearsal.model import Rehearsal
from epcr.rehearsal.question import OPTIONS
from epcr.rehearsal.view import (
    NOT_REMEMBERED,
    Back,
    InShort,
    in_short,
    question_page,
    result_page,
    speech_page,
    start_page,
)
from epcr.review.whose_sheet import visible
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import ENTRY_SLUGS, RunSheet
from epcr.visit.forms import say, sent_number, typed
from epcr.visit.once import made, makes
from epcr.visit.page import Page
from epcr.visit.signed_in import person, session

blueprint = Blueprint("rehearsal", __name__)

SHEET = "/sheets/<sheet_id>/rehearsals"
ONE = f"{SHEET}/<int(max=2147483647):number>"
NOTHING: Final[Mapping[int, str]] = MappingProxyType({})


def rehearsals_of(sheet: RunSheet) -> list[Rehearsal]:
    """The rehearsals of a sheet, the newest first."""
    return steps.rehearsals(session(), sheet)


def rehearsed(sheet: RunSheet) -> InShort | None:
    """How the rehearsals of a sheet went so far, for the pages of the sheet."""
    return in_short(rehearsals_of(sheet))


@blueprint.get(SHEET)
def start(sheet_id: str) -> Page:
    """What will happen, who listens and for how long; and the rehearsals before."""
    sheet = visible(sheet_id)
    return _start(sheet, BeginForm(formdata=None, number=str(steps.next_attempt(session(), sheet))))


def _start(sheet: RunSheet, form: BeginForm) -> str:
    page = start_page(sheet, rehearsals_of(sheet), _back(sheet), steps.why_not_yet(session(), sheet))
    return render_template("rehearsal/start.html", page=page, form=form)


@blueprint.post(SHEET)
@makes
def begin(sheet_id: str) -> Page:
    """Begin: from now on the hands-off phase runs."""
    sheet = visible(sheet_id)
    form = BeginForm()
    try:
        begun = steps.begin(
            session(),
            sheet,
            person(),
            listener=typed(form.listener),
            seconds=sent_number(typed(form.seconds)),
            attempt=sent_number(typed(form.number)),
        )
    except Refused as refused:
        session().rollback()
        say(form, refused)
        return _start(visible(sheet_id), form), 422
    return made(url_for("rehearsal.show", sheet_id=sheet_id, number=begun.attempt))


@blueprint.get(ONE)
def show(sheet_id: str, number: int) -> Page:
    """The speech while one speaks, then the questions, then the result."""
    sheet, rehearsal = _loaded(sheet_id, number)
    if not rehearsal.spoken:
        return render_template("rehearsal/speech.html", page=speech_page(sheet, rehearsal, now()))
    return _result(sheet, rehearsal) if rehearsal.answered else _questions(sheet, rehearsal)


def _questions(
    sheet: RunSheet, rehearsal: Rehearsal, chosen: Mapping[int, str] = NOTHING, unanswered: Sequence[int] = ()
) -> str:
    """The questions; once they came back, what was chosen and which are not answered."""
    page = question_page(sheet, rehearsal, chosen, unanswered)
    return render_template("rehearsal/questions.html", page=page)


def _result(sheet: RunSheet, rehearsal: Rehearsal) -> str:
    others = [other for other in rehearsals_of(sheet) if other.attempt != rehearsal.attempt]
    page = result_page(sheet, rehearsal, others, lambda anchor: _link(sheet, anchor), _back(sheet))
    return render_template("rehearsal/result.html", page=page)


@blueprint.post(f"{ONE}/spoken")
def end_speech(sheet_id: str, number: int) -> Page:
    """The speaker has ended."""
    sheet, rehearsal = _loaded(sheet_id, number)
    try:
        steps.end_speech(session(), sheet, rehearsal)
    except Refused as refused:
        session().rollback()
        flash(str(refused), "error")
    else:
        session().commit()
    return redirect(url_for("rehearsal.show", sheet_id=sheet_id, number=number), 303)


@blueprint.post(f"{ONE}/answers")
def answer(sheet_id: str, number: int) -> Page:
    """What the listener chose."""
    sheet, rehearsal = _loaded(sheet_id, number)
    chosen = {
        number: request.form.get(f"question-{number}", "")
        for number in range(1, rehearsal.number_of_questions + 1)
    }
    choices = {str(place): place for place in range(OPTIONS)}
    unanswered = [
        place for place, choice in chosen.items() if choice != NOT_REMEMBERED and choice not in choices
    ]
    if unanswered and rehearsal.spoken and not rehearsal.answered:
        return _questions(sheet, rehearsal, chosen, unanswered), 422
    try:
        kept = steps.answer(session(), sheet, rehearsal, [choices.get(choice) for choice in chosen.values()])
    except ClassEnded as ended:
        session().rollback()
        sheet, rehearsal = _loaded(sheet_id, number)
        flash(str(ended), "error")
        return _questions(sheet, rehearsal, chosen), 409  # what was chosen still stands there
    except Refused as refused:
        session().rollback()
        flash(str(refused), "error")
        kept = True
    else:
        session().commit()
    if not kept:
        flash("This was answered already. The first answers count.", "note")
    return redirect(url_for("rehearsal.show", sheet_id=sheet_id, number=number), 303)


def _loaded(sheet_id: str, number: int) -> tuple[RunSheet, Rehearsal]:
    """The sheet and its rehearsal, where this person may see them; 404 otherwise."""
    sheet = visible(sheet_id)
    rehearsal = steps.rehearsal(session(), sheet, number)
    if rehearsal is None:
        abort(404)
    return sheet, rehearsal


def _back(sheet: RunSheet) -> Back:
    if person().role == Role.TRAINEE:
        return Back(url_for("sheet.section", sheet_id=sheet.id, slug="handoff"), "SBAR handoff")
    return Back(url_for("review.desk", sheet_id=sheet.id), "Review of the sheet")


def _link(sheet: RunSheet, anchor: str) -> str:
    """Where a field is read or changed."""
    if person().role != Role.TRAINEE:
        return url_for("review.desk", sheet_id=sheet.id, _anchor=anchor)
    place = Anchor.parse(anchor, entry_sections=ENTRY_SLUGS)
    return url_for(
        "sheet.section", sheet_id=sheet.id, slug=place.section, entry=place.entry or None, _anchor=anchor
    )
