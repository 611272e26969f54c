"""Units of doses, exactly: what each measures, how much of it one is, and what a strength turns into what.

Numbers are fractions, so that 0.1 mg and 100 mcg are the same. It knows no drug and no patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Final

from epcr.sheet.units import plain
from epcr.sheet.vocabulary import vocabulary

# Each unit in the first of its kind. NIST SP 811 (2008): mass, volume, length and time are decimal parts of each other.
KINDS: Final[dict[str, dict[str, Fraction]]] = {
    "mass": {"mg": Fraction(1), "mcg": Fraction(1, 1000), "g": Fraction(1000)},
    "volume": {"mL": Fraction(1), "L": Fraction(1000)},
    "units": {"units": Fraction(1), "IU": Fraction(1)},
    "mEq": {"mEq": Fraction(1)},
    "puffs": {"puffs": Fraction(1), "metered doses": Fraction(1)},
    "drops": {"drops": Fraction(1)},
    "length": {"cm": Fraction(1), "inches": Fraction(254, 100)},
}
FLOW: Final = "L/min"  # of a gas; of a fluid nobody gives liters a minute
_KIND_OF: Final = {name: (kind, size) for kind, units in KINDS.items() for name, size in units.items()}
_MINUTES: Final = {"min": 1, "hr": 60}
_AMOUNT: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?) (?P<unit>\S.*)")


@dataclass(frozen=True)
class Measure:
    """A unit of dose: its label, what it measures, its size in the first unit of that kind, for each kg, and in a time.

    A timed one is sized for a minute.
    """

    label: str
    kind: str
    size: Fraction
    per_kg: bool = False
    timed: bool = False

    @property
    def dimension(self) -> tuple[str, bool]:
        """What two units must share to compare: the kind, and whether it is in a time."""
        return self.kind, self.timed

    @property
    def without_kg(self) -> str:
        """The label of the same unit for the whole patient: mcg/min of mcg/kg/min."""
        return self.label.replace("/kg", "")


@dataclass(frozen=True)
class Amount:
    """A number with its unit."""

    number: Fraction
    measure: Measure

    @property
    def in_base(self) -> Fraction:
        """The number in the first unit of its kind, for each kg where the unit says so."""
        return self.number * self.measure.size

    def __str__(self) -> str:
        """`0.2 mg`."""
        return f"{written(self.number)} {self.measure.label}"


def exact(number: float) -> Fraction:
    """A number as it was written: 0.1 is one tenth, and no binary fraction."""
    return Fraction(str(number))


def written(number: Fraction) -> str:
    """A number in a sentence, the finer the smaller it is: `0.2`, `1,050`, `0.015`."""
    places = 2 if number >= 10 else 4 if number >= 1 / 100 else 6
    return plain(round(float(number), places))


@cache
def measure_of(word: str | None) -> Measure | None:
    """The unit of this label, code or synonym; None where it is none that can be compared (KVO, a word of somebody's own).

    Each unit may be for each kg, though the standard has no code for all of these: mL/kg.
    """
    term = vocabulary("dose_unit").find(word) if word else None
    if term is None:
        return _for_each_kg(word)
    if term.label == FLOW:
        return Measure(FLOW, "flow", Fraction(1), timed=True)
    first, *rest = term.label.split("/")
    if first not in _KIND_OF or any(part != "kg" and part not in _MINUTES for part in rest):
        return None
    kind, size = _KIND_OF[first]
    minutes = next((_MINUTES[part] for part in rest if part in _MINUTES), None)
    return Measure(
        term.label, kind, size / minutes if minutes else size, per_kg="kg" in rest, timed=minutes is not None
    )


def _for_each_kg(word: str | None) -> Measure | None:
    whole = measure_of(word.removesuffix("/kg")) if word and word.endswith("/kg") else None
    if whole is None or whole.per_kg or whole.timed:
        return None
    return replace(whole, label=f"{whole.label}/kg", per_kg=True)


def amount_of(text: str) -> Amount | None:
    """An amount as a file writes it: `0.1 mg`; None where it is none."""
    match = _AMOUNT.fullmatch(text.strip())
    measure = measure_of(match["unit"]) if match else None
    number = exact(float(match["number"])) if match else Fraction(0)
    return Amount(number, measure) if measure is not None and number > 0 else None


@dataclass(frozen=True)
class Strengths:
    """What turns one kind of unit into another: the amounts in a mL, each one that is on the market, and in one of what is counted."""

    per_mL: tuple[Amount, ...] = ()  # noqa: N815 - as the unit is written
    each: tuple[tuple[str, Amount], ...] = ()

    def kinds(self) -> frozenset[str]:
        """The kinds of unit that are known through a strength, mL among them."""
        of_volume = {"volume", *(amount.measure.kind for amount in self.per_mL)} if self.per_mL else set()
        return frozenset(of_volume | {kind for kind, _ in self.each})

    def turns(self, start: str, goal: str) -> Iterator[Fraction]:
        """By what one kind is multiplied to be another: once for each strength, nothing where none leads there."""
        if start == goal:
            yield Fraction(1)
            return
        for counted, amount in (*(("volume", strength) for strength in self.per_mL), *self.each):
            if (counted, amount.measure.kind) == (start, goal):
                yield amount.in_base
            elif (amount.measure.kind, counted) == (start, goal):
                yield 1 / amount.in_base


def converted(amount: Amount, goal: Measure, strengths: Strengths) -> tuple[Fraction, ...]:
    """The number in another unit, by each strength there is; whether it is for each kg is left as it is.

    Empty where the two do not compare: a mass in puffs, an amount at once and an amount in a minute.
    """
    if amount.measure.timed != goal.timed:
        return ()
    turns = strengths.turns(amount.measure.kind, goal.kind)
    return tuple(dict.fromkeys(amount.in_base * turn / goal.size for turn in turns))
