"""Secondary exam: findings by body region and side. A region without abnormality is one tap."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.field import MEASURED, Choice, Moment, Several, Text, field
from epcr.sheet.section import Entry, Group, Page


class ExamFinding(Entry):
    """What was found at one body region, at one moment."""

    __tablename__ = "exam_finding"
    noun = "exam finding"
    page = Page(
        "exam",
        "Secondary exam",
        (Group("Region", ("region", "location", "examined_at")), Group("Findings", ("findings", "remark"))),
    )

    region: Mapped[str | None] = field(Choice("Body region", "exam_region", reasons=()))
    location: Mapped[str | None] = field(Choice("Side or part", "exam_location", within="region", reasons=()))
    examined_at: Mapped[datetime | None] = field(Moment("Time examined", nemsis="eExam.03", reasons=()))
    findings: Mapped[list[str] | None] = field(
        Several("Findings", "exam_finding", within="region", negative="exam_finding_not_present", reasons=MEASURED)
    )
    remark: Mapped[str | None] = field(Text("Remark", most=500, reasons=()))

    def moment(self) -> datetime | None:
        """When it was examined."""
        return self.examined_at
