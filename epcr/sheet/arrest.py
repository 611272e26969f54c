"""Cardiac arrest: one question on every sheet, the rest only if there was one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Whole
from epcr.sheet.section import Group, Page, Section

YES = ("3001003", "3001005")  # eArrest.01: before, and after EMS arrived
BEFORE_US = ("", "3001003")  # before EMS arrival, and as long as it is not said
ASKED = ("cardiac_arrest", YES)


class CardiacArrest(Section):
    """A cardiac arrest on this call, before or after arrival."""

    __tablename__ = "cardiac_arrest"
    page = Page(
        "arrest",
        "Cardiac arrest",
        (
            Group("Was there a cardiac arrest?", ("cardiac_arrest",)),
            Group("The arrest", ("etiology", "witnessed_by", "arrest_at", "downtime", "first_rhythm"), when=ASKED),
            Group("Before us", ("cpr_by", "cpr_at", "aed_before", "aed_by"), when=ASKED),
            Group("Resuscitation", ("resuscitation", "cpr_types", "shocks", "defibrillated_by"), when=ASKED),
            Group("Outcome", ("return_of_circulation", "discontinued_at", "discontinued_because", "rhythm_at_destination",
                              "end_of_event"), when=ASKED),
        ),
    )  # fmt: skip

    cardiac_arrest: Mapped[str | None] = field(
        Choice("Cardiac arrest", "cardiac_arrest", nemsis="eArrest.01", loinc="67502-5")
    )
    etiology: Mapped[str | None] = field(
        Choice("Etiology", "arrest_etiology", own_words=True, nemsis="eArrest.02", loinc="67503-3")
    )
    witnessed_by: Mapped[list[str] | None] = field(
        Several("Witnessed by", "arrest_witness", nemsis="eArrest.04")
    )
    arrest_at: Mapped[datetime | None] = field(
        Moment("Time of arrest", nemsis="eArrest.14", past_when=("cardiac_arrest", BEFORE_US), in_turn=True)
    )
    # The standard has the time of arrest alone; an estimate of people who cannot tell the time is told like a remark.
    downtime: Mapped[int | None] = field(
        Whole("Estimated downtime", unit="min", hint="Before anybody gave CPR, as told", possible=(0, 1440), example="5",
              reasons=())
    )  # fmt: skip
    first_rhythm: Mapped[str | None] = field(
        Choice("First monitored rhythm", "arrest_rhythm", nemsis="eArrest.11", loinc="67512-4")
    )
    cpr_by: Mapped[list[str] | None] = field(
        Several("CPR first given by", "arrest_helper", own_words=True, nemsis="eArrest.20")
    )
    cpr_at: Mapped[datetime | None] = field(
        Moment("CPR first given at", nemsis="eArrest.19", in_turn=True, reasons=())
    )
    aed_before: Mapped[str | None] = field(
        Choice("AED before us", "aed_before", nemsis="eArrest.07", loinc="67508-2")
    )
    aed_by: Mapped[list[str] | None] = field(
        Several("AED applied by", "aed_helper", own_words=True, nemsis="eArrest.21")
    )
    resuscitation: Mapped[list[str] | None] = field(
        Several("Resuscitation by EMS", "resuscitation", nemsis="eArrest.03")
    )
    cpr_types: Mapped[list[str] | None] = field(
        Several("CPR given as", "cpr_type", own_words=True, nemsis="eArrest.09")
    )
    shocks: Mapped[int | None] = field(
        Whole("Shocks given", possible=(0, 100), example="2", spellings=("shocks",))
    )
    defibrillated_by: Mapped[list[str] | None] = field(
        Several("First shock by", "defibrillation_helper", own_words=True, nemsis="eArrest.22")
    )
    return_of_circulation: Mapped[list[str] | None] = field(
        Several("Return of circulation", "return_of_circulation", nemsis="eArrest.12", loinc="67513-2")
    )
    discontinued_at: Mapped[datetime | None] = field(
        Moment("Resuscitation ended at", nemsis="eArrest.15", in_turn=True)
    )
    discontinued_because: Mapped[str | None] = field(
        Choice("Resuscitation ended because", "discontinued_because", own_words=True, nemsis="eArrest.16")
    )
    rhythm_at_destination: Mapped[list[str] | None] = field(
        Several("Rhythm at destination", "rhythm", own_words=True, nemsis="eArrest.17", loinc="67519-9")
    )
    end_of_event: Mapped[str | None] = field(Choice("End of the event", "arrest_end", nemsis="eArrest.18"))
