"""What a text says, in pieces that can be compared with a sheet. A mention knows where it stands and refuses to know the sheet.

`start` and `end` are offsets in the whole text: they quote the words that said it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from epcr.prose.clock import Clock
from epcr.prose.intervals import IntervalEnd
from epcr.prose.loose_times import LooseTime
from epcr.prose.phases import SetPhase


@dataclass(frozen=True)
class Mention:
    """Something that was said. `at` is the time that was said of it."""

    start: int
    end: int
    at: Clock | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class MeasureMention(Mention):
    """A vital sign: one value, two for a pressure, three for the parts of the GCS; with `upto` a range or a change.

    `beside` marks one that shares the time of its neighbors. `ours` is False where the sentence tells of a goal, of what
    others measured, or of another time; `places` are the decimals that were written. `about` is by how much a value that is only
    about right may be off, and `phase` the set that the text means. `may_be` are other measures that the number may be of;
    `loose` is the time that begins its clause, where none stands beside it.
    """

    name: str
    values: tuple[float, ...]
    unit: str = ""
    upto: float | None = None
    places: int = 0
    beside: bool = False
    ours: bool = True
    about: float = 0.0
    phase: SetPhase | None = None
    may_be: frozenset[str] = frozenset()
    loose: LooseTime | None = None


@dataclass(frozen=True)
class DrugMention(Mention):
    """A drug that was given. `items` are the interventions of the catalog that it may be.

    `clearly` marks one with a verb of giving; without it only a dose or a time told so. `by_others` was given by somebody else.
    """

    drug: str
    items: frozenset[str]
    dose: float | None = None
    unit: str = ""
    count: int = 1
    route: str = ""
    clearly: bool = False
    by_others: bool = False
    volume_is_part: bool = False


@dataclass(frozen=True)
class EventMention(Mention):
    """Something that has a time of its own: `what` is a word of the tables in `events`, `unit` the unit that was named for it."""

    what: str
    unit: str = ""


@dataclass(frozen=True)
class SideMention(Mention):
    """A left or right: of an access, a tourniquet, an injury. `topic` is what it is about, `body` the part."""

    topic: str
    body: str
    side: str


@dataclass(frozen=True)
class PatientMention(Mention):
    """Age in years and sex of the patient, None where not said. `unit` is the unit of the age, `about` says that it is about right."""

    age: float
    unit: str
    sex: str | None
    about: bool = False


@dataclass(frozen=True)
class NumberMention(Mention):
    """A number that is no vital sign and no dose: `gauge` of an access, `fall` in feet, `shocks`."""

    what: str
    number: int


@dataclass(frozen=True)
class AllergyMention(Mention):
    """That there are no allergies (`terms` is empty), or to what: codes of the vocabulary; or, `denied`, to what not."""

    terms: frozenset[str]
    denied: bool = False


@dataclass(frozen=True)
class ActMention(Mention):
    """What is told of an act beside drug and dose.

    `aspect` is who, which (attempt), total (of attempts), outcome, order, sequence, done or not_done, and `value` what is told of
    it; `items` are those of the catalog that it may be.

    In a sequence `other` are the items of the act it is compared with, `other_name` what that is called and `which` its number.
    """

    name: str
    items: frozenset[str]
    aspect: str
    value: str
    other: frozenset[str] = frozenset()
    other_name: str = ""
    which: int = 0


@dataclass(frozen=True)
class SeenMention(Mention):
    """Skin, pupils, a rhythm, a witness or a trend: `values` are words of the list of its `topic`. `first` tells of the first look."""

    topic: str
    values: frozenset[str]
    first: bool = False


@dataclass(frozen=True)
class ToldMention(Mention):
    """A term of a closed list of `schemas/told.toml`, or that it is not so (`denied`); `always` says that it was so all the time."""

    topic: str
    term: str
    denied: bool = False
    always: bool = False
    phase: SetPhase | None = None


@dataclass(frozen=True)
class BoundMention(Mention):
    """An end of all values of a vital sign: `what` is above, below, lowest or highest."""

    name: str
    what: str
    number: int


@dataclass(frozen=True)
class ExamMention(Mention):
    """A finding of the examination in a region of the body; `denied` says that it is not there, `side` is left, right or neither."""

    region: str
    finding: str
    denied: bool = False
    side: str = ""
    phase: SetPhase | None = None


@dataclass(frozen=True)
class WayMention(Mention):
    """Destination, lights, refusal, another unit, minutes on scene or oxygen: a word of the list of its `topic`."""

    topic: str
    value: str


@dataclass(frozen=True)
class BackgroundMention(Mention):
    """A home medication or a disease that the patient has, or has not."""

    topic: str
    name: str
    denied: bool = False


@dataclass(frozen=True)
class IntervalMention(Mention):
    """How many minutes one thing was behind another, negative before it; `how` is exact, about, within or over.

    Where `how` is earlier or later, only what came first is told.
    """

    first: IntervalEnd
    other: IntervalEnd
    minutes: float
    how: str


@dataclass(frozen=True)
class PersonMention(Mention):
    """Somebody in a role: who took over (`received`), who advised by phone (`control`), a relative (`kin`) with the relation,
    and of the crew who `drove` and who `attended`.
    """

    role: str
    name: str
    relation: str = ""


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with what it says; `acts` are the items of each act that it names, `clocks` its times."""

    text: str
    start: int
    mentions: tuple[Mention, ...]
    acts: tuple[frozenset[str], ...] = ()
    clocks: tuple[Clock, ...] = ()
