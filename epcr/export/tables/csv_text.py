"""CSV as RFC 4180 has it, in UTF-8, that a spreadsheet opens without taking what people typed for a formula.

A text that would begin one gets an apostrophe before it, and so does one that begins with an apostrophe, so that taking one away
gives the text again. A number stays a number, a negative one too.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

ENDS_A_LINE: Final = "\r\n"
_BEGINS_A_FORMULA: Final = frozenset("=+-@\t\r\n'")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


def cell(value: Any) -> str:
    """A value as the text of a cell; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value).replace("\0", "")
    first = unicodedata.normalize("NFKC", text[:1])
    if first not in _BEGINS_A_FORMULA or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def write_row(lines: IO[str], cells: Iterable[Any]) -> None:
    """Write a row. The file is open with newline=""."""
    csv.writer(lines, lineterminator=ENDS_A_LINE).writerow([cell(value) for value in cells])


def csv_of(columns: Sequence[str], rows: Iterable[Iterable[Any]], lines: IO[str]) -> None:
    """Write a whole table."""
    write_row(lines, columns)
    for row in rows:
        write_row(lines, row)
