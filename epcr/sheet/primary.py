"""Primary assessment: general impression, then airway, breathing, circulation, disability, exposure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Mapped

from epcr.sheet.field import MEASURED, field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Group, Page, Section

# What "All normal" writes at each letter, a field each with its terms; chosen here. It is what is seen and felt at a glance in anybody:
# lung sounds need a stethoscope and where the pulse was felt differs with age, so these are written by themselves.
NORMAL: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "A": {"airway": ("open",), "airway_obstruction": ("no_obstruction",), "airway_adjunct": ("no_adjunct",)},
        "B": {"breathing_effort": ("3315007",), "breathing_depth": ("normal",), "chest_rise": ("equal",)},
        "C": {"pulse_quality": ("strong",), "skin_color": ("normal",), "skin_temperature": ("normal",),
              "skin_moisture": ("dry",), "capillary_refill": ("under_2",), "major_bleeding": ("no_bleeding",)},
    }
)  # fmt: skip


class PrimaryAssessment(Section):
    """What was found in the first minute, in the order in which it kills."""

    __tablename__ = "primary_assessment"
    page = Page(
        "primary",
        "Primary assessment",
        (
            Group("General", ("general_impression", "avpu")),
            Group("A · Airway", ("airway", "airway_obstruction", "airway_adjunct")),
            Group("B · Breathing", ("breathing_effort", "breathing_depth", "chest_rise", "sounds_left", "sounds_right")),
            Group("C · Circulation", ("pulse_site", "pulse_quality", "skin_color", "skin_temperature", "skin_moisture",
                                      "capillary_refill", "major_bleeding", "bleeding_control")),
            Group("D · Disability", ("pupil_left", "pupil_right", "gcs_eye", "gcs_verbal", "gcs_motor", "glucose_check")),
            Group("E · Exposure", ("exposure", "exposure_findings", "spinal_precautions")),
            Group("Decision", ("initial_acuity", "transport_priority", "barriers")),
        ),
        needed_first=True,
    )  # fmt: skip

    general_impression: Mapped[str | None] = field(Text("General impression", lines=2, most=500))
    avpu: Mapped[str | None] = field(
        Choice("AVPU", "avpu", hint="Best response on first contact", reasons=MEASURED)
    )
    airway: Mapped[str | None] = field(Choice("Airway", "airway", reasons=MEASURED))
    airway_obstruction: Mapped[list[str] | None] = field(
        Several("Obstruction", "airway_obstruction", own_words=True, reasons=("not_applicable",))
    )
    airway_adjunct: Mapped[list[str] | None] = field(
        Several("Adjunct needed", "airway_adjunct", own_words=True, reasons=("not_applicable",))
    )
    breathing_effort: Mapped[str | None] = field(
        Choice("Breathing effort", "respiratory_effort", reasons=MEASURED)
    )
    breathing_depth: Mapped[str | None] = field(
        Choice("Breathing depth", "breathing_depth", reasons=MEASURED)
    )
    chest_rise: Mapped[str | None] = field(Choice("Chest rise", "chest_rise", reasons=MEASURED))
    sounds_left: Mapped[list[str] | None] = field(
        Several("Lung sounds, left", "lung_sounds", own_words=True, reasons=MEASURED)
    )
    sounds_right: Mapped[list[str] | None] = field(
        Several("Lung sounds, right", "lung_sounds", own_words=True, reasons=MEASURED)
    )
    pulse_site: Mapped[str | None] = field(Choice("Pulse felt at", "pulse_site", reasons=MEASURED))
    pulse_quality: Mapped[str | None] = field(Choice("Pulse quality", "pulse_quality", reasons=MEASURED))
    skin_color: Mapped[str | None] = field(
        Choice("Skin color", "skin_color", own_words=True, reasons=MEASURED)
    )
    skin_temperature: Mapped[str | None] = field(
        Choice("Skin temperature", "skin_temperature", reasons=MEASURED)
    )
    skin_moisture: Mapped[str | None] = field(Choice("Skin moisture", "skin_moisture", reasons=MEASURED))
    capillary_refill: Mapped[str | None] = field(
        Choice("Capillary refill", "capillary_refill", reasons=MEASURED)
    )
    major_bleeding: Mapped[str | None] = field(Choice("Major bleeding", "major_bleeding", reasons=MEASURED))
    bleeding_control: Mapped[list[str] | None] = field(
        Several("Bleeding controlled with", "bleeding_control", own_words=True, reasons=("not_applicable",))
    )
    pupil_left: Mapped[list[str] | None] = field(
        Several("Pupil, left", "pupil", own_words=True, reasons=MEASURED)
    )
    pupil_right: Mapped[list[str] | None] = field(
        Several("Pupil, right", "pupil", own_words=True, reasons=MEASURED)
    )
    gcs_eye: Mapped[str | None] = field(Choice("GCS eye", "gcs_eye", reasons=MEASURED))
    gcs_verbal: Mapped[str | None] = field(Choice("GCS verbal", "gcs_verbal", reasons=MEASURED))
    gcs_motor: Mapped[str | None] = field(Choice("GCS motor", "gcs_motor", reasons=MEASURED))
    glucose_check: Mapped[str | None] = field(
        Choice("Glucose check", "glucose_check", hint="Needed with any altered mental status", reasons=())
    )
    exposure: Mapped[str | None] = field(Choice("Exposed and examined", "exposure", reasons=MEASURED))
    exposure_findings: Mapped[str | None] = field(Text("Found on exposure", lines=2, most=500, reasons=()))
    spinal_precautions: Mapped[str | None] = field(
        Choice("Spinal precautions", "spinal_precautions", own_words=True)
    )
    initial_acuity: Mapped[str | None] = field(
        Choice("Initial acuity", "initial_acuity", nemsis="eSituation.13", loinc="67493-7")
    )
    transport_priority: Mapped[str | None] = field(Choice("Transport priority", "transport_priority"))
    barriers: Mapped[list[str] | None] = field(
        Several("Barriers to care", "barrier", own_words=True, nemsis="eHistory.01", loinc="67515-7")
    )
