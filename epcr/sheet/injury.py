"""Injury: asked when an injury is possible. Cause, mechanism, what protected, and the field triage criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.number import Whole
from epcr.sheet.section import Group, Page, Section

if TYPE_CHECKING:
    from epcr.sheet.run_sheet import RunSheet


class Injury(Section):
    """How the patient was hurt."""

    __tablename__ = "injury"
    page = Page(
        "injury",
        "Injury",
        (
            Group("Mechanism", ("cause", "mechanism", "fall_height", "speed", "work_related")),
            Group("Vehicle", ("impact", "seat", "protective_devices", "airbags")),
            Group("Trauma triage criteria", ("high_risk", "moderate_risk"),
                  hint="National guideline for the field triage of injured patients, 2021"),
        ),
        hint="Asked because an injury is possible.",
    )  # fmt: skip

    @classmethod
    def asked_on(cls, sheet: RunSheet) -> bool:
        """Where an injury is possible, or something of one is written already."""
        return sheet.injury_possible or sheet.injury.touched()

    cause: Mapped[list[str] | None] = field(
        Several("Cause of injury", "cause_of_injury", open=True, nemsis="eInjury.01", loinc="69543-7")
    )
    mechanism: Mapped[list[str] | None] = field(
        Several("Mechanism of injury", "mechanism", own_words=True, nemsis="eInjury.02", loinc="67494-5")
    )
    fall_height: Mapped[int | None] = field(
        Whole(
            "Height of fall",
            unit="ft",
            nemsis="eInjury.09",
            loinc="67501-7",
            possible=(1, 50000),
            example="12",
            reasons=(),
        )
    )
    # The standard has a place for the change of speed that a car reports (eInjury.22), none for a speed that people tell.
    speed: Mapped[int | None] = field(
        Whole("Speed at impact", unit="mph", hint="Of the vehicle, the rider or the fall", possible=(1, 500), example="35",
              reasons=())
    )  # fmt: skip
    work_related: Mapped[str | None] = field(Choice("Work related", "yes_no_unknown", nemsis="eSituation.14"))
    impact: Mapped[int | None] = field(
        Whole("Main impact on the vehicle", hint="Clock position, 12 is the front", nemsis="eInjury.05", loinc="67497-8", possible=(1, 12),
              example="11", spellings=("o'clock", "o’clock", "oclock"), reasons=())
    )  # fmt: skip
    seat: Mapped[str | None] = field(
        Choice(
            "Patient's place in the vehicle",
            "vehicle_seat",
            own_words=True,
            nemsis="eInjury.06",
            loinc="67498-6",
            reasons=(),
        )
    )
    protective_devices: Mapped[list[str] | None] = field(
        Several(
            "Protective devices", "protective_device", own_words=True, nemsis="eInjury.07", loinc="67499-4"
        )
    )
    airbags: Mapped[list[str] | None] = field(
        Several("Airbags", "airbag", nemsis="eInjury.08", loinc="67500-9", reasons=())
    )
    high_risk: Mapped[list[str] | None] = field(
        Several("High risk of serious injury (red)", "triage_high", nemsis="eInjury.03", loinc="67495-2")
    )
    moderate_risk: Mapped[list[str] | None] = field(
        Several(
            "Moderate risk of serious injury (yellow)",
            "triage_moderate",
            nemsis="eInjury.04",
            loinc="67496-0",
        )
    )
