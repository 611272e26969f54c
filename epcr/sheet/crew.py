"""Crew: who was on this call and at which certification level they worked."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from epcr.sheet.field import Choice, Day, OfCrew, Several, Text, YesNo, field
from epcr.sheet.section import Entry, Group, Page


class CrewMember(Entry):
    """One member of the crew on this call."""

    __tablename__ = "crew_member"
    noun = "crew member"
    page = Page(
        "crew",
        "Crew",
        (
            Group("On this call", ("member", "level", "roles")),
            Group("Certificate", ("certificate_number", "certificate_state", "valid_from", "valid_to"), folded=True),
            Group("Student", ("student", "training_for", "preceptor", "program_shift", "cleared"), folded=True,
                  hint="A student has no scope of their own: skills are judged by the level trained for, under a preceptor."),
        ),
    )  # fmt: skip

    member: Mapped[str | None] = field(Text("Crew member", hint="Name or ID", nemsis="eCrew.01", most=50))
    level: Mapped[str | None] = field(
        Choice(
            "Certification level on this call",
            "level",
            nemsis="eCrew.02",
            hint="For a student, the certificate already held",
        )
    )
    roles: Mapped[list[str] | None] = field(Several("Roles on this call", "crew_role", nemsis="eCrew.03"))
    certificate_number: Mapped[str | None] = field(Text("Certificate number", most=50, reasons=()))
    certificate_state: Mapped[str | None] = field(Choice("Issued by", "state", reasons=()))
    valid_from: Mapped[date | None] = field(Day("Valid from", reasons=()))
    valid_to: Mapped[date | None] = field(Day("Valid to", reasons=()))
    student: Mapped[bool | None] = field(YesNo("Here as a student", reasons=()))
    training_for: Mapped[str | None] = field(Choice("Level trained for", "level", reasons=()))
    preceptor: Mapped[str | None] = field(OfCrew("Preceptor", reasons=()))
    program_shift: Mapped[bool | None] = field(YesNo("Shift of the training program", reasons=()))
    cleared: Mapped[bool | None] = field(YesNo("Cleared for the skills used", reasons=()))
