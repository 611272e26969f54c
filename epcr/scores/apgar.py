"""The Apgar score from its five parts. It describes a newborn and refuses to guess a part; it does not guide resuscitation."""

from __future__ import annotations

from typing import Final

# Apgar V. Curr Res Anesth Analg 1953;32:260-267; as in National Model EMS Clinical Guidelines, NASEMSO, 2022, neonatal table 3:
# a pulse that is absent counts 0, below 100 /min 1, from 100 on 2. The facts of the project have the same (high).
_FAST_ENOUGH: Final = 100


def apgar(
    appearance: int | None,
    heart_rate: float | None,
    grimace: int | None,
    activity: int | None,
    respirations: int | None,
) -> int | None:
    """0 to 10, from four parts of 0 to 2 points and the heart rate (/min); None where one is missing."""
    pulse = None if heart_rate is None else pulse_points(heart_rate)
    parts = [appearance, pulse, grimace, activity, respirations]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def pulse_points(heart_rate: float) -> int:
    """The points of the pulse, 0 to 2."""
    if not heart_rate:
        return 0
    return 2 if heart_rate >= _FAST_ENOUGH else 1
