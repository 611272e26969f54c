"""The run sheet: one trainee's record of one call, its sections in order and the entries in them.

It knows what it holds. Who may see it, what is wrong with it and what becomes of it are for others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, String, and_
from sqlalchemy.orm import Mapped, foreign, joinedload, lazyload, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from epcr.db import Base, UtcMoment, now
from epcr.sheet.anchor import Anchor
from epcr.sheet.answer import Answer
from epcr.sheet.arrest import YES as ARREST
from epcr.sheet.arrest import CardiacArrest
from epcr.sheet.attachments import Attachment
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.customs import Customs
from epcr.sheet.disposition import TRANSPORTED, Disposition
from epcr.sheet.exam import ExamFinding
from epcr.sheet.handoff import Handoff
from epcr.sheet.held import Held, Many, Once
from epcr.sheet.history import History
from epcr.sheet.imported import ImportedReport
from epcr.sheet.incident import TIMES, Incident
from epcr.sheet.injury import Injury
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.moment import Moment, moved
from epcr.sheet.narrative import Narrative
from epcr.sheet.notes import TimedNote
from epcr.sheet.outcome import HospitalEvent
from epcr.sheet.patient import Patient
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.scenario_clock import WALL, CallClock, clock_in_words, scenario_clock
from epcr.sheet.section import ID_LENGTH, Entry, SheetPart, new_id
from epcr.sheet.signatures import Signature
from epcr.sheet.vitals import VitalSigns

# Patient contact, else the last time before it that is known: what came before us came before this.
ARRIVAL = ("at_patient", "on_scene", "en_route", "unit_notified", "call_received")
INTERFACILITY = frozenset(
    {"2205005", "2205015", "2205017", "2205019"}
)  # eResponse.05 transfers between hospitals
POSSIBLE_INJURY = "9922005"  # eSituation.02 "Yes"


class RunSheet(Base):
    """A run sheet. `mode`, `zone` and the units are those of its class when it was begun, so that it keeps its meaning.

    `ruleset` and `agency` are those of its class now: a class that changes them changes them here. A verdict that was
    given keeps the rules it was given by. `scenario_version` is the content of the scenario that it was begun from (None for
    sheets from before it was kept). `agency` has `programs`, `medical_control`, `standing_orders` and what documents for other systems
    say of it; None where nothing is told of it. `own_rules` is the version that holds now, where the class is judged by a ruleset of
    its own.
    `scenario_began_at` is the real moment at which the scenario's clock showed `scenario_zero`; both None without such a clock.
    """

    __tablename__ = "run_sheet"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=lambda: new_id()[:12])
    classroom_id: Mapped[int] = mapped_column(ForeignKey("classroom.id"), index=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    scenario: Mapped[str | None] = mapped_column(String(80), default=None)
    scenario_version: Mapped[str | None] = mapped_column(String(64), default=None)
    scenario_began_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    scenario_zero: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)
    ruleset: Mapped[str] = mapped_column(String(80), active_history=True)
    agency: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, active_history=True
    )
    mode: Mapped[str] = mapped_column(String(10), default="teach")
    zone: Mapped[str] = mapped_column(String(60))
    temperature: Mapped[str] = mapped_column(String(10), default="°C")
    weight: Mapped[str] = mapped_column(String(10), default="kg")
    glucose: Mapped[str] = mapped_column(String(10), default="mg/dL")

    # Its sections, in the order of the sheet, each under its slug; see `SECTIONS`.
    incident = Once(Incident)
    crew = Many(CrewMember)
    patient = Once(Patient)
    primary = Once(PrimaryAssessment)
    history = Once(History)
    injury = Once(Injury)
    arrest = Once(CardiacArrest)
    exam = Many(ExamFinding)
    vitals = Many(VitalSigns)
    interventions = Many(Intervention)
    notes = Many(TimedNote)
    narrative = Once(Narrative)
    handoff = Once(Handoff)
    disposition = Once(Disposition)
    signatures = Many(Signature)
    attachments = Many(Attachment)
    outcome = Many(HospitalEvent)

    imported: Mapped[ImportedReport | None] = relationship(
        cascade="all, delete-orphan", lazy="select", single_parent=True
    )
    answers: Mapped[list[Answer]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=Answer.id
    )
    own_rules: Mapped[RulesetVersion | None] = relationship(
        secondary=ClassRuleset.__table__,
        primaryjoin=lambda: and_(
            RunSheet.ruleset == foreign(ClassRuleset.name),
            RunSheet.classroom_id == foreign(ClassRuleset.classroom_id),
        ),
        secondaryjoin=lambda: and_(
            foreign(ClassRuleset.name) == RulesetVersion.name,
            foreign(ClassRuleset.version) == RulesetVersion.version,
        ),
        viewonly=True,
        lazy="selectin",
    )

    def __init__(self, **values: Any) -> None:
        """Begin a sheet with every section in place and nothing documented."""
        values.setdefault("id", new_id()[:12])
        values.setdefault("created_at", now())
        super().__init__(**values)
        for section in SECTIONS:
            if not section.many:
                self.keep(getattr(self, section.page.slug))

    @property
    def number(self) -> str:
        """The short number people read out: the first four characters of the id."""
        return self.id[:4].upper()

    def part(self, slug: str, entry: str = "") -> SheetPart | None:
        """The section, or the entry of it with this id; None when there is none."""
        kept = getattr(self, slug)
        if not BY_SLUG[slug].many:
            return kept  # type: ignore[no-any-return]
        return next((part for part in kept if part.id == entry), None)

    def every(self, section: type[SheetPart]) -> list[Any]:
        """The section, or all of its entries, in the order in which they were made, struck ones included."""
        return _held(section).every(self)

    def holds(self, part: SheetPart) -> bool:
        """Whether it stands on this sheet: a section always does, an entry once it was kept."""
        return part in self.every(type(part))

    def keep(self, part: SheetPart) -> None:
        """Take in an entry that is new, or a section that was made because the sheet is older than it; both are stored with it."""
        _held(type(part)).keep(self, part)

    def entries(self, slug: str) -> list[Any]:
        """The entries of a section that were not struck, in the order of time; untimed ones last."""
        return in_time(entry for entry in getattr(self, slug) if not entry.struck)

    def parts(self) -> Iterator[SheetPart]:
        """Every section and every entry that was not struck, in the order of the sheet."""
        for section in SECTIONS:
            if section.many:
                yield from self.entries(section.page.slug)
            else:
                yield getattr(self, section.page.slug)

    def written(self) -> datetime:
        """When it was last saved; now, while nothing of it was."""
        parts = (part for section in SECTIONS for part in self.every(section))
        saved = max((part.saved_at for part in parts if part.saved_at is not None), default=None)
        return saved or max(self.created_at, now())

    def find(self, anchor: Anchor) -> SheetPart | None:
        """The part an anchor points into."""
        return self.part(anchor.section, anchor.entry) if anchor.section in BY_SLUG else None

    def customs(self) -> Customs:
        """Zone, units and day of this sheet."""
        incident = self.incident
        began = min(
            (moment for name in TIMES if (moment := getattr(incident, name)) is not None), default=None
        )
        arrived = next((moment for name in ARRIVAL if (moment := getattr(incident, name)) is not None), None)
        customs = Customs(
            self.zone, self.temperature, self.weight, self.glucose, incident.date_of_call, began, arrived
        )
        return (
            customs if customs.day else replace(customs, day=customs.local(began or self.created_at).date())
        )

    def clock(self) -> CallClock:
        """The clock of this call: the scenario's own, or that of the wall."""
        if self.scenario_began_at is None or self.scenario_zero is None:
            return WALL
        return scenario_clock(self.scenario_began_at, self.scenario_zero, self.customs())

    def clock_in_words(self) -> str:
        """Which clock its times are by, where it is not that of the wall; else empty."""
        if self.scenario_began_at is None or self.scenario_zero is None:
            return ""
        return clock_in_words(self.scenario_began_at, self.scenario_zero, self.customs())

    def real_time(self, words: str) -> str:
        """A time of the record in words; where the call has a clock of its own, that it is not by that one."""
        return f"{words} (real time)" if self.clock().of_scenario else words

    def recorded_at(self, moment: datetime) -> str:
        """When something was judged, struck or submitted, to the minute: `13:39`, or `13:39 (real time)`."""
        return self.real_time(self.customs().clock(moment.replace(second=0, microsecond=0)))

    def context(self, part: SheetPart | None = None) -> Context:
        """What surrounds the values of this sheet; of a part of it, with the events before it."""
        crew = {member.id: member.called() for member in self.crew if not member.struck}
        removed = {member.id: member.removed() for member in self.crew if member.struck}
        members = {member.id: member.member for member in self.crew if member.member is not None}
        customs = self.customs()
        return Context(
            customs=customs,
            crew=crew,
            before=self._before(part, customs),
            removed=removed,
            members=members,
        )

    def _before(self, part: SheetPart | None, customs: Customs) -> tuple[datetime, ...]:
        """The newest of the entries that were made before an entry, arrival and call. The times of the call have none before them."""
        if part is None or isinstance(part, Incident):
            return ()
        events = [moment for moment in (customs.arrived, customs.began) if moment is not None]
        if isinstance(part, Entry):
            others = (entry for entry in self.entries(part.page.slug) if entry is not part)
            made = (entry.moment() for entry in others if entry.created_at <= part.created_at)
            events[:0] = sorted(moment for moment in made if moment is not None)[-1:]
        return tuple(events)

    def member(self, entry: str | None) -> CrewMember | None:
        """The crew member with this id."""
        return next((member for member in self.crew if member.id == entry), None)

    @property
    def had_arrest(self) -> bool:
        """Whether there was a cardiac arrest on this call."""
        return self.arrest.cardiac_arrest in ARREST

    @property
    def injury_possible(self) -> bool:
        """Whether an injury is possible."""
        return self.history.possible_injury == POSSIBLE_INJURY

    @property
    def transported(self) -> bool:
        """Whether this unit transported the patient."""
        return self.disposition.transport_disposition in TRANSPORTED

    @property
    def interfacility(self) -> bool:
        """Whether the call is a transfer between facilities."""
        return self.incident.type_of_service in INTERFACILITY

    def move_days(self, days: int) -> None:
        """Move every time outside the incident by whole days, keeping what the clock showed: the date of the call was wrong.

        A part whose times moved is another version of itself: a page that was drawn before shows the old days, and would
        bring them back. The times of the incident are moved by its form, which knows what was typed in it.
        """
        customs = self.customs()
        for section in SECTIONS:
            for part in self.every(section) if section is not Incident else []:
                part.version += _move_times(part, days, customs)

    def asks(self, section: type[SheetPart]) -> bool:
        """Whether a section is to be filled in on this call."""
        return section.asked_on(self)


