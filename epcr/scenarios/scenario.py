"""A scenario: a call to practice on, as it stands in `schemas/scenarios/<id>.toml`.

It knows what dispatch told, what the instructor reads out and what is true in the patient by the minute. Who works it, and
how the sheet that comes of it is judged, is for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, field

from epcr import converting, paths
from epcr.broken_schema import BrokenSchema
from epcr.scope.files.broken_entry import in_words
from epcr.sheet.catalog import catalog
from epcr.sheet.class_ruleset import digest
from epcr.sheet.coma import coma
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.incident import Incident
from epcr.sheet.pressure import pressure
from epcr.sheet.signs import COMA, PRESSURE, Sign, rows_by_field
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary
from epcr.toml_file import toml_of

Kind = Literal["medical", "trauma", "cardiac_arrest", "refusal"]
KINDS: dict[str, str] = {
    "medical": "Medical",
    "trauma": "Trauma",
    "cardiac_arrest": "Cardiac arrest",
    "refusal": "Refusal",
}

# What dispatch tells before anybody has seen the patient: the only values of a new sheet that nobody of the crew observed.
TOLD_BY_DISPATCH = (
    "type_of_service", "dispatch_reason", "dispatch_priority", "street", "city", "county", "state", "zip_code",
)  # fmt: skip

Shape = TypeVar("Shape", bound=Struct)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Dispatch(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The words of the dispatcher, and the same as values of the incident: codes, or words that its lists know.

    `time_out` is the clock of the call as `text` says it, like `16:48`: there the clock of the scenario begins. Empty where
    dispatch told none, and the clock on the wall is that of the call.
    """

    text: str
    type_of_service: str
    dispatch_reason: str
    dispatch_priority: str
    street: str
    city: str
    county: str
    state: str
    zip_code: str
    time_out: str = ""

    @property
    def zero(self) -> time | None:
        """Where the clock of the scenario begins; None where dispatch told no time."""
        return datetime.strptime(self.time_out, "%H:%M").time() if self.time_out else None  # noqa: DTZ007 - a clock


class ScenarioStep(Struct, frozen=True, forbid_unknown_fields=True):
    """Something the instructor reads out (`text`) or does instead (`do`), at a cue.

    `answers` are for what the crew asks or examines, by what they ask for.
    """

    cue: str
    text: str = ""
    do: str = ""
    answers: dict[str, str] = field(default_factory=dict)


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """The true vital signs at one minute after the crew reached the patient.

    `only_if` names the turn of events in which they hold ("nitroglycerin was given"); empty where they hold anyway.
    `readings` has the names of the fields of a vital-sign set, and their values as a trainee would type them in the
    standard's units.
    """

    minute: int
    readings: dict[str, str | int | float | list[str]]
    only_if: str = ""
    sign: str = ""


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """What a good crew does: by which minute with the patient, and which intervention of the catalog it is, where it is one."""

    text: str
    by_minute: int | None = None
    item: str = ""


class Instructor(Struct, frozen=True, forbid_unknown_fields=True):
    """What the instructor needs and nobody reads out."""

    equipment: tuple[str, ...]
    notes: str
    pitfalls: tuple[str, ...] = ()


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """A scenario. `level` is the lowest certification level that can do all it asks for; `id` is the name of the file."""

    title: str
    kind: Kind
    summary: str
    level: str
    ruleset: str
    minutes: int
    objectives: tuple[str, ...]
    dispatch: Dispatch
    instructor: Instructor
    steps: tuple[ScenarioStep, ...]
    vitals: tuple[Look, ...]
    expected: tuple[Expected, ...] = ()
    id: str = ""

    @property
    def version(self) -> str:
        """The same for the same content and for no other, however the file is set: 64 hexadecimal digits."""
        return digest(msgspec.to_builtins(self))

    @property
    def kind_in_words(self) -> str:
        """`Medical`, `Cardiac arrest`."""
        return KINDS[self.kind]

    def told(self) -> dict[str, Any]:
        """The values of the incident that dispatch told, by field."""
        return {
            name: _read(Incident.fields()[name], getattr(self.dispatch, name)) for name in TOLD_BY_DISPATCH
        }

    def told_in_words(self) -> list[tuple[str, str]]:
        """What dispatch told, as label and words."""
        specs = Incident.fields()
        lines = [
            (specs[name].label, specs[name].show(value, Context())) for name, value in self.told().items()
        ]
        if self.dispatch.time_out:
            lines.append((specs["unit_notified"].label, self.dispatch.time_out))
        return lines

    def tracks(self) -> list[Track]:
        """The true vital signs as tables: first what holds anyway, then each turn of events."""
        turns = dict.fromkeys(["", *(look.only_if for look in self.vitals)])
        tracks = [Track(turn, tuple(look for look in self.vitals if look.only_if == turn)) for turn in turns]
        return [track for track in tracks if track.looks]


@dataclass(frozen=True)
class Track:
    """The looks of one turn of events, by the minute."""

    only_if: str
    looks: tuple[Look, ...]

    def measures(self) -> list[tuple[str, list[str]]]:
        """For each measure its label and a text a look, empty where a look does not tell it."""
        sets = [_set(look) for look in self.looks]
        rows = [(sign.label, [_read_out(sign, vitals) for vitals in sets]) for sign in rows_by_field()]
        rows.append(("What you see", [look.sign for look in self.looks]))
        return [(label, texts) for label, texts in rows if any(texts)]


