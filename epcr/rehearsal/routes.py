"""The pages of a rehearsal: the start, and one address that shows the speech, then the questions, then the result.

Where a rehearsal stands is read from what is stored, so that a reload or a second press of a button loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from epcr.db import now
from epcr.people.ending import ClassEnded
from epcr.people.model import Role
from epcr.refused import Refused
from epcr.rehearsal import steps
from epcr.rehearsal.advice import about_the_time, advice, in_words
from epcr.rehearsal.forms import BeginForm
from epcr.rehearsal.kept import as_answered, as_asked
from epcr.rehearsal.model import Rehearsal
from epcr.rehearsal.question import OPTIONS
from epcr.rehearsal.speech import patient_line, speech
from epcr.review.whose_sheet import visible
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import ENTRY_SLUGS, RunSheet
from epcr.visit.forms import say, typed
from epcr.visit.once import made, makes
from epcr.visit.signed_in import person, session

blueprint = Blueprint("rehearsal", __name__)

Page = str | AnyResponse | tuple[str, int]
SHEET = "/sheets/<sheet_id>/rehearsals"
ONE = f"{SHEET}/<int(max=2147483647):number>"
NOT_REMEMBERED = "none"
NOTHING: Final[Mapping[int, str]] = MappingProxyType({})


def rehearsals_of(sheet: RunSheet) -> list[Rehearsal]:
    """The rehearsals of a sheet, the newest first, for the pages of the sheet."""
    return steps.rehearsals(session(), sheet)


@blueprint.get(SHEET)
def start(sheet_id: str) -> Page:
    """What will happen, who listens and for how long; and the rehearsals before."""
    sheet = visible(sheet_id)
    return _start(sheet, BeginForm(formdata=None, number=str(steps.next_attempt(session(), sheet))))


def _start(sheet: RunSheet, form: BeginForm) -> str:
    return render_template(
        "rehearsal/start.html",
        sheet=sheet,
        context=sheet.context(),
        patient=patient_line(sheet),
        form=form,
        lacking=steps.why_not_yet(session(), sheet),
        hands_off=steps.HANDS_OFF,
        before=rehearsals_of(sheet),
        back=_back(sheet),
        in_words=in_words,
    )


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
            seconds=_number(typed(form.seconds)),
            attempt=_number(typed(form.number)),
        )
    except Refused as refused:
        session().rollback()
        say(form, refused)
        return _start(visible(sheet_id), form), 422
    return made(url_for("rehearsal.show", sheet_id=sheet_id, number=begun.attempt))


@blueprint.get(ONE)
def show(sheet_id: str, number: int) -> Page:
    """The speech while one speaks, then the questions, then the result."""
    sheet, one = _loaded(sheet_id, number)
    if not one.spoken:
        return _speech(sheet, one)
    return _result(sheet, one) if one.answered else _questions(sheet, one)


def _speech(sheet: RunSheet, one: Rehearsal) -> str:
    customs, opened = sheet.customs(), now()
    speaks_from = one.begun_at + timedelta(seconds=one.hands_off_seconds)
    moments = (opened, speaks_from, speaks_from + timedelta(seconds=one.seconds))
    return render_template(
        "rehearsal/speech.html",
        sheet=sheet,
        one=one,
        patient=patient_line(sheet),
        parts=speech(sheet),
        elapsed=int((opened - one.begun_at).total_seconds()),
        clock=[customs.second(moment) for moment in moments],
    )


def _questions(
    sheet: RunSheet, one: Rehearsal, chosen: Mapping[int, str] = NOTHING, unanswered: Sequence[int] = ()
) -> str:
    """The questions; once they came back, what was chosen and which are not answered."""
    return render_template(
        "rehearsal/questions.html",
        sheet=sheet,
        one=one,
        asked=as_asked(one.questions),
        chosen=chosen,
        unanswered=unanswered,
    )


def _result(sheet: RunSheet, one: Rehearsal) -> str:
    answered = as_answered(one.questions)
    return render_template(
        "rehearsal/result.html",
        sheet=sheet,
        context=sheet.context(),
        one=one,
        missed=[(question, advice(question)) for question in answered if not question.right],
        remembered=[question for question in answered if question.right],
        time_said=about_the_time(one.spoken_seconds or 0, one.seconds),
        before=[other for other in rehearsals_of(sheet) if other.attempt != one.attempt],
        link=lambda anchor: _link(sheet, anchor),
        back=_back(sheet),
        in_words=in_words,
    )


@blueprint.post(f"{ONE}/spoken")
def end_speech(sheet_id: str, number: int) -> Page:
    """The speaker has ended."""
    sheet, one = _loaded(sheet_id, number)
    try:
        steps.end_speech(session(), sheet, one)
    except Refused as refused:
        session().rollback()
        flash(str(refused), "error")
    else:
        session().commit()
    return redirect(url_for("rehearsal.show", sheet_id=sheet_id, number=number), 303)


@blueprint.post(f"{ONE}/answers")
def answer(sheet_id: str, number: int) -> Page:
    """What the listener chose."""
    sheet, one = _loaded(sheet_id, number)
    chosen = {
        number: request.form.get(f"question-{number}", "") for number in range(1, one.number_of_questions + 1)
    }
    choices = {str(place): place for place in range(OPTIONS)}
    unanswered = [place for place, told in chosen.items() if told != NOT_REMEMBERED and told not in choices]
    if unanswered and one.spoken and not one.answered:
        return _questions(sheet, one, chosen, unanswered), 422
    try:
        kept = steps.answer(session(), sheet, one, [choices.get(told) for told in chosen.values()])
    except ClassEnded as ended:
        session().rollback()
        sheet, one = _loaded(sheet_id, number)
        flash(str(ended), "error")
        return _questions(sheet, one, chosen), 409  # what was chosen still stands there
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
    one = steps.rehearsal(session(), sheet, number)
    if one is None:
        abort(404)
    return sheet, one


def _number(text: str) -> int:
    """A number that was sent; 0 for what is none, or is larger than any."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _back(sheet: RunSheet) -> tuple[str, str]:
    """Where one came from, and what it is called."""
    if person().role == Role.TRAINEE:
        return url_for("sheet.section", sheet_id=sheet.id, slug="handoff"), "SBAR handoff"
    return url_for("review.desk", sheet_id=sheet.id), "Review of the sheet"


def _link(sheet: RunSheet, anchor: str) -> str:
    """Where a field is read or changed."""
    if person().role != Role.TRAINEE:
        return url_for("review.desk", sheet_id=sheet.id, _anchor=anchor)
    place = Anchor.parse(anchor, entry_sections=ENTRY_SLUGS)
    return url_for(
        "sheet.section", sheet_id=sheet.id, slug=place.section, entry=place.entry or None, _anchor=anchor
    )