def _move_times(part: SheetPart, days: int, customs: Customs) -> bool:
    """Move the times of a part by whole days; whether it had any."""
    moments = {name: getattr(part, name) for name, spec in part.fields().items() if isinstance(spec, Moment)}
    times = {name: at for name, at in moments.items() if at is not None}
    for name, at in times.items():
        setattr(part, name, moved(at, days, customs))
    return bool(times)


def in_time(entries: Iterable[Entry]) -> list[Any]:
    """Entries in the order of time; those without a time last, as they were written."""
    entries = list(entries)
    if len(entries) < 2:
        return entries  # this is asked for at every turn, mostly of none
    listed = [(entry.moment(), entry) for entry in entries]
    timed = [(moment, entry) for moment, entry in listed if moment is not None]
    timed.sort(key=lambda pair: (pair[0], pair[1].created_at))
    return [entry for _, entry in timed] + [entry for moment, entry in listed if moment is None]


def _held(section: type[SheetPart]) -> Held[Any]:
    held: Held[Any] = vars(RunSheet)[section.page.slug]
    return held


SECTIONS: tuple[type[SheetPart], ...] = tuple(
    held.kind for held in vars(RunSheet).values() if isinstance(held, Held)
)
BY_SLUG: dict[str, type[SheetPart]] = {section.page.slug: section for section in SECTIONS}
ENTRY_SLUGS = frozenset(section.page.slug for section in SECTIONS if section.many)

