"""History: the complaint, how it began, SAMPLE and OPQRST, and what the crew think it is."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.element import Element
from epcr.sheet.field import ASKED, RECORDED, TOLD, TOLD_OR_REFUSED, field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import OF_TEN, Whole
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Group, Page, Section

# eSituation.03: which complaint a group of the standard tells.
CHIEF, OTHER, SECONDARY = "2803001", "2803003", "2803005"


def _of_complaint(number: str, which: str) -> Element:
    return Element(f"eSituation.{number}", group=("eSituation.03", which))


def _duration(label: str, which: str, unit_field: str) -> Whole:
    """How long a complaint has lasted, as a number of the units in another field."""
    element = _of_complaint("05", which)
    return Whole(
        label,
        nemsis=element,
        loinc="67491-1" if which == CHIEF else "",
        possible=(1, 365),
        example="20",
        unit_field=unit_field,
        unit_words="duration_units",
    )


def _duration_units(label: str, which: str) -> Choice:
    return Choice(label, "duration_units", nemsis=_of_complaint("06", which))


class History(Section):
    """What the patient and others told."""

    __tablename__ = "history"
    page = Page(
        "history",
        "History",
        (
            Group("Complaint", ("chief_complaint", "chief_duration", "chief_duration_units", "secondary_complaint",
                                "secondary_duration", "secondary_duration_units", "other_complaint", "other_duration",
                                "other_duration_units", "onset", "last_known_well",
                                "complaint_location", "organ_system", "possible_injury")),
            Group("Symptoms", ("primary_symptom", "associated_symptoms")),
            Group("OPQRST", ("onset_manner", "provocation", "pain_quality", "radiation", "severity", "time_course")),
            Group("SAMPLE", ("allergies", "other_allergies", "home_medications", "past_history", "last_oral_intake",
                             "last_oral_intake_what", "events")),
            Group("More history", ("history_from", "advance_directives", "pregnancy", "last_menstrual_period", "alcohol_drugs")),
            Group("Impression", ("primary_impression", "secondary_impressions")),
        ),
        needed_first=True,
    )  # fmt: skip

    chief_complaint: Mapped[str | None] = field(
        Text(
            "Chief complaint",
            hint="In the patient's words",
            nemsis=_of_complaint("04", CHIEF),
            most=255,
            reasons=TOLD_OR_REFUSED,
        )
    )
    chief_duration: Mapped[int | None] = field(_duration("Duration", CHIEF, "chief_duration_units"))
    chief_duration_units: Mapped[str | None] = field(_duration_units("Duration units", CHIEF))
    secondary_complaint: Mapped[str | None] = field(
        Text("Secondary complaint", nemsis=_of_complaint("04", SECONDARY), most=255)
    )
    secondary_duration: Mapped[int | None] = field(
        _duration("Secondary complaint, duration", SECONDARY, "secondary_duration_units")
    )
    secondary_duration_units: Mapped[str | None] = field(
        _duration_units("Secondary complaint, duration units", SECONDARY)
    )
    other_complaint: Mapped[str | None] = field(
        Text("Other complaint", nemsis=_of_complaint("04", OTHER), most=255)
    )
    other_duration: Mapped[int | None] = field(
        _duration("Other complaint, duration", OTHER, "other_duration_units")
    )
    other_duration_units: Mapped[str | None] = field(
        _duration_units("Other complaint, duration units", OTHER)
    )
    onset: Mapped[datetime | None] = field(
        Moment("Onset", hint="When it began", nemsis="eSituation.01", past=True, reasons=(*RECORDED, "unable_to_complete", "approximate"),
               beside=("approximate",), why="Approximate or no value?")
    )  # fmt: skip
    last_known_well: Mapped[datetime | None] = field(
        Moment("Last known well", nemsis="eSituation.18", past=True, reasons=(*RECORDED, "unable_to_complete", "approximate"),
               beside=("approximate",), why="Approximate or no value?")
    )  # fmt: skip
    complaint_location: Mapped[str | None] = field(
        Choice("Complaint location", "complaint_location", nemsis="eSituation.07")
    )
    organ_system: Mapped[str | None] = field(
        Choice("Organ system", "organ_system", nemsis="eSituation.08", loinc="69468-7")
    )
    possible_injury: Mapped[str | None] = field(
        Choice("Possible injury", "yes_no_unknown", nemsis="eSituation.02", loinc="69467-9")
    )
    primary_symptom: Mapped[str | None] = field(
        Choice(
            "Primary symptom",
            "symptom",
            open=True,
            nemsis="eSituation.09",
            loinc="67774-0",
            reasons=TOLD_OR_REFUSED,
        )
    )
    associated_symptoms: Mapped[list[str] | None] = field(
        Several(
            "Associated symptoms",
            "symptom",
            open=True,
            nemsis="eSituation.10",
            loinc="67776-5",
            negative="symptom_not_present",
        )
    )
    onset_manner: Mapped[str | None] = field(
        Text("Onset: sudden or gradual, doing what", most=255, reasons=ASKED)
    )
    provocation: Mapped[str | None] = field(Text("Provocation and palliation", most=255, reasons=ASKED))
    pain_quality: Mapped[str | None] = field(Text("Quality", most=255, reasons=ASKED))
    radiation: Mapped[str | None] = field(Text("Region and radiation", most=255, reasons=ASKED))
    severity: Mapped[int | None] = field(
        Whole("Severity", hint="0 to 10", possible=(0, 10), example="7", spellings=OF_TEN, reasons=ASKED)
    )
    time_course: Mapped[str | None] = field(Text("Time course", most=255, reasons=ASKED))
    allergies: Mapped[list[str] | None] = field(
        Several("Medication allergies", "medication_allergy", open=True, nemsis="eHistory.06",
                hint="If there are none, type NKDA",
                reasons=(*RECORDED, "no_known_drug_allergy", "refused", "unresponsive", "unable_to_complete"))
    )  # fmt: skip
    other_allergies: Mapped[list[str] | None] = field(
        Several(
            "Food and environmental allergies", "other_allergy", open=True, nemsis="eHistory.07", reasons=()
        )
    )
    home_medications: Mapped[list[str] | None] = field(
        Several("Home medications", "home_medication", open=True, nemsis="eHistory.12",
                hint="One at a time, with dose and frequency. If there are none: No value?", reasons=TOLD)
    )  # fmt: skip
    past_history: Mapped[list[str] | None] = field(
        Several(
            "Past medical history",
            "past_history",
            open=True,
            nemsis="eHistory.08",
            hint="If there is none: No value?",
            reasons=TOLD,
        )
    )
    last_oral_intake: Mapped[datetime | None] = field(
        Moment("Last oral intake", nemsis="eHistory.19", loinc="67517-3", past=True, reasons=())
    )
    last_oral_intake_what: Mapped[str | None] = field(Text("What was taken", most=255, reasons=()))
    events: Mapped[str | None] = field(Text("Events leading up", lines=2, most=1000, reasons=ASKED))
    history_from: Mapped[list[str] | None] = field(
        Several("History from", "history_from", own_words=True, nemsis="eHistory.09", reasons=())
    )
    advance_directives: Mapped[list[str] | None] = field(
        Several(
            "Advance directives", "advance_directive", own_words=True, nemsis="eHistory.05", loinc="67516-5"
        )
    )
    pregnancy: Mapped[str | None] = field(
        Choice(
            "Pregnancy",
            "pregnancy",
            nemsis="eHistory.18",
            loinc="67471-3",
            reasons=("refused", "unable_to_complete"),
        )
    )
    last_menstrual_period: Mapped[date | None] = field(
        Day("Last menstrual period", hint="First day of it", past=True, reasons=(*ASKED, "approximate"),
            beside=("approximate",), why="Approximate or no value?")
    )  # fmt: skip
    alcohol_drugs: Mapped[list[str] | None] = field(
        Several("Signs of alcohol or drugs", "alcohol_drugs", own_words=True, nemsis="eHistory.17", loinc="67669-2",
                reasons=(*RECORDED, "none_reported", "unable_to_complete"))
    )  # fmt: skip
    primary_impression: Mapped[str | None] = field(
        Choice("Primary impression", "impression", open=True, nemsis="eSituation.11", reasons=TOLD_OR_REFUSED)
    )
    secondary_impressions: Mapped[list[str] | None] = field(
        Several("Secondary impressions", "impression", open=True, nemsis="eSituation.12")
    )
