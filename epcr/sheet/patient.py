"""Patient: who the (invented) patient is. Nothing here identifies a real person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.field import ASKED, RECORDED, field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Decimal, Whole
from epcr.sheet.kinds.text import Text
from epcr.sheet.section import Group, Page, Section

NEWBORN = ("2516001", "2516003", "2516005")  # ePatient.16: an age in days, hours or minutes
WEIGHT = (*RECORDED, "unable_to_complete")


class Patient(Section):
    """The invented patient."""

    __tablename__ = "patient"
    page = Page(
        "patient",
        "Patient",
        (
            Group(
                "Who",
                (
                    "last_name",
                    "first_name",
                    "middle_name",
                    "date_of_birth",
                    "age",
                    "age_units",
                    "sex",
                    "race",
                ),
            ),
            Group("Weight", ("weight", "weight_source", "length_tape")),
            Group(
                "Newborn",
                ("time_of_birth",),
                when=("age_units", NEWBORN),
                hint="In the first minutes of life the usual SpO2 changes with each minute.",
            ),
            Group(
                "Home",
                (
                    "home_street",
                    "home_city",
                    "home_county",
                    "home_state",
                    "home_zip_code",
                    "alternate_residence",
                ),
            ),
            Group(
                "Next of kin",
                ("kin_last_name", "kin_first_name", "kin_relationship", "kin_phone"),
                folded=True,
            ),
        ),
        needed_first=True,
        hint="Invent the patient. A real person's name or number never goes on a training sheet.",
    )

    last_name: Mapped[str | None] = field(
        Text("Last name", spelling="name", nemsis="ePatient.02", most=60, reasons=ASKED)
    )
    first_name: Mapped[str | None] = field(
        Text("First name", spelling="name", nemsis="ePatient.03", most=50, reasons=ASKED)
    )
    middle_name: Mapped[str | None] = field(
        Text("Middle name", spelling="name", nemsis="ePatient.04", most=50, reasons=())
    )
    date_of_birth: Mapped[date | None] = field(Day("Date of birth", nemsis="ePatient.17", reasons=ASKED))
    age: Mapped[int | None] = field(
        Whole("Age", nemsis="ePatient.15", loinc="30525-0", possible=(1, 120), example="68", unit_field="age_units", unit_words="age_units",
              hint="Where no date of birth is known; of a newborn the hours or minutes",
              reasons=(*RECORDED, "approximate"), beside=("approximate",), why="Approximate or no value?")
    )  # fmt: skip
    age_units: Mapped[str | None] = field(Choice("Age units", "age_units", nemsis="ePatient.16"))
    sex: Mapped[str | None] = field(Choice("Sex", "sex", nemsis="ePatient.25", reasons=ASKED))
    race: Mapped[list[str] | None] = field(
        Several("Race or ethnicity", "race", own_words=True, nemsis="ePatient.14", reasons=ASKED)
    )
    weight: Mapped[float | None] = field(
        Decimal("Weight", unit="kg", quantity="weight", nemsis="eExam.01", possible=(0.1, 999.9), example="61", loinc="29463-7",
                reasons=WEIGHT)
    )  # fmt: skip
    weight_source: Mapped[str | None] = field(Choice("Weight known from", "weight_source", reasons=()))
    length_tape: Mapped[str | None] = field(
        Choice(
            "Length-based tape",
            "length_tape",
            nemsis="eExam.02",
            loinc="67670-0",
            hint="Children",
            reasons=(*RECORDED, "refused", "unable_to_complete"),
        )
    )
    # No element of the standard, which has the date of birth alone.
    time_of_birth: Mapped[datetime | None] = field(Moment("Time of birth", reasons=()))
    home_street: Mapped[str | None] = field(
        Text("Home address", spelling="name", nemsis="ePatient.05", most=255, reasons=("unable_to_complete",))
    )
    home_city: Mapped[str | None] = field(
        Text("Home city", spelling="name", nemsis="ePatient.06", reasons=("unable_to_complete",))
    )
    home_county: Mapped[str | None] = field(Text("Home county", spelling="name", nemsis="ePatient.07"))
    home_state: Mapped[str | None] = field(Choice("Home state", "state", nemsis="ePatient.08"))
    home_zip_code: Mapped[str | None] = field(
        Text("Home ZIP code", spelling="code", nemsis="ePatient.09", most=10)
    )
    alternate_residence: Mapped[str | None] = field(
        Choice("Alternate residence", "alternate_residence", nemsis="ePatient.22")
    )
    kin_last_name: Mapped[str | None] = field(
        Text("Next of kin, last name", spelling="name", nemsis="ePayment.23", most=60, reasons=())
    )
    kin_first_name: Mapped[str | None] = field(
        Text("Next of kin, first name", spelling="name", nemsis="ePayment.24", most=50, reasons=())
    )
    kin_relationship: Mapped[str | None] = field(
        Choice("Relationship", "relationship", own_words=True, nemsis="ePayment.32", reasons=())
    )
    kin_phone: Mapped[str | None] = field(
        Text("Next of kin, phone", spelling="code", nemsis="ePayment.31", most=30, reasons=())
    )

    def name(self) -> str:
        """`HARPER, June`, or empty while nobody gave a name."""
        last, first = (self.last_name or "").upper(), self.first_name or ""
        return ", ".join(part for part in (last, first) if part)
