"""A blood pressure, which is two numbers and read as one. It is written here and nowhere else: page, paper, sentence and table ask.

A pressure that was palpated has a P in place of its second number, and one of which a number is missing shows the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from epcr.sheet.vitals import VitalSigns

FIELDS: Final = ("systolic", "diastolic")
PALPATED: Final = "P"  # what a reading of the diastolic pressure keeps for it
_GAP: Final = "–"


@dataclass(frozen=True)
class Pressure:
    """Systolic and diastolic pressure in mmHg. False where neither was measured."""

    systolic: int | None
    diastolic: float | str | None

    def __bool__(self) -> bool:
        """Whether there is a number at all."""
        return self.systolic is not None or self.diastolic is not None

    @property
    def whole(self) -> bool:
        """Whether both were measured, or the second was palpated."""
        return self.systolic is not None and self.diastolic is not None

    @property
    def written(self) -> str:
        """`128/78`, `88/P`, with – for the one that was not measured; empty where none was."""
        return joined(*(_text(number) for number in (self.systolic, self.diastolic))) if self else ""

    @property
    def measured(self) -> str:
        """The same without a gap: `128/78`, `88/P`, or `88` alone where nothing is said of the second."""
        return self.written if self.diastolic is not None else _text(self.systolic)

    @property
    def in_words(self) -> str:
        """To be read out: `128/78`, `88, palpated`; empty without a systolic pressure."""
        if self.systolic is None:
            return ""
        return f"{self.systolic}, palpated" if self.diastolic in {None, PALPATED} else self.written

    @property
    def numbers(self) -> tuple[float, ...]:
        """To be compared with what somebody wrote: both, or the systolic alone; none without it."""
        if self.systolic is None:
            return ()
        second = () if self.diastolic is None or isinstance(self.diastolic, str) else (float(self.diastolic),)
        return (float(self.systolic), *second)


def pressure(vitals: VitalSigns) -> Pressure:
    """The blood pressure of a set."""
    return Pressure(vitals.systolic, vitals.diastolic)


def joined(systolic: str, diastolic: str) -> str:
    """Two texts as one pressure, with – for one that is empty: `128/78`, `refused/–`."""
    return f"{systolic or _GAP}/{diastolic or _GAP}"


def _text(number: float | str | None) -> str:
    return "" if number is None else str(number)
