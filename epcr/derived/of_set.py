"""Scores of one vital-sign set: NEWS2, shock index, mean arterial pressure, revised trauma score, Apgar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.age import age_in_years
from epcr.checks.consciousness import alert
from epcr.checks.readings import pulseless, reading
from epcr.checks.red_signs import ROOM_AIR, on_air
from epcr.derived.worked_out import WorkedOut
from epcr.handoff.severity import NEWS2_FROM, PREGNANT
from epcr.scores import News2, apgar, mean_arterial_pressure, news2, rts, shock_index
from epcr.scores.apgar import pulse_points
from epcr.sheet.coma import coma, gcs
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import HEART_RATE, PRESSURE, RESPIRATORY_RATE, SPO2, TEMPERATURE
from epcr.sheet.vitals import APGAR, VitalSigns
from epcr.words.naming import listed

MENTAL_STATUS: Final = "mental_status"
CONFUSED: Final = frozenset({"3519003", "3519033"})  # eExam.19 confused, disorientation
_NEWS2_SIGNS: Final = (RESPIRATORY_RATE, SPO2, PRESSURE, HEART_RATE, TEMPERATURE)
_FEW: Final = 2  # chosen here: where more is missing nobody meant to score the set
_SHOCK_FROM: Final = NEWS2_FROM  # years, chosen here: what the shock index means was studied in adults


def of_set(run_sheet: RunSheet, vitals: VitalSigns, context: Context) -> Iterator[WorkedOut]:
    """Those that can be worked out of a set; of NEWS2 what little is missing."""
    years = age_in_years(run_sheet)
    if not pulseless(vitals):
        if years is not None and years >= NEWS2_FROM and run_sheet.history.pregnancy not in PREGNANT:
            yield from _news2(run_sheet, vitals, context)
        if years is not None and years >= _SHOCK_FROM:
            yield from _shock_index(vitals)
        yield from _mean_pressure(vitals)
    if run_sheet.injury_possible:
        yield from _trauma_score(vitals)
    yield from _apgar(vitals)


def _news2(run_sheet: RunSheet, vitals: VitalSigns, context: Context) -> Iterator[WorkedOut]:
    read = {sign.name: reading(vitals, sign.name) for sign in _NEWS2_SIGNS}
    aware, oxygen = is_alert(run_sheet, vitals), on_oxygen(run_sheet, vitals)
    score = news2(
        respiratory_rate=read["respiratory_rate"], spo2=read["spo2"], systolic=read["systolic"], heart_rate=read["heart_rate"],
        temperature=read["temperature"], on_oxygen=oxygen, alert=aware,
    )  # fmt: skip
    lacking = [vitals.fields()[name].label.lower() for name, value in read.items() if value is None]
    lacking = [word.replace("spo2", "SpO2") for word in lacking] + (
        ["AVPU or the GCS"] if aware is None else []
    )
    if score is None and len(lacking) > _FEW:
        return
    yield WorkedOut(
        "NEWS2",
        f"{score.total}, {score.risk} risk" if score else "",
        _points(score, vitals, context) if score else f"needs {listed(lacking, 'and')}",
        "Early warning score of an adult: 0 to 4 low, one 3 among them low-medium, 5 and 6 medium, 7 and more high risk.",
        "Royal College of Physicians, NEWS2, 2017, charts 1 and 2 (SpO2 scale 1)",
    )


def _points(score: News2, vitals: VitalSigns, context: Context) -> str:
    """What gave points: `SpO2 93%: 2, on oxygen: 2`."""
    words = {"oxygen": "on oxygen", "avpu": "not alert, or confused"}
    signs = {
        sign.name: f"{sign.short or sign.label} {sign.written(vitals, context)}" for sign in _NEWS2_SIGNS
    }
    given = [f"{(words | signs)[name]}: {points}" for name, points in score.parts.items() if points]
    return ", ".join(given) or "no sign gives a point"


def is_alert(run_sheet: RunSheet, vitals: VitalSigns) -> bool | None:
    """Whether the patient was alert and not confused; a set without a verbal answer is confused where the exam says so."""
    aware = alert(vitals)
    return False if aware and not vitals.gcs_verbal and _found_confused(run_sheet) else aware


def _found_confused(run_sheet: RunSheet) -> bool:
    return any(
        entry.region == MENTAL_STATUS and CONFUSED & set(entry.findings or ())
        for entry in run_sheet.entries("exam")
    )


def on_oxygen(run_sheet: RunSheet, vitals: VitalSigns) -> bool:
    """Whether the SpO2 of a set was measured on oxygen: so said, or oxygen had been given by then."""
    return not on_air(run_sheet, vitals) if vitals.oxygen is None else vitals.oxygen != ROOM_AIR


def _shock_index(vitals: VitalSigns) -> Iterator[WorkedOut]:
    index = shock_index(reading(vitals, "heart_rate"), reading(vitals, "systolic"))
    if index is not None:
        yield WorkedOut(
            "Shock index",
            f"{index:.2f}",
            f"{vitals.heart_rate} / {vitals.systolic}",
            "Heart rate over systolic pressure: above 0.9 after an injury more die or need much blood.",
            "Open Access Emerg Med 2019, doi 10.2147/OAEM.S178358; Crit Care 2013;17:R172",
        )


def _mean_pressure(vitals: VitalSigns) -> Iterator[WorkedOut]:
    mean = mean_arterial_pressure(vitals.systolic, vitals.diastolic)
    if mean is not None:
        yield WorkedOut(
            "Mean arterial pressure",
            f"{mean} mmHg",
            f"({vitals.systolic} + 2 × {vitals.diastolic}) ÷ 3",
            "The pressure that supplies the organs; in shock the goal for an adult is 65 mmHg.",
            "National Model EMS Clinical Guidelines, NASEMSO, 2022: Shock",
        )


def _trauma_score(vitals: VitalSigns) -> Iterator[WorkedOut]:
    scale = coma(vitals)
    score = rts(scale.total, reading(vitals, "systolic"), reading(vitals, "respiratory_rate"))
    if score is not None:
        systolic, rate = reading(vitals, "systolic"), reading(vitals, "respiratory_rate")
        yield WorkedOut(
            "Revised trauma score",
            f"{score} of 12",
            f"{gcs(scale.total_words)}, systolic {systolic:g}, respiratory rate {rate:g}",
            "4 points each for GCS, systolic pressure and respiratory rate; the lower, the worse.",
            "Champion HR, et al. J Trauma 1989;29:623-629",
        )


def _apgar(vitals: VitalSigns) -> Iterator[WorkedOut]:
    chosen = [getattr(vitals, name) for name in APGAR]
    if not any(chosen):
        return
    appearance, grimace, activity, respirations = (None if code is None else int(code) for code in chosen)
    rate = reading(vitals, "heart_rate")
    score = apgar(appearance, rate, grimace, activity, respirations)
    points = {
        "appearance": appearance, "pulse": None if rate is None else pulse_points(rate), "grimace": grimace,
        "activity": activity, "respirations": respirations,
    }  # fmt: skip
    missing = [
        "the heart rate" if name == "pulse" else name for name, point in points.items() if point is None
    ]
    yield WorkedOut(
        "Apgar",
        "" if score is None else f"{score} of 10",
        f"needs {listed(missing, 'and')}"
        if missing
        else ", ".join(f"{name} {point}" for name, point in points.items()),
        "0 to 2 points for each of five, at 1 and 5 minutes after birth. Resuscitation does not wait for it.",
        "Apgar V. 1953; National Model EMS Clinical Guidelines, NASEMSO, 2022",
    )
