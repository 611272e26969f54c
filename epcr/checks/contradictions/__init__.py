"""The trainee's own words against the sheet: what the handoff and the narrative say and the sheet does not, or otherwise.

Every finding is one that a person would make who reads both side by side. What is not understood is passed over, since a false
alarm teaches to look away. There are ten kinds:

- `vital_sign`: a value that no set has
- `time_of_care`: a value, a drug or a procedure at another time than on the sheet
- `drug`: a drug that was not given, or given where the text says it was not
- `dose`: another dose or another route
- `time_of_call`: another time of the unit, of the onset or of an alert
- `side`: left for right
- `number`: another gauge, another height of a fall, more shocks
- `patient`: another age, sex or weight
- `allergy`: none where there are some, or another
- `stale_vital_signs`: vital signs that were old when care was handed over
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain, islice
from typing import Final, NamedTuple

from epcr.checks.contradictions.care import untrue_care
from epcr.checks.contradictions.person import (
    untrue_allergies,
    untrue_names,
    untrue_numbers,
    untrue_person,
    untrue_weight,
)
from epcr.checks.contradictions.record import Fault, Record
from epcr.checks.contradictions.sides import untrue_sides
from epcr.checks.contradictions.stale import STALE, Told, newest, stale
from epcr.checks.contradictions.times import onset_is_told, untrue_times
from epcr.checks.contradictions.vital_signs import untrue_measures
from epcr.checks.finding import Finding, Weight
from epcr.letters import compared
from epcr.prose import Allergic, Counted, Given, Happened, Measured, Mention, Part, Person, Sided, read
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet

PARTS: Final[tuple[Part, ...]] = ("situation", "background", "assessment", "recommendation")
MOST: Final = 20  # findings at one text; nobody reads more, and the rest comes when these are answered
LONGEST_PHRASE: Final = 80  # characters that are quoted
LONGEST_VALUE: Final = 400  # characters that an answer keeps


class _Words(NamedTuple):
    """A text of the trainee, and the field it stands in; `part` is the part of the handoff, empty for the narrative."""

    text: str
    part: Part
    anchor: Anchor


def contradictions(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """All warnings about the trainee's own words."""
    record = Record(run_sheet, context)
    handoff, narrative = run_sheet.handoff, run_sheet.narrative
    for part in PARTS:
        text = getattr(handoff, part)
        if text:
            yield from islice(_untrue(_Words(text, part, handoff.anchor(part)), record), MOST)
    yield from _stale(run_sheet, record)
    if narrative.text:
        yield from islice(_untrue(_Words(narrative.text, "", narrative.anchor("text")), record), MOST)


def _untrue(words: _Words, record: Record) -> Iterator[Finding]:
    """What a text says and the sheet does not, each once."""
    seen: set[tuple[str, ...]] = set()
    for fault, sentence in chain(_misnamed(words.text, record), _told(words, record)):
        phrase = _phrase(words.text, fault)
        said = fault.kind, phrase, sentence
        if said in seen or compared(phrase) in record.other_words:
            continue  # before the finding is made, which takes the whole sentence
        finding = _finding(fault, words, sentence)
        if (finding.source, finding.value) not in seen:
            yield finding
        seen |= {said, (finding.source, finding.value)}


def _misnamed(text: str, record: Record) -> Iterator[tuple[Fault, str]]:
    for fault in untrue_names(text, record):
        begin, end = text.rfind("\n", 0, fault.start) + 1, text.find("\n", fault.start)
        yield fault, text[begin : end if end >= 0 else len(text)]


def _told(words: _Words, record: Record) -> Iterator[tuple[Fault, str]]:
    said = read(words.text, words.part)
    onset = any(onset_is_told(one, record) for sentence in said for one in sentence.mentions)
    for sentence in said:
        for mention in sentence.mentions:
            if not (onset and isinstance(mention, Happened) and mention.what == "onset"):
                yield from ((fault, sentence.text) for fault in _faults(mention, record))


def _stale(run_sheet: RunSheet, record: Record) -> Iterator[Finding]:
    """The newest vital signs that the handoff tells, where they were old when care was handed over."""
    found: list[tuple[Told, _Words, str]] = []
    for part in PARTS:
        text = getattr(run_sheet.handoff, part) or ""
        for sentence in read(text, part):
            told = newest((one for one in sentence.mentions if isinstance(one, Measured)), record)
            if told is not None:
                found.append((told, _Words(text, part, run_sheet.handoff.anchor(part)), sentence.text))
    if found:
        told, words, sentence_text = max(found, key=lambda one: one[0].moment)
        fault = stale(told, record)
        if fault is not None:
            yield _finding(fault, words, sentence_text)


def _faults(mention: Mention, record: Record) -> Iterator[Fault]:
    match mention:
        case Measured(name="weight"):
            yield from untrue_weight(mention, record)
        case Measured():
            yield from untrue_measures(mention, record)
        case Given():
            yield from untrue_care(mention, record)
        case Happened():
            yield from untrue_times(mention, record)
        case Sided():
            yield from untrue_sides(mention, record)
        case Person():
            yield from untrue_person(mention, record)
        case Allergic():
            yield from untrue_allergies(mention, record)
        case Counted():
            yield from untrue_numbers(mention, record)
        case _:
            pass


def _phrase(text: str, fault: Fault) -> str:
    """The words that said it, on one line."""
    phrase = " ".join(text[fault.start : fault.end].split())
    return phrase if len(phrase) <= LONGEST_PHRASE else f"{phrase[: LONGEST_PHRASE - 1]}…"


def _finding(fault: Fault, words: _Words, sentence: str) -> Finding:
    phrase = _phrase(words.text, fault)
    to_do = (
        "Take vital signs shortly before handoff, or say why not"
        if fault.kind == STALE
        else "Correct the text or the sheet"
    )
    message = f"{to_do}: “{phrase}” {fault.has}"
    return Finding(
        Weight.WARNING, words.anchor, message, f"consistency.{fault.kind}", _value(phrase, sentence)
    )


def _value(phrase: str, sentence: str) -> str:
    """The phrase and its sentence, so that an answer ends when this sentence changes; a long one by its digest."""
    whole = " ".join(sentence.split())
    value = f"{phrase} · {whole}"
    if len(value) <= LONGEST_VALUE:
        return value
    digest = blake2b(whole.encode(errors="replace"), digest_size=8).hexdigest()
    return f"{phrase} · {whole[:200]}… {digest}"
