"""Vital signs that a text tells, against the sets on the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from typing import Final

from epcr.checks.contradictions.record import MINUTE, Fault, Record, Value
from epcr.prose import Clock, MeasureMention
from epcr.prose.phases import ALWAYS, NTH, SetPhase
from epcr.sheet.units import CHOSEN, QUANTITIES
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

# What is told with all its digits, and to what people round it.
_EXACT: Final = frozenset({"heart_rate", "glucose", "systolic", "pain"})
_ROUND: Final = 5
VITAL_SIGN: Final = "vital_sign"
TIME_OF_CARE: Final = "time_of_care"
_QUANTITIES: Final = {"glucose": "glucose", "temperature": "temperature"}
_LOOSELY: Final = 3 * MINUTE  # behind "by" a time; chosen here
_CALLED: Final = {
    "pressure": "blood pressure",
    "systolic": "blood pressure",
    "gcs": "complete GCS",
    "gcs_parts": "complete GCS",
}
# How far a range may reach beyond what was measured; people round it outward.
_COMA: Final = frozenset({"gcs", "gcs_parts"})
_RANGE_ROUNDED: Final = {
    "heart_rate": 10,
    "respiratory_rate": 4,
    "spo2": 2,
    "etco2": 5,
    "glucose": 10,
    "temperature": 1,
    "pain": 1,
}


def untrue_measures(measure: MeasureMention, record: Record) -> Iterator[Fault]:
    """A vital sign that no set has, or not at that time."""
    if not measure.ours or (measure.name == "etco2" and measure.unit in {"kPa", "%"}):
        return
    if measure.name == "recheck":
        measure = replace(measure, name="glucose")
        if not _is_a_sugar(measure, record):
            return
    if measure.phase is not None and measure.phase.when == ALWAYS:
        yield from _untrue_always(measure, record)
        return
    values = record.meant(measure.name, measure.phase if measure.at is None else None)
    same = [value for value in values if _same(measure, value)]
    if _stands(measure, values, same, record):
        yield from _untrue_loosely(measure, same, record)
        return
    if measure.phase is not None and measure.at is None and len(values) < len(record.values(measure.name)):
        yield from _untrue_of_a_set(measure, measure.phase, values, record)
    elif measure.at is not None and measure.upto is None:
        yield from _untrue_then(measure, measure.at, same, record)
    else:
        yield Fault(VITAL_SIGN, _instead(measure, values, record), measure.start, measure.end)


def _untrue_loosely(measure: MeasureMention, same: list[Value], record: Record) -> Iterator[Fault]:
    """A value of another set than that of the time that begins the clause: `at 17:23 her pain was 7`, `by 07:18 a GCS of 15`."""
    if (
        measure.loose is None
        or measure.at is not None
        or measure.upto is not None
        or measure.phase is not None
    ):
        return
    clock, by = measure.loose
    moments = [value.moment for value in same]
    timed = [value for value in record.values(measure.name) if value.moment is not None]
    at_it = [value for value in timed if clock.off_by(value.seconds) <= MINUTE]
    if None in moments or not moments or any(value in same for value in at_it):
        return
    too_late = all(clock.is_before(value.seconds, _LOOSELY) for value in same)
    if too_late if by else at_it:
        shown = record.shown(at_it[0], measure.name) if at_it else record.shown(same[0], measure.name)
        yield Fault(
            TIME_OF_CARE, f"is not in the sheet at that time; it has {shown}", measure.start, measure.end
        )


def _untrue_always(measure: MeasureMention, record: Record) -> Iterator[Fault]:
    """A value that is told of the whole call, where one set has another, beyond what people round."""
    off = (
        _RANGE_ROUNDED.get(measure.name, 0 if measure.name in _COMA else 10) if measure.name != "pain" else 0
    )
    timed = [value for value in record.values(measure.name) if value.moment is not None]
    others = [value for value in timed if _distance(measure, value) > off + measure.about]
    if others and measure.upto is None and measure.at is None:
        shown = record.shown(others[0], measure.name)
        yield Fault(
            VITAL_SIGN, f"is not in the sheet at all times; it has {shown}", measure.start, measure.end
        )


def _is_a_sugar(measure: MeasureMention, record: Record) -> bool:
    """Whether a recheck without a name may be a glucose: where it was measured again, and nothing else has that value."""
    others = {
        number
        for name in ("heart_rate", "pressure", "spo2")
        for value in record.values(name)
        for number in value.numbers
    }
    return len(record.values("glucose")) > 1 and measure.values[0] not in others


def _stands(measure: MeasureMention, values: list[Value], same: list[Value], record: Record) -> bool:
    """Whether the sheet has what is told: a value at that time, a range that was measured, or the same in another text."""
    if measure.upto is not None:
        return _within(measure, values) and _are_values(measure, values)
    if any(_then(measure, value) for value in same):
        return True
    measured = any(_same(measure, value) for value in record.values(measure.name))
    return not measured and record.told_elsewhere(measure)


def _untrue_of_a_set(
    measure: MeasureMention, phase: SetPhase, values: list[Value], record: Record
) -> Iterator[Fault]:
    """A vital sign that the set does not have that the text means."""
    nearest = min(values, key=lambda value: _distance(measure, value))
    act = f" {phase.act}" if phase.act else ""
    which = f"{phase.when}{act}" if phase.when != NTH else f"set {phase.number}"
    shown = record.shown(nearest, measure.name)
    yield Fault(VITAL_SIGN, f"is not in the sheet; {which}: {shown}", measure.start, measure.end)


def _untrue_then(measure: MeasureMention, at: Clock, same: list[Value], record: Record) -> Iterator[Fault]:
    """A vital sign that the sheet does not have at the time that is told; `same` are those that it has at another."""
    start, end = min(measure.start, at.start), max(measure.end, at.end)
    values = record.values(measure.name)
    timed = [(at.off_by(value.seconds), value) for value in values if value.moment is not None]
    off, nearest = min(timed, key=itemgetter(0), default=(0, None))
    if same and (nearest is None or off > MINUTE):
        if not measure.beside:
            moment = record.nearest(at, [value.moment for value in same if value.moment is not None])
            has = f"is not in the sheet at that time; it is at {record.clock(moment)}"
            yield Fault(TIME_OF_CARE, has, start, end)
    elif nearest is not None:
        has = f"is not in the sheet; nearest: {record.shown(nearest, measure.name)}"
        yield Fault(VITAL_SIGN, has, start, end)
    else:
        yield Fault(VITAL_SIGN, _instead(measure, values, record), start, end)


def measured_at(measure: MeasureMention, record: Record) -> datetime | None:
    """When a vital sign that is told was measured last; None where the sheet has no such value, or it tells of a range."""
    if not measure.ours or measure.name in {"weight", "recheck"} or measure.upto is not None:
        return None
    same = [value for value in record.values(measure.name) if _same(measure, value) and _then(measure, value)]
    return max((value.moment for value in same if value.moment is not None), default=None)


def _then(measure: MeasureMention, value: Value) -> bool:
    """Whether a value was measured when the text says; one without a time may have been."""
    return measure.at is None or value.moment is None or measure.at.off_by(value.seconds) <= MINUTE


def _instead(measure: MeasureMention, values: list[Value], record: Record) -> str:
    """What the sheet has in its place: the value nearest to it."""
    if not values:
        return f"is not in the sheet, which has no {_called(measure.name)}"
    nearest = min(values, key=lambda value: _distance(measure, value))
    return f"is not in the sheet; nearest: {record.shown(nearest, measure.name)}"


def _distance(measure: MeasureMention, value: Value) -> float:
    if measure.name in _QUANTITIES:
        return min(abs(number - measure.values[0]) for number in _in_units(measure, value.numbers[0]))
    return sum(abs(a - b) for a, b in zip(value.numbers, measure.values, strict=False))


def _called(name: str) -> str:
    return _CALLED.get(name) or lower(VitalSigns.fields()[name].label)


def _same(measure: MeasureMention, value: Value) -> bool:
    if measure.about:
        numbers = _in_units(measure, value.numbers[0]) if measure.name in _QUANTITIES else [value.numbers[0]]
        return any(abs(number - measure.values[0]) <= measure.about for number in numbers)
    if value.numbers == measure.values:
        return True
    if measure.name in _QUANTITIES:
        return any(
            abs(number - measure.values[0]) <= _rounded(measure)
            for number in _in_units(measure, value.numbers[0])
        )
    # A pressure that was palpated has no second number to compare.
    return all(abs(a - b) <= _rounded(measure) for a, b in zip(value.numbers, measure.values, strict=False))


def _rounded(measure: MeasureMention) -> float:
    """By how much a written number may differ from one that has more decimals."""
    return (
        0.5 * 10**-measure.places + 1e-6
        if measure.name in {"glucose", "temperature", "etco2", "pain"}
        else 1e-6
    )


def _are_values(measure: MeasureMention, values: list[Value]) -> bool:
    """Whether the ends of a range are values that were measured, where they are too exact to be rounded."""
    if measure.name not in _EXACT:
        return True
    numbers = {value.numbers[0] for value in values}
    ends = (measure.values[0], measure.upto or 0.0)
    return all(end % _ROUND == 0 or any(abs(end - number) < 1 for number in numbers) for end in ends)


def _in_units(measure: MeasureMention, stored: float) -> list[float]:
    """A stored value in the unit that was written; in every unit where none was, since either may be meant."""
    quantity = _QUANTITIES[measure.name]
    units = [measure.unit] if measure.unit in CHOSEN[quantity] else CHOSEN[quantity]
    return [QUANTITIES[quantity][unit].from_standard(stored) for unit in units]


def _within(measure: MeasureMention, values: list[Value]) -> bool:
    """Whether both ends of a range or a change lie within what was measured."""
    if not values:
        return False
    slack = _RANGE_ROUNDED.get(measure.name, 1)
    ends = (measure.values[0], measure.upto or 0.0)
    if measure.name in _QUANTITIES:
        numbers = [number for value in values for number in _in_units(measure, value.numbers[0])]
    else:
        numbers = [value.numbers[0] for value in values]
    return all(min(numbers) - slack <= end <= max(numbers) + slack for end in ends)
