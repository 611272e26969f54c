"""First, worst and last of the vital signs. It chooses sets and refuses to judge them.

Worst is a set in which a pulse was lost, at any age. Sets without one before it came back stand under First; worst is then the worst
with a pulse, which a receiving physician has still to treat.

Else, for patients of 16 years and more who are not pregnant, and where the age is not known: the set with the most points of the
National Early Warning Score 2 (RCP 2017, chart 1) without those for oxygen, since who is treated is not worse for it, and where what
was not measured counts nothing; among equals the one on oxygen, then with the lowest systolic pressure, then the earliest. NEWS2 is
not made for younger or pregnant patients (RCP 2017); for them the worst set is the one with the lowest systolic pressure, then the
lowest SpO2, then the earliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile
from math import inf

from epcr.checks.age import age_in_years
from epcr.scores import news2
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns

NEWS2_FROM = 16  # years, RCP 2017
ALERT = "3326001"  # eVitals.26
ROOM_AIR = "room_air"
NOT_FOUND = "exam_finding_not_present"
_PREGNANT = frozenset({"3118005", "3118007", "3118009", "3118011"})  # eHistory.18, the four kinds of yes
_SIGNS = (
    "systolic",
    "diastolic",
    "heart_rate",
    "respiratory_rate",
    "spo2",
    "etco2",
    "glucose",
    "temperature",
    "pain",
    "gcs_eye",
    "gcs_verbal",
    "gcs_motor",
    "avpu",
)


@dataclass(frozen=True)
class Trend:
    """The timed sets that stand for the course; None where there is none. `rule` says in words how the worst was chosen."""

    first: VitalSigns | None
    worst: VitalSigns | None
    last: VitalSigns | None
    rule: str


def trend(run_sheet: RunSheet) -> Trend:
    """First, worst and last of the timed sets in which anything was measured."""
    sets = [one for one in run_sheet.entries("vitals") if one.taken_at is not None and _measured(one)]
    adult = by_news2(run_sheet)
    rule = "NEWS2 without oxygen (RCP 2017)" if adult else "lowest systolic pressure"
    if not sets:
        return Trend(None, None, None, rule)
    with_pulse = list(dropwhile(_pulseless, sets))
    lost = next((one for one in with_pulse or sets if _pulseless(one)), None)
    if lost is not None:
        return Trend(sets[0], lost, sets[-1], "no pulse found")
    if len(with_pulse) < len(sets):
        rule = "NEWS2 once a pulse returned" if adult else "lowest systolic once a pulse returned"
    return Trend(sets[0], _worst(with_pulse, adult=adult), sets[-1], rule)


def by_news2(run_sheet: RunSheet) -> bool:
    """Whether NEWS2 is made for this patient."""
    years = age_in_years(run_sheet)
    return (years is None or years >= NEWS2_FROM) and run_sheet.history.pregnancy not in _PREGNANT


def points(one: VitalSigns) -> int:
    """NEWS2 points of a set to compare it with its neighbors; oxygen and what was not measured count nothing. Not a score to
    print.
    """
    score = news2(
        respiratory_rate=_or(one.respiratory_rate, 16),
        spo2=_or(one.spo2, 98),
        on_oxygen=False,
        systolic=_or(one.systolic, 120),
        heart_rate=_or(one.heart_rate, 70),
        alert=one.avpu in {None, ALERT},
        temperature=_or(one.temperature, 37.0),
    )
    return score.total if score else 0


def _worst(sets: Sequence[VitalSigns], *, adult: bool) -> VitalSigns:
    if adult:
        return min(sets, key=lambda one: (-points(one), not _on_oxygen(one), _or(one.systolic, inf)))
    return min(sets, key=lambda one: (_or(one.systolic, inf), _or(one.spo2, inf)))


def _on_oxygen(one: VitalSigns) -> bool:
    return one.oxygen is not None and one.oxygen != ROOM_AIR


def _pulseless(one: VitalSigns) -> bool:
    return one.heart_rate == 0 or (one.heart_rate is None and one.why("heart_rate") == NOT_FOUND)


def _measured(one: VitalSigns) -> bool:
    return any(getattr(one, name) is not None for name in _SIGNS)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