# What a change of one part and the verdicts of the interventions rest on.
FOR_A_CHANGE: Final = ("incident", "crew", "patient", "history", "injury", "interventions", "own_rules")

# What it rests on to say how the whole sheet stands.
ANSWERS: Final = "answers"
WHOLE: Final = (*BY_SLUG, ANSWERS, "own_rules")


def rows_of(part: str) -> str:
    """The relationship in which the rows of a section stand, and the answers."""
    return ANSWERS if part == ANSWERS else _held(BY_SLUG[part]).rows


@cache
def reading_only(*names: str) -> tuple[ORMOption, ...]:
    """Options of a query that reads sheets with these of their parts alone; the others when they are asked for, one by one."""
    others = [_held(section).rows for slug, section in BY_SLUG.items() if slug not in names]
    others += sorted({ANSWERS, "own_rules"} - set(names))
    at_once = (joinedload(RunSheet.own_rules),) if "own_rules" in names else ()
    return (*(lazyload(getattr(RunSheet, rows)) for rows in others), *at_once)


__all__ = [
    "BY_SLUG",
    "ENTRY_SLUGS",
    "FOR_A_CHANGE",
    "SECTIONS",
    "WHOLE",
    "RunSheet",
    "in_time",
    "reading_only",
    "rows_of",
]
