"""The closed lists of `schemas/told.toml`: another term of a list that excludes it, or one that is denied, against what the sheet has.

A list that the sheet leaves open is compared with nothing. What another text of the sheet says in the same words stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from epcr.checks.contradictions.record import MINUTE, Fault, Record
from epcr.prose import Clock, ToldMention
from epcr.prose.phases import AFTER, BEFORE, FIRST, LAST
from epcr.prose.tokens import split
from epcr.prose.told import ToldReader
from epcr.prose.told_file import ToldTopic, told_topics
from epcr.sheet.absent import negatives_in
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

FINDING: Final = "exam"
_NEAR: Final = 3 * MINUTE  # from a time that is told to the set that is meant by it; chosen here
_FIRST_LOOK: Final = frozenset({"primary"})
_MANY: Final = frozenset(
    {"vitals", "exam", "interventions"}
)  # lists of other things too: what no term stands for is passed over
_AT_ONCE: Final = 5 * MINUTE  # after the first look what is told of it may be told; chosen here


@dataclass(frozen=True)
class Recorded:
    """What one field has of a topic: its terms, those that are denied, and when it was so (None for no time).

    `unclear` marks a value that no term stands for.
    """

    terms: frozenset[str]
    denied: frozenset[str]
    shown: str
    moment: datetime | None = None
    unclear: bool = False


def untrue_told(mention: ToldMention, record: Record) -> Iterator[Fault]:
    """A term that the sheet's own excludes, or one that is denied and stands there."""
    topic = told_topics()[mention.topic]
    if topic.look == FIRST and not _of_the_first_look(mention, record):
        return
    rows = _meant(mention, list(_recorded(topic, record)), record)
    elsewhere = list(_elsewhere(topic, record))
    judge = _of_each if topic.kind == "each" else _of_one
    shown = judge(mention, topic, rows, elsewhere)
    if shown:
        yield Fault(
            FINDING, f"is not in the sheet, which has for {topic.says}: {shown}", mention.start, mention.end
        )


def _of_one(mention: ToldMention, topic: ToldTopic, rows: list[Recorded], elsewhere: list[Recorded]) -> str:
    """Of terms that exclude each other: what the sheet has instead; empty where it may be so."""
    known = rows or elsewhere
    if not known or any(row.unclear for row in known):
        return ""
    if mention.denied:
        alone = all(row.terms == {mention.term} for row in known)
        return known[0].shown if alone else ""
    like = topic.like[mention.term] | {term for term, names in topic.like.items() if mention.term in names}
    fits = [bool(row.terms & like) for row in known]
    of_a_time = mention.always or mention.at is not None or mention.phase is not None
    elsewhere_too = not of_a_time and any(mention.term in row.terms for row in elsewhere)
    if all(fits) or (any(fits) and not mention.always) or (elsewhere_too and rows):
        return ""
    return known[fits.index(False)].shown if all(row.terms for row in known) else ""


def _of_each(mention: ToldMention, _: ToldTopic, rows: list[Recorded], elsewhere: list[Recorded]) -> str:
    """Of terms that stand for themselves: where the sheet has one that is denied, or denies one that is told."""
    has = [row for row in (*rows, *elsewhere) if mention.term in row.terms]
    lacks = [row for row in (*rows, *elsewhere) if mention.term in row.denied]
    if mention.denied:
        return has[0].shown if has and not lacks else ""
    return lacks[0].shown if lacks and not has else ""


def _of_the_first_look(mention: ToldMention, record: Record) -> bool:
    """Whether a text tells of how the patient was found."""
    if mention.phase is not None and mention.phase.when != FIRST:
        return False
    start = record.first_look
    return mention.at is None or start is None or record.off_by(mention.at, start) <= _AT_ONCE


# which values are meant


