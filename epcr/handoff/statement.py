"""One statement of a handoff, and the four parts in which statements stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from epcr.sheet.anchor import Anchor

PARTS = ("situation", "background", "assessment", "recommendation")


@dataclass(frozen=True)
class Statement:
    """One thing said at handoff. `anchors` are the fields it came from, `at` when it was observed or done.

    `missing` marks a statement that says only that something is not documented; `shown_in` names the place on the printed
    page that holds the same (`head`, `top`, `facts`, `vitals`, `interventions`), empty where the statement itself is printed.
    `optional` ones are the first to go where paper is short. `items` are the members of a list, in the order of the words, of
    which the first `kept` are never left out on paper, whatever the trainee worded for the part.
    """

    label: str
    words: str
    anchors: tuple[Anchor, ...]
    at: datetime | None = None
    missing: bool = False
    shown_in: str = ""
    optional: bool = False
    items: tuple[str, ...] = ()
    kept: int = 0

    @property
    def text(self) -> str:
        """The statement as one sentence."""
        return f"{self.label}: {self.words}"
