"""Prose as trainees write it, turned into mentions that can be compared with a sheet: values, times, drugs, sides.

It refuses to know the sheet. What it does not understand it leaves out; so a text may say more than its mentions do. Reading
takes a time that grows with the text and not faster, and a text that was read is kept, since a page is looked at more often
than it is written.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from epcr.letters import Flat, flat
from epcr.prose.mentions import (
    Allergic,
    Clock,
    Counted,
    Given,
    Happened,
    Measured,
    Mention,
    Person,
    Sentence,
    Sided,
)
from epcr.prose.reading import Part, sentences

KEPT = 1024  # texts


@lru_cache(maxsize=KEPT)
def read(text: str, part: Part = "") -> tuple[Sentence, ...]:
    """The sentences of a text that say something, with what they say.

    `part` is the part of a handoff: background tells of before, recommendation of what is to come. Letters are read in their
    plain form; the places are those of the text as it was typed.
    """
    read_as = None if text.isascii() else flat(text)
    if read_as is None or read_as.text == text:
        return tuple(sentences(text, part))
    return tuple(_as_typed(one, text, read_as) for one in sentences(read_as.text, part))


def _as_typed(sentence: Sentence, text: str, read_as: Flat) -> Sentence:
    start, end = read_as.typed(sentence.start, sentence.start + len(sentence.text))
    return Sentence(text[start:end], start, tuple(_placed(one, read_as) for one in sentence.mentions))


def _placed(mention: Mention, read_as: Flat) -> Mention:
    start, end = read_as.typed(mention.start, mention.end)
    at = mention.at
    if at is not None:
        at = replace(at, start=read_as.typed(at.start, at.end)[0], end=read_as.typed(at.start, at.end)[1])
    return replace(mention, start=start, end=end, at=at)


__all__ = [
    "Allergic",
    "Clock",
    "Counted",
    "Given",
    "Happened",
    "Measured",
    "Mention",
    "Part",
    "Person",
    "Sentence",
    "Sided",
    "read",
]
