"""Ends that a text tells for all values of a vital sign, against those of all sets."""

from __future__ import annotations

from collections.abc import Iterator

from epcr.checks.contradictions.record import Fault, Record
from epcr.checks.contradictions.vital_signs import VITAL_SIGN
from epcr.prose import BoundMention
from epcr.prose.bounds import ABOVE, BELOW, LOWEST


def untrue_bounds(bound: BoundMention, record: Record) -> Iterator[Fault]:
    """A value beyond the end that is told; nothing where there are fewer than two values."""
    values = [
        value
        for value in record.values("pressure" if bound.name == "systolic" else bound.name)
        if value.moment is not None
    ]
    if len(values) < 2:
        return
    low, high = (
        min(values, key=lambda value: value.numbers[0]),
        max(values, key=lambda value: value.numbers[0]),
    )
    if bound.what in {ABOVE, BELOW}:
        other = low if bound.what == ABOVE else high
        wrong = other.numbers[0] < bound.number if bound.what == ABOVE else other.numbers[0] > bound.number
    else:
        other = low if bound.what == LOWEST else high
        wrong = other.numbers[0] != bound.number
    if wrong:
        shown = record.shown(other, "pressure" if bound.name == "systolic" else bound.name)
        yield Fault(VITAL_SIGN, f"is not in the sheet, which has {shown}", bound.start, bound.end)
