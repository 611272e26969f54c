"""The form with which a class ends."""

from __future__ import annotations

from datetime import date
from typing import cast

from epcr.sheet.control import Control
from epcr.sheet.kinds.day import Day
from epcr.visit.forms import Form


class EndClassForm(Form):
    """Until when the sheets of a class that ends can be changed."""

    until = Day("Run sheets can be changed until", reasons=()).control()

    @property
    def day(self) -> date | None:
        """The day that was typed, where it is one."""
        return cast("date | None", self._control.data)

    def suggest(self, day: date) -> None:
        """Enter a day before anybody typed one."""
        self._control.data = day

    @property
    def _control(self) -> Control:
        return cast(Control, self["until"])
