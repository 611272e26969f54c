"""How far vital signs are from what is usual for this patient, to compare one look with another.

Nothing of it is printed and nothing is called normal: it says which of two is worse. By the bands of the age and, from 16 years and
outside of pregnancy, by NEWS2 first (docs/adr/0008).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from epcr.checks.age import age_in_years
from epcr.checks.consciousness import alert, depth
from epcr.checks.readings import reading
from epcr.checks.usual import Band, BandAtAge, band_at, band_then, usual_range
from epcr.scores import News2, news2
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import COMA, ON_HANDOFF, unreserved
from epcr.sheet.vitals import VitalSigns

NEWS2_FROM: Final = 16  # years, RCP 2017
OXYGEN_ASIDE: Final = " without oxygen (RCP 2017)"
SIGNS: Final = tuple(
    sign.name for sign in ON_HANDOFF if sign is not COMA
)  # consciousness is compared by its depth
PREGNANT: Final = frozenset(
    {"3118005", "3118007", "3118009", "3118011"}
)  # eHistory.18, the four kinds of yes
# 3rd to 97th centile, the least at 12 to 19 weeks and the most at 40 (Green LJ, et al. Gestation-specific vital sign reference
# ranges in pregnancy. Obstet Gynecol 2020;135:653-664).
_SYSTOLIC_IN_PREGNANCY: Final = (95.0, 144.0)
_ETCO2: Final = (35.0, 45.0)  # mmHg, National Model EMS Clinical Guidelines, NASEMSO, 2022
# Looked for and not there, the worst that can be.
_NONE_IS_WORST: Final = frozenset({"systolic", "heart_rate", "respiratory_rate"})
# Too low outweighs too high: shock and hypoglycemia kill sooner (chosen here).
_LOW_FIRST: Final = frozenset({"systolic", "glucose"})
# Of two values that are usual one is the worse only of these: the lower one of the second list, the higher pain (chosen here).
_GRADED: Final = frozenset({"systolic", "spo2", "etco2", "pain"})
_LOWER_IS_WORSE: Final = frozenset({"systolic", "spo2", "etco2"})
# How far outside of what is usual makes a step: a share of the end of the range (chosen here) ...
_SHARE: Final = {"systolic": 0.05}
_SHARE_OF_OTHERS: Final = 0.1
# ... or so many % and °C, as wide as a step of NEWS2 (RCP 2017, chart 1).
_WIDE: Final = {"spo2": 2.0, "temperature": 1.0}
# Of these and of consciousness steps are added up; of pain and glucose too many sets know nothing (chosen here).
_ADDED: Final = ("systolic", "heart_rate", "respiratory_rate", "spo2", "temperature")
_FULL: Final = 15  # the best GCS
_LEAST_END: Final = 1.0

Rank = tuple[float, ...]


@dataclass(frozen=True)
class Scale:
    """What is usual for one patient. `news2` says whether NEWS2 is made for the patient, `name` what sets are compared by.

    `then` tells what was usual when a set was taken: the SpO2 of a newborn is by the minute of life.
    """

    band: Band | None
    pregnant: bool
    news2: bool
    name: str
    then: Callable[[VitalSigns], BandAtAge | None] = lambda _vitals: None

    def rank(self, name: str, vitals: VitalSigns) -> Rank | None:
        """How bad one sign was, the greater the worse; None where the set says nothing of it."""
        value = reading(vitals, name)
        if value is None:
            return None
        usual = self._usual(name, vitals)
        below = usual is not None and value < usual[0]
        alike = name not in _GRADED and usual is not None and usual[0] <= value <= usual[1]
        return (
            float(name in _NONE_IS_WORST and value == 0),
            float(self._points_of(name, vitals)),
            float(name in _LOW_FIRST and below),
            self._steps_of(name, value, usual),
            0.0 if alike else self._beyond(name, vitals, value),
        )

    def rank_of(self, name: str, vitals: VitalSigns) -> Rank:
        """The same of a set that has it: what says nothing is never the worst."""
        return self.rank(name, vitals) or ()

    def points(self, vitals: VitalSigns) -> int:
        """NEWS2 points of a set; none of a patient it is not made for. What is not measured counts nothing, nor does oxygen:
        who is treated is not worse for it.
        """
        return _news2(vitals).total if self.news2 else 0

    def steps(self, vitals: VitalSigns) -> float:
        """How far outside of what is usual all of its signs are; a point of the GCS that is missing is a step too."""
        deep = depth(vitals)
        readings = ((name, reading(vitals, name)) for name in _ADDED)
        outside = sum(
            self._steps_of(name, value, self._usual(name, vitals))
            for name, value in readings
            if value is not None
        )
        return outside + (0 if deep is None else _FULL - deep)

    def _beyond(self, name: str, vitals: VitalSigns, value: float) -> float:
        """Which of two that are usual is worse; of a newborn, which is less ahead of its minute of life (chosen here)."""
        band = self.then(vitals) if name == "spo2" else None
        ahead = value - band.newborn_spo2[0] if band is not None and band.newborn_spo2 else value
        return -ahead if name in _LOWER_IS_WORSE else value

    def _usual(self, name: str, vitals: VitalSigns) -> tuple[float, float] | None:
        if name == "etco2":
            return _ETCO2
        if name == "systolic" and self.pregnant:
            return _SYSTOLIC_IN_PREGNANCY
        return usual_range(name, (self.then(vitals) if name == "spo2" else None) or self.band)

    def _points_of(self, name: str, vitals: VitalSigns) -> int:
        return _news2(vitals).parts.get(name, 0) if self.news2 else 0

    @staticmethod
    def _steps_of(name: str, value: float, usual: tuple[float, float] | None) -> float:
        if usual is None or usual[0] <= value <= usual[1]:
            return 0.0
        end = usual[0] if value < usual[0] else usual[1]
        step = _WIDE.get(name) or _SHARE.get(name, _SHARE_OF_OTHERS) * max(end, _LEAST_END)
        return abs(value - end) / step


def compared() -> tuple[str, ...]:
    """The fields of the signs that are compared: those with a row on a handoff, then those that may come to have one."""
    return (*SIGNS, *(sign.name for sign in unreserved()))


def scale(run_sheet: RunSheet) -> Scale:
    """By what this patient's vital signs are compared. A patient of unknown age counts as an adult, and the name says so."""
    years, pregnant = age_in_years(run_sheet), run_sheet.history.pregnancy in PREGNANT
    band = band_at(years)
    if (years is None or years >= NEWS2_FROM) and not pregnant:
        name = f"NEWS2{OXYGEN_ASIDE}" if years is not None else "NEWS2 as for an adult, age unknown"
        return Scale(band, pregnant, news2=True, name=name)
    at_age = "" if band is None else f" {'at' if band.name[0].isdigit() else 'of'} {band.name}"
    return Scale(
        band,
        pregnant,
        news2=False,
        name=f"usual ranges{at_age}{' in pregnancy' if pregnant else ''}",
        then=partial(band_then, run_sheet),
    )


def _news2(vitals: VitalSigns) -> News2:
    """NEWS2 with what scores nothing in place of what was not measured. Not a score to print."""
    score = news2(
        respiratory_rate=_or(reading(vitals, "respiratory_rate"), 16),
        spo2=_or(reading(vitals, "spo2"), 98),
        on_oxygen=False,
        systolic=_or(reading(vitals, "systolic"), 120),
        heart_rate=_or(reading(vitals, "heart_rate"), 70),
        alert=alert(vitals) is not False,
        temperature=_or(reading(vitals, "temperature"), 37.0),
    )
    return score or News2(0, {})


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
