"""The trainee's own words against the sheet: what the handoff and the narrative say and the sheet does not, or otherwise.

Every finding is one that a person would make who reads both side by side. What is not understood is passed over, since a false
alarm teaches to look away. There are these kinds:

- `vital_sign`: a value that no set has, or another set than the one of the pressure beside it
- `time_of_care`: a value, a drug or a procedure at another time than on the sheet
- `drug`: a drug that was not given, or given where the text says it was not
- `dose`: another dose or another route
- `time_of_call`: another time of the unit, of the onset or of an alert, another time between two of them
- `side`: left for right
- `number`: another gauge, another height of a fall, more shocks
- `patient`: another age, sex or weight
- `allergy`: none where there are some, or another
- `performer`: somebody else of the crew did it
- `outcome`: it worked at the first attempt, and not the second; or not at all
- `order`: by an order, and not by protocol
- `sequence`: the other one came first
- `not_done`: not done and yet on the sheet, or done and left there
- `exam`: other skin, pupils, symptoms; not witnessed
- `rhythm`, `trend`: another rhythm; up where it went down
- `background`: a home medication or a disease that the history does not have
- `disposition`: another destination, other lights, refused or transported
- `oxygen`: by another way
- `stale_vital_signs`: vital signs that were old when care was handed over
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from epcr.checks.contradictions.acts import untrue_acts
from epcr.checks.contradictions.background import untrue_background
from epcr.checks.contradictions.bounds import untrue_bounds
from epcr.checks.contradictions.care import untrue_care
from epcr.checks.contradictions.examined import untrue_exam
from epcr.checks.contradictions.intervals import untrue_interval
from epcr.checks.contradictions.pairs import untrue_pairs
from epcr.checks.contradictions.people import untrue_people
from epcr.checks.contradictions.person import (
    PATIENT,
    untrue_allergies,
    untrue_names,
    untrue_numbers,
    untrue_person,
    untrue_weight,
)
from epcr.checks.contradictions.readings import agrees_otherwise
from epcr.checks.contradictions.record import Fault, Record
from epcr.checks.contradictions.rows import of_its_set, sets_meant, untrue_rows
from epcr.checks.contradictions.seen import RHYTHM, TREND, untrue_sights
from epcr.checks.contradictions.sides import untrue_sides
from epcr.checks.contradictions.stale import STALE, TimedMeasure, newest, stale
from epcr.checks.contradictions.times import onset_is_told, untrue_times
from epcr.checks.contradictions.told import untrue_told
from epcr.checks.contradictions.vital_signs import VITAL_SIGN, untrue_measures
from epcr.checks.contradictions.ways import untrue_ways
from epcr.checks.finding import Finding, Weight
from epcr.prose import (
    ActMention,
    AllergyMention,
    BackgroundMention,
    BoundMention,
    DrugMention,
    EventMention,
    ExamMention,
    IntervalMention,
    MeasureMention,
    Mention,
    NumberMention,
    Part,
    PatientMention,
    PersonMention,
    SeenMention,
    SideMention,
    ToldMention,
    WayMention,
    read,
)
from epcr.prose.person import FEMALE, MALE
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet

PARTS: Final[tuple[Part, ...]] = ("situation", "background", "assessment", "recommendation")
_PRONOUN: Final = re.compile(r"\b(?:he|she)\b")
_OTHER_SEX: Final = {FEMALE: frozenset({"he"}), MALE: frozenset({"she"})}
_OTHER_OWNER: Final = {FEMALE: "his", MALE: "her"}
_SPOUSES: Final = frozenset({"husband", "wife", "spouse", "partner"})
MOST: Final = 20  # findings at one text; nobody reads more, and the rest comes when these are answered
_MEASURED: Final = frozenset({VITAL_SIGN, TREND, RHYTHM})
_OF_LISTS: Final = (ToldMention, ExamMention)
_BY_OTHERS: Final = ". Measured by somebody else? Say by whom, or enter it as taken before arrival"
LONGEST_PHRASE: Final = 80  # characters that are quoted
LONGEST_VALUE: Final = 400  # characters that an answer keeps


class _OwnText(NamedTuple):
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
            yield from islice(_untrue(_OwnText(text, part, handoff.anchor(part)), record), MOST)
    yield from _stale(run_sheet, record)
    if narrative.text:
        yield from islice(_untrue(_OwnText(narrative.text, "", narrative.anchor("text")), record), MOST)


def _untrue(own: _OwnText, record: Record) -> Iterator[Finding]:
    """What a text says and the sheet does not, each once."""
    seen: set[tuple[str, ...]] = set()
    for fault, sentence in chain(_misnamed(own.text, record), _untrue_mentions(own, record)):
        phrase = _phrase(own.text, fault)
        mark = fault.kind, phrase, sentence
        if mark in seen:
            continue  # before the finding is made, which takes the whole sentence
        finding = _finding(fault, own, sentence)
        if (finding.source, finding.value) not in seen:
            yield finding
        seen |= {mark, (finding.source, finding.value)}


def _misnamed(text: str, record: Record) -> Iterator[tuple[Fault, str]]:
    for fault in untrue_names(text, record):
        begin, end = text.rfind("\n", 0, fault.start) + 1, text.find("\n", fault.start)
        yield fault, text[begin : end if end >= 0 else len(text)]


def _untrue_mentions(own: _OwnText, record: Record) -> Iterator[tuple[Fault, str]]:
    sentences = read(own.text, own.part, record.hospitals)
    onset = any(onset_is_told(mention, record) for sentence in sentences for mention in sentence.mentions)
    for sentence in sentences:
        faults: list[Fault] = []
        lists: list[Fault] = []
        meant = sets_meant(own.text, sentence.mentions, record)
        for mention in sentence.mentions:
            if onset and isinstance(mention, EventMention) and mention.what == "onset":
                continue
            untrue = (
                of_its_set(fault, mention, meant, record) if isinstance(mention, MeasureMention) else fault
                for fault in _faults(mention, record)
                if not agrees_otherwise(mention, fault, sentence, record)
            )
            (lists if isinstance(mention, _OF_LISTS) else faults).extend(untrue)
        faults += untrue_pairs(own.text, sentence.mentions, record)
        faults += untrue_rows(own.text, sentence.mentions, record)
        faults += (fault for fault in lists if not any(_overlap(fault, other) for other in faults))
        ours = (
            fault for fault in faults if not _is_of_somebody_else(fault, own.text, sentence.start, record)
        )
        yield from ((fault, sentence.text) for fault in sorted(ours, key=lambda fault: fault.start))


def _is_of_somebody_else(fault: Fault, text: str, start: int, record: Record) -> bool:
    """Whether the last pronoun before the words of a fault is of the other sex than the patient: "he takes warfarin, she does not"."""
    others = _OTHER_SEX.get(record.sheet.patient.sex or "")
    pronouns = _PRONOUN.findall(text[start : fault.start].lower()) if others and fault.kind != PATIENT else []
    return (bool(pronouns) and pronouns[-1] in (others or ())) or _is_the_patient(fault, text, record)


def _is_the_patient(fault: Fault, text: str, record: Record) -> bool:
    """`one minute after her husband did` on a man's sheet: the husband of the one who is spoken of is the patient."""
    owner = _OTHER_OWNER.get(record.sheet.patient.sex or "", "")
    spouse = text[fault.start : fault.end].lower() in _SPOUSES
    return spouse and bool(owner) and text[: fault.start].lower().endswith(f" {owner} ")


