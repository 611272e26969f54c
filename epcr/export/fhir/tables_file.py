"""The tables of `schemas/fhir/`, read line by line. What their cells mean is for whoever asks."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from epcr.broken_schema import BrokenSchema


def lines_of(
    path: Path, columns: Sequence[str], filled_in: Sequence[str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each line with its place; `filled_in` are the columns without which it says nothing.

    Raises BrokenSchema with file, line and reason.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if tuple(rows.fieldnames or ()) != tuple(columns):
                raise BrokenSchema(path, "line 1", f"the columns must be {','.join(columns)}")
            for row in rows:
                place = f"line {rows.line_num}"
                if None in row or None in row.values() or not all(row[name] for name in filled_in):
                    raise BrokenSchema(path, place, f"{', '.join(filled_in)} must be filled in")
                yield place, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BrokenSchema(path, "(file)", f"cannot be read as CSV: {error}") from None
