"""Prose as trainees write it, turned into mentions that can be compared with a sheet: values, times, drugs, sides.

It refuses to know the sheet. What it does not understand it leaves out; so a text may say more than its mentions do. Reading
takes a time that grows with the text and not faster, and a text that was read is kept, since a page is looked at more often
than it is written.
"""

from __future__ import annotations

from functools import lru_cache

from epcr.checks.prose.mentions import (
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
from epcr.checks.prose.reading import Part, sentences

KEPT = 1024  # texts


@lru_cache(maxsize=KEPT)
def read(text: str, part: Part = "") -> tuple[Sentence, ...]:
    """The sentences of a text that say something, with what they say.

    `part` is the part of a handoff: background tells of before, recommendation of what is to come.
    """
    return tuple(sentences(text, part))


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
