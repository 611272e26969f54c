"""The rows of the vital signs on a handoff: always the same ones in the same places, each with its value or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from epcr.handoff.trend import Trend
from epcr.handoff.words import pulse_felt, said
from epcr.sheet.coma import Assessed, coma
from epcr.sheet.context import Context
from epcr.sheet.signs import COMA, ETCO2, EXPECTED, ON_HANDOFF, PRESSURE, Sign
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary

# What stands in a cell of a vital sign that has no value, by its reason.
_WHY: Final = {
    "refused": "refused",
    "unable_to_complete": "unable",
    "not_recorded": "not rec.",
    "not_applicable": "n/a",
    "exam_finding_not_present": "not found",
}


@dataclass(frozen=True)
class MeasureRow:
    """A row of the vital signs. `unit` is that of the row; of EtCO2 a set may have another one in a field of its own."""

    sign: Sign
    unit: str
    context: Context

    @property
    def label(self) -> str:
        """What it is called, as short as the column needs."""
        return self.sign.narrow or self.sign.label

    @property
    def field(self) -> str:
        """The field under which it stands."""
        return self.sign.name

    @property
    def core(self) -> bool:
        """Whether it is expected in every set."""
        return self.sign in EXPECTED

    def cell(self, vitals: VitalSigns) -> str:
        """The value, why there is none, or a dash."""
        return (
            self._written(vitals)
            or _WHY.get(vitals.why(self.field), "")
            or ("not doc." if self.core else "–")
        )

    def of(self, part: Assessed) -> str:
        """The value where it stands; of consciousness the primary assessment has one too."""
        return self.cell(part) if isinstance(part, VitalSigns) else consciousness(part)

    def has(self, vitals: VitalSigns) -> bool:
        """Whether a set documents it."""
        return bool(self._written(vitals)) or vitals.documented(self.field)

    def direction(self, course: Trend) -> str:
        """From the first set to the last, as an arrow and a number."""
        if course.first is None or course.last is None or course.first is course.last:
            return ""
        before, after = self._number(course.first), self._number(course.last)
        if before is None or after is None:
            return ""
        change = after - before
        if round(change, 1) == 0:
            return "→ same"
        return f"{'↑' if change > 0 else '↓'} {abs(change):.1f}".removesuffix(".0")

    def _written(self, vitals: VitalSigns) -> str:
        """The value as its column has it; what stands in its place where another field says it."""
        written = self.sign.written(vitals, self.context)
        if self.sign is PRESSURE:
            return written or pulse_felt(vitals)  # in words: it is no pressure
        if self.sign is COMA:
            return consciousness(vitals)
        own = self._own_unit(vitals)
        return f"{written} {own}" if written and own != self.unit else written

    def _number(self, vitals: VitalSigns) -> float | None:
        """The number in the unit of the row; none where it was measured in another."""
        return self.sign.number(vitals, self.context) if self._own_unit(vitals) == self.unit else None

    def _own_unit(self, vitals: VitalSigns) -> str:
        """The unit of its value in this set, which is that of the row where none is told."""
        return (
            said(vitals, "etco2_unit", self.context)
            if self.sign is ETCO2 and vitals.etco2_unit
            else self.unit
        )


def measures(context: Context, course: Trend, beyond: Sequence[Sign] = ()) -> list[MeasureRow]:
    """The rows: always the same ones, in the same places; behind them those for which no place is kept."""
    sets = [
        vitals
        for vitals in (course.first, course.worst, course.last, course.elsewhere.get(ETCO2.name))
        if vitals is not None
    ]
    carbon = next((said(vitals, "etco2_unit", context) for vitals in sets if vitals.etco2_unit), "mmHg")
    return [
        MeasureRow(sign, carbon if sign is ETCO2 else sign.narrow_unit or sign.unit_here(context), context)
        for sign in (*ON_HANDOFF, *beyond)
    ]


def consciousness(part: Assessed) -> str:
    """The GCS with what stood in its way; where there is none, the letter of AVPU."""
    letter = vocabulary("avpu").label(part.avpu)[:1] if part.avpu else ""
    return coma(part).short or (f"AVPU {letter}" if letter else "")
