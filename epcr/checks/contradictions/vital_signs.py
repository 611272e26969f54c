"""Vital signs that a text tells, against the sets on the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from epcr.checks.contradictions.record import MINUTE, Fault, Record, Value
from epcr.prose import Measured
from epcr.sheet.units import CHOSEN, QUANTITIES
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

VITAL_SIGN: Final = "vital_sign"
TIME_OF_CARE: Final = "time_of_care"
_QUANTITIES: Final = {"glucose": "glucose", "temperature": "temperature"}
_CALLED: Final = {
    "pressure": "blood pressure",
    "systolic": "blood pressure",
    "gcs": "complete GCS",
    "gcs_parts": "complete GCS",
}
# How far a range may reach beyond what was measured; people round it outward.
_RANGE_ROUNDED: Final = {
    "heart_rate": 10,
    "respiratory_rate": 4,
    "spo2": 2,
    "etco2": 5,
    "glucose": 10,
    "temperature": 1,
    "pain": 1,
}


def untrue_measures(measure: Measured, record: Record) -> Iterator[Fault]:
    """A vital sign that no set has, or not at that time."""
    if (
        not measure.ours
        or measure.name == "weight"
        or (measure.name == "etco2" and measure.unit in {"kPa", "%"})
    ):
        return
    values = record.values(measure.name)
    start, end = measure.start, measure.end
    if measure.upto is not None:
        if not _within(measure, values):
            yield Fault(VITAL_SIGN, _instead(measure, values, record), start, end)
        return
    if any(_same(measure, value) and _then(measure, value) for value in values):
        return
    same = [value for value in values if _same(measure, value)]
    if not same and record.told_elsewhere(measure):
        return
    if measure.at is None:
        yield Fault(VITAL_SIGN, _instead(measure, values, record), start, end)
        return
    at = measure.at
    start, end = min(start, at.start), max(end, at.end)
    timed = [(at.off_by(value.seconds), value) for value in values if value.moment is not None]
    nearest = min(timed, key=lambda one: one[0], default=None)
    if same and (nearest is None or nearest[0] > MINUTE):
        if not measure.beside:
            moment = record.nearest(at, [value.moment for value in same if value.moment is not None])
            yield Fault(
                TIME_OF_CARE, f"is not in the sheet at that time; it is at {record.clock(moment)}", start, end
            )
    elif nearest is not None:
        yield Fault(
            VITAL_SIGN, f"is not in the sheet; nearest: {record.shown(nearest[1], measure.name)}", start, end
        )
    else:
        yield Fault(VITAL_SIGN, _instead(measure, values, record), start, end)


def measured_at(measure: Measured, record: Record) -> datetime | None:
    """When a vital sign that is told was measured last; None where the sheet has no such value, or it tells of a range."""
    if not measure.ours or measure.name == "weight" or measure.upto is not None:
        return None
    same = [value for value in record.values(measure.name) if _same(measure, value) and _then(measure, value)]
    return max((value.moment for value in same if value.moment is not None), default=None)


def _then(measure: Measured, value: Value) -> bool:
    """Whether a value was measured when the text says; one without a time may have been."""
    return measure.at is None or value.moment is None or measure.at.off_by(value.seconds) <= MINUTE


def _instead(measure: Measured, values: list[Value], record: Record) -> str:
    """What the sheet has in its place: the value nearest to it."""
    if not values:
        return f"is not in the sheet, which has no {_called(measure.name)}"
    nearest = min(values, key=lambda value: _distance(measure, value))
    return f"is not in the sheet; nearest: {record.shown(nearest, measure.name)}"


def _distance(measure: Measured, value: Value) -> float:
    if measure.name in _QUANTITIES:
        return min(abs(told - measure.values[0]) for told in _in_units(measure, value.numbers[0]))
    return sum(abs(a - b) for a, b in zip(value.numbers, measure.values, strict=False))


def _called(name: str) -> str:
    return _CALLED.get(name) or lower(VitalSigns.fields()[name].label)


def _same(measure: Measured, value: Value) -> bool:
    if value.numbers == measure.values:
        return True
    if measure.name in _QUANTITIES:
        return any(
            abs(told - measure.values[0]) <= _rounded(measure)
            for told in _in_units(measure, value.numbers[0])
        )
    # A pressure that was palpated has no second number to compare.
    return all(abs(a - b) <= _rounded(measure) for a, b in zip(value.numbers, measure.values, strict=False))


def _rounded(measure: Measured) -> float:
    """By how much a written number may differ from one that has more decimals."""
    return (
        0.5 * 10**-measure.places + 1e-6
        if measure.name in {"glucose", "temperature", "etco2", "pain"}
        else 1e-6
    )


def _in_units(measure: Measured, stored: float) -> list[float]:
    """A stored value in the unit that was written; in every unit where none was, since either may be meant."""
    quantity = _QUANTITIES[measure.name]
    units = [measure.unit] if measure.unit in CHOSEN[quantity] else CHOSEN[quantity]
    return [QUANTITIES[quantity][unit].from_standard(stored) for unit in units]


def _within(measure: Measured, values: list[Value]) -> bool:
    """Whether both ends of a range or a change lie within what was measured."""
    if not values:
        return False
    slack = _RANGE_ROUNDED.get(measure.name, 1)
    ends = (measure.values[0], measure.upto or 0.0)
    if measure.name in _QUANTITIES:
        told = [number for value in values for number in _in_units(measure, value.numbers[0])]
    else:
        told = [value.numbers[0] for value in values]
    return all(min(told) - slack <= end <= max(told) + slack for end in ends)
