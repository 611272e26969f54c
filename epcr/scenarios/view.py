"""The pages of the scenarios as values: the list, and one as the instructor holds it in the hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from epcr.scenarios.scenario import Expected, Scenario, ScenarioStep, Track
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary


@dataclass(frozen=True)
class ScenarioLine:
    """One scenario in the list."""

    id: str
    title: str
    kind: str
    summary: str
    level: str
    minutes: int


@dataclass(frozen=True)
class Looks:
    """The true vital signs of one turn of events: a column a look, a row a measure."""

    title: str
    minutes: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ExpectedLine:
    """What a good crew does, by when, and what it is on the sheet; either perhaps empty."""

    text: str
    by_minute: str
    item: str


@dataclass(frozen=True)
class ReadOut:
    """One scenario: what to prepare, what to read out in order, what is true by the minute."""

    title: str
    summary: str
    kind: str
    level: str
    minutes: int
    ruleset: str
    objectives: tuple[str, ...]
    equipment: tuple[str, ...]
    notes: str
    dispatch: str
    dispatched: str
    steps: tuple[ScenarioStep, ...]
    tracks: tuple[Looks, ...]
    expected: tuple[ExpectedLine, ...]
    pitfalls: tuple[str, ...]


def scenario_lines(scenarios: Iterable[Scenario]) -> tuple[ScenarioLine, ...]:
    """The list, in the order given."""
    levels = vocabulary("level")
    return tuple(
        ScenarioLine(
            scenario.id,
            scenario.title,
            scenario.kind_in_words,
            scenario.summary,
            levels.label(scenario.level),
            scenario.minutes,
        )
        for scenario in scenarios
    )


def read_out_page(scenario: Scenario) -> ReadOut:
    """The page of a scenario."""
    return ReadOut(
        title=scenario.title,
        summary=scenario.summary,
        kind=scenario.kind_in_words,
        level=vocabulary("level").label(scenario.level),
        minutes=scenario.minutes,
        ruleset=scenario.ruleset,
        objectives=scenario.objectives,
        equipment=scenario.instructor.equipment,
        notes=scenario.instructor.notes,
        dispatch=scenario.dispatch.text,
        dispatched="; ".join(f"{label.lower()} {words}" for label, words in scenario.told_in_words()),
        steps=scenario.steps,
        tracks=tuple(_looks(track) for track in scenario.tracks()),
        expected=tuple(_expected(line) for line in scenario.expected),
        pitfalls=scenario.instructor.pitfalls,
    )


def _looks(track: Track) -> Looks:
    return Looks(
        f"If {track.only_if}" if track.only_if else "In any case",
        tuple(look.minute for look in track.looks),
        tuple((label, tuple(texts)) for label, texts in track.measures()),
    )


def _expected(expected: Expected) -> ExpectedLine:
    return ExpectedLine(
        expected.text,
        "any time" if expected.by_minute is None else str(expected.by_minute),
        catalog().terms.label(expected.item) if expected.item else "",
    )
