"""Where the phrases of `schemas/told.toml` stand in a sentence: each word is looked up once, whatever the number of phrases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from epcr.prose.tokens import TextToken
from epcr.prose.told_file import FindingRow, Phrase, TopicRow, phrases_of, told_file

_SHORTEST: Final = 3  # letters by which a beginning is looked up
ABOUT: Final = " about"
UNLESS: Final = " unless"
REGION: Final = " region"
FINDING: Final = " finding"
NO_FINDING: Final = " no finding"
ACT: Final = " act"


class PhraseSign(NamedTuple):
    """What a phrase stands for: a term of a topic, what the topic is about, a region, a finding."""

    topic: str
    term: str


class PhraseHit(NamedTuple):
    """A phrase in a sentence, `first` to before `end` by its spoken words."""

    sign: PhraseSign
    first: int
    end: int


class _Entry(NamedTuple):
    phrase: Phrase
    sign: PhraseSign


@cache
def _book() -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]]]:
    """The phrases by their first word, and those of which only the beginning is given by its first letters."""
    whole: dict[str, list[_Entry]] = defaultdict(list)
    begun: dict[str, list[_Entry]] = defaultdict(list)
    for cell, sign in _cells():
        for phrase in phrases_of(cell):
            first = phrase[0]
            (begun[first.low[:_SHORTEST]] if first.begins else whole[first.low]).append(_Entry(phrase, sign))
    return dict(whole), dict(begun)


def _cells() -> Iterator[tuple[str, PhraseSign]]:
    file = told_file()
    for topic in file.topics:
        yield from _of_a_topic(topic)
    for region in file.regions:
        yield region.words, PhraseSign(REGION, region.region)
    for finding in file.findings:
        yield from _of_a_finding(finding)
    for act in file.acts:
        yield act.words, PhraseSign(ACT, act.name)


def _of_a_topic(topic: TopicRow) -> Iterator[tuple[str, PhraseSign]]:
    yield topic.about, PhraseSign(topic.name, ABOUT)
    yield topic.unless, PhraseSign(topic.name, UNLESS)
    for term, cell in topic.words.items():
        yield cell, PhraseSign(topic.name, term)


def _of_a_finding(finding: FindingRow) -> Iterator[tuple[str, PhraseSign]]:
    yield finding.words, PhraseSign(FINDING, finding.name)
    yield finding.no, PhraseSign(NO_FINDING, finding.name)


def hits(tokens: Sequence[TextToken]) -> dict[str, list[PhraseHit]]:
    """The phrases that stand in a row of spoken tokens, by topic; of those that begin at one word the longest of each sign."""
    whole, begun = _book()
    by_topic: dict[str, list[PhraseHit]] = {}
    for at, token in enumerate(tokens):
        longest: dict[PhraseSign, int] = {}
        for entry in (*whole.get(token.low, ()), *begun.get(token.low[:_SHORTEST], ())):
            end = _end(tokens, at, entry.phrase)
            if end > longest.get(entry.sign, 0):
                longest[entry.sign] = end
        for sign, end in longest.items():
            by_topic.setdefault(sign.topic, []).append(PhraseHit(sign, at, end))
    return by_topic


def _end(tokens: Sequence[TextToken], at: int, phrase: Phrase) -> int:
    """The place behind a phrase that begins here; 0 where it does not stand here."""
    for number, word in enumerate(phrase):
        fits = at < len(tokens) and word.is_said(tokens[at].low)
        if word.optional:
            rest = phrase[number + 1 :]
            if fits and (end := _end(tokens, at + 1, rest)):
                return end
            return _end(tokens, at, rest) if rest else at
        if not fits:
            return 0
        at += 1
    return at
