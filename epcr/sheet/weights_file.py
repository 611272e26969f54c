"""Which weights go with an age and with a color of the length-based tape: `schemas/weights.toml`.

The weight that was entered is compared with them, and a dose is judged by them where nobody entered one.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.sheet.vocabulary import vocabulary
from epcr.toml_rows import read_rows, unknown

Ends = tuple[float, float]
_COLORS: Final = "length_tape"
_MONTHS: Final = 12  # in a year


class AgeWeight(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What children of one age weigh, in kg; the row ends before `under_months`."""

    name: str
    under_months: float
    weight: Ends


class TapeWeight(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a color of the tape stands for, in kg."""

    color: str
    weight: Ends


class Weights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file, youngest first. Shares are of the ends of a row; `adult` and `adult_for_a_dose` in kg."""

    under_share: float
    over_share: float
    adult: Ends
    adult_for_a_dose: Ends
    ages: tuple[AgeWeight, ...]
    tape: tuple[TapeWeight, ...]

    def widened(self, ends: Ends) -> Ends:
        """The weights outside of which is asked, from those of a row."""
        return ends[0] * self.under_share, ends[1] * self.over_share

    def at(self, age: float) -> AgeWeight | None:
        """The row of a child of this age in years; None for an adult."""
        return next((row for row in self.ages if age * _MONTHS < row.under_months), None)

    def between(self, youngest: float, oldest: float) -> Ends:
        """What a patient from one age in years to another weighs at least and at most, for a dose that goes by weight."""
        kept, begun = [], 0.0
        for row in self.ages:
            if begun <= oldest * _MONTHS and youngest * _MONTHS < row.under_months:
                kept.append(row.weight)
            begun = row.under_months
        if not kept or oldest * _MONTHS >= begun:
            kept.append(self.adult_for_a_dose)
        return min(low for low, _ in kept), max(high for _, high in kept)

    def of_color(self, code: str | None) -> TapeWeight | None:
        """The row of a color by its code; None where none was read."""
        label = vocabulary(_COLORS).label(code) if code else ""
        return next((row for row in self.tape if row.color == label), None)


def file() -> Path:
    """Where they lie."""
    return paths.schemas() / "weights.toml"


@cache
def weights() -> Weights:
    """Those that are shipped, read once a process."""
    return load(file())


def load(path: Path) -> Weights:
    """Read and check a file. Raises BrokenSchema with the file, the key and the reason."""
    read = read_rows(path, Weights, {"ages": AgeWeight, "tape": TapeWeight}, "weights")
    if not 0 < read.under_share <= 1 <= read.over_share:
        raise BrokenSchema(path, "under_share", "must be at most 1, and over_share at least 1")
    for key, (low, high) in _ranges(read):
        if not 0 < low <= high:
            raise BrokenSchema(path, key, f"{low:g} and {high:g} are no weights from low to high")
    for before, row in pairwise(read.ages):
        if row.under_months <= before.under_months:
            raise BrokenSchema(path, f"ages {row.name}", "must end later than the row before it")
    colors = [term.label for term in vocabulary(_COLORS).terms]
    for zone in read.tape:
        if zone.color not in colors:
            raise BrokenSchema(path, f"tape {zone.color}", unknown("color of the tape", zone.color, colors))
    return read


def _ranges(read: Weights) -> list[tuple[str, Ends]]:
    return [
        ("adult", read.adult),
        ("adult_for_a_dose", read.adult_for_a_dose),
        *((f"ages {row.name}", row.weight) for row in read.ages),
        *((f"tape {zone.color}", zone.weight) for zone in read.tape),
    ]
