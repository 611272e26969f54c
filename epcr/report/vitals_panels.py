"""The panels of the trend chart: each with a scale of its own, its ticks, and the lines, points and bars that stand in it.

It knows where a set stands from left to right, and not when it was. Lengths are in the unit of the given size, y downward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from epcr.report.time_axis import Scale, Tick
from epcr.sheet.signs import HEART_RATE, PRESSURE, RESPIRATORY_RATE, SPO2
from epcr.sheet.vitals import VitalSigns

_CLOSE: Final = 4.5  # points nearer to each other than this, with letters of 9, are drawn as a line alone
_STEP: Final = 20  # from tick to tick, where letters have room


@dataclass(frozen=True)
class Point:
    """One measured value. `size` is half its width; 0 where points stand too close to be drawn."""

    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Bar:
    """A blood pressure from `top` (systolic) to `bottom` (diastolic); a palpated one, or a lone value, has one end."""

    x: float
    top: float | None
    bottom: float | None
    size: float


@dataclass(frozen=True)
class Series:
    """A measure: its name, the shape of its points, the dashes of its line, the lines between gaps, where its name stands."""

    name: str
    shape: str
    dash: tuple[float, ...]
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]
    bars: tuple[Bar, ...]
    label_y: float


@dataclass(frozen=True)
class Panel:
    """A field of the chart with a scale of its own."""

    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True)
class _Sets:
    """The sets with the x of each, half the width of a point (0 where they stand too close for one), and the letters' size."""

    sets: Sequence[VitalSigns]
    xs: Sequence[float]
    half: float
    size: float


def panels(
    xs: Sequence[float], sets: Sequence[VitalSigns], field: tuple[float, float], size: float
) -> tuple[Panel, ...]:
    """Pressure and heart rate above, then oxygen saturation, then breathing; each with room for its own scale."""
    top, bottom = field
    # The last tick of one scale and the first of the next are two lines of letters; apart from each other where there is room.
    gap = max(1.15 * size, 0.075 * (bottom - top))
    room = bottom - top - 2 * gap
    first, second = top + 0.5 * room, top + 0.75 * room + gap
    half = 0.26 * size if all(after - before >= _CLOSE * size / 9 for before, after in pairwise(xs)) else 0.0
    drawn = _Sets(sets, xs, half, size)
    return (
        _circulation(drawn, (top, first)),
        _oxygen(drawn, (first + gap, second - gap)),
        _breathing(drawn, (second, bottom)),
    )


def _circulation(drawn: _Sets, field: tuple[float, float]) -> Panel:
    pressures = [(vitals.systolic, _number(vitals.diastolic)) for vitals in drawn.sets]
    rates = [vitals.heart_rate for vitals in drawn.sets]
    values = [value for pair in pressures for value in pair] + rates
    scale, ticks = _up(values, field, (40, 160), drawn.size)
    bars = [
        Bar(x, _y(systolic, scale), _y(diastolic, scale), drawn.half or 0.12 * drawn.size)
        for x, (systolic, diastolic) in zip(drawn.xs, pressures, strict=True)
        if systolic is not None or diastolic is not None
    ]
    both = (
        _bars(PRESSURE.short, bars),
        _line(HEART_RATE.short, "dot", (), drawn.xs, rates, scale, drawn.half),
    )
    return Panel(*field, ticks, _apart([series for series in both if series is not None], drawn.size))


def _oxygen(drawn: _Sets, field: tuple[float, float]) -> Panel:
    values = [vitals.spo2 for vitals in drawn.sets]
    scale, ticks = _up(values, field, (80, 100), drawn.size)
    dash = (0.45 * drawn.size, 0.2 * drawn.size)
    line = _line(SPO2.label, "square", dash, drawn.xs, values, scale, drawn.half)
    return Panel(*field, ticks, (line,) if line else ())


def _breathing(drawn: _Sets, field: tuple[float, float]) -> Panel:
    values = [vitals.respiratory_rate for vitals in drawn.sets]
    scale, ticks = _up(values, field, (0, 40), drawn.size)
    dash = (0.12 * drawn.size, 0.2 * drawn.size)
    line = _line(RESPIRATORY_RATE.short, "triangle", dash, drawn.xs, values, scale, drawn.half)
    return Panel(*field, ticks, (line,) if line else ())


def _up(
    values: Sequence[int | None], field: tuple[float, float], usual: tuple[int, int], size: float
) -> tuple[Scale, tuple[Tick, ...]]:
    """A scale upward over the usual range, widened to hold every value, and its ticks as far apart as letters need."""
    (top, bottom), step = field, _STEP
    there = [value for value in values if value is not None]
    low = min(usual[0], *(int(value // step) * step for value in there), usual[0])
    high = max(usual[1], *(-int(-value // step) * step for value in there), usual[1])
    while (bottom - top) * step / (high - low) < 1.15 * size and step < high - low:
        step *= 2

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / (high - low)

    marks = sorted({low, *range(-(-low // step) * step, high + 1, step)})
    kept = [mark for mark in marks if mark == low or y(low) - y(mark) >= 1.1 * size]
    return y, tuple(Tick(y(mark), str(mark)) for mark in kept)


def _line(
    name: str,
    shape: str,
    dash: tuple[float, ...],
    xs: Sequence[float],
    values: Sequence[int | None],
    y: Scale,
    half: float,
) -> Series | None:
    """A measure as points, joined where one follows the other without a gap; None where it was never measured."""
    points: list[Point] = []
    stretches: list[list[Point]] = [[]]
    for x, value in zip(xs, values, strict=True):
        if value is None:
            stretches.append([])
            continue
        points.append(Point(x, y(value), half))
        stretches[-1].append(points[-1])
    if not points:
        return None
    if not half:
        # Too close for points, but a value between two gaps would vanish without one.
        lonely = {stretch[0] for stretch in stretches if len(stretch) == 1}
        points = [replace(point, size=1.0) if point in lonely else point for point in points]
    lines = tuple(tuple(stretch) for stretch in stretches if len(stretch) > 1)
    return Series(name, shape, dash, tuple(points), lines, (), points[-1].y)


def _bars(name: str, bars: Sequence[Bar]) -> Series | None:
    if not bars:
        return None
    ends = [end for end in (bars[-1].top, bars[-1].bottom) if end is not None]
    return Series(name, "bar", (), (), (), tuple(bars), sum(ends) / len(ends))


def _apart(series: Sequence[Series], size: float) -> tuple[Series, ...]:
    """Move the names of neighboring series apart, so that each can be read."""
    if len(series) < 2:
        return tuple(series)
    upper, lower = sorted(series, key=lambda measure: measure.label_y)
    overlap = 1.1 * size - (lower.label_y - upper.label_y)
    if overlap <= 0:
        return tuple(series)
    return (
        replace(upper, label_y=upper.label_y - overlap / 2),
        replace(lower, label_y=lower.label_y + overlap / 2),
    )


def _number(value: float | str | None) -> int | None:
    return None if value is None or isinstance(value, str) else round(value)


def _y(value: float | None, scale: Scale) -> float | None:
    return None if value is None else scale(value)
