"""A time axis: where a moment stands, and which round clock times and midnights are written below it.

It knows no patient; what stands above the axis is for the chart and the course of the call. Lengths are in the unit of the letters'
size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from epcr.sheet.customs import Customs

Scale = Callable[[float], float]
Span = tuple[datetime, datetime]

# Minutes between ticks, the closest first.
_STEPS: Final = (
    1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10080, 43200, 525600,
)  # fmt: skip
_MIDNIGHTS_AT_MOST: Final = 7
_DAY: Final = 1440  # minutes
# The room of a time in sizes of its letters, without and with the mark of a repeated hour.
_PLAIN, _MARKED = 4.2, 8.0


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
    wide = _MARKED if _told_apart(span, customs) else _PLAIN
    most = max(1.0, length / (wide * size))
    minutes = (seconds(span[1]) - seconds(span[0])) / 60
    step = next(
        (step for step in _STEPS if minutes / step <= most),
        _STEPS[-1] * (1 + int(minutes / _STEPS[-1] / most)),
    )
    ticks = [
        Tick(place(seconds(moment)), label) for moment, label in sorted(_round_times(span, step, customs))
    ]
    ticks = ticks or [Tick(place(seconds(span[0])), _clock(span[0], customs))]
    return tuple(
        tick for tick in ticks if all(abs(tick.at - date.at) >= (wide - 1.2) * size for date in dates)
    )


def _round_times(span: Span, step: int, customs: Customs) -> Iterator[tuple[datetime, str]]:
    """The times of the span that are round on the class's clock, every so many minutes from midnight; at a step of days the days."""
    day, last = (customs.wall(moment).date() for moment in span)
    while day <= last:
        if step < _DAY:
            moments = _moments_of(day, step, customs, span)
            yield from ((moment, _clock(moment, customs)) for moment in moments if _within(span, moment))
        else:
            begins = customs.begins(day)
            # A zone can leave out a whole day.
            if customs.wall(begins).date() == day and _within(span, begins):
                yield begins, f"{day:%m/%d}"
        day += timedelta(days=max(1, step // _DAY))


def _moments_of(day: date, step: int, customs: Customs, span: Span) -> Iterator[datetime]:
    """Every so many minutes of a day, from before the span until after it; a time that comes twice twice, one that is left out never."""
    first, last = (customs.wall(moment) for moment in span)
    # Where the clock was moved within the span it showed other times than between these two, by no more than that and an hour.
    beyond = abs((last - first) - (span[1] - span[0])) + timedelta(hours=1)
    midnight = datetime.combine(day, time())
    from_minute, to_minute = (
        int((wall - midnight).total_seconds() // 60) for wall in (first - beyond, last + beyond)
    )
    for minute in range(max(0, from_minute // step * step), min(_DAY, to_minute + 1), step):
        yield from customs.moments(midnight + timedelta(minutes=minute))


def _within(span: Span, moment: datetime) -> bool:
    return span[0] <= moment <= span[1]


def _told_apart(span: Span, customs: Customs) -> bool:
    """Whether the clock showed a time twice in this span: those need the room of `01:30 EST`."""
    went_back = customs.wall(span[1]) - customs.wall(span[0]) < span[1] - span[0]
    return went_back or any(customs.mark(moment) for moment in span)


def _clock(moment: datetime, customs: Customs) -> str:
    return customs.time(moment.replace(second=0, microsecond=0))


def midnights(span: Span | None, place: Scale, customs: Customs) -> tuple[Tick, ...]:
    """Where one day ends and the next begins, with the date that begins; none for spans of many days."""
    if span is None:
        return ()
    ticks: list[Tick] = []
    day = customs.local(span[0]).date() + timedelta(days=1)
    while len(ticks) <= _MIDNIGHTS_AT_MOST:
        moment = customs.begins(day)
        if moment > span[1]:
            return tuple(ticks)
        if customs.wall(moment).date() == day:
            ticks.append(Tick(place(seconds(moment)), f"{day:%m/%d}"))
        day += timedelta(days=1)
    return ()