def _overlap(fault: Fault, other: Fault) -> bool:
    """Whether two faults are of the same words: then the one of its own kind says it, and not that of a closed list."""
    return fault.start < other.end and other.start < fault.end


def _stale(run_sheet: RunSheet, record: Record) -> Iterator[Finding]:
    """The newest vital signs that the handoff tells, where they were old when care was handed over."""
    measures: list[tuple[TimedMeasure, _OwnText, str]] = []
    for part in PARTS:
        text = getattr(run_sheet.handoff, part) or ""
        for sentence in read(text, part, record.hospitals):
            mentions = (mention for mention in sentence.mentions if isinstance(mention, MeasureMention))
            measure = newest(mentions, record)
            if measure is not None:
                measures.append(
                    (measure, _OwnText(text, part, run_sheet.handoff.anchor(part)), sentence.text)
                )
    if measures:
        measure, own, sentence_text = max(measures, key=lambda row: row[0].moment)
        fault = stale(measure, record)
        if fault is not None:
            yield _finding(fault, own, sentence_text)


def _faults(mention: Mention, record: Record) -> Iterator[Fault]:
    if isinstance(mention, MeasureMention) and mention.name == "weight":
        yield from untrue_weight(mention, record)
    else:
        for kind, untrue in _COMPARED:
            if isinstance(mention, kind):
                yield from untrue(mention, record)


def _phrase(text: str, fault: Fault) -> str:
    """The words that said it, on one line."""
    phrase = " ".join(text[fault.start : fault.end].split())
    return phrase if len(phrase) <= LONGEST_PHRASE else f"{phrase[: LONGEST_PHRASE - 1]}…"


def _finding(fault: Fault, own: _OwnText, sentence: str) -> Finding:
    phrase = _phrase(own.text, fault)
    others = _BY_OTHERS if fault.kind == VITAL_SIGN else ""
    message = f"{_to_do(fault.kind)}: “{phrase}” {fault.has}{others}"
    value, words = _value(phrase, sentence), own.text[fault.start : fault.end]
    return Finding(Weight.WARNING, own.anchor, message, f"consistency.{fault.kind}", value, words=words)


def _to_do(kind: str) -> str:
    """What to do about a fault. A measurement is never changed to fit a text."""
    if kind == STALE:
        return "Take vital signs shortly before handoff, or say why not"
    return (
        "Check the text, and leave what was measured"
        if kind in _MEASURED
        else "Correct the text or the sheet"
    )


def _value(phrase: str, sentence: str) -> str:
    """The phrase and its sentence, so that an answer ends when this sentence changes; a long one by its digest."""
    whole = " ".join(sentence.split())
    value = f"{phrase} · {whole}"
    if len(value) <= LONGEST_VALUE:
        return value
    digest = blake2b(whole.encode(errors="replace"), digest_size=8).hexdigest()
    return f"{phrase} · {whole[:200]}… {digest}"


_COMPARED: Final[tuple[tuple[type[Mention], Callable[[Any, Record], Iterator[Fault]]], ...]] = (
    (MeasureMention, untrue_measures), (DrugMention, untrue_care), (EventMention, untrue_times), (SideMention, untrue_sides),
    (PatientMention, untrue_person), (AllergyMention, untrue_allergies), (NumberMention, untrue_numbers), (ActMention, untrue_acts),
    (SeenMention, untrue_sights), (WayMention, untrue_ways), (BackgroundMention, untrue_background),
    (ToldMention, untrue_told), (BoundMention, untrue_bounds), (ExamMention, untrue_exam),
    (IntervalMention, untrue_interval), (PersonMention, untrue_people),
)  # fmt: skip
