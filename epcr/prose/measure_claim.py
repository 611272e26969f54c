"""A measure as it was read, by the places of its tokens: what the readers of vital signs give one another."""

from __future__ import annotations

from typing import NamedTuple


class MeasureClaim(NamedTuple):
    """A measure by the places of its tokens, `first` to before `end`."""

    name: str
    values: tuple[float, ...]
    first: int
    end: int
    unit: str = ""
    upto: float | None = None
    places: int = 0
    about: float = 0.0  # by how much it may be off
    implied: bool = False  # its name stands only at the value before it
