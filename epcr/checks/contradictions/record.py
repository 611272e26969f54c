"""The run sheet as words are compared with it: values with their times, acts by item, and what its other texts tell.

It is read once for all sentences of a page. It knows what stands on the sheet, and no sentence that is compared with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Final

from epcr.letters import compared, plain
from epcr.prose import KEPT, Clock, Measured, Sentence, read
from epcr.prose.sided import Side, every_side
from epcr.prose.tokens import split
from epcr.sheet.coma import Assessed, coma, gcs
from epcr.sheet.context import Context
from epcr.sheet.history import History
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Several
from epcr.sheet.kinds.text import Text
from epcr.sheet.pressure import pressure
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns

MINUTE: Final = 60  # seconds that a time may be rounded by
_OWN_WORDS: Final = frozenset({"narrative", "handoff"})
MOST_TEXT: Final = 20_000  # characters of other texts that are read


@dataclass(frozen=True)
class Value:
    """A value of a vital sign: its numbers, when it was measured (None for untimed), and that time in seconds since midnight."""

    numbers: tuple[float, ...]
    of: VitalSigns | PrimaryAssessment | History
    moment: datetime | None = None
    seconds: int = 0


@dataclass(frozen=True)
class Fault:
    """What contradicts the sheet: the kind, what the sheet has instead, and the place of the words in the text."""

    kind: str
    has: str
    start: int
    end: int


class Record:
    """What stands on one sheet."""

    def __init__(self, run_sheet: RunSheet, context: Context) -> None:
        self.sheet = run_sheet
        self.context = context

    # times

    def off_by(self, clock: Clock, moment: datetime) -> int:
        """The seconds that a moment of the sheet lies outside of a time that was said, by the class's clock."""
        return clock.off_by(self.seconds(moment))

    def seconds(self, moment: datetime) -> int:
        """A moment in seconds since midnight by the class's clock."""
        local = self.context.customs.local(moment)
        return local.hour * 3600 + local.minute * 60 + local.second

    def near(self, clock: Clock, moment: datetime | None) -> bool:
        """Whether it was at that time, rounded to the minute."""
        return moment is not None and self.off_by(clock, moment) <= MINUTE

    def nearest(self, clock: Clock, moments: Iterable[datetime]) -> datetime:
        """The moment nearest to a time of day."""
        return min(moments, key=lambda moment: self.off_by(clock, moment))

    def clock(self, moment: datetime) -> str:
        """A moment in words."""
        return self.context.customs.clock(moment)

    def is_ours(self, unit: str) -> bool:
        """Whether a unit that was named is this one: "M4" is Medic 4."""
        ours, named = (
            (letter[:1], digits) for letter, digits in map(_unit, (self.sheet.incident.unit or "", unit))
        )
        return bool(ours[1]) and ours == named

    # vital signs

    @cached_property
    def sets(self) -> list[VitalSigns]:
        """The sets of vital signs."""
        return self.sheet.entries("vitals")

    def values(self, name: str) -> list[Value]:
        """All values of a vital sign, those of the primary assessment and the history among them."""
        if name not in self._values:
            self._values[name] = list(self._read_values(name))
        return self._values[name]

    @cached_property
    def _values(self) -> dict[str, list[Value]]:
        return {}

    def _read_values(self, name: str) -> Iterator[Value]:
        for one in self.sets:
            numbers = self._numbers(one, name)
            if numbers is not None:
                at = one.taken_at
                yield Value(numbers, one, at, self.seconds(at)) if at is not None else Value(numbers, one)
        if name in {"gcs", "gcs_parts"} and (numbers := self._consciousness(self.sheet.primary, name)):
            yield Value(numbers, self.sheet.primary)
        severity = self.sheet.history.severity
        if name == "pain" and severity is not None:
            yield Value((float(severity),), self.sheet.history)

    def _numbers(self, one: VitalSigns, name: str) -> tuple[float, ...] | None:
        if name in {"gcs", "gcs_parts"}:
            return self._consciousness(one, name)
        if name == "pressure":
            return pressure(one).numbers or None
        value = getattr(one, name)
        return None if value is None or isinstance(value, str) else (float(value),)

    def _consciousness(self, part: Assessed, name: str) -> tuple[float, ...] | None:
        found = coma(part)
        if found.total is None:
            return None
        if name == "gcs":
            return (float(found.total),)
        return tuple(float(code or 1) for code in (found.eye, found.verbal, found.motor))

    def shown(self, value: Value, name: str) -> str:
        """A value in words: `98/58 at 17:05`."""
        one = value.of
        if isinstance(one, PrimaryAssessment):
            return _gcs(one, name, " on primary assessment")
        if isinstance(one, History):
            return f"severity {value.numbers[0]:.0f}"
        at = f" at {self.clock(one.taken_at)}" if one.taken_at else ""
        if name == "pressure":
            return f"{pressure(one).measured}{at}"
        if name in {"gcs", "gcs_parts"}:
            return _gcs(one, name, at)
        return f"{one.show(name, self.context)}{at}"

    # acts

    @cached_property
    def items(self) -> frozenset[str]:
        """All items of the interventions."""
        return frozenset(item for item, _, _ in self._acts)

    @cached_property
    def _acts(self) -> list[tuple[str, bool, Intervention]]:
        return [
            (act.item, act.given, act) for act in self.sheet.entries("interventions") if act.item is not None
        ]

    def done(self, items: Collection[str]) -> list[Intervention]:
        """Those of some items that were done."""
        return [act for item, given, act in self._acts if given and item in items]

    def left_undone(self, items: Collection[str]) -> list[Intervention]:
        """Those of some items that were deliberately left."""
        return [act for item, given, act in self._acts if not given and item in items]

    # other texts

    @cached_property
    def other_text(self) -> str:
        """What people typed in the other fields, in lines."""
        found: list[str] = []
        for part in self.sheet.parts():
            if part.page.slug in _OWN_WORDS:
                continue
            for name, spec in part.fields().items():
                value = getattr(part, name)
                if isinstance(spec, Text) and value:
                    found.append(value)
                elif isinstance(spec, Several) and spec.open and value:
                    found += [word for word in value if word not in spec.terms]
        return "\n".join(found)[:MOST_TEXT]

    @cached_property
    def other_words(self) -> str:
        """The same as words are compared."""
        return compared(self.other_text)

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return read(self.other_text)

    def told_elsewhere(self, measure: Measured) -> bool:
        """Whether another text of the sheet tells of the same value."""
        return any(
            isinstance(one, Measured) and one.name == measure.name and one.values == measure.values
            for sentence in self._sentences
            for one in sentence.mentions
        )

    def clock_elsewhere(self, clock: Clock) -> bool:
        """Whether another text of the sheet has the same time."""
        return f"{clock.hour:02}:{clock.minute:02}" in self.other_words

    def sides_elsewhere(self, body: str) -> list[Side]:
        """Sides of a part of the body in the other texts."""
        return [side for side in _sides(self.other_text) if side.body == body]


@lru_cache(maxsize=KEPT)
def _sides(text: str) -> tuple[Side, ...]:
    return tuple(side for tokens, _ in split(plain(text)) for side in every_side(tokens))


def _unit(name: str) -> tuple[str, str]:
    """Letters and number of a call sign."""
    said = compared(name)
    return "".join(one for one in said if one.isalpha()), "".join(one for one in said if one.isdigit())


def _gcs(part: Assessed, name: str, when: str) -> str:
    found = coma(part)
    return found.then(when, gcs(found.brief) if name == "gcs" else "")
