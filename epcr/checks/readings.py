"""What a vital-sign set says of a sign, whichever of its fields says it, and whether it says anything at all.

A field that was left empty is not normal where another one tells: no pulse felt, apneic, a rhythm without a pulse, a meter that
shows Low. It knows what was found, and not what is usual.
"""

from __future__ import annotations

from typing import Final

from epcr.sheet.kinds.number import Number
from epcr.sheet.signs import methods
from epcr.sheet.vitals import MMHG, MMHG_IN, VitalSigns

# Rhythms without a pulse: eVitals.03 asystole, PEA, ventricular fibrillation, pulseless ventricular tachycardia.
PULSELESS: Final = frozenset({"9901003", "9901035", "9901067", "9901071"})
NOT_FOUND: Final = "exam_finding_not_present"
APNEIC: Final = "3315001"  # eVitals.15


def measured(vitals: VitalSigns) -> bool:
    """Whether something was found: a value, or that what was looked for is not there."""
    return any(
        getattr(vitals, name) is not None or vitals.why(name) == NOT_FOUND
        for name in vitals.fields()
        if name not in methods()
    )


def pulseless(vitals: VitalSigns) -> bool:
    """Whether no pulse was found: counted as none, not felt, or a rhythm that has none and no pressure beside it."""
    rhythms = set(vitals.rhythm or ())
    if vitals.heart_rate == 0 or (vitals.heart_rate is None and vitals.why("heart_rate") == NOT_FOUND):
        return True
    return bool(rhythms) and rhythms <= PULSELESS and not vitals.systolic


def reading(vitals: VitalSigns, name: str) -> float | None:
    """A sign as a number in the standard's unit (EtCO2 in mmHg); 0 where it was looked for and is not there; None where nothing says.

    A glucose meter that shows Low stands below, one that shows High above everything that it can count.
    """
    if name == "heart_rate" and pulseless(vitals):
        return 0.0
    value = getattr(vitals, name)
    if value is None:
        return 0.0 if _is_absent(vitals, name) else None
    if isinstance(value, str):
        spec = vitals.fields()[name]
        return spec.possible[value != "Low"] if isinstance(spec, Number) else None
    return value * MMHG_IN.get(vitals.etco2_unit or MMHG, 1.0) if name == "etco2" else float(value)


def _is_absent(vitals: VitalSigns, name: str) -> bool:
    """Whether a sign without a value was looked for and is not there."""
    if name == "respiratory_rate" and vitals.respiratory_effort == APNEIC:
        return True
    return name in {"systolic", "respiratory_rate"} and vitals.why(name) == NOT_FOUND
