"""Who else is at a sheet, one quiet line each: who began its review, and who has its desk open. Nothing of whoever looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from epcr.people.model import Person
from epcr.review.model import Step
from epcr.review.reading import DeskReading


@dataclass(frozen=True)
class ReaderLine:
    """Who does what since when."""

    name: str
    does: str
    since: datetime


def reader_lines(
    begun: Step | None, readings: Iterable[DeskReading], looking: Person
) -> tuple[ReaderLine, ...]:
    """Whoever began the review that goes on, then who else reads the sheet, for somebody who looks."""
    return tuple(_lines(begun, readings, looking))


def _lines(begun: Step | None, readings: Iterable[DeskReading], looking: Person) -> Iterator[ReaderLine]:
    if begun is not None and begun.actor_id != looking.id:
        yield ReaderLine(begun.actor.name, "reviewing", begun.at)
    for reading in readings:
        if begun is None or reading.person_id != begun.actor_id:
            yield ReaderLine(reading.person.name, "reading", reading.since)
