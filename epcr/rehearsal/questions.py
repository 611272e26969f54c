"""The six questions of a rehearsal: drawn from the sheet, the same for the same sheet, revision and attempt.

At least two ask for what is forgotten most, where it is documented; at most two for what is not documented. Another attempt
asks for other things as far as the sheet has them. It knows no request and no store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from epcr.handoff.words import listed
from epcr.rehearsal.question import Lot, Question
from epcr.rehearsal.topics import VITAL, AskedSheet, asking, early, gaps, late
from epcr.sheet.run_sheet import RunSheet

SIX = 6
FEW_LATE = (
    5  # up to so many topics of the second half two are asked at a time, so that the next attempt asks others
)
MOST_VITAL = 2
MOST_GAPS = 2
# What to document where the sheet is short of questions, the weightiest first, by topic.
TO_DOCUMENT = (
    ("impression", "the primary impression"),
    ("allergies", "the medication allergies"),
    ("medications", "the home medications"),
    ("history", "the past history"),
    ("systolic", "a set of vital signs with its time"),
    ("gcs", "the GCS"),
    ("onset", "the time of onset"),
    ("who", "age and sex"),
    ("acuity", "the acuity"),
    ("last_oral", "the last oral intake"),
)

Grouped = dict[str, list[Question]]


def six_questions(run_sheet: RunSheet, *, revision: int, attempt: int) -> list[Question]:
    """Six questions, or none where the sheet does not say enough for six fair ones."""
    ask = asking(run_sheet, Lot(f"{run_sheet.id}/{revision}/{attempt}"))
    offered = _offered(ask)
    # Whose turn it is depends on the sheet and the attempt, so that every attempt goes on from where the one before ended.
    turn = Lot(f"{run_sheet.id}/{revision}")
    for later in range(SIX):
        chosen = _chosen(offered, turn, attempt - 1 + later)
        if len(chosen) == SIX:
            return ask.lot.order(chosen, "order of the six")
    return []


def needed_first(run_sheet: RunSheet, *, revision: int, attempt: int) -> str:
    """What must be documented before there are six questions, as a sentence; empty where there are."""
    if six_questions(run_sheet, revision=revision, attempt=attempt):
        return ""
    ask = asking(run_sheet, Lot(run_sheet.id))
    there = {question.topic for question in chain(late(ask), early(ask)) if not question.gap}
    # One of the six may ask for what is missing.
    lacking = [words for topic, words in TO_DOCUMENT if topic not in there][: max(SIX - 1 - len(there), 1)]
    what = listed(lacking) if lacking else "more of what the crew saw and did"
    return f"The sheet does not say enough for six questions yet. Document {what} first."


@dataclass(frozen=True)
class _Offered:
    """What the sheet can be asked, by topic: of its second half, of its first, and what it does not say."""

    second: Grouped
    first: Grouped
    missing: Grouped


def _offered(ask: AskedSheet) -> _Offered:
    second, first = _grouped(late(ask)), list(early(ask))
    return _Offered(
        second,
        _vital_signs_apart(_grouped(question for question in first if not question.gap)),
        _grouped([*gaps(ask, second), *(question for question in first if question.gap)]),
    )


def _chosen(offered: _Offered, turn: Lot, done: int) -> list[Question]:
    """As many of six as the sheet gives; `done` rehearsals went before."""
    second, missing = offered.second, offered.missing
    take = 2 if len(second) <= FEW_LATE else 3
    chosen: list[Question] = []
    _add(chosen, _in_turn(second, turn, "late", done * take, done), take)
    _add(chosen, _in_turn(missing, turn, "gaps", done, done), len(chosen) + 1)
    rest = SIX - len(chosen)
    _add(chosen, _in_turn(offered.first, turn, "early", done * rest, done), SIX)
    # Whatever is left, where there were not enough.
    _add(chosen, _in_turn(second, turn, "late", done * take, done), SIX)
    _add(chosen, _in_turn(missing, turn, "gaps", done, done), SIX)
    return chosen


def _grouped(questions: Iterable[Question]) -> Grouped:
    groups: Grouped = {}
    for question in questions:
        groups.setdefault(question.topic, []).append(question)
    return groups


def _vital_signs_apart(groups: Grouped) -> Grouped:
    """The topics with another one between any two vital signs: of neighbors only some would ever be asked for."""
    vital = [topic for topic in groups if topic in VITAL]
    rest = [topic for topic in groups if topic not in VITAL]
    pairs = chain.from_iterable(zip_longest(rest, vital))
    return {topic: groups[topic] for topic in pairs if topic is not None}


def _in_turn(groups: Grouped, turn: Lot, about: str, begin: int, done: int) -> Iterator[Question]:
    """One question a topic, beginning with the topic whose turn it is; of a topic's several the one whose turn it is first."""
    topics = list(groups)
    if not topics:
        return
    begin += turn.number(about, len(topics))
    for number in range(len(topics)):
        place = begin + number
        several = groups[topics[place % len(topics)]]
        round_ = max(done, place // len(topics))
        yield from (several[(round_ + offset) % len(several)] for offset in range(len(several)))


def _add(chosen: list[Question], offered: Iterator[Question], most: int) -> None:
    """Add what fits beside what was chosen, until there are so many."""
    for question in offered:
        if len(chosen) >= most:
            return
        if _fits(question, chosen):
            chosen.append(question)


def _fits(question: Question, chosen: Sequence[Question]) -> bool:
    """Whether a question asks for something else, tells no other's answer, and keeps the mix."""
    if any(question.topic == other.topic or question.text == other.text for other in chosen):
        return False
    if any(_tells(question, other) or _tells(other, question) for other in chosen):
        return False
    if question.topic in VITAL and sum(other.topic in VITAL for other in chosen) >= MOST_VITAL:
        return False
    return not question.gap or sum(other.gap for other in chosen) < MOST_GAPS


def _tells(question: Question, other: Question) -> bool:
    """Whether the words of a question give another's answer away."""
    answer = other.answer.casefold()
    return answer.replace(" ", "").isalpha() and answer in question.text.casefold()
