"""Prose as trainees write it, turned into mentions that can be compared with a sheet: values, times, drugs, sides.

It refuses to know the sheet. What it does not understand it leaves out; so a text may say more than its mentions do. A claim is what
a sentence says by the places in it, and a mention the same by the places in the whole text, with the time that belongs to it. Reading
takes a time that grows with the text and not faster, and a text that was read is kept, since a page is looked at more often
than it is written.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from epcr.letters import Flat, flat
from epcr.prose.clock import Clock
from epcr.prose.hospitals import HospitalNames, named
from epcr.prose.mentions import (
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
    PatientMention,
    PersonMention,
    ReadSentence,
    SeenMention,
    SideMention,
    ToldMention,
    WayMention,
)
from epcr.prose.normal import normal_form
from epcr.prose.reading import Part, sentences

KEPT = 1024  # texts
NO_NAMES = HospitalNames()


@lru_cache(maxsize=KEPT)
def read(text: str, part: Part = "", hospitals: HospitalNames = NO_NAMES) -> tuple[ReadSentence, ...]:
    """The sentences of a text that say something, with what they say.

    `part` is the part of a handoff: background tells of before, recommendation of what is to come. `hospitals` are names of the
    sheet. Letters are read in their plain form; the places are those of the text as it was typed.
    """
    typed_as = None if text.isascii() else flat(text)
    letters = text if typed_as is None else typed_as.text
    by_name = [*named(letters, hospitals)][::-1]
    read_as = by_name[0].text if by_name else letters
    normal = normal_form(read_as)
    ways = tuple(way for way in (normal, *by_name, typed_as) if way is not None and way.text != text)
    read_as = read_as if normal is None else normal.text
    return tuple(_as_typed(sentence, text, ways) for sentence in sentences(read_as, part))


def _as_typed(sentence: ReadSentence, text: str, ways: tuple[Flat, ...]) -> ReadSentence:
    """A sentence by its places in the text as it was typed; `ways` lead back from the form in which it was read."""
    if not ways:
        return sentence
    start, end = _typed(sentence.start, sentence.start + len(sentence.text), ways)
    mentions = tuple(_placed(mention, ways) for mention in sentence.mentions)
    clocks = tuple(_placed_clock(clock, ways) for clock in sentence.clocks)
    return ReadSentence(text[start:end], start, mentions, sentence.acts, clocks)


def _placed(mention: Mention, ways: tuple[Flat, ...]) -> Mention:
    start, end = _typed(mention.start, mention.end, ways)
    at = _placed_clock(mention.at, ways) if mention.at is not None else None
    return replace(mention, start=start, end=end, at=at)


def _placed_clock(clock: Clock, ways: tuple[Flat, ...]) -> Clock:
    start, end = _typed(clock.start, clock.end, ways)
    return replace(clock, start=start, end=end)


def _typed(start: int, end: int, ways: tuple[Flat, ...]) -> tuple[int, int]:
    for way in ways:
        start, end = way.typed(start, end)
    return start, end


__all__ = [
    "ActMention",
    "AllergyMention",
    "BackgroundMention",
    "BoundMention",
    "Clock",
    "DrugMention",
    "EventMention",
    "ExamMention",
    "IntervalMention",
    "MeasureMention",
    "Mention",
    "NumberMention",
    "Part",
    "PatientMention",
    "PersonMention",
    "ReadSentence",
    "SeenMention",
    "SideMention",
    "ToldMention",
    "WayMention",
    "read",
]
