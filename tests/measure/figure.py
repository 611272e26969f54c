"""A figure of the source, and the table in which figures stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A name, a number, its unit (empty for a count), and the places that were counted."""

    name: str
    value: float
    unit: str = ""
    places: tuple[str, ...] = ()


def table(now: Sequence[Figure], before: Mapping[str, Any]) -> str:
    """Name, before, now; what was not measured before has a dash."""
    rows = [("", f"before ({before['commit']})", "now")]
    rows += [
        (one.name, _told(before["figures"].get(one.name), one.unit), _told(one.value, one.unit))
        for one in now
    ]
    first, second, third = (max(len(row[at]) for row in rows) for at in range(3))
    return "\n".join(f"{name:<{first}}  {was:>{second}}  {there:>{third}}" for name, was, there in rows)


def _told(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{value:,.2f}".removesuffix(".00") + (f" {unit}" if unit else "")
