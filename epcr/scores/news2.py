"""The National Early Warning Score 2, for patients of 16 years and more who are not pregnant.

Royal College of Physicians. National Early Warning Score (NEWS) 2. London: RCP, 2017, chart 1 (the score) and chart 2
(thresholds). Reproduced as numbers, with acknowledgement. It refuses to score an incomplete set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_Scale = tuple[tuple[tuple[float, int], ...], int]

# RCP 2017, chart 1: the highest value of each step, and its points; above the last step the last number.
_RESPIRATORY_RATE: _Scale = (((8, 3), (11, 1), (20, 0), (24, 2)), 3)
_SPO2_SCALE_1: _Scale = (((91, 3), (93, 2), (95, 1)), 0)
_SPO2_SCALE_2_LOW: _Scale = (((83, 3), (85, 2), (87, 1)), 0)
_SPO2_SCALE_2_ON_OXYGEN: _Scale = (((94, 1), (96, 2)), 3)  # from 93 %
_SYSTOLIC: _Scale = (((90, 3), (100, 2), (110, 1), (219, 0)), 3)
_PULSE: _Scale = (((40, 3), (50, 1), (90, 0), (110, 1), (130, 2)), 3)
_TEMPERATURE: _Scale = (((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1)), 2)
_ON_OXYGEN = 2
_NOT_ALERT = 3

Risk = Literal["low", "low-medium", "medium", "high"]


@dataclass(frozen=True)
class News2:
    """The total, 0 to 20, and the points of each part by the name of its field."""

    total: int
    parts: dict[str, int]

    @property
    def risk(self) -> Risk:
        """Clinical risk by RCP 2017, chart 2: 7 or more high, 5 or 6 medium, a single 3 low-medium, else low."""
        if self.total >= 7:
            return "high"
        if self.total >= 5:
            return "medium"
        return "low-medium" if 3 in self.parts.values() else "low"


def news2(
    *,
    respiratory_rate: float | None,
    spo2: float | None,
    on_oxygen: bool | None,
    systolic: float | None,
    heart_rate: float | None,
    alert: bool | None,
    temperature: float | None,
    hypercapnic: bool = False,
) -> News2 | None:
    """Score one set: rates in /min, SpO2 in %, systolic in mmHg, temperature in °C; None where a part is missing.

    `alert` is false for new confusion and for voice, pain and unresponsive. `hypercapnic` takes SpO2 scale 2, which only
    a clinician who knows of hypercapnic respiratory failure may choose.
    """
    if (
        respiratory_rate is None
        or spo2 is None
        or on_oxygen is None
        or systolic is None
        or heart_rate is None
        or alert is None
        or temperature is None
    ):
        return None
    parts = {
        "respiratory_rate": _points(respiratory_rate, _RESPIRATORY_RATE),
        "spo2": _points(spo2, _scale(spo2, on_oxygen=on_oxygen, hypercapnic=hypercapnic)),
        "oxygen": _ON_OXYGEN if on_oxygen else 0,
        "systolic": _points(systolic, _SYSTOLIC),
        "heart_rate": _points(heart_rate, _PULSE),
        "avpu": 0 if alert else _NOT_ALERT,
        "temperature": _points(round(temperature, 1), _TEMPERATURE),
    }
    return News2(sum(parts.values()), parts)


def _scale(spo2: float, *, on_oxygen: bool, hypercapnic: bool) -> _Scale:
    if not hypercapnic:
        return _SPO2_SCALE_1
    return _SPO2_SCALE_2_ON_OXYGEN if on_oxygen and spo2 > 92 else _SPO2_SCALE_2_LOW


def _points(value: float, scale: _Scale) -> int:
    steps, above = scale
    return next((points for highest, points in steps if value <= highest), above)
