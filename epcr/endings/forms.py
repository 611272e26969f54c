"""The forms of what ends: each carries what its page showed."""

from __future__ import annotations

from datetime import date
from typing import cast

import wtforms

from epcr.people.forms import Form
from epcr.sheet.field import Control, Day


class ShownForm(Form):
    """A question whose page showed something."""

    shown = wtforms.HiddenField()


class EndClassForm(ShownForm):
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
