"""What may stand in an element of the standard: the types of `schemas/nemsis/types.csv`, made from the published schema.

A text fits a type or not. It refuses to know which element has it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from epcr import paths
from epcr.broken_schema import BrokenSchema

_COLUMNS: Final = (
    "type", "base", "pattern", "shortest", "longest", "low", "high", "digits", "decimals", "codes",
)  # fmt: skip
_INTEGERS: Final = frozenset({"integer", "positiveInteger"})
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class ValueType:
    """A type. `base` is the type of XML Schema below it; a limit is None where there is none. `longest` counts characters.

    `codes` are all that may stand there; empty for any text.
    """

    name: str
    base: str
    pattern: re.Pattern[str] | None = None
    shortest: int = 0
    longest: int | None = None
    low: str = ""
    high: str = ""
    digits: int | None = None
    decimals: int | None = None
    codes: frozenset[str] = frozenset()

    @property
    def is_text(self) -> bool:
        """Whether words may stand there, whatever they are."""
        return self.base == "string" and not self.codes and self.pattern is None

    def fits(self, text: str) -> bool:
        """Whether a text may stand there."""
        if self.codes:
            return text in self.codes
        if self.pattern is not None and not self.pattern.fullmatch(text):
            return False
        if self.base == "string":
            return self.shortest <= len(text) and (self.longest is None or len(text) <= self.longest)
        return self._within(text)

    @cached_property
    def _ends(self) -> tuple[Any, Any]:
        """The lowest and the highest, of dates and numbers; None where there is no limit."""
        read = {"date": date.fromisoformat, "dateTime": datetime.fromisoformat}.get(self.base, Decimal)
        return tuple(read(end) if end else None for end in (self.low, self.high))  # type: ignore[return-value] # of two

    def _within(self, text: str) -> bool:
        try:
            match self.base:
                case "date":
                    return self._between(date.fromisoformat(text))
                case "dateTime":
                    return self._between(datetime.fromisoformat(text))
                case "base64Binary":
                    return True
                case _:
                    return self._is_number(text)
        except ValueError:
            return False

    def _between(self, value: Any) -> bool:
        low, high = self._ends
        return (low is None or value >= low) and (high is None or value <= high)

    def _is_number(self, text: str) -> bool:
        if not _NUMBER.fullmatch(text):
            return False
        number = Decimal(text)
        _sign, digits, exponent = number.normalize().as_tuple()
        places = max(0, -int(exponent))
        whole = max(len(digits) + min(0, int(exponent)), 0) + max(0, int(exponent))
        return (
            not (self.base in _INTEGERS and places)
            and not (self.base == "positiveInteger" and number < 1)
            and self._between(number)
            and (self.decimals is None or places <= self.decimals)
            and (self.digits is None or whole + places <= self.digits)
        )


def file() -> Path:
    """Where the types lie."""
    return paths.schemas() / "nemsis" / "types.csv"


@cache
def value_types() -> Mapping[str, ValueType]:
    """The types by their names, read once a process. Raises BrokenSchema with file, line and reason."""
    path = file()
    return {row["type"]: _type(path, row) for row in rows_of(path, _COLUMNS)}


def rows_of(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a table with these columns. Raises BrokenSchema with file, line and reason."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if tuple(reader.fieldnames or ()) != tuple(columns):
                raise BrokenSchema(path, "line 1", f"the columns must be {','.join(columns)}")
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BrokenSchema(path, "(file)", f"cannot be read as CSV: {error}") from None
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BrokenSchema(path, f"line {number}", f"it must have {len(columns)} columns")
    return rows


def _type(path: Path, row: Mapping[str, str]) -> ValueType:
    try:
        return ValueType(
            row["type"],
            row["base"],
            re.compile(row["pattern"], re.ASCII) if row["pattern"] else None,
            int(row["shortest"] or 0),
            int(row["longest"]) if row["longest"] else None,
            row["low"],
            row["high"],
            int(row["digits"]) if row["digits"] else None,
            int(row["decimals"]) if row["decimals"] else None,
            frozenset(row["codes"].split()),
        )
    except (ValueError, re.error, InvalidOperation) as error:
        raise BrokenSchema(path, row["type"], f"cannot be read: {error}") from None
