"""Run sheets that are hard to print: long, many, empty, in other scripts. Patients are invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from epcr.sheet.run_sheet import RunSheet
from tests import build

POLISH, CHINESE, ARABIC = "Żółkiewski-Łaskarzewska", "欧阳晓明", "عبد الرحمن"
LONG = "Found seated, pale and sweating, worse on the stairs; <b>not</b> relieved by rest &amp; water. "
CODES = {"route": "9927023", "unit": "3706021"}


def worst_case() -> RunSheet:
    """30 vital-sign sets, 40 interventions, texts as long as the fields allow, names in Polish, Chinese and Arabic."""
    sheet = build.sheet(id="0123456789ab")
    build.fill(sheet, "patient", last_name=POLISH, first_name=f"{CHINESE} {ARABIC}")
    sheet.narrative.text = long_text(10_000)
    for part in ("situation", "background", "assessment", "recommendation"):
        setattr(sheet.handoff, part, long_text(3000))
    build.fill(
        sheet,
        "history",
        chief_complaint=long_text(255),
        events=long_text(1000),
        allergies=["Sulfa Drugs"] * 12,
        home_medications=[long_text(100).strip()] * 20,
        past_history=[long_text(100).strip()] * 20,
    )
    sheet.history.absent = {}
    sheet.crew.append(build.crew_member(member=CHINESE))
    sheet.crew.append(build.crew_member(member=ARABIC))
    sheet.crew.extend(build.crew_member(member=f"{POLISH} the {number}th") for number in range(10))
    with_sets(sheet, 30)
    with_acts(sheet, 40)
    return sheet


def long_text(length: int) -> str:
    """Prose of exactly this many characters."""
    return (LONG * (length // len(LONG) + 1))[:length]


def with_sets(sheet: RunSheet, number: int, **values: Any) -> RunSheet:
    """The sheet with exactly so many sets, some values missing in some of them."""
    sheet.vitals = []
    for one in range(number):
        build.with_vitals(
            sheet,
            taken_at=build.clock("17:05") + timedelta(minutes=2 * one),
            systolic=None if one % 7 == 3 else 80 + one % 90,
            heart_rate=130 - one % 80,
            spo2=88 + one % 10,
            respiratory_rate=None if one % 5 == 2 else 12 + one % 9,
            **values,
        )
    return sheet


def with_acts(sheet: RunSheet, number: int) -> RunSheet:
    """The sheet with exactly so many interventions: all kinds, some beyond scope, some not given."""
    sheet.interventions = []
    for one in range(number):
        at = build.clock("17:06") + timedelta(minutes=one, seconds=7 * one)
        if one % 4 == 0:
            act = build.with_intervention(
                sheet, item="iv_access", performer=build.BASIC, performed_at=at, attempts=2, size="18 ga"
            )
        elif one % 4 == 1:
            act = build.with_intervention(
                sheet,
                item="fentanyl",
                route=CODES["route"],
                dose=25.0 + one,
                dose_unit=CODES["unit"],
                performed_at=at,
                response="9916005",
                complications=["hypotension", "nausea"],
            )
        elif one % 4 == 2:
            act = build.with_intervention(sheet, item="ecg12_acquire", performed_at=at)
        else:
            act = build.with_intervention(sheet, item="aspirin_po", performed_at=at)
            act.absent = {"item": "contraindication_noted"}
        act.id = f"{one:032x}"
    return sheet
