"""The pages of a rehearsal as values: the start, the speech, the questions, the result, and how it went before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import url_for

from epcr.rehearsal.advice import about_the_time, advice, in_words
from epcr.rehearsal.kept import AnsweredQuestion, as_answered, as_asked
from epcr.rehearsal.model import Rehearsal
from epcr.rehearsal.speech import SpeechPart, patient_line, speech
from epcr.rehearsal.steps import HANDS_OFF
from epcr.sheet.run_sheet import RunSheet

NOT_REMEMBERED: Final = "none"


@dataclass(frozen=True)
class Back:
    """Where one came from, and what it is called."""

    address: str
    words: str


@dataclass(frozen=True)
class ScoreLine:
    """One rehearsal in the table of all."""

    address: str
    at: str
    listener: str
    by: str
    revision: int
    score: str


@dataclass(frozen=True)
class InShort:
    """How it went so far, in a line that ends with the listener of the last."""

    words: str
    listener: str


@dataclass(frozen=True)
class StartPage:
    """Before a rehearsal; `name` is the patient's, or how the sheet is called without one. `lacking` says why not yet."""

    name: str
    patient: str
    hands_off: int
    lacking: str
    begin: str
    back: Back
    before: tuple[ScoreLine, ...]


@dataclass(frozen=True)
class SpeechPage:
    """While one speaks: seconds of each phase and since it was begun, the same as times of day, and what is said."""

    hands_off: int
    seconds: int
    elapsed: int
    opened: str
    speaks_from: str
    speaks_until: str
    patient: str
    parts: tuple[SpeechPart, ...]
    end: str


@dataclass(frozen=True)
class AnswerOption:
    """One of the answers that can be chosen; `look` tells the last apart, that nothing is remembered."""

    value: str
    words: str
    chosen: bool
    look: str = ""


@dataclass(frozen=True)
class QuestionLine:
    """One question; nothing in it tells which answer is right."""

    number: int
    name: str
    text: str
    unanswered: bool
    options: tuple[AnswerOption, ...]


@dataclass(frozen=True)
class QuestionPage:
    """The listener's page. `unanswered` are the numbers of questions that came back without an answer."""

    listener: str
    unanswered: tuple[int, ...]
    questions: tuple[QuestionLine, ...]
    send: str


@dataclass(frozen=True)
class Missed:
    """What the listener did not keep: what stands on the sheet and where, and how to say it better."""

    text: str
    answer: str
    given: str
    statement: str
    part: str
    address: str
    better: str


@dataclass(frozen=True)
class ResultPage:
    """What the listener kept, and what was missed."""

    listener: str
    score: int
    asked: int
    by: str
    at: str
    revision: int
    spoken: str
    chosen: str
    hands_off: str
    time_said: str
    missed: tuple[Missed, ...]
    remembered: tuple[AnsweredQuestion, ...]
    again: str
    back: Back
    before: tuple[ScoreLine, ...]


def start_page(sheet: RunSheet, before: Sequence[Rehearsal], back: Back, lacking: str) -> StartPage:
    """The page before a rehearsal of a sheet."""
    return StartPage(
        name=sheet.patient.name() or f"Sheet {sheet.number}",
        patient=patient_line(sheet),
        hands_off=HANDS_OFF,
        lacking=lacking,
        begin=url_for("rehearsal.begin", sheet_id=sheet.id),
        back=back,
        before=score_lines(sheet, before),
    )


def speech_page(sheet: RunSheet, rehearsal: Rehearsal, opened: datetime) -> SpeechPage:
    """The page of a rehearsal that is being spoken, as it is opened at a moment."""
    customs = sheet.customs()
    speaks_from = rehearsal.begun_at + timedelta(seconds=rehearsal.hands_off_seconds)
    return SpeechPage(
        hands_off=rehearsal.hands_off_seconds,
        seconds=rehearsal.seconds,
        elapsed=int((opened - rehearsal.begun_at).total_seconds()),
        opened=customs.second(opened),
        speaks_from=customs.second(speaks_from),
        speaks_until=customs.second(speaks_from + timedelta(seconds=rehearsal.seconds)),
        patient=patient_line(sheet),
        parts=speech(sheet),
        end=url_for("rehearsal.end_speech", sheet_id=sheet.id, number=rehearsal.attempt),
    )


