"""Secondary exam: findings by body region and side. A region without abnormality is one tap."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.context import Context
from epcr.sheet.element import Element
from epcr.sheet.field import MEASURED, field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.text import Text
from epcr.sheet.loinc import Loinc
from epcr.sheet.section import Entry, Group, Page
from epcr.words.naming import lower

# What one tap on "No abnormality" records for each region: the standard's own codes (eExam.04 to .25); eyes are PERRL.
NO_ABNORMALITY = {
    "skin": "3504021", "head": "3505033", "face": "3506035", "neck": "3507029", "eye": "3518047", "mental_status": "3519007",
    "neurological": "3520021", "chest": "3525029", "lung": "3523013", "heart": "3509009", "abdomen": "3511037",
    "pelvis": "3512037", "back": "3514027", "extremity": "3516049",
}  # fmt: skip

# eExam: the element of what was found at each region, and of where in it.
FINDINGS = {
    "skin": "04", "head": "05", "face": "06", "neck": "07", "heart": "09", "abdomen": "11", "pelvis": "12", "back": "14",
    "extremity": "16", "eye": "18", "mental_status": "19", "neurological": "20", "lung": "23", "chest": "25",
}  # fmt: skip
# LOINC: the physical findings of each region; chest and lungs share one.
FINDINGS_IN_LOINC = {
    "skin": "67524-9", "head": "67525-6", "face": "67526-4", "neck": "67527-2", "heart": "67529-8", "abdomen": "67530-6",
    "pelvis": "67531-4", "back": "67532-2", "extremity": "67533-0", "eye": "67534-8", "mental_status": "67535-5",
    "neurological": "67536-3", "lung": "67528-0", "chest": "67528-0",
}  # fmt: skip
LOCATIONS = {"abdomen": "10", "back": "13", "extremity": "15", "eye": "17", "lung": "22", "chest": "24"}


def _by_region(numbers: dict[str, str]) -> tuple[Element, ...]:
    return tuple(Element(f"eExam.{number}", when=("region", (region,))) for region, number in numbers.items())


class ExamFinding(Entry):
    """What was found at one body region, at one moment."""

    __tablename__ = "exam_finding"
    noun = "exam finding"
    timed_by, begins_now, of_care = "examined_at", True, True
    page = Page(
        "exam",
        "Secondary exam",
        (Group("Region", ("region", "location", "examined_at")), Group("Findings", ("findings", "remark"))),
    )

    region: Mapped[str | None] = field(Choice("Body region", "exam_region", reasons=()))
    location: Mapped[str | None] = field(
        Choice(
            "Side or part",
            "exam_location",
            own_words=True,
            within="region",
            nemsis=_by_region(LOCATIONS),
            reasons=(),
        )
    )
    examined_at: Mapped[datetime | None] = field(Moment("Time examined", nemsis="eExam.03", reasons=()))
    findings: Mapped[list[str] | None] = field(
        Several(
            "Findings",
            "exam_finding",
            own_words=True,
            within="region",
            negative="exam_finding_not_present",
            nemsis=_by_region(FINDINGS),
            loinc=tuple(
                Loinc(code, when=("region", (region,))) for region, code in FINDINGS_IN_LOINC.items()
            ),
            reasons=MEASURED,
        )
    )
    remark: Mapped[str | None] = field(Text("Remark", most=500, reasons=()))

    def subject(self, context: Context) -> str:
        """The exam for the chest at 17:14."""
        return f"the exam{self.where(context)} {self.at(context)}"

    def where(self, context: Context) -> str:
        """For the chest."""
        return f" for {lower(self.title(context))}" if self.region else " for the region not chosen yet"

    def of_it(self, context: Context) -> str:
        """The region."""
        return lower(self.title(context)) if self.region else "a region that is not named"
