"""The clock of a call: that of the wall, or one of the scenario's own, which begins at dispatch when the sheet is begun.

It turns real moments into those of the call. What is kept of the record (who saved, sent, submitted or printed when) stays real.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from epcr.sheet.customs import Customs
from epcr.sheet.date_words import write_date

RUNS: Final = timedelta(
    hours=6
)  # chosen here: longer than a lesson; what is written the next day is not the time of a call


@dataclass(frozen=True)
class CallClock:
    """`ahead` is how far the call's clock is before the wall's, negative behind it; real moments from `ends` on have no time of the call.

    `ends` is None for the clock of the wall, which never ends.
    """

    ahead: timedelta = timedelta()
    ends: datetime | None = None

    @property
    def of_scenario(self) -> bool:
        """Whether it is a scenario's own."""
        return self.ends is not None

    def at(self, moment: datetime) -> datetime:
        """What is shown at a real moment, whether it still runs or not."""
        return moment + self.ahead

    def runs(self, moment: datetime) -> bool:
        """Whether it runs at a real moment."""
        return self.ends is None or moment < self.ends


WALL: Final = CallClock()


def scenario_clock(began: datetime, zero: datetime, customs: Customs) -> CallClock:
    """The clock that showed `zero` at the real moment `began`, on the day of the call: it moves with the date of the call.

    What it is ahead is a duration, so that neither midnight nor the hour that repeats stops it or puts it back.
    """
    days = (customs.day - customs.local(zero).date()).days if customs.day else 0
    return CallClock((customs.moved(zero, days) if days else zero) - began, began + RUNS)


def clock_in_words(began: datetime, zero: datetime, customs: Customs) -> str:
    """Which clock it was: `Times by the scenario’s clock, which began at 16:48 when it was 13:39 on 11/30/2026`."""
    wall = customs.local(began)
    return f"Times by the scenario’s clock, which began at {customs.local(zero):%H:%M} when it was {wall:%H:%M} on {write_date(wall)}"
