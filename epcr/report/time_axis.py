"""A time axis: where a moment stands, and which round clock times and midnights are written below it.

It knows no patient; what stands above the axis is for the chart and the course of the call. Lengths are in the unit of the letters'
size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from epcr.sheet.customs import Customs

Scale = Callable[[float], float]
Span = tuple[datetime, datetime]

# Minutes between ticks, the closest first.
_STEPS: Final = (
    1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10080, 43200, 525600,
)  # fmt: skip
_MIDNIGHTS_AT_MOST: Final = 7


@dataclass(frozen=True)
class Tick:
    """A labeled place on an axis: x on the time axis, y on the others."""

    at: float
    label: str


def seconds(moment: datetime) -> float:
    """A moment as a scale takes it."""
    return moment.timestamp()


def across(span: Span | None, left: float, right: float) -> Scale:
    """From seconds to x; a single moment stands in the middle."""
    if span is None or span[0] == span[1]:
        return lambda _: (left + right) / 2
    start, length = seconds(span[0]), seconds(span[1]) - seconds(span[0])
    return lambda at: left + (right - left) * (at - start) / length


def clock_times(
    span: Span | None,
    place: Scale,
    customs: Customs,
    dates: Sequence[Tick],
    room: tuple[float, float],
) -> tuple[Tick, ...]:
    """Round clock times, as many as have room, none where a date stands. `room` is the axis's length and the letters' size."""
    if span is None:
        return ()
    length, size = room
    most = max(1.0, length / (4.2 * size))
    minutes = (seconds(span[1]) - seconds(span[0])) / 60
    step = next(
        (step for step in _STEPS if minutes / step <= most),
        _STEPS[-1] * (1 + int(minutes / _STEPS[-1] / most)),
    )
    days = step >= 1440
    start = _local_midnight(span[0], customs)
    first = -int((start - span[0]).total_seconds() // 60 // step)
    found = []
    for number in range(first, first + int(minutes / step) + 2):
        moment = start + timedelta(minutes=number * step)
        if span[0] <= moment <= span[1]:
            local = customs.local(moment)
            found.append(Tick(place(seconds(moment)), f"{local:%m/%d}" if days else f"{local:%H:%M}"))
    found = found or [Tick(place(seconds(span[0])), f"{customs.local(span[0]):%H:%M}")]
    return tuple(tick for tick in found if all(abs(tick.at - date.at) >= 3 * size for date in dates))


def midnights(span: Span | None, place: Scale, customs: Customs) -> tuple[Tick, ...]:
    """Where one day ends and the next begins, with the date that begins; none for spans of many days."""
    if span is None:
        return ()
    found: list[Tick] = []
    day = customs.local(span[0]).date() + timedelta(days=1)
    while len(found) <= _MIDNIGHTS_AT_MOST:
        try:
            moment = customs.resolve(day, 0, 0, 0)
        except ValueError:  # a zone that skips midnight when its clocks go forward
            moment = customs.resolve(day, 1, 0, 0)
        if moment > span[1]:
            return tuple(found)
        found.append(Tick(place(seconds(moment)), f"{day:%m/%d}"))
        day += timedelta(days=1)
    return ()


def _local_midnight(moment: datetime, customs: Customs) -> datetime:
    local = customs.local(moment)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
