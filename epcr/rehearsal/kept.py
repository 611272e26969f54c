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
class AnsweredQuestion:
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


def as_kept(question: Question, spoken: Collection[str]) -> dict[str, Any]:
    """What a rehearsal keeps of a question. `spoken` are the words that the speaker has before them."""
    return {
        "topic": question.topic,
        "part": question.part,
        "text": question.text,
        "options": list(question.options),
        "right": question.right,
        "anchors": [str(anchor) for anchor in question.anchors],
        "statement": question.statement,
        "left_out": _left_out(question, spoken),
    }


def as_asked(questions: Sequence[Kept]) -> list[Asked]:
    """What the listener reads."""
    return [
        Asked(number, kept["text"], tuple(kept["options"])) for number, kept in enumerate(questions, start=1)
    ]


def as_answered(questions: Sequence[Kept]) -> list[AnsweredQuestion]:
    """What was asked with what came back."""
    return [
        AnsweredQuestion(
            text=kept["text"],
            answer=kept["options"][kept["right"]],
            given="" if kept["given"] is None else kept["options"][kept["given"]],
            right=kept["given"] == kept["right"],
            statement=kept["statement"],
            part=kept["part"],
            topic=kept["topic"],
            anchor=kept["anchors"][0],
            left_out=kept["left_out"],
        )
        for kept in questions
    ]


def with_answers(questions: Sequence[Kept], given: Sequence[int | None]) -> list[dict[str, Any]]:
    """The questions with what the listener chose, by the place of the option; None for what was not remembered."""
    return [{**kept, "given": chosen} for kept, chosen in zip(questions, given, strict=True)]


def right_ones(questions: Sequence[Kept]) -> int:
    """How many were answered rightly."""
    return sum(kept["given"] == kept["right"] for kept in questions)


def _left_out(question: Question, spoken: Collection[str]) -> bool:
    """Whether nothing of an answer is among the words spoken; of reasons and gaps, which are said in many ways, never."""
    if question.gap or question.topic not in _SAID_AS_IT_STANDS or vocabulary("reason").find(question.answer):
        return False
    telling = [word for word in split(question.answer) if word[0].isdigit() or len(word) > 3]
    return bool(telling) and not any(word in spoken for word in telling)
