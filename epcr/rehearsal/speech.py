"""What the speaker has before them: the patient in a line, then Situation, Background, Assessment and Recommendation to say.

The trainee's own words stand where there are any, else the draft, shortened to what can be said: whoever did it and what is
only looked up stays on the sheet. It knows no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from epcr import letters
from epcr.handoff import words
from epcr.handoff.pieces import timed
from epcr.handoff.statement import PARTS, Statement
from epcr.handoff.statements import draft
from epcr.handoff.words import NOT_DOCUMENTED, said
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.words.naming import lower


@dataclass(frozen=True)
class SpeechLine:
    """One thing to say. `missing` marks what is said to be not documented."""

    label: str
    words: str
    missing: bool = False


@dataclass(frozen=True)
class SpeechPart:
    """One of the four. `own` are the trainee's words, in their lines; empty where the draft's lines stand."""

    name: str
    own: str
    lines: tuple[SpeechLine, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name.capitalize()

    @property
    def letter(self) -> str:
        """What it is known by: the S of SBAR."""
        return self.title[0]

    @property
    def text(self) -> str:
        """Everything that is said in it."""
        return self.own or " ".join(f"{line.label} {line.words}" for line in self.lines)


def patient_line(run_sheet: RunSheet) -> str:
    """`HARPER, June · 68 years, female · 61 kg`; what is not known says so."""
    context, patient = run_sheet.context(), run_sheet.patient
    sex = lower(words.shown(patient, "sex", context)) if patient.documented("sex") else ""
    who = ", ".join(part for part in (words.age(run_sheet, context), sex) if part and part != NOT_DOCUMENTED)
    weight = words.said(patient, "weight", context) if patient.weight is not None else ""
    parts = [patient.name() or "Patient not named", who or "age and sex not documented", weight]
    return " · ".join(part for part in parts if part)


def speech(run_sheet: RunSheet) -> tuple[SpeechPart, ...]:
    """The four parts as they are said."""
    context, drafted = run_sheet.context(), draft(run_sheet)
    parts = []
    for name in PARTS:
        own = getattr(run_sheet.handoff, name) or ""
        lines = () if own else tuple(_lines(name, drafted[name], run_sheet, context))
        parts.append(SpeechPart(name, own, lines))
    return tuple(parts)


def spoken_words(run_sheet: RunSheet) -> frozenset[str]:
    """The words of the speech, the patient line included, to look for an answer in."""
    texts = [patient_line(run_sheet), *(part.text for part in speech(run_sheet))]
    return frozenset(word for text in texts for word in split(text))


def split(text: str) -> list[str]:
    """The words and numbers of a text, without what stands around them."""
    return [
        word
        for piece in re.split(r"[\s,;()]+", letters.plain(text).casefold())
        if (word := piece.strip(".:!?\"“”'’"))
    ]


def _lines(
    name: str, drafted: Sequence[Statement], run_sheet: RunSheet, context: Context
) -> Iterator[SpeechLine]:
    own_assessment = bool(run_sheet.handoff.assessment)
    for statement in drafted:
        # The patient stands on top, and every dose in the assessment.
        if statement.optional or statement.shown_in in {"head", "interventions"}:
            continue
        if statement.label == "Last doses" and not own_assessment:
            continue
        yield SpeechLine(statement.label, statement.words, missing=statement.missing)
    if name == "assessment":
        yield from _done(run_sheet.entries("interventions"), context)


def _done(interventions: Sequence[Intervention], context: Context) -> Iterator[SpeechLine]:
    """Every dose with its response, then everything else that was done, by the clock."""
    given = [intervention for intervention in interventions if intervention.given]
    for intervention in given:
        if intervention.kind == "medication":
            response = lower(said(intervention, "response", context)) or NOT_DOCUMENTED
            yield SpeechLine("Given", f"{_with_time(intervention, context)}, response {response}")
    other = [intervention for intervention in given if intervention.kind != "medication"]
    if other:
        yield SpeechLine("Done", "; ".join(_with_time(intervention, context) for intervention in other))


def _with_time(intervention: Intervention, context: Context) -> str:
    return f"{words.item_and_detail(intervention, context)}{timed(intervention.performed_at, context)}"
