"""The Revised Trauma Score as it is used for triage: the sum of three coded values, without weights."""

from __future__ import annotations

# Champion HR, Sacco WJ, Copes WS, et al. A revision of the Trauma Score. J Trauma 1989;29:623-629, table 1:
# the least value of each step, and its points. The facts of the project name a copy
# of it (SJTREM 2008;16:7, table 7) and do not repeat the numbers: they were not compared.
_GCS = ((13, 4), (9, 3), (6, 2), (4, 1))
_SYSTOLIC = ((90, 4), (76, 3), (50, 2), (1, 1))
_RESPIRATORY_RATE_SLOW = ((10, 4), (6, 2), (1, 1))
_RESPIRATORY_RATE_FAST = 29  # above it the patient has 3 points


def rts(gcs: int | None, systolic: float | None, respiratory_rate: float | None) -> int | None:
    """0 (dead) to 12, from the GCS total, the systolic pressure (mmHg) and the respiratory rate (/min).

    None where one of the three is missing.
    """
    if gcs is None or systolic is None or respiratory_rate is None:
        return None
    breathing = (
        3 if respiratory_rate > _RESPIRATORY_RATE_FAST else _points(respiratory_rate, _RESPIRATORY_RATE_SLOW)
    )
    return _points(gcs, _GCS) + _points(systolic, _SYSTOLIC) + breathing


def _points(value: float, steps: tuple[tuple[int, int], ...]) -> int:
    return next((points for least, points in steps if value >= least), 0)
