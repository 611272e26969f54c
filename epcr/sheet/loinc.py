"""The LOINC codes of what a field measures, for systems of hospitals. Which code is right is compared by a test, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from epcr.sheet.element import When

_CODE: Final = re.compile(r"(\d{1,5})-(\d)")


@dataclass(frozen=True)
class Loinc:
    """A code. `when` says for which answers of the section it holds; without, it holds where none that has one does."""

    code: str
    when: When | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what is no code, by its check digit (ISO/IEC 7812-1, modulo 10)."""
        match = _CODE.fullmatch(self.code)
        if match is None or _check_digit(match[1]) != int(match[2]):
            message = f"{self.code!r} is no LOINC code"
            raise ValueError(message)


Declared = str | tuple[Loinc | str, ...]
"""How a field declares them: one code alone, or several; the first is the one that a profile asks for."""


def read(declared: Declared) -> tuple[Loinc, ...]:
    """The codes that a field declares. Raises ValueError for what is none."""
    codes = declared if isinstance(declared, tuple) else (declared,) if declared else ()
    return tuple(code if isinstance(code, Loinc) else Loinc(code) for code in codes)


def meant(codes: tuple[Loinc, ...], part: object) -> tuple[str, ...]:
    """Those that hold for a section or entry."""
    conditional = tuple(
        loinc.code
        for loinc in codes
        if loinc.when is not None and getattr(part, loinc.when[0]) in loinc.when[1]
    )
    return conditional or tuple(loinc.code for loinc in codes if loinc.when is None)


def _check_digit(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10
