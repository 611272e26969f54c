"""A moment of the call, typed as a clock time."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from sqlalchemy.types import TypeEngine

from epcr.db import UtcMoment, now
from epcr.sheet import local_time
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.date_words import write_date
from epcr.sheet.field import Spec
from epcr.sheet.kinds.day import YEARS
from epcr.sheet.local_time import is_mark, is_marked
from epcr.sheet.time_words import TimeWords, read_time
from epcr.words.naming import shortened

_EARLIER = timedelta(
    hours=4
)  # chosen here: a bare time this much before the event before it is out of order, not tomorrow
# NEMSIS DateTimeType: 1950 to 2050.
_FIRST_DAY, _LAST_DAY = date(1950, 1, 1), date(2049, 12, 31)


@dataclass(frozen=True)
class Moment(Spec):
    """A moment of the call, typed as a clock time. A bare time takes its date by the calendar: the first of events `in_turn`
    that of the call, each other one the date that puts it after the event before it.

    What is `past` (onset, last oral intake) is read backward from the call, and what is past where another field says so
    (`past_when`: its name and its answers) backward from the arrival.
    """

    _: KW_ONLY
    past: bool = False
    past_when: tuple[str, tuple[str, ...]] = ("", ())  # type: ignore[misc] # narrows the class variable of all kinds
    in_turn: bool = False
    timed: ClassVar[bool] = True

    def column(self) -> TypeEngine[Any]:
        """Stored in UTC."""
        return UtcMoment()

    def following(self, value: Any, context: Context) -> Context:
        """Events in turn come before those after them."""
        return replace(context, before=(value, *context.before)) if self.in_turn and value else context

    def kept(self, value: Any, stored: Context, reading: Context) -> Any:
        """A time moves with the date of the call, the clock showing the same."""
        before, after = stored.customs.day, reading.customs.day
        if value is None or before is None or after is None:
            return value
        return moved(value, (after - before).days, stored.customs)

    def parse(self, text: str, context: Context) -> datetime:
        """Read 1732, 17:32, 17:32:05, each with or without a date before it, and EST or -05:00 behind it."""
        typed = read_time(text)
        today = context.customs.day or context.customs.local(now()).date()
        if typed is None or (
            typed.mark and not is_mark(typed.mark, typed.year or today.year, context.customs.zone)
        ):
            message = f"Type {self.label} as a time, like 1732 or 17:32; you typed “{shortened(text)}”"
            raise ValueError(message)
        if not typed.dated:
            return self._of(
                datetime.combine(self._day(typed.clock, context), typed.clock), typed.mark, context
            )
        day = self._day_typed(typed, today, text, context)
        return self._of(datetime.combine(day, typed.clock), typed.mark, context)

    def _day_typed(self, typed: TimeWords, today: date, text: str, context: Context) -> date:
        """The date that was typed before a time: where its year was not, the nearest to the call that can be meant."""
        limit = context.customs.wall(self._limit(context) or now()).date() if self.is_past(context) else None
        days = [day for day in typed.dates(today) if _FIRST_DAY <= day <= _LAST_DAY]
        earlier = [day for day in days if limit is None or day <= limit]
        if not days:
            message = f"Type the date of {self.label} as year-month-day, like 2024-10-12 00:10; you typed “{shortened(text)}”"
            raise ValueError(message)
        return min(earlier or days, key=lambda day: abs(day - today))

    def is_past(self, context: Context) -> bool:
        """Whether it lies before the call, or before the arrival."""
        name, answers = self.past_when
        return self.past or (bool(name) and context.siblings.get(name, "") in answers)

    def _limit(self, context: Context) -> datetime | None:
        """What a past moment lies before; None while nothing is timed."""
        return context.customs.began if self.past else context.customs.arrived

    def _day(self, clock: time, context: Context) -> date:
        """The date of a time that was typed without one, by the calendar: no day has more or fewer hours for it."""
        customs = context.customs
        if self.is_past(context):
            return self._day_before(clock, context)
        before = (context.before[0] if context.before else None) if self.in_turn else customs.began
        if before is None:
            return customs.day or customs.local(now()).date()
        first = customs.wall(before) - _EARLIER
        return first.date() + timedelta(days=clock < first.time())

    def _day_before(self, clock: time, context: Context) -> date:
        customs, limit = context.customs, self._limit(context)
        if limit is None:
            return customs.day or customs.local(now()).date()
        last = customs.wall(limit)
        wall = datetime.combine(last.date(), clock)
        moments = customs.moments(wall)
        on_that_day = moments[0] <= limit if moments else wall <= last
        return last.date() if on_that_day else last.date() - timedelta(days=1)

    def _of(self, wall: datetime, mark: str, context: Context) -> datetime:
        """The moment of a clock on its date. Raises ValueError where the clock never showed it, or not with this mark."""
        customs = context.customs
        first = customs.resolve(wall.date(), wall.hour, wall.minute, wall.second)
        moments = customs.moments(wall)
        if mark:
            marked = [moment for moment in moments if is_marked(moment, mark, customs.zone)]
            if marked:
                return marked[0]
            choices = " or ".join(
                f"{wall:%H:%M} {local_time.mark(moment, customs.zone)}" for moment in moments
            )
            message = f"The clocks did not show {mark.upper()} at {wall:%H:%M} on {write_date(wall)}. Type {choices}"
            raise ValueError(message)
        if len(moments) == 1:
            return first
        if self.is_past(context):
            limit = self._limit(context)
            return max((moment for moment in moments if limit is None or moment <= limit), default=first)
        events = context.before or tuple(filter(None, [customs.began]))
        return next((moment for event in events for moment in moments if moment >= event), first)

    def by_the_clock(self, moment: datetime, context: Context) -> datetime:
        """What the class's clock shows at a moment, as if it were typed: a sheet may be written weeks after its call."""
        customs = context.customs
        shown = customs.wall(moment)
        wall = datetime.combine(self._day(shown.time(), context), shown.time())
        if wall == shown:
            return moment
        return self._of(wall, "", context) if customs.moments(wall) else customs.resolve_wall(wall)

    def write(self, value: Any, context: Context) -> list[str]:
        """The clock time, with its date where the bare time would be read as another moment."""
        if value is None:
            return []
        customs = context.customs
        clock = customs.time(value)
        try:
            same = self.parse(clock, context) == value.replace(microsecond=0)
        except ValueError:
            same = False
        return [clock if same and customs.wall(value).date() == customs.day else customs.dated(value)]

    def date_beside(self, value: Any, context: Context) -> str:
        """The date, where it is not that of the call; of a time that came twice which, and how the other is typed."""
        if value is None:
            return ""
        customs = context.customs
        twins = (
            [twin for twin in customs.moments(customs.wall(value)) if twin != value]
            if customs.mark(value)
            else []
        )
        sentences = [
            f"{customs.time(value)}; it came twice, for the other type {customs.time(twin)}" for twin in twins
        ]
        on = customs.wall(value).date()
        if customs.day is not None and on != customs.day:
            sentences.insert(0, f"{on:%a %m/%d/%Y}, {_apart(on, customs.day)}")
        return ". ".join(sentences)

    def show(self, value: Any, context: Context) -> str:
        """The clock time in the class's zone, with the date where it is not the day of the call."""
        return "" if value is None else context.customs.clock(value)

    def code(self, value: Any, context: Context) -> Any:
        """ISO 8601 by the class's clock, with its offset; NEMSIS refuses a bare Z."""
        return None if value is None else context.customs.local(value).isoformat(timespec="seconds")

    def decode(self, code: str, context: Context) -> datetime:
        """A moment of ISO 8601 with its offset, in UTC."""
        moment = datetime.fromisoformat(code)
        if moment.tzinfo is None:
            message = f"{self.label} has no offset from UTC; write it behind the time, like -05:00"
            raise ValueError(message)
        return moment.astimezone(UTC)


def _apart(on: date, day: date) -> str:
    days, way = abs((on - day).days), "before" if on < day else "after"
    return f"{'the day' if days == 1 else f'{days:,} days'} {way} the date of call"


def moved(moment: datetime, days: int, customs: Customs) -> datetime:
    """A moment so many days later, the clock showing the same; unmoved where it would leave the years that a date can be in."""
    if (customs.wall(moment).date() + timedelta(days=days)).year not in YEARS:
        return moment
    return customs.moved(moment, days) if days else moment
