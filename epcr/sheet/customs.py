"""How a class writes times and units. Values are stored in the standard's unit and in UTC; this says how people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from epcr.sheet.units import QUANTITIES, Unit


@dataclass(frozen=True)
class Customs:
    """The time zone and units of a class, and the date of the call to which bare clock times belong."""

    zone: str = "America/New_York"
    temperature: str = "°C"
    weight: str = "kg"
    glucose: str = "mg/dL"
    day: date | None = None
    began: datetime | None = None

    def unit(self, quantity: str) -> str:
        """The unit this class uses for a quantity, such as "temperature"."""
        return str(getattr(self, quantity))

    def measure(self, quantity: str) -> Unit:
        """The same with how it converts and how many decimals are seen."""
        return QUANTITIES[quantity][self.unit(quantity)]

    def local(self, moment: datetime) -> datetime:
        """The moment on the class's clock."""
        return moment.astimezone(ZoneInfo(self.zone))

    def clock(self, moment: datetime) -> str:
        """`17:05` or `17:04:58`, with the date before it when it is not the day of the call."""
        local = self.local(moment)
        text = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        if self.day is None or local.date() != self.day:
            return f"{local:%Y-%m-%d} {text}"
        return text

    def stamp(self, moment: datetime) -> str:
        """Date, time and offset, for documents: `2024-10-11 17:04:58 -04:00`."""
        local = self.local(moment)
        offset = f"{local:%z}"
        return f"{local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:]}"

    def resolve(self, on: date, hour: int, minute: int, second: int) -> datetime:
        """The moment that the class's clock shows this time on this date, in UTC.

        Raises ValueError when the clocks were put forward over it. Of a time that came twice the first is taken.
        """
        local = datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=ZoneInfo(self.zone))
        moment = local.astimezone(UTC)
        if moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
            message = f"There was no {hour:02}:{minute:02} on {on:%Y-%m-%d}: the clocks went forward"
            raise ValueError(message)
        return moment
