"""A list of trainees that was looked at: how it is read, what becomes of each line, and what is asked about it."""

from __future__ import annotations

from dataclasses import dataclass

from epcr.people.deciding import ListQuestion, Plan, plan
from epcr.people.preview import MOST, Fate, Known, ListReading, ListRow


@dataclass(frozen=True)
class Looked:
    """A list that was looked at: its text, how it is read, what becomes of each line, what its letters were taken for.

    `words` and `lines` are what is asked about it, `lacking` who of the class does not stand in it.
    """

    text: str
    reading: ListReading
    rows: list[ListRow]
    words: list[ListQuestion]
    lines: list[ListQuestion]
    lacking: list[Known]
    letters: str = ""

    @property
    def plan(self) -> Plan:
        """What is done with the answers of now."""
        return plan(self.rows, self.lines)

    @property
    def too_many(self) -> bool:
        """Whether more are new than one import makes."""
        return len(self.plan.new) > MOST

    @property
    def asks(self) -> bool:
        """Whether something about the list itself must be answered before anything is done."""
        return self.reading.asks or any(not word.chosen for word in self.words)

    @property
    def certain(self) -> int:
        """How many people are added whatever is answered."""
        return sum(row.fate in {Fate.NEW, Fate.COMES} for row in self.rows)

    @property
    def addable(self) -> bool:
        """Whether it can be done as it stands."""
        return bool(self.certain or self.lines) and not self.too_many and not self.asks