def _meant(mention: ToldMention, rows: list[Recorded], record: Record) -> list[Recorded]:
    """The values of the time that the text means; all where it means none."""
    timed = [(row.moment, row) for row in rows if row.moment is not None]
    timed.sort(key=lambda pair: pair[0])
    if not timed or mention.always:
        return rows
    if mention.at is not None:
        return _at(mention.at, timed, record) or rows
    when = mention.phase.when if mention.phase is not None else ""
    if when == FIRST:
        first = timed[0][0]
        return [row for moment, row in timed if (moment - first).total_seconds() <= _AT_ONCE]
    if when == LAST:
        return [timed[-1][1]]
    moment = (
        record.moment_of(mention.phase) if mention.phase is not None and when in {AFTER, BEFORE} else None
    )
    if moment is None:
        return rows
    return [row for at, row in timed if (at >= moment if when == AFTER else at <= moment)] or rows


def _at(clock: Clock, timed: list[tuple[datetime, Recorded]], record: Record) -> list[Recorded]:
    return [row for moment, row in timed if record.off_by(clock, moment) <= _NEAR]


# what the sheet has


def _recorded(topic: ToldTopic, record: Record) -> Iterator[Recorded]:
    for section, name in topic.fields:
        for part in record.parts_of(section):
            row = _row(topic, part, name, record)
            if row is not None:
                yield row


def _row(topic: ToldTopic, part: SheetPart, name: str, record: Record) -> Recorded | None:
    """What a field has; None where it has nothing of this topic."""
    value, spec = getattr(part, name), part.fields()[name]
    denied = _denied(topic, part, name)
    moment = (
        part.moment()
        if isinstance(part, Entry)
        else record.first_look
        if part.page.slug in _FIRST_LOOK
        else None
    )
    if value is None:
        return Recorded(frozenset(), denied, _none(part, name), moment) if denied else None
    shown = lower(part.show(name, record.context))
    terms, known = _terms(topic, value, spec, labels=part.page.slug not in _MANY)
    if not (terms or denied) and (part.page.slug in _MANY or topic.kind == "each"):
        return None
    unclear = not known and part.page.slug not in _MANY and topic.kind == "one"
    return Recorded(terms, denied, shown, moment, unclear)


def _denied(topic: ToldTopic, part: SheetPart, name: str) -> frozenset[str]:
    """The terms that a field says are not so."""
    codes = negatives_in(part.absent, name)
    value = getattr(part, name)
    if {part.why(name), *(value if isinstance(value, list) else [value])} & topic.none_by:
        return frozenset(topic.codes)
    return frozenset(term for code in codes for term in topic.terms_of(code))


def _none(part: SheetPart, name: str) -> str:
    return lower(vocabulary("reason").label(part.why(name))) if part.why(name) else "no such finding"


def _terms(topic: ToldTopic, value: Any, spec: Any, *, labels: bool) -> tuple[frozenset[str], bool]:
    """The terms of a value, and whether all of it is understood; `labels` are read where the list is of this topic alone."""
    if isinstance(value, bool):
        return topic.terms_of("yes" if value else "no"), True
    if isinstance(spec, Text):
        terms = _typed(topic, value)
        return terms, bool(terms)
    codes = value if isinstance(value, list) else [value]
    each = [
        topic.terms_of(code) or (_typed_in_a_list(topic, code, spec) if labels else frozenset())
        for code in codes
    ]
    return frozenset().union(*each), all(each)


def _typed_in_a_list(topic: ToldTopic, word: str, spec: Any) -> frozenset[str]:
    """The terms that the words of an entry say: typed ones, or the label of one that no term of the topic stands for."""
    return _typed(topic, spec.terms.label(word)) if isinstance(spec, Choice) else frozenset()


def _typed(topic: ToldTopic, text: str) -> frozenset[str]:
    """The terms that a field that is about the topic says, and does not deny."""
    claims = (claim for tokens, _ in split(text.lower()) for claim in ToldReader(tokens, None, 0).bare(topic))
    return frozenset(claim.term for claim in claims if not claim.denied)


def _elsewhere(topic: ToldTopic, record: Record) -> Iterator[Recorded]:
    """The same, told in the other texts of the sheet."""
    for mention, shown in record.told_in_other_texts(topic.name):
        term = frozenset({mention.term})
        yield Recorded(
            frozenset() if mention.denied else term, term if mention.denied else frozenset(), f"“{shown}”"
        )
