"""What can be done in a rehearsal: begin it, end the speech, answer the questions. Each is done once; doing it again changes nothing.

Each verb raises Refused with a sentence where it cannot be. Who may is decided where the sheet is loaded; the route commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from epcr.db import now
from epcr.people.ending import require_changes
from epcr.people.model import Person
from epcr.refused import Refused
from epcr.rehearsal.kept import as_kept, right_ones, with_answers
from epcr.rehearsal.model import LISTENER_LENGTH, Rehearsal
from epcr.rehearsal.question import OPTIONS
from epcr.rehearsal.questions import needed_first, six_questions
from epcr.rehearsal.speech import spoken_words
from epcr.review.steps import class_of, hold, revision_number, shut
from epcr.sheet.run_sheet import RunSheet
from epcr.wording import one_line, says_something

HANDS_OFF: Final = 8  # seconds in which everybody stops and listens
SECONDS: Final = (60, 75, 90)  # to speak, to choose from
MOST: Final = 200  # rehearsals of one sheet, as many as it has entries of a kind


def rehearsals(session: Session, sheet: RunSheet) -> list[Rehearsal]:
    """The rehearsals of a sheet, the newest first."""
    return list(
        session.scalars(
            select(Rehearsal).where(Rehearsal.run_sheet_id == sheet.id).order_by(Rehearsal.attempt.desc())
        )
    )


def rehearsal(session: Session, sheet: RunSheet, attempt: int) -> Rehearsal | None:
    """One rehearsal of a sheet; None where there is none of that number."""
    return session.scalars(
        select(Rehearsal).where(Rehearsal.run_sheet_id == sheet.id, Rehearsal.attempt == attempt)
    ).one_or_none()


def next_attempt(session: Session, sheet: RunSheet) -> int:
    """The number that the next rehearsal gets, from 1."""
    newest = session.scalar(select(func.max(Rehearsal.attempt)).where(Rehearsal.run_sheet_id == sheet.id))
    return (newest or 0) + 1


def why_not_yet(session: Session, sheet: RunSheet) -> str:
    """What the sheet needs before it can be rehearsed, as a sentence; empty where it can."""
    return shut(session, sheet) or needed_first(
        sheet, revision=revision_number(session, sheet), attempt=next_attempt(session, sheet)
    )


def begin(
    session: Session, sheet: RunSheet, actor: Person, *, listener: str, seconds: int, attempt: int
) -> Rehearsal:
    """Begin a rehearsal with the questions that will be asked. Sent twice, the same form begins one.

    `attempt` is the number that the form was made for.
    """
    name = one_line(listener)
    if not says_something(name):
        raise Refused("Type the name of the person who listens.", "listener")
    if len(name) > LISTENER_LENGTH:
        raise Refused(f"Shorten the name to {LISTENER_LENGTH} characters; it has {len(name)}.", "listener")
    if seconds not in SECONDS:
        raise Refused("Choose how long you will speak.", "seconds")
    hold(session, sheet)
    already = rehearsal(session, sheet, attempt)
    if already is not None and (already.actor_id, already.listener) == (actor.id, name):
        return already
    require_changes(class_of(session, sheet))
    number, revision = next_attempt(session, sheet), revision_number(session, sheet)
    if number > MOST:
        raise Refused(f"This sheet was rehearsed {MOST} times; rehearse another one.")
    questions = six_questions(sheet, revision=revision, attempt=number)
    if not questions:
        raise Refused(needed_first(sheet, revision=revision, attempt=number))
    spoken = spoken_words(sheet)
    begun = Rehearsal(
        run_sheet_id=sheet.id,
        revision=revision,
        attempt=number,
        listener=name,
        actor=actor,
        seconds=seconds,
        hands_off_seconds=HANDS_OFF,
        begun_at=now(),
        questions=[as_kept(question, spoken) for question in questions],
    )
    session.add(begun)
    session.flush()
    return begun


def end_speech(session: Session, sheet: RunSheet, practice: Rehearsal) -> None:
    """The speaker has ended: what was spoken is what passed since the hands-off phase. Raises Refused."""
    _newest(session, sheet, practice)
    require_changes(class_of(session, sheet))
    if not practice.spoken:
        passed = int((now() - practice.begun_at).total_seconds())
        practice.spoken_seconds = max(0, passed - practice.hands_off_seconds)
        session.flush()


def answer(session: Session, sheet: RunSheet, practice: Rehearsal, given: Sequence[int | None]) -> bool:
    """Keep what the listener chose, and the score. The first answers count: later ones change nothing and give False.

    A choice is the place of an option; None is what was not remembered.
    """
    _newest(session, sheet, practice)
    if not practice.spoken:
        raise Refused("The speaker has not ended yet.")
    if practice.answered:
        return False
    require_changes(class_of(session, sheet))
    if len(given) != len(practice.questions) or any(
        chosen is not None and not 0 <= chosen < OPTIONS for chosen in given
    ):
        raise Refused("Answer every question with one of its choices.")
    practice.questions = with_answers(practice.questions, given)
    practice.score = right_ones(practice.questions)
    practice.answered_at = now()
    session.flush()
    return True


def _newest(session: Session, sheet: RunSheet, practice: Rehearsal) -> None:
    """Keep others from stepping in between, and read the rehearsal as it is then."""
    hold(session, sheet)
    session.refresh(practice)