def folder() -> Path:
    """Where the scenarios lie."""
    return paths.schemas() / "scenarios"


@cache
def scenarios() -> Mapping[str, Scenario]:
    """All scenarios by id, in the order of their ids. Raises BrokenSchema, naming file, key and reason."""
    return read_folder(folder())


def read_folder(where: Path) -> dict[str, Scenario]:
    """The scenarios of a folder by id. Raises BrokenSchema, naming file, key and reason."""
    return {file.stem: read_file(file) for file in sorted(where.glob("*.toml"))}


def read_file(file: Path) -> Scenario:
    """One scenario. Raises BrokenSchema, naming file, key and reason."""
    content = toml_of(file)
    if not _SLUG.fullmatch(file.stem):
        raise BrokenSchema(
            file, "(file)", "name it in lower-case letters, digits and single hyphens, like chest-pain.toml"
        )
    if "id" in content:
        raise BrokenSchema(file, "id", "leave it out; the id is the name of the file")
    scenario = convert(file, content | {"id": file.stem}, Scenario)
    for key, reason in _broken(scenario):
        raise BrokenSchema(file, key, reason)
    return scenario


def convert(file: Path, content: dict[str, Any], shape: type[Shape]) -> Shape:
    """What a file says, as the struct it must be. Raises BrokenSchema, naming the key and the reason."""
    try:
        return converting.convert(content, shape)
    except msgspec.ValidationError as error:
        key, reason = in_words(error, shape, content)
        raise BrokenSchema(file, key, reason) from None


def _broken(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Every key whose value the product does not know, and why."""
    if scenario.level not in vocabulary("level"):
        known = ", ".join(term.code for term in vocabulary("level"))
        yield "level", f"there is no level {scenario.level!r}; the levels are {known}"
    if not (paths.schemas() / "scope" / f"{scenario.ruleset}.toml").is_file():
        yield "ruleset", f"there is no ruleset {scenario.ruleset!r} in schemas/scope"
    for name in TOLD_BY_DISPATCH:
        yield from _unreadable(f"dispatch.{name}", Incident.fields()[name], getattr(scenario.dispatch, name))
    yield from _broken_clock(scenario.dispatch)
    yield from _broken_steps(scenario.steps)
    yield from _broken_looks(scenario.vitals)
    for number, expected in enumerate(scenario.expected):
        if expected.item and expected.item not in catalog().rows:
            yield f"expected[{number}].item", f"there is no intervention {expected.item!r} in the catalog"


def _broken_clock(dispatch: Dispatch) -> Iterator[tuple[str, str]]:
    """A clock that nobody can read, or that is not the one which the trainee is told."""
    clock = dispatch.time_out
    if clock and not _CLOCK.fullmatch(clock):
        yield "dispatch.time_out", "write it as hours and minutes of the day, like 16:48"
    elif clock and clock not in dispatch.text:
        yield "dispatch.time_out", f"the text does not say {clock}; both must tell the same time"


def _broken_steps(steps: tuple[ScenarioStep, ...]) -> Iterator[tuple[str, str]]:
    for number, step in enumerate(steps):
        if not (step.text or step.do or step.answers):
            yield f"steps[{number}]", "give it a text to read out, something to do, or answers"


def _broken_looks(looks: tuple[Look, ...]) -> Iterator[tuple[str, str]]:
    if not looks:
        yield "vitals", "give at least one set of vital signs"
    earlier: dict[str, int] = {}
    for number, look in enumerate(looks):
        place = f"vitals[{number}]"
        if look.minute < 0:
            yield (
                f"{place}.minute",
                "count the minutes from when the crew reached the patient; they cannot be negative",
            )
        if look.minute < earlier.get(look.only_if, 0):
            yield f"{place}.minute", "put the sets in the order of time"
        earlier[look.only_if] = look.minute
        yield from _broken_readings(f"{place}.readings", look)


def _broken_readings(place: str, look: Look) -> Iterator[tuple[str, str]]:
    specs = VitalSigns.fields()
    for name, value in look.readings.items():
        if name not in specs:
            yield f"{place}.{name}", "a vital-sign set has no field of this name"
        else:
            yield from _unreadable(f"{place}.{name}", specs[name], value)


def _unreadable(key: str, spec: Spec, value: str | float | list[str]) -> Iterator[tuple[str, str]]:
    try:
        if _read(spec, value) is None:
            yield key, "give it a value, or leave the key out"
    except ValueError as error:
        yield key, str(error)


def _read(spec: Spec, value: str | float | list[str]) -> Any:
    return spec.read(value if isinstance(value, list) else [str(value)], Context())


def _set(look: Look) -> VitalSigns:
    """The signs of a look as a trainee would have measured them."""
    specs = VitalSigns.fields()
    return VitalSigns(**{name: _read(specs[name], text) for name, text in look.readings.items()})


def _read_out(sign: Sign, vitals: VitalSigns) -> str:
    """A sign as an instructor says it; empty where the look does not tell it."""
    if sign is PRESSURE:
        return pressure(vitals).in_words
    return coma(vitals).total_first if sign is COMA else vitals.show(sign.name, Context())
