"""How well the body is supplied with blood: shock index and mean arterial pressure."""

from __future__ import annotations


def shock_index(heart_rate: float | None, systolic: float | None) -> float | None:
    """Heart rate (/min) over systolic pressure (mmHg), without a unit, to two decimals.

    0.5 to 0.7 in healthy adults (Allgöwer M, Burri C. Dtsch Med Wochenschr 1967;92:1947-1950). None without a pressure.
    """
    if heart_rate is None or not systolic:
        return None
    return round(heart_rate / systolic, 2)


def mean_arterial_pressure(systolic: float | None, diastolic: float | str | None) -> int | None:
    """Diastolic plus a third of the pulse pressure, in whole mmHg; None for a palpated pressure.

    The usual approximation at rest (American Heart Association, Hypertension 2019;73:e35-e66).
    """
    if systolic is None or diastolic is None or isinstance(diastolic, str):
        return None
    return round((systolic + 2 * diastolic) / 3)
