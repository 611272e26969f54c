"""The one thing that is ever said about a field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from epcr.sheet.anchor import Anchor


class Weight(StrEnum):
    """How much a finding weighs: errors block saving, missing values and unanswered warnings block submitting."""

    ERROR = "error"
    MISSING = "missing"
    WARNING = "warning"
    NOTE = "note"
    COMMENT = "comment"


@dataclass(frozen=True)
class Finding:
    """A sentence about a field, and where it comes from.

    `source` is the rule that found it (`plausibility.diastolic_above_systolic`). `value` is what the field held, in codes and
    numbers, so that an answer expires when the value changes and not when a list is reworded. `answer` is the trainee's answer,
    empty while there is none. A note (`cannot_judge`) need not be answered. `paper` is what paper says in place of a message
    that says what to do on a page: of a missing value, what is missing. `words` is the exact piece of a text that a finding is
    about; empty where it is about a value. `basis` is what the sentence rests on, for small print: where its numbers come from.
    """

    weight: Weight
    anchor: Anchor
    message: str
    source: str
    value: str = ""
    answer: str = ""
    paper: str = ""
    words: str = ""
    basis: str = ""

    @property
    def whole(self) -> str:
        """The sentence with what it rests on, where there is no small print."""
        return f"{self.message} ({self.basis})" if self.basis else self.message

    @property
    def on_paper(self) -> str:
        """What is said where nobody can do anything about it any more."""
        return self.paper or self.whole

    @property
    def open(self) -> bool:
        """Whether it still stands in the way of submitting."""
        return self.weight in {Weight.ERROR, Weight.MISSING} or (
            self.weight is Weight.WARNING and not self.answer
        )
