"""A question as a rehearsal keeps it, and what of it may be shown to whom: the listener never sees what is right before answering.

It knows no store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from epcr.rehearsal.question import Question
from epcr.rehearsal.speech import split
from epcr.sheet.vocabulary import vocabulary

Kept = Mapping[str, Any]
"""What `Rehearsal.questions` holds of one question."""

# Topics whose answer is a name or a number that would be said as it stands.
_SAID_AS_IT_STANDS: Final = frozenset(
    {
        "allergies", "other_allergies", "medications", "history", "last_oral", "impression", "onset", "who", "systolic",
        "heart_rate", "spo2", "respiratory_rate", "gcs", "given", "rhythm",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question as the listener reads it: nothing in it tells which option is right."""

    number: int
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """A question afterwards. `given` is empty for what the listener did not remember; `left_out` says that the own words lack it."""

    text: str
    answer: str
    given: str
    right: bool
    statement: str
    part: str
    topic: str
    anchor: str
    left_out: bool


def as_kept(one: Question, spoken: Collection[str]) -> dict[str, Any]:
    """What a rehearsal keeps of a question. `spoken` are the words that the speaker has before them."""
    return {
        "topic": one.topic,
        "part": one.part,
        "text": one.text,
        "options": list(one.options),
        "right": one.right,
        "anchors": [str(anchor) for anchor in one.anchors],
        "statement": one.statement,
        "left_out": _left_out(one, spoken),
    }


def as_asked(questions: Sequence[Kept]) -> list[Asked]:
    """What the listener reads."""
    return [
        Asked(number, one["text"], tuple(one["options"])) for number, one in enumerate(questions, start=1)
    ]


def as_answered(questions: Sequence[Kept]) -> list[Answered]:
    """What was asked with what came back."""
    return [
        Answered(
            text=one["text"],
            answer=one["options"][one["right"]],
            given="" if one["given"] is None else one["options"][one["given"]],
            right=one["given"] == one["right"],
            statement=one["statement"],
            part=one["part"],
            topic=one["topic"],
            anchor=one["anchors"][0],
            left_out=one["left_out"],
        )
        for one in questions
    ]


def with_answers(questions: Sequence[Kept], given: Sequence[int | None]) -> list[dict[str, Any]]:
    """The questions with what the listener chose, by the place of the option; None for what was not remembered."""
    return [{**one, "given": chosen} for one, chosen in zip(questions, given, strict=True)]


def right_ones(questions: Sequence[Kept]) -> int:
    """How many were answered rightly."""
    return sum(one["given"] == one["right"] for one in questions)


def _left_out(one: Question, spoken: Collection[str]) -> bool:
    """Whether nothing of an answer is among the words spoken; of reasons and gaps, which are said in many ways, never."""
    if one.gap or one.topic not in _SAID_AS_IT_STANDS or vocabulary("reason").find(one.answer):
        return False
    told = [word for word in split(one.answer) if word[0].isdigit() or len(word) > 3]
    return bool(told) and not any(word in spoken for word in told)
