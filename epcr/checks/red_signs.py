"""Vital signs that are red criteria of field triage, each with the set that shows it. It reads the sheet and judges no answer.

National Guideline for the Field Triage of Injured Patients, 2021 (American College of Surgeons, Committee on Trauma), mental status
and vital signs. Its text was not read: the numbers agree with the facts of the project (a summary and the labels of the standard;
high), compared one by one. Distress and the need for support are seen, and not measured: they are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from epcr.checks.age import age_in_years
from epcr.checks.readings import reading
from epcr.sheet.anchor import Anchor
from epcr.sheet.catalog import catalog
from epcr.sheet.coma import Assessed, coma
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns

# eInjury.03
FAST_FOR_ITS_PRESSURE, LOW_OF_OLD, LOW_OF_CHILD, LOW_OF_ADULT = "2903025", "2903027", "2903029", "2903031"
HYPOXIC, BREATHES_BADLY, NO_COMMANDS = "2903035", "2903037", "2903041"
MEASURED: Final = (
    LOW_OF_CHILD, LOW_OF_ADULT, LOW_OF_OLD, FAST_FOR_ITS_PRESSURE, BREATHES_BADLY, HYPOXIC, NO_COMMANDS
)  # fmt: skip
CHILD_UNDER, OLD_FROM = 10, 65  # years
LOWEST_OF_ADULT, LOWEST_OF_OLD = 90, 110  # mmHg
SLOWEST, FASTEST = 10, 29  # breaths/min
LOWEST_SPO2 = 90  # % on room air
OBEYS = "6"  # GCS motor
ROOM_AIR: Final = "room_air"
_SUPPORT: Final = "Breathing and oxygen"  # the category of the catalog


@dataclass(frozen=True)
class RedSign:
    """A criterion (a code of eInjury.03) that is met, the field that shows it, and what it shows in words."""

    code: str
    anchor: Anchor
    words: str


def lowest_systolic(years: float) -> tuple[str, float]:
    """The criterion of this age and the systolic (mmHg) below which it is met."""
    if years < CHILD_UNDER:
        return LOW_OF_CHILD, 70 + 2 * int(years)
    return (LOW_OF_OLD, LOWEST_OF_OLD) if years >= OLD_FROM else (LOW_OF_ADULT, LOWEST_OF_ADULT)


def red_signs(run_sheet: RunSheet, context: Context) -> Iterator[RedSign]:
    """Each criterion that any set meets, once, by the first set. What depends on an age is not asked of an unknown one."""
    seen: set[str] = set()
    for sign in _all(run_sheet, context):
        if sign.code not in seen:
            seen.add(sign.code)
            yield sign


def measured(run_sheet: RunSheet, code: str) -> bool:
    """Whether any set has what the criterion is about."""
    names = _MEASURES[code]
    sets = run_sheet.entries("vitals")
    if code == NO_COMMANDS:
        return any(part.gcs_motor for part in (*sets, run_sheet.primary))
    return any(all(reading(vitals, name) is not None for name in names) for vitals in sets)


_MEASURES: Final = {
    FAST_FOR_ITS_PRESSURE: ("heart_rate", "systolic"),
    LOW_OF_OLD: ("systolic",), LOW_OF_CHILD: ("systolic",), LOW_OF_ADULT: ("systolic",),
    HYPOXIC: ("spo2",), BREATHES_BADLY: ("respiratory_rate",), NO_COMMANDS: ("gcs_motor",),
}  # fmt: skip


def _all(run_sheet: RunSheet, context: Context) -> Iterator[RedSign]:
    years = age_in_years(run_sheet)
    for vitals in run_sheet.entries("vitals"):
        yield from _breathing(run_sheet, vitals, context)
        if years is not None:
            yield from _pressure(vitals, years, context)
        yield from _commands(vitals, context)
    yield from _commands(run_sheet.primary, context)


def _pressure(vitals: VitalSigns, years: float, context: Context) -> Iterator[RedSign]:
    systolic, rate = reading(vitals, "systolic"), reading(vitals, "heart_rate")
    code, lowest = lowest_systolic(years)
    if systolic is None:
        return
    if systolic < lowest:
        yield _sign(vitals, code, "systolic", f"systolic {systolic:g} mmHg, below {lowest:g}", context)
    if rate is not None and years >= CHILD_UNDER and rate > systolic:
        words = f"heart rate {rate:g} above systolic {systolic:g}"
        yield _sign(vitals, FAST_FOR_ITS_PRESSURE, "heart_rate", words, context)


def _breathing(run_sheet: RunSheet, vitals: VitalSigns, context: Context) -> Iterator[RedSign]:
    rate, spo2 = reading(vitals, "respiratory_rate"), vitals.spo2
    if rate is not None and not SLOWEST <= rate <= FASTEST:
        words = f"respiratory rate {rate:g} /min, outside {SLOWEST} to {FASTEST}"
        yield _sign(vitals, BREATHES_BADLY, "respiratory_rate", words, context)
    if spo2 is not None and spo2 < LOWEST_SPO2 and on_air(run_sheet, vitals):
        yield _sign(vitals, HYPOXIC, "spo2", f"SpO2 {spo2} % on room air, below {LOWEST_SPO2}", context)


def on_air(run_sheet: RunSheet, vitals: VitalSigns) -> bool:
    """Whether a SpO2 was measured on room air: so said, or nothing said and nobody had given oxygen or breaths by then."""
    if vitals.oxygen is not None:
        return vitals.oxygen == ROOM_AIR
    return not any(
        entry.given
        and (entry.performed_at is None or vitals.taken_at is None or entry.performed_at <= vitals.taken_at)
        for entry in run_sheet.entries("interventions")
        if _supports(entry.item)
    )


def _supports(item: str | None) -> bool:
    return item == "oxygen" or item in _supporting()


@cache
def _supporting() -> frozenset[str]:
    """The procedures that give oxygen or breaths."""
    return frozenset(known.id for known in catalog() if known.category == _SUPPORT)


def _commands(part: Assessed, context: Context) -> Iterator[RedSign]:
    answer = part.gcs_motor
    if answer is not None and answer < OBEYS and not coma(part).aided:
        yield _sign(part, NO_COMMANDS, "gcs_motor", f"GCS motor {answer}, below {OBEYS}", context)


def _sign(part: Assessed, code: str, name: str, words: str, context: Context) -> RedSign:
    at = f" {part.at(context)}" if isinstance(part, VitalSigns) and part.taken_at else ""
    return RedSign(code, part.anchor(name), f"{words}{at}")
