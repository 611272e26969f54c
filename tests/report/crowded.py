"""Everyday patients on whose sheet there is much: what a nurse must read on one page. Patients are invented."""

from __future__ import annotations

from datetime import timedelta

from epcr.sheet.run_sheet import RunSheet
from tests import build

ALLERGIES = [
    "Penicillin - hives",
    "Sulfa Drugs",
    "Morphine - vomiting",
    "Codeine",
    "Iodinated contrast - throat swelling",
]
OTHER_ALLERGIES = ["Latex", "Hymenoptera venom, yellow jacket", "Shellfish"]
MEDICATIONS = [
    "Lisinopril 20 mg daily",
    "Atorvastatin 40 mg at night",
    "Levothyroxine 75 mcg",
    "Omeprazole 20 mg",
    "Furosemide 40 mg twice daily",
    "Potassium chloride 20 mEq",
    "warfarin 5 mg daily",
    "Metoprolol tartrate 25 mg twice daily",
    "Gabapentin 300 mg three times daily",
    "Vitamin D 1000 units",
    "Lantus 14 units at night",
    "Donepezil 10 mg",
    "Sertraline 50 mg",
    "Acetaminophen 500 mg as needed",
]
THAT_MATTER = ("warfarin 5 mg daily", "Metoprolol tartrate 25 mg twice daily", "Lantus 14 units at night")


def old_patient() -> RunSheet:
    """Age 83, with eight allergies and fourteen medications."""
    sheet = build.sheet(id="0123456789ab")
    build.fill(sheet, "patient", date_of_birth=None, age=83, age_units="2516009")
    with_history(sheet, ALLERGIES, OTHER_ALLERGIES, MEDICATIONS)
    return sheet


def with_history(
    sheet: RunSheet, allergies: list[str], other_allergies: list[str], medications: list[str]
) -> RunSheet:
    """The sheet with exactly these."""
    sheet.history.absent = {}
    build.fill(
        sheet,
        "history",
        allergies=allergies,
        other_allergies=other_allergies,
        home_medications=medications,
    )
    return sheet


def crowded_arrest() -> RunSheet:
    """An arrest with 36 acts: early shocks and CPR, then access, infusions and drugs."""
    sheet = build.arrested_sheet(id="0123456789ab")
    sheet.interventions = []
    start = build.clock("17:04")
    minute = 0

    def act(item: str, **values: object) -> None:
        nonlocal minute
        given = {"response": "9916003", "performed_at": start + timedelta(minutes=minute), **values}
        build.with_intervention(sheet, item=item, **given)
        minute += 1

    act("cpr_manual")
    act("defib_manual", size="200 J")
    act("bvm")
    act("defib_manual", size="300 J")
    act("airway_sga_single", size="4")
    for number in range(6):
        act("iv_access", size=f"{14 + 2 * number} ga", attempts=1 + number % 3)
    act("io_access", size="25 mm")
    for number in range(6):
        act("epi_iv_arrest", dose=1.0, dose_unit="3706021", route="9927023")
        act("iv_fluids", size=f"{250 + 50 * number} mL")
    for number in range(3):
        act("defib_manual", size=f"{320 + 20 * number} J")
    for item in ("amiodarone", "lidocaine_antiarrhythmic", "sodium_bicarbonate", "calcium_chloride"):
        act(item, dose=100.0 + minute, dose_unit="3706021", route="9927023")
    for item in ("cpr_mechanical", "ecg12_acquire", "etco2_waveform", "glucose_check", "norepinephrine"):
        act(item)
    return sheet
