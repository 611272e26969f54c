"""A calendar date."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.types import TypeEngine

from epcr.sheet import units
from epcr.sheet.context import Context
from epcr.sheet.date_words import read_date, write_date
from epcr.sheet.field import Spec
from epcr.words.naming import shortened

YEARS = range(1880, 2101)  # that a date can be in


@dataclass(frozen=True)
class Day(Spec):
    """A calendar date. The one that is `of_call` is the day to which the bare times read after it belong. One that is `past`
    may be typed without its year: it is then the last such date up to the call.
    """

    _: KW_ONLY
    of_call: bool = False
    past: bool = False

    def following(self, value: Any, context: Context) -> Context:
        """Another day of the call than before counts for the times after it."""
        if not self.of_call or value is None or value == context.customs.day:
            return context
        return replace(context, customs=replace(context.customs, day=value, began=None, arrived=None))

    def column(self) -> TypeEngine[Any]:
        """Stored as a date."""
        return Date()

    def parse(self, text: str, context: Context) -> date:
        """Read 2024-10-11, 10/11/2024, 10112024 or October 11, 2024."""
        day = read_date(text)
        if day is not None and day.year in YEARS:
            return day
        if self.past and (last := _last_such(units.as_read(text), context.customs.day)) is not None:
            return last
        message = f"Type {self.label} as month/day/year, like 03/14/1958; you typed “{shortened(text)}”"
        raise ValueError(message)

    def write(self, value: Any, context: Context) -> list[str]:
        """Month, day, year."""
        return [] if value is None else [write_date(value)]

    def show(self, value: Any, context: Context) -> str:
        """Month, day, year."""
        return "" if value is None else write_date(value)

    def code(self, value: Any, context: Context) -> Any:
        """ISO 8601."""
        return None if value is None else value.isoformat()

    def decode(self, code: str, context: Context) -> date:
        """An ISO date."""
        return date.fromisoformat(code)


def _last_such(text: str, day: date | None) -> date | None:
    """The last date up to a day that `03/14` can mean; None where it is no such text, or no such date in four years."""
    if day is None or not re.fullmatch(r"\d{1,2}/\d{1,2}", text, re.ASCII):
        return None
    month, day_of_month = (int(part) for part in text.split("/"))
    for year in range(day.year, day.year - 5, -1):
        try:
            candidate = date(year, month, day_of_month)
        except ValueError:
            continue
        if candidate <= day:
            return candidate
    return None
