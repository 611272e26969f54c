"""The geometry of the trend chart: scales, ticks, lines with their gaps, points and marks.

One pure function from vital-sign sets to numbers; the PDF's painter and the page's SVG template only draw them. Lengths are in
the unit of the given size, x to the right and y downward from the upper left corner. It knows no canvas, no font, no color:
series differ by the shape of their points and the dashes of their lines, and carry their name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from epcr.handoff.words import clock
from epcr.report.time_axis import Scale, Tick, across, clock_times, seconds
from epcr.report.time_axis import midnights as midnights_in
from epcr.sheet.customs import Customs
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import HEART_RATE, PRESSURE, RESPIRATORY_RATE, SPO2
from epcr.sheet.vitals import VitalSigns
from epcr.words.counting import counted

_CLOSE = 4.5  # points nearer to each other than this, with letters of 9, are drawn as a line alone
_NEAR = timedelta(
    minutes=15
)  # interventions this long before the first and after the last set still widen the chart


_DRAWN: Final = (PRESSURE, HEART_RATE, SPO2, RESPIRATORY_RATE)  # from the upper panel to the lowest
_SPOKEN: Final = {"mmHg": " mmHg", "/min": " a minute"}  # units behind a number that is read out


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
class Mark:
    """An intervention above the chart; `shape` is `medication` or `procedure`."""

    x: float
    shape: str
    label: str


@dataclass(frozen=True)
class Chart:
    """Everything to draw, and the same in words. `size` is that of the letters; `untimed` sets are not in it."""

    width: float
    height: float
    size: float
    left: float
    right: float
    axis: float
    marks_y: float
    timed: int
    untimed: int
    title: str
    description: str
    panels: tuple[Panel, ...]
    times: tuple[Tick, ...]
    midnights: tuple[Tick, ...]
    marks: tuple[Mark, ...]

    @property
    def note(self) -> str:
        """What the chart leaves out, or says instead of lines; empty where it shows everything."""
        if not self.timed:
            return "No vital signs with a time" if self.untimed else "No vital signs documented"
        return f"{self.untimed} untimed, not drawn" if self.untimed else ""


def geometry(run_sheet: RunSheet, *, width: float = 720, height: float = 264, size: float = 13) -> Chart:
    """The chart of a run sheet, by default as large as a page shows it (CSS pixels)."""
    return lay_out(
        run_sheet.entries("vitals"),
        run_sheet.entries("interventions"),
        run_sheet.customs(),
        width=width,
        height=height,
        size=size,
    )


def lay_out(
    sets: Iterable[VitalSigns],
    interventions: Iterable[Intervention],
    customs: Customs,
    *,
    width: float,
    height: float,
    size: float,
) -> Chart:
    """Lay out the chart of these sets in a field of this width and height, with letters of this size.

    Sets and interventions come in any order; sets without a time are counted, not drawn. A value that was not measured leaves a
    gap in its line.
    """
    listed = list(sets)
    timed = sorted(
        ((one.taken_at, one) for one in listed if one.taken_at is not None), key=lambda pair: pair[0]
    )
    given = sorted(
        ((act.performed_at, act) for act in interventions if act.performed_at is not None and act.given),
        key=lambda pair: pair[0],
    )
    moments = [moment for moment, _ in timed]
    acts = [
        (moment, act)
        for moment, act in given
        if timed and moments[0] - _NEAR <= moment <= moments[-1] + _NEAR
    ]
    left, right = 2.3 * size, width - 3.1 * size
    axis, top = height - 1.5 * size, 1.35 * size
    shown = [*moments, *(moment for moment, _ in acts)]
    span = (min(shown), max(shown)) if shown else None
    place = across(span, left + 0.9 * size, right - 0.9 * size)
    midnights = midnights_in(span, place, customs)
    return Chart(
        width=width,
        height=height,
        size=size,
        left=left,
        right=right,
        axis=axis,
        marks_y=0.55 * size,
        timed=len(timed),
        untimed=len(listed) - len(timed),
        title="Trend of vital signs",
        description=_description(timed, len(listed) - len(timed), len(acts), customs),
        panels=_panels(timed, place, (top, axis), size) if timed else (),
        times=clock_times(span, place, customs, midnights, (right - left, size)),
        midnights=midnights,
        marks=tuple(
            Mark(place(seconds(moment)), act.kind or "procedure", _label(moment, act, customs))
            for moment, act in acts
        ),
    )


def _panels(
    timed: Sequence[tuple[datetime, VitalSigns]], place: Scale, field: tuple[float, float], size: float
) -> tuple[Panel, ...]:
    """Pressure and heart rate above, then oxygen saturation, then breathing; each with room for its own scale."""
    top, bottom = field
    # The last tick of one scale and the first of the next are two lines of letters; apart from each other where there is room.
    gap = max(1.15 * size, 0.075 * (bottom - top))
    room = bottom - top - 2 * gap
    first, second = top + 0.5 * room, top + 0.75 * room + gap
    xs = [place(seconds(moment)) for moment, _ in timed]
    half = 0.26 * size if all(after - before >= _CLOSE * size / 9 for before, after in pairwise(xs)) else 0.0
    sets = [one for _, one in timed]

    pressures = [
        value for one in sets for value in (one.systolic, _number(one.diastolic)) if value is not None
    ]
    rates = [one.heart_rate for one in sets if one.heart_rate is not None]
    upper, ticks = _up([*pressures, *rates], (top, first), (40, 160), 20, size)
    bars = [
        Bar(x, _y(one.systolic, upper), _y(_number(one.diastolic), upper), half or 0.12 * size)
        for x, one in zip(xs, sets, strict=True)
        if one.systolic is not None or _number(one.diastolic) is not None
    ]
    circulation = [
        series
        for series in (
            _bars(PRESSURE.short, bars),
            _line(HEART_RATE.short, "dot", (), xs, [one.heart_rate for one in sets], upper, half),
        )
        if series is not None
    ]
    saturation, saturation_ticks = _up(
        [one.spo2 for one in sets if one.spo2 is not None], (first + gap, second - gap), (80, 100), 20, size
    )
    breathing, breathing_ticks = _up(
        [one.respiratory_rate for one in sets if one.respiratory_rate is not None],
        (second, bottom),
        (0, 40),
        20,
        size,
    )
    oxygen = _line(
        SPO2.label, "square", (0.45 * size, 0.2 * size), xs, [one.spo2 for one in sets], saturation, half
    )
    breath = _line(
        RESPIRATORY_RATE.short,
        "triangle",
        (0.12 * size, 0.2 * size),
        xs,
        [one.respiratory_rate for one in sets],
        breathing,
        half,
    )
    return (
        Panel(top, first, ticks, _apart(circulation, size)),
        Panel(first + gap, second - gap, saturation_ticks, (oxygen,) if oxygen else ()),
        Panel(second, bottom, breathing_ticks, (breath,) if breath else ()),
    )


def _up(
    values: Sequence[float], field: tuple[float, float], usual: tuple[int, int], step: int, size: float
) -> tuple[Scale, tuple[Tick, ...]]:
    """A scale upward over the usual range, widened to hold every value, and its ticks as far apart as letters need."""
    top, bottom = field
    low = min(usual[0], *(int(value // step) * step for value in values), usual[0])
    high = max(usual[1], *(-int(-value // step) * step for value in values), usual[1])
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
    upper, lower = sorted(series, key=lambda one: one.label_y)
    overlap = 1.1 * size - (lower.label_y - upper.label_y)
    if overlap <= 0:
        return tuple(series)
    return (
        replace(upper, label_y=upper.label_y - overlap / 2),
        replace(lower, label_y=lower.label_y + overlap / 2),
    )


def _description(
    timed: Sequence[tuple[datetime, VitalSigns]], untimed: int, acts: int, customs: Customs
) -> str:
    """The chart in sentences, for those who do not see it."""
    if not timed:
        return "There are no vital signs with a time."
    first, last = clock(timed[0][0], customs), clock(timed[-1][0], customs)
    sentences = [
        f"{counted(len(timed), 'set')} at {first}."
        if first == last
        else f"{counted(len(timed), 'set')} from {first} to {last}."
    ]
    for sign in _DRAWN:
        spec = VitalSigns.fields()[sign.name]
        name, unit = spec.label, _SPOKEN.get(spec.unit, spec.unit)
        values = [value for _, one in timed if (value := getattr(one, sign.name)) is not None]
        if not values:
            sentences.append(f"{name} not measured.")
        elif len(values) == 1:
            sentences.append(f"{name} {values[0]}{unit}, measured once.")
        else:
            sentences.append(
                f"{name} {values[0]} to {values[-1]}{unit}, between {min(values)} and {max(values)}."
            )
    if acts:
        sentences.append(f"{counted(acts, 'intervention')} marked.")
    if untimed:
        sentences.append(f"{counted(untimed, 'set')} without a time not drawn.")
    return " ".join(sentences)


def _label(moment: datetime, act: Intervention, customs: Customs) -> str:
    return f"{clock(moment, customs)} {act.name()}"


def _number(value: float | str | None) -> int | None:
    return None if value is None or isinstance(value, str) else round(value)


def _y(value: float | None, scale: Scale) -> float | None:
    return None if value is None else scale(value)
