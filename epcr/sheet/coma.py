"""The Glasgow Coma Scale of one look, which is three answers and read as one score. It is written here and nowhere else.

What stood in the way of a GCS stands beside it, everywhere: the verbal part of an intubated patient is no answer (docs/adr/0008).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from epcr.scores import gcs_total
from epcr.scores.consciousness import BEST
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

# eVitals.22
UNQUALIFIED, INTUBATED, EYES_OBSTRUCTED = "3322003", "3322009", "3322001"
PARTS: Final = ("gcs_eye", "gcs_verbal", "gcs_motor")
NAME: Final = "GCS"
TUBE: Final = "T"

Assessed = VitalSigns | PrimaryAssessment


@dataclass(frozen=True)
class Coma:
    """A GCS: the codes of its parts, and what stood in the way of an answer (codes of eVitals.22). False where no part is known."""

    eye: str | None
    verbal: str | None
    motor: str | None
    qualifiers: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, eye: str | None, verbal: str | None, motor: str | None, qualifiers: Iterable[str] | None
    ) -> Coma:
        """From the codes as they are chosen, where one of the qualifiers says that there is none."""
        hindrances = dict.fromkeys(code for code in qualifiers or () if code != UNQUALIFIED)
        return cls(eye, verbal, motor, tuple(hindrances))

    def __bool__(self) -> bool:
        """Whether any part was assessed."""
        return any((self.eye, self.verbal, self.motor))

    @property
    def tube(self) -> bool:
        """Whether a tube keeps the patient from answering."""
        return INTUBATED in self.qualifiers

    @property
    def aided(self) -> bool:
        """Whether tube, sedation or paralysis had a share in it: what a crew gave, and not the patient's own answer."""
        return bool(set(self.qualifiers) - {EYES_OBSTRUCTED})

    @cached_property
    def total(self) -> int | None:
        """3 to 15; None where a part is missing. Of an intubated patient the verbal part counts 1 and is no answer."""
        return gcs_total(self.eye, self.verbal, self.motor, intubated=self.tube)

    @property
    def total_words(self) -> str:
        """`15`, `5T` with a tube; empty without a total."""
        return "" if self.total is None else f"{self.total}{TUBE if self.tube else ''}"

    @cached_property
    def beside(self) -> str:
        """What stands beside every GCS that something stood in the way of: `intubated, sedated`; else empty."""
        codes = sorted(self.qualifiers, key=lambda code: code != INTUBATED)
        names = (lower(vocabulary("gcs_qualifier").label(code)) for code in codes)
        return ", ".join(name.removeprefix("chemically ") for name in names)

    @property
    def written(self) -> str:
        """`E4 V5 M6 = 15`, `E1 VT M3 = 5T`, with – for a part that was not assessed; empty where none was."""
        return self._with_total(self._parts)

    @property
    def total_first(self) -> str:
        """`15 (E4 V5 M6)`, `5T (E1 VT M3), intubated`; the parts alone where there is no total."""
        parts, total = self._parts, self.total_words
        return self._qualified(f"{total} ({parts})" if total else parts if self else "")

    @property
    def words(self) -> str:
        """The same with what stood in its way: `E1 VT M3 = 5T, intubated`."""
        return self._qualified(self.written)

    @property
    def short(self) -> str:
        """For the square of a table: `4-5-6 = 15`, `1-T-3 = 5T, intubated`, with ? for a part that was not assessed."""
        return self._qualified(self._with_total("-".join(code or "?" for code in self._codes)))

    @property
    def brief(self) -> str:
        """For one line among others: the total alone, `15`, `5T, intubated`; the parts where there is no total."""
        return self._qualified(self.total_words or self.written)

    def then(self, when: str, words: str = "") -> str:
        """The words, its own or others, with a time that belongs to all of it: `E1 VT M3 = 5T, intubated, at 17:20`."""
        return f"{words or self.words}{',' if when and self.beside else ''}{when}"

    @property
    def most(self) -> int:
        """The total, or where parts are missing what it is at most."""
        parts = zip((self.eye, self.verbal, self.motor), BEST.values(), strict=True)
        eye, verbal, motor = (code or str(best) for code, best in parts)
        return gcs_total(eye, verbal, motor, intubated=self.tube) or sum(BEST.values())

    @property
    def below_best(self) -> bool:
        """Whether an answer was less than the best one; a part that something stood in the way of is no answer."""
        eye = None if EYES_OBSTRUCTED in self.qualifiers else self.eye
        verbal = None if self.tube else self.verbal
        answers = zip((eye, verbal, self.motor), BEST.values(), strict=True)
        return any(code is not None and code != str(best) for code, best in answers)

    @property
    def _parts(self) -> str:
        return " ".join(f"{letter}{code or '–'}" for letter, code in zip("EVM", self._codes, strict=True))

    @property
    def _codes(self) -> tuple[str | None, ...]:
        return (self.eye, TUBE if self.tube else self.verbal, self.motor)

    def _with_total(self, parts: str) -> str:
        if not self:
            return ""
        return f"{parts} = {self.total_words}" if self.total_words else parts

    def _qualified(self, text: str) -> str:
        return f"{text}, {self.beside}" if text and self.beside else text


def coma(part: Assessed) -> Coma:
    """The GCS of a set or of the primary assessment."""
    qualifiers = part.gcs_qualifier if isinstance(part, VitalSigns) else None
    return Coma.of(part.gcs_eye, part.gcs_verbal, part.gcs_motor, qualifiers)


def gcs(score: str) -> str:
    """A score, or what stands in its place, led by the name of the scale: `GCS 15`."""
    return f"GCS {score}"
