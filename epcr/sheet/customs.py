"""How a class writes times and units. Values are stored in the standard's unit and in UTC; this says how people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from epcr.sheet import local_time
from epcr.sheet.date_words import write_date
from epcr.sheet.units import QUANTITIES, Unit


@dataclass(frozen=True)
class Customs:
    """The time zone and units of a class, and the date of the call to which bare clock times belong.

    `began` is the first time of the call, `arrived` patient contact or the last time before it that is known.
    """

    zone: str = "America/New_York"
    temperature: str = "°C"
    weight: str = "kg"
    glucose: str = "mg/dL"
    day: date | None = None
    began: datetime | None = None
    arrived: datetime | None = None

    def unit(self, quantity: str) -> str:
        """The unit this class uses for a quantity, such as "temperature"."""
        return str(getattr(self, quantity))

    def measure(self, quantity: str) -> Unit:
        """The same with how it converts and how many decimals are seen."""
        return QUANTITIES[quantity][self.unit(quantity)]

    def local(self, moment: datetime) -> datetime:
        """The moment on the class's clock."""
        return moment.astimezone(ZoneInfo(self.zone))

    def wall(self, moment: datetime) -> datetime:
        """What the class's clock shows at a moment, without a zone."""
        return local_time.wall(moment, self.zone)

    def moments(self, wall: datetime) -> tuple[datetime, ...]:
        """The moments at which the class's clock shows this: one, two in the hour that repeats, none in one that was skipped."""
        return local_time.moments(wall, self.zone)

    def time(self, moment: datetime) -> str:
        """`17:05` or `17:04:58`; of a time that came twice, which: `01:30 EST`."""
        local = self.local(moment)
        return self._marked(local, "%H:%M:%S" if local.second else "%H:%M")

    def second(self, moment: datetime) -> str:
        """`17:04:00`: the time with its seconds in any case."""
        return self._marked(self.local(moment), "%H:%M:%S")

    def mark(self, moment: datetime) -> str:
        """What tells the moment from the other one at which the clock shows the same: `EST`; empty where there is no other."""
        local = self.local(moment)
        return local_time.mark(local, self.zone) if local_time.came_twice(local) else ""

    def clock(self, moment: datetime) -> str:
        """`17:05` or `17:04:58`, with the date before it when it is not the day of the call."""
        local = self.local(moment)
        return self.dated(local) if local.date() != self.day else self.time(local)

    def dated(self, moment: datetime) -> str:
        """Date and time: `10/11/2024 17:04:58`."""
        local = self.local(moment)
        return f"{write_date(local)} {self.time(local)}"

    def minute(self, moment: datetime) -> str:
        """Date and time to the minute, for what nobody timed by the second: `10/11/2024 17:04`."""
        return self.dated(moment.replace(second=0, microsecond=0))

    def stamp(self, moment: datetime) -> str:
        """Date, time and offset, for documents: `10/11/2024 17:04:58 -04:00`."""
        return f"{self.wall(moment):%m/%d/%Y %H:%M:%S} {local_time.offset(moment, self.zone)}"

    def resolve(self, on: date, hour: int, minute: int, second: int) -> datetime:
        """The moment that the class's clock shows this time on this date, in UTC.

        Raises ValueError when the clocks were put forward over it. Of a time that came twice the first is taken.
        """
        wall = datetime.combine(on, time(hour, minute, second))
        moments = self.moments(wall)
        if not moments:
            raise ValueError(self._skipped(wall))
        return moments[0]

    def begins(self, on: date) -> datetime:
        """The first moment of a date. Of a date that never came, the first moment after it."""
        wall = datetime.combine(on, time())
        moments = self.moments(wall)
        return moments[0] if moments else self.resolve_wall(local_time.jump(wall, self.zone)[1])

    def resolve_wall(self, wall: datetime) -> datetime:
        """The moment at which the class's clock shows this; where it was put forward over it, a clock that nobody had set."""
        moments = self.moments(wall)
        return moments[0] if moments else local_time.never_set(wall, self.zone)

    def moved(self, moment: datetime, days: int) -> datetime:
        """The moment so many days later by the calendar, the clock showing the same.

        Of a time that came twice the same of the two is kept where the other day has two as well.
        """
        wall = self.wall(moment)
        moments = self.moments(wall + timedelta(days=days))
        second = len(moments) > 1 and self.moments(wall)[-1:] == (moment,) and len(self.moments(wall)) > 1
        return moments[1] if second else self.resolve_wall(wall + timedelta(days=days))

    def _marked(self, local: datetime, form: str) -> str:
        mark = self.mark(local)
        return f"{local:{form}} {mark}" if mark else f"{local:{form}}"

    def _skipped(self, wall: datetime) -> str:
        before, after = local_time.jump(wall, self.zone)
        if (after - before) >= timedelta(days=1):
            day_before = before - timedelta(seconds=1)
            return (
                f"There was no {write_date(wall)} here: {write_date(day_before)} was followed by {write_date(after)}. "
                "Type the time with one of these dates"
            )
        unset = self.wall(local_time.never_set(wall, self.zone))
        return (
            f"There was no {wall:%H:%M} on {write_date(wall)}: at {before:%H:%M} the clocks went forward to {after:%H:%M}. "
            f"Type {unset:%H:%M} if that clock was not set forward"
        )