def question_page(
    sheet: RunSheet, rehearsal: Rehearsal, chosen: Mapping[int, str], unanswered: Collection[int]
) -> QuestionPage:
    """The questions; where they came back, with what was `chosen` by number and which are not answered."""
    lines = (
        QuestionLine(
            asked.number,
            f"question-{asked.number}",
            asked.text,
            asked.number in unanswered,
            _options(asked.options, chosen.get(asked.number, "")),
        )
        for asked in as_asked(rehearsal.questions)
    )
    send = url_for("rehearsal.answer", sheet_id=sheet.id, number=rehearsal.attempt)
    return QuestionPage(rehearsal.listener, tuple(unanswered), tuple(lines), send)


def result_page(
    sheet: RunSheet, rehearsal: Rehearsal, others: Sequence[Rehearsal], link: Callable[[str], str], back: Back
) -> ResultPage:
    """The result of a rehearsal that was answered; `link` leads from an anchor to where its field is read or changed."""
    answered = as_answered(rehearsal.questions)
    return ResultPage(
        listener=rehearsal.listener,
        score=rehearsal.score or 0,
        asked=rehearsal.number_of_questions,
        by=rehearsal.actor.name,
        at=sheet.real_time(sheet.customs().minute(rehearsal.begun_at)),
        revision=rehearsal.revision,
        spoken=in_words(rehearsal.spoken_seconds or 0),
        chosen=in_words(rehearsal.seconds),
        hands_off=in_words(rehearsal.hands_off_seconds),
        time_said=about_the_time(rehearsal.spoken_seconds or 0, rehearsal.seconds),
        missed=tuple(_missed(question, link) for question in answered if not question.right),
        remembered=tuple(question for question in answered if question.right),
        again=url_for("rehearsal.start", sheet_id=sheet.id),
        back=back,
        before=score_lines(sheet, others),
    )


def score_lines(sheet: RunSheet, before: Sequence[Rehearsal]) -> tuple[ScoreLine, ...]:
    """The rehearsals of a sheet, in their order."""
    minute = sheet.customs().minute
    return tuple(
        ScoreLine(
            url_for("rehearsal.show", sheet_id=sheet.id, number=rehearsal.attempt),
            minute(rehearsal.begun_at),
            rehearsal.listener,
            rehearsal.actor.name,
            rehearsal.revision,
            score(rehearsal),
        )
        for rehearsal in before
    )


def in_short(before: Sequence[Rehearsal]) -> InShort | None:
    """`Rehearsed 2 times, last 5 of 6 with Kim Vale`, the newest first; None where it was never rehearsed."""
    if not before:
        return None
    times = "Rehearsed once:" if len(before) == 1 else f"Rehearsed {len(before)} times, last"
    return InShort(f"{times} {score(before[0])} with", before[0].listener)


def score(rehearsal: Rehearsal) -> str:
    """How far it came: `5 of 6`, `not answered yet`, `not spoken to the end`."""
    if rehearsal.answered:
        return f"{rehearsal.score} of {rehearsal.number_of_questions}"
    return "not answered yet" if rehearsal.spoken else "not spoken to the end"


def _options(offered: Sequence[str], chosen: str) -> tuple[AnswerOption, ...]:
    answers = (AnswerOption(str(place), words, chosen == str(place)) for place, words in enumerate(offered))
    none = AnswerOption(NOT_REMEMBERED, "I do not remember", chosen == NOT_REMEMBERED, " recall-none")
    return (*answers, none)


def _missed(question: AnsweredQuestion, link: Callable[[str], str]) -> Missed:
    return Missed(
        text=question.text,
        answer=question.answer,
        given=question.given,
        statement=question.statement,
        part=question.part,
        address=link(question.anchor),
        better=advice(question),
    )
