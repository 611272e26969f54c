"""The run sheet as words are compared with it: values with their times, interventions by item, and what its other texts tell.

It is read once for all sentences of a page. It knows what stands on the sheet, and no sentence that is compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Final

from epcr.letters import compared, plain
from epcr.prose import KEPT, Clock, MeasureMention, ReadSentence, ToldMention, read
from epcr.prose.clock import DAY
from epcr.prose.hospitals import HospitalNames
from epcr.prose.phases import AFTER, AT, FIRST, LAST, NTH, PULSE_BACK, SetPhase
from epcr.prose.sided import SideClaim, every_side
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
from epcr.sheet.section import SheetPart
from epcr.sheet.vitals import VitalSigns

MINUTE: Final = 60  # seconds that a time may be rounded by
# "Pulse at 19:43:30" in a remark.
_PULSE_BACK: Final = re.compile(
    r"\b(?:ROSC|[Pp]ulse(?: back)?|[Rr]eturn of circulation)\b[^.;0-9\n]{0,25}\b([0-2][0-9]):([0-5][0-9])(?::([0-5][0-9]))?"
)
# Where a physician is who gave an order: "Dr. Imani Okoye, Larkspur", "Dr. Teale at Mercy Ridge".
_WHERE: Final = re.compile(
    r"\b(?i:dr)\b[^,]*?(?:, ?(?!MD\b|DO\b|RN\b)| at | of )(?P<place>[A-Z][^,;()]{2,60})"
)
_HOSPITALS: Final = frozenset({"4221003", "4221005", "4221023"})  # eDisposition.21
_OWN_WORDS: Final = frozenset({"narrative", "handoff"})
NEAR_A_MOMENT: Final = timedelta(minutes=3)  # by which "about ten minutes after" may be off; chosen here
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

    @property
    def first_look(self) -> datetime | None:
        """When the patient was seen first."""
        return self.sheet.incident.at_patient or self.sheet.incident.on_scene

    def parts_of(self, slug: str) -> list[SheetPart]:
        """A section, or its entries in the order of time."""
        part = getattr(self.sheet, slug)
        return [part] if isinstance(part, SheetPart) else self.sheet.entries(slug)

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

    def moments(self, measure: MeasureMention) -> list[datetime]:
        """When a value that is told was measured; none where one of them has no time."""
        same = [value for value in self.values(measure.name) if value.numbers == measure.values]
        moments = [value.moment for value in same if value.moment is not None]
        return moments if len(moments) == len(same) else []

    @cached_property
    def _values(self) -> dict[str, list[Value]]:
        return {}

    def _read_values(self, name: str) -> Iterator[Value]:
        for vitals in self.sets:
            numbers = self._numbers(vitals, name)
            if numbers is not None:
                at = vitals.taken_at
                yield Value(numbers, vitals, at, self.seconds(at) if at is not None else 0)
        if name in {"gcs", "gcs_parts"} and (numbers := self._consciousness(self.sheet.primary, name)):
            yield Value(
                numbers,
                self.sheet.primary,
                self.first_look,
                self.seconds(self.first_look) if self.first_look else 0,
            )
        severity = self.sheet.history.severity
        if name == "pain" and severity is not None:
            yield Value((float(severity),), self.sheet.history)

    def _numbers(self, vitals: VitalSigns, name: str) -> tuple[float, ...] | None:
        if name in {"gcs", "gcs_parts"}:
            return self._consciousness(vitals, name)
        if name == "pressure":
            return pressure(vitals).numbers or None
        value = getattr(vitals, name)
        return None if value is None or isinstance(value, str) else (float(value),)

    def _consciousness(self, part: Assessed, name: str) -> tuple[float, ...] | None:
        scale = coma(part)
        if scale.total is None:
            return None
        if name == "gcs":
            return (float(scale.total),)
        return tuple(float(code or 1) for code in (scale.eye, scale.verbal, scale.motor))

    def shown(self, value: Value, name: str) -> str:
        """A value in words: `98/58 at 17:05`."""
        part = value.of
        if isinstance(part, PrimaryAssessment):
            return _gcs(part, name, " on primary assessment")
        if isinstance(part, History):
            return f"severity {value.numbers[0]:.0f}"
        at = f" at {self.clock(part.taken_at)}" if part.taken_at else ""
        if name == "pressure":
            return f"{pressure(part).measured}{at}"
        if name in {"gcs", "gcs_parts"}:
            return _gcs(part, name, at)
        return f"{part.show(name, self.context)}{at}"

    def meant(self, name: str, phase: SetPhase | None) -> list[Value]:
        """The values of the set that a text means; all where it says none, and where the sheet cannot tell which it is."""
        values = self.values(name)
        timed = _in_time(values)
        if phase is None or not timed:
            return values
        untimed = [value for value in values if value.moment is None]
        if phase.when == FIRST:
            return [timed[0], *untimed]
        if phase.when in {LAST, NTH}:
            return ([timed[-1]] if phase.when == LAST else self._of_set(phase.number, timed)) or values
        return self._about_an_act(phase, timed) or values

    def _about_an_act(self, phase: SetPhase, timed: list[Value]) -> list[Value]:
        """The values before or after an act; none where nobody knows when that was."""
        moment = self.moment_of(phase)
        if moment is None:
            return []
        if phase.when == AT:
            return [
                value for value in _near(timed, moment) if value.moment is not None and value.moment >= moment
            ]
        if phase.minutes:
            return _near(
                timed,
                moment + timedelta(minutes=phase.minutes if phase.when == AFTER else -phase.minutes),
            )
        after = phase.when == AFTER
        return [
            value
            for value in timed
            if value.moment is not None and (value.moment >= moment if after else value.moment <= moment)
        ]

    def _of_set(self, number: int, timed: list[Value]) -> list[Value]:
        """The values of a set by its number; none where there are not so many."""
        moments = sorted({vitals.taken_at for vitals in self.sets if vitals.taken_at is not None})
        if len(moments) < number or len(moments) < len(self.sets):
            return []
        return [value for value in timed if value.moment == moments[number - 1]]

    def moment_of(self, phase: SetPhase) -> datetime | None:
        """When the act was done by which a set is told; None where it was done more than once, or at no time."""
        if phase.act == PULSE_BACK:
            return self.pulse_back
        moments = [entry.performed_at for entry in self.done(phase.items)]
        if not moments or None in moments:
            return None
        known = sorted(moment for moment in moments if moment is not None)
        if phase.number:
            return known[phase.number - 1] if phase.number <= len(known) else None
        return min(known) if phase.when == AFTER else max(known)

    @cached_property
    def pulse_back(self) -> datetime | None:
        """When the pulse came back, as another text of the sheet tells it: the form has no field for that time."""
        match = _PULSE_BACK.search(self.other_text)
        start = self.sheet.incident.at_patient or self.sheet.incident.on_scene
        if match is None or start is None:
            return None
        hour, minute, second = (int(part or 0) for part in match.groups())
        return start + timedelta(seconds=(hour * 3600 + minute * 60 + second - self.seconds(start)) % DAY)

    # interventions

    @cached_property
    def items(self) -> frozenset[str]:
        """All items of the interventions."""
        return frozenset(item for item, _, _ in self._interventions)

    @cached_property
    def _interventions(self) -> list[tuple[str, bool, Intervention]]:
        return [
            (entry.item, entry.given, entry)
            for entry in self.sheet.entries("interventions")
            if entry.item is not None
        ]

    def done(self, items: Collection[str]) -> list[Intervention]:
        """Those of some items that were done."""
        return [entry for item, given, entry in self._interventions if given and item in items]

    def left_undone(self, items: Collection[str]) -> list[Intervention]:
        """Those of some items that were deliberately left."""
        return [entry for item, given, entry in self._interventions if not given and item in items]

    # other texts

    @cached_property
    def other_text(self) -> str:
        """What people typed in the other fields, in lines."""
        parts = (part for part in self.sheet.parts() if part.page.slug not in _OWN_WORDS)
        return "\n".join(text for part in parts for text in _typed_in(part))[:MOST_TEXT]

    def other_text_but(self, *fields: str) -> str:
        """The same without some fields."""
        parts = (part for part in self.sheet.parts() if part.page.slug not in _OWN_WORDS)
        return "\n".join(text for part in parts for text in _typed_in(part, *fields))[:MOST_TEXT]

    @cached_property
    def hospitals(self) -> HospitalNames:
        """The names of hospitals on the sheet: its destination, and where the physicians of its orders are ("Dr. Teale, Mercy Ridge")."""
        orders = (entry.authorized_by or "" for entry in self.sheet.entries("interventions"))
        names = {place for order in orders for place in _WHERE.findall(order)}
        to = self.sheet.disposition
        taken_to = (
            to.destination if to.destination_type is None or to.destination_type in _HOSPITALS else None
        )
        return HospitalNames((taken_to,) if taken_to else (), tuple(sorted(names)))

    @cached_property
    def other_words(self) -> str:
        """The same as words are compared."""
        return compared(self.other_text)

    @cached_property
    def _sentences(self) -> tuple[ReadSentence, ...]:
        return read(self.other_text, hospitals=self.hospitals)

    def told_elsewhere(self, measure: MeasureMention) -> bool:
        """Whether another text of the sheet tells of the same value."""
        return any(
            isinstance(mention, MeasureMention)
            and mention.name == measure.name
            and mention.values == measure.values
            for sentence in self._sentences
            for mention in sentence.mentions
        )

    def told_in_other_texts(self, topic: str) -> list[tuple[ToldMention, str]]:
        """What the other texts of the sheet tell of a closed list, with the sentence."""
        return self._told_in_other_texts.get(topic, [])

    @cached_property
    def _told_in_other_texts(self) -> dict[str, list[tuple[ToldMention, str]]]:
        by_topic: dict[str, list[tuple[ToldMention, str]]] = {}
        for sentence in self._sentences:
            for mention in sentence.mentions:
                if isinstance(mention, ToldMention):
                    by_topic.setdefault(mention.topic, []).append((mention, sentence.text))
        return by_topic

    def clock_elsewhere(self, clock: Clock) -> bool:
        """Whether another text of the sheet has the same time."""
        return f"{clock.hour:02}:{clock.minute:02}" in self.other_words

    def sides_elsewhere(self, body: str) -> list[SideClaim]:
        """Sides of a part of the body in the other texts."""
        return [side for side in _sides(self.other_text) if side.body == body]


def _near(timed: list[Value], moment: datetime) -> list[Value]:
    """The values about a moment."""
    return [
        value for value in timed if value.moment is not None and abs(value.moment - moment) <= NEAR_A_MOMENT
    ]


def _in_time(values: list[Value]) -> list[Value]:
    """The values that have a time, in its order."""
    moments = [(value.moment, value) for value in values if value.moment is not None]
    return [value for _, value in sorted(moments, key=lambda row: row[0])]


def _typed_in(part: SheetPart, *but: str) -> Iterator[str]:
    """What was typed in a part, but for some fields: its texts, and the words beside the terms of its lists."""
    for name, spec in part.fields().items():
        if name in but:
            continue
        value = getattr(part, name)
        if isinstance(spec, Text) and value:
            yield value
        elif isinstance(spec, Several) and spec.open and value:
            yield from (word for word in value if word not in spec.terms)


@lru_cache(maxsize=KEPT)
def _sides(text: str) -> tuple[SideClaim, ...]:
    return tuple(side for tokens, _ in split(plain(text)) for side in every_side(tokens))


def _unit(name: str) -> tuple[str, str]:
    """Letters and number of a call sign."""
    signs = compared(name)
    return "".join(filter(str.isalpha, signs)), "".join(filter(str.isdigit, signs))


def _gcs(part: Assessed, name: str, when: str) -> str:
    scale = coma(part)
    return scale.then(when, gcs(scale.brief) if name == "gcs" else "")
