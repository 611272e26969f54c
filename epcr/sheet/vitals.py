"""Vital signs: any number of sets, each one look at the patient.

Limits are those of NEMSIS v3.5.1. Usual ranges are for a resting adult and only warn; those of children are in `epcr.checks.usual`.
Where each end comes from:

- systolic: below 90 is the red criterion of the National Guideline for the Field Triage of Injured Patients, 2021; above 180 a
  hypertensive crisis (Whelton PK, et al. 2017 ACC/AHA guideline for high blood pressure. Hypertension 2018;71:e13-e115).
- respiratory rate: below 10 is a red criterion of the same triage guideline; above 24 three points of NEWS2 (Royal College of
  Physicians. National Early Warning Score (NEWS) 2. London: RCP, 2017).
- SpO2: the target of 94 % and more, and glucose: 60 mg/dL and less is treated (National Model EMS Clinical Guidelines, NASEMSO,
  2022: Universal Care; Hypoglycemia).
- temperature: above 38.0 °C NEWS2 gives points; below 35.5, and diastolic, heart rate and the high glucose: chosen here.

A field that is declared here is on the form, in every table, in scenario files and in a revision; with a usual range it comes onto
the handoff when it is outside of it. What several fields are called together, and where rows stand, is in `epcr.sheet.signs`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Mapped

from epcr.sheet.context import Context
from epcr.sheet.field import FOUND, MEASURED, RECORDED, field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import OF_TEN, Decimal, Readout, Whole
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.loinc import Loinc
from epcr.sheet.section import Entry, Group, Page

# The answers by which one number has one code or another: units of EtCO2, scales of pain and of stroke.
MMHG, PERCENT, KPA = "3340001", "3340003", "3340005"
NUMERIC, NIHSS = "3328003", "3330009"
# One percent of dry gas at sea level less water vapor: (760 - 47) / 100 mmHg (West JB. Respiratory Physiology).
MMHG_IN: Final = {MMHG: 1.0, PERCENT: 7.13, KPA: 7.5006}
APGAR: Final = ("apgar_appearance", "apgar_grimace", "apgar_activity", "apgar_respirations")


class VitalSigns(Entry):
    """One look at the patient: everything measured at one moment."""

    __tablename__ = "vital_signs"
    noun = "vital-sign set"
    timed_by, begins_now, of_care = "taken_at", True, True
    page = Page(
        "vitals",
        "Vital signs",
        (
            Group("When", ("taken_at",)),
            # In the order in which a set is measured: numbers first, the methods folded behind them.
            Group("Measured", ("systolic", "diastolic", "heart_rate", "respiratory_rate", "spo2", "glucose", "temperature", "pain",
                               "etco2", "etco2_unit")),
            Group("Consciousness", ("avpu", "gcs_eye", "gcs_verbal", "gcs_motor")),
            Group("How it was measured", ("before_arrival", "oxygen", "pressure_method", "pulse_site", "heart_rate_method",
                                          "pulse_rhythm", "respiratory_effort", "temperature_method", "pain_scale", "gcs_qualifier"),
                  folded=True),
            Group("Pupils", ("pupil_left", "pupil_right"), folded=True),
            Group("ECG", ("rhythm", "ecg_type", "ecg_method"), folded=True),
            Group("Stroke", ("stroke_scale", "stroke_score", "stroke_result", "reperfusion"), folded=True),
            Group("Apgar of a newborn", APGAR, folded=True,
                  hint="At 1 and 5 minutes after birth. The pulse is the heart rate of this set; the score is worked out."),
        ),
    )  # fmt: skip

    taken_at: Mapped[datetime | None] = field(
        Moment("Time taken", nemsis="eVitals.01", past_when=("before_arrival", ("yes",)))
    )
    before_arrival: Mapped[bool | None] = field(YesNo("Taken before our arrival", nemsis="eVitals.02"))
    systolic: Mapped[int | None] = field(
        Whole("Systolic blood pressure", unit="mmHg", possible=(0, 500), usual=(90, 180), example="120", pair="diastolic",
              nemsis="eVitals.06", loinc="8480-6", reasons=FOUND)
    )  # fmt: skip
    diastolic: Mapped[int | str | None] = field(
        Readout("Diastolic blood pressure", unit="mmHg", possible=(0, 500), usual=(50, 110), example="80", hint="Or P for palpated",
                words=(("P", "palpated", "palp", "palpation"),), nemsis="eVitals.07", loinc="8462-4", reasons=FOUND)
    )  # fmt: skip
    pressure_method: Mapped[str | None] = field(
        Choice("Blood pressure method", "pressure_method", nemsis="eVitals.08", reasons=RECORDED)
    )
    # No element of the standard: a pulse that is felt says little of a pressure, and stands beside none that was not measured.
    pulse_site: Mapped[list[str] | None] = field(
        Several(
            "Pulse felt at", "pulse_site", hint="In place of a pressure that was not measured", reasons=()
        )
    )
    heart_rate: Mapped[int | None] = field(
        Whole("Heart rate", unit="/min", possible=(0, 500), usual=(50, 120), example="88",
              spellings=("bpm", "beats", "beats/min", "beats a min"), nemsis="eVitals.10", loinc="8867-4", reasons=FOUND)
    )  # fmt: skip
    heart_rate_method: Mapped[str | None] = field(
        Choice("Heart rate method", "heart_rate_method", nemsis="eVitals.11", reasons=())
    )
    pulse_rhythm: Mapped[str | None] = field(
        Choice("Pulse rhythm", "pulse_rhythm", nemsis="eVitals.13", loinc="8884-9", reasons=())
    )
    respiratory_rate: Mapped[int | None] = field(
        Whole("Respiratory rate", unit="/min", possible=(0, 300), usual=(10, 24), example="16",
              spellings=("bpm", "breaths", "breaths/min", "breaths a min"), nemsis="eVitals.14", loinc="9279-1", reasons=FOUND)
    )  # fmt: skip
    respiratory_effort: Mapped[str | None] = field(
        Choice("Respiratory effort", "respiratory_effort", nemsis="eVitals.15", loinc="80341-1", reasons=())
    )
    spo2: Mapped[int | None] = field(
        Whole("SpO2", unit="%", possible=(0, 100), usual=(94, 100), example="97", nemsis="eVitals.12", loinc=("2708-6", "59408-5"),
              reasons=FOUND)
    )  # fmt: skip
    oxygen: Mapped[str | None] = field(Choice("SpO2 measured on", "oxygen", own_words=True, reasons=()))
    etco2: Mapped[float | None] = field(
        Decimal("EtCO2", possible=(0, 760), example="38", unit_field="etco2_unit", unit_words="etco2_unit", nemsis="eVitals.16",
                loinc=(Loinc("19891-1", when=("etco2_unit", (MMHG, KPA))), Loinc("19889-5", when=("etco2_unit", (PERCENT,)))),
                reasons=MEASURED)
    )  # fmt: skip
    etco2_unit: Mapped[str | None] = field(Choice("EtCO2 unit", "etco2_unit", reasons=()))
    avpu: Mapped[str | None] = field(Choice("AVPU", "avpu", nemsis="eVitals.26", loinc="67775-7"))
    gcs_eye: Mapped[str | None] = field(
        Choice("GCS eye", "gcs_eye", nemsis="eVitals.19", loinc="9267-6", reasons=MEASURED)
    )
    gcs_verbal: Mapped[str | None] = field(
        Choice("GCS verbal", "gcs_verbal", nemsis="eVitals.20", loinc="9270-0", reasons=MEASURED)
    )
    gcs_motor: Mapped[str | None] = field(
        Choice("GCS motor", "gcs_motor", nemsis="eVitals.21", loinc="9268-4", reasons=MEASURED)
    )
    gcs_qualifier: Mapped[list[str] | None] = field(
        Several("GCS qualifier", "gcs_qualifier", nemsis="eVitals.22", loinc="55285-1")
    )
    pupil_left: Mapped[list[str] | None] = field(
        Several("Pupil, left", "pupil", own_words=True, reasons=MEASURED)
    )
    pupil_right: Mapped[list[str] | None] = field(
        Several("Pupil, right", "pupil", own_words=True, reasons=MEASURED)
    )
    glucose: Mapped[int | float | str | None] = field(
        Readout("Blood glucose", unit="mg/dL", quantity="glucose", possible=(0, 2000), usual=(61, 250), example="96",
                hint="Or High, Low", words=(("High", "High", "HI"), ("Low", "Low", "LO")), nemsis="eVitals.18", loinc="2339-0",
                reasons=MEASURED)
    )  # fmt: skip
    temperature: Mapped[float | None] = field(
        Decimal("Temperature", unit="°C", quantity="temperature", possible=(0, 50), usual=(35.5, 38.0), example="36.8",
                nemsis="eVitals.24", loinc="8310-5", reasons=MEASURED)
    )  # fmt: skip
    temperature_method: Mapped[str | None] = field(
        Choice("Temperature method", "temperature_method", own_words=True, nemsis="eVitals.25", reasons=())
    )
    pain: Mapped[int | None] = field(
        Whole(
            "Pain score",
            possible=(0, 10),
            example="7",
            hint="0 to 10",
            spellings=OF_TEN,
            nemsis="eVitals.27",
            loinc=(Loinc("72514-3", when=("pain_scale", (NUMERIC,))), "38208-5"),
            reasons=MEASURED,
        )
    )
    pain_scale: Mapped[str | None] = field(
        Choice("Pain scale", "pain_scale", own_words=True, nemsis="eVitals.28")
    )
    rhythm: Mapped[list[str] | None] = field(
        Several(
            "Cardiac rhythm", "rhythm", own_words=True, nemsis="eVitals.03", loinc="67519-9", reasons=MEASURED
        )
    )
    ecg_type: Mapped[str | None] = field(Choice("ECG type", "ecg_type", own_words=True, nemsis="eVitals.04"))
    ecg_method: Mapped[list[str] | None] = field(
        Several("ECG interpreted by", "ecg_method", nemsis="eVitals.05")
    )
    stroke_scale: Mapped[str | None] = field(
        Choice("Stroke scale", "stroke_scale", own_words=True, nemsis="eVitals.30")
    )
    stroke_score: Mapped[int | None] = field(
        Whole(
            "Stroke score",
            possible=(0, 42),
            example="3",
            spellings=("points",),
            nemsis="eVitals.34",
            loinc=(Loinc("72089-6", when=("stroke_scale", (NIHSS,))),),
            reasons=MEASURED,
        )
    )
    stroke_result: Mapped[str | None] = field(
        Choice("Stroke result", "stroke_result", nemsis="eVitals.29", loinc="67520-7", reasons=MEASURED)
    )
    reperfusion: Mapped[str | None] = field(
        Choice("Reperfusion checklist", "reperfusion", nemsis="eVitals.31", loinc="67523-1", reasons=MEASURED)
    )
    # The standard has the sum alone (eVitals.32); its parts are what a trainee sees, and the sum is never stored.
    apgar_appearance: Mapped[str | None] = field(Choice("Apgar appearance", "apgar_appearance", reasons=()))
    apgar_grimace: Mapped[str | None] = field(Choice("Apgar grimace", "apgar_grimace", reasons=()))
    apgar_activity: Mapped[str | None] = field(Choice("Apgar activity", "apgar_activity", reasons=()))
    apgar_respirations: Mapped[str | None] = field(
        Choice("Apgar respirations", "apgar_respirations", reasons=())
    )

    def subject(self, context: Context) -> str:
        """The vital signs at 17:12."""
        return f"the vital signs {self.at(context)}"

    def where(self, context: Context) -> str:
        """At 17:12; of the set without a time."""
        return f" {self.at(context)}" if self.taken_at else " of the set without a time"

    def of_it(self, context: Context) -> str:
        """At 17:12; of an untimed set."""
        return self.at(context) or "of an untimed set"

    def lacks(self, words: str, context: Context) -> str:
        """AVPU or GCS at 17:12."""
        return f"{words} {self.of_it(context)}"
