"""Crew: who was on this call, at which certification level they worked, and what their certificate covers."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from epcr.isolates import isolated_where_needed
from epcr.sheet.certified import Certified
from epcr.sheet.context import Context
from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Several
from epcr.sheet.kinds.crew_member import OfCrew
from epcr.sheet.kinds.text import Text
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.listed import Items, Level
from epcr.sheet.section import Entry, Group, Page
from epcr.sheet.vocabulary import vocabulary


class CrewMember(Certified, Entry):
    """One member of the crew on this call."""

    __tablename__ = "crew_member"
    noun = "crew member"
    page = Page(
        "crew",
        "Crew",
        (
            Group("On this call", ("member", "level", "roles")),
            Group("Certificate", ("certificate_number", "certificate_state", "valid_from", "valid_to", "endorsements"), folded=True),
            Group("Limits of the certificate", ("restricted_for", "not_educated_for", "compact_privilege", "on_duty"), folded=True,
                  hint="What is left empty is taken as licensed, educated and on duty."),
            Group("Student", ("student", "training_for", "program", "program_shift", "preceptor", "preceptor_present", "cleared",
                              "cleared_for"), folded=True,
                  hint="A student has no scope of their own: skills are judged by the level trained for, under a preceptor."),
        ),
    )  # fmt: skip

    member: Mapped[str | None] = field(
        Text("Crew member", spelling="name", hint="Name or ID", nemsis="eCrew.01", most=50, again=("level",))
    )
    level: Mapped[str | None] = field(
        Level(
            "Certification level on this call",
            nemsis="eCrew.02",
            hint="For a student, the certificate already held",
        )
    )
    roles: Mapped[list[str] | None] = field(
        Several("Roles on this call", "crew_role", own_words=True, nemsis="eCrew.03")
    )
    on_duty: Mapped[bool | None] = field(YesNo("On duty", reasons=()))
    student: Mapped[bool | None] = field(YesNo("Here as a student", reasons=()))
    training_for: Mapped[str | None] = field(Level("Level trained for", reasons=()))
    program: Mapped[str | None] = field(
        Text("Program", spelling="name", hint="Its name", most=120, reasons=())
    )
    program_shift: Mapped[bool | None] = field(YesNo("Shift of the training program", reasons=()))
    preceptor: Mapped[str | None] = field(
        OfCrew("Preceptor", never_self="Choose somebody else as preceptor: students cannot be their own", reasons=())
    )  # fmt: skip
    preceptor_present: Mapped[bool | None] = field(YesNo("Preceptor was with the patient", reasons=()))
    cleared: Mapped[bool | None] = field(YesNo("Cleared for all skills used", reasons=()))
    cleared_for: Mapped[list[str] | None] = field(
        Items("Cleared for", hint="Interventions, where not for all", reasons=())
    )

    def called(self) -> str:
        """Name and level in a sentence: "Ana (EMT)", "Ana (EMT, student for Paramedic)"."""
        levels = vocabulary("level")
        words = [levels.label(self.level)] if self.level else []
        if self.student:
            words.append(f"student for {levels.label(self.training_for)}" if self.training_for else "student")
        name = self.member or "Crew member without a name"
        return f"{name} ({', '.join(words)})" if words else name

    def removed(self) -> str:
        """Who it was, of somebody who was struck from the crew: "Ana (removed from the crew)"."""
        return f"{self.member or 'Crew member without a name'} (removed from the crew)"

    def facts(self, context: Context) -> list[str]:
        """Level and roles, and whether somebody is here as a student or off duty."""
        student = f"student for {self.show('training_for', context)}" if self.training_for else "student"
        facts = (
            self.show("level", context),
            self.show("roles", context),
            student if self.student else "",
            "off duty" if self.on_duty is False else "",
        )
        return [*filter(None, facts)]

    def where(self, context: Context) -> str:
        """For the member."""
        return (
            f" for {isolated_where_needed(self.member)}"
            if self.member
            else " for the crew member without a name"
        )

    def of_it(self, context: Context) -> str:
        """Their name."""
        return self.member or "a crew member without a name"
