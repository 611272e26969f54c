"""The instructor's queue: the sheets of their classes, oldest waiting first, with what was found on each.

It reads and counts; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from epcr.checks.finding import Weight
from epcr.people.ending import takes_changes
from epcr.people.model import Classroom, Person
from epcr.review.brought_in import BroughtIn
from epcr.review.judged import Judged, OutsideScope, judged
from epcr.review.model import ASIDE, Comment, Kind, Step
from epcr.review.moved import shown
from epcr.review.state import STATE_AFTER, Standing, State, standings
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import RunSheet, reading_only
from epcr.shown import Shown

PER_PAGE = 25


@dataclass(frozen=True)
class Filter:
    """What is asked for; None is anything. Without a state it is what waits for review.

    `ended`: also in classes that have ended and whose sheets can only be read. What waits there is listed in any case.
    """

    classroom: int | None = None
    trainee: int | None = None
    scenario: str | None = None
    state: State | None = State.SUBMITTED
    ended: bool = False


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue. `submitted` is the moment on the class's clock, in words; `shown` what is decided on from here.

    `written_by` is the name that a submitted sheet was written with, and the trainee's of now on one that is being written.
    """

    sheet: RunSheet
    trainee: Person
    written_by: str
    patient: str
    classroom: Classroom
    stands: Standing
    shown: Shown
    submitted_at: datetime | None
    submitted: str
    findings: tuple[tuple[Weight, int], ...]
    answered: int
    outside: tuple[OutsideScope, ...]
    brought_in: tuple[BroughtIn, ...]

    @property
    def state(self) -> State:
        """Where the sheet stands."""
        return self.stands.state

    @property
    def revision(self) -> int:
        """The number of the revision that lies there, or is being written."""
        return self.stands.revision


@dataclass(frozen=True)
class Choices:
    """What can be asked for. `over` is the number of classes that have ended, whether they are offered or not."""

    classrooms: tuple[Classroom, ...]
    over: int
    trainees: tuple[Person, ...]
    scenarios: tuple[str, ...]


@dataclass(frozen=True)
class Queue:
    """One page of the queue, and what it can be narrowed to."""

    rows: tuple[QueueRow, ...]
    total: int
    page: int
    choices: Choices

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def queue(session: Session, classrooms: Sequence[Classroom], asked: Filter, page: int = 1) -> Queue:
    """A page of the sheets in these classes that answer to what is asked; discarded ones are not there."""
    known = {room.id: room for room in classrooms}
    wanted = narrowed(classrooms, asked)
    total = session.scalar(select(func.count()).select_from(RunSheet).where(*wanted)) or 0
    last = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), last)
    submitted_at = _submitted_at()
    listed = session.execute(
        select(RunSheet, submitted_at)
        .options(*reading_only())
        .where(*wanted)
        .order_by(*_longest_first(submitted_at))
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    trainees = {
        trainee.id: trainee
        for trainee in session.scalars(
            select(Person).where(Person.id.in_({row[0].trainee_id for row in listed}))
        )
    }
    ids = [row[0].id for row in listed]
    patients = _patients(session, ids)
    stand, comments, judgments = (
        standings(session, [row[0] for row in listed]),
        _comments(session, ids),
        judged(session, ids),
    )
    rows = tuple(
        _row(
            sheet,
            (trainees[sheet.trainee_id], known[sheet.classroom_id], patients.get(sheet.id, "")),
            at,
            stand[sheet.id],
            comments[sheet.id],
            judgments[sheet.id],
        )
        for sheet, at in listed
    )
    return Queue(rows=rows, total=total, page=page, choices=choices(session, classrooms, asked))


def narrowed(classrooms: Sequence[Classroom], asked: Filter) -> list[ColumnElement[bool]]:
    """What a run sheet must be to lie in these classes and answer to what is asked; discarded ones do not."""
    named = asked.ended or asked.classroom is not None or asked.state is State.SUBMITTED
    return [*_within([room for room in classrooms if named or takes_changes(room)]), *_wanted(asked)]


def choices(session: Session, classrooms: Sequence[Classroom], asked: Filter) -> Choices:
    """What the sheets of these classes can be narrowed to; classes that can only be read where they are asked for."""
    offered = [
        room for room in classrooms if asked.ended or room.id == asked.classroom or takes_changes(room)
    ]
    within = _within(offered)
    return Choices(
        classrooms=tuple(offered),
        over=sum(not takes_changes(room) for room in classrooms),
        trainees=tuple(
            session.scalars(
                select(Person)
                .where(Person.id.in_(select(RunSheet.trainee_id).where(*within)))
                .order_by(Person.name, Person.id)
            )
        ),
        scenarios=tuple(
            scenario
            for scenario in session.scalars(
                select(RunSheet.scenario).where(*within).distinct().order_by(RunSheet.scenario)
            )
            if scenario
        ),
    )


def next_waiting(session: Session, classrooms: Sequence[Classroom], after: RunSheet) -> Row[str] | None:
    """The sheet that has waited longest in these classes, this one aside: its `id`, and no more is read of it."""
    return session.execute(
        select(RunSheet.id)
        .where(*narrowed(classrooms, Filter()), RunSheet.id != after.id)
        .order_by(*_longest_first(_submitted_at()))
        .limit(1)
    ).first()


def _longest_first(submitted_at: ScalarSelect[datetime]) -> tuple[ColumnElement[Any], ...]:
    """The order of the queue: what was submitted first, then what was begun first."""
    return (
        submitted_at.asc().nulls_last(),
        _submission().asc().nulls_last(),
        RunSheet.created_at.asc(),
        RunSheet.id.asc(),
    )


def _comments(session: Session, sheets: Iterable[str]) -> dict[str, list[Comment]]:
    """The comments on several sheets, oldest first, read at once."""
    comments: dict[str, list[Comment]] = {sheet: [] for sheet in sheets}
    for comment in session.scalars(
        select(Comment).where(Comment.run_sheet_id.in_(comments)).order_by(Comment.id)
    ):
        comments[comment.run_sheet_id].append(comment)
    return comments


def _patients(session: Session, sheets: Sequence[str]) -> dict[str, str]:
    """The patient's name on each of these sheets, as it stands now."""
    patients = session.scalars(select(Patient).where(Patient.run_sheet_id.in_(sheets)))
    return {patient.run_sheet_id: patient.name() for patient in patients}


def _row(
    sheet: RunSheet,
    whose: tuple[Person, Classroom, str],
    at: datetime | None,
    stands: Standing,
    comments: Sequence[Comment],
    judgment: Judged,
) -> QueueRow:
    return QueueRow(
        sheet=sheet,
        trainee=whose[0],
        written_by=stands.written_by or whose[0].name,
        patient=whose[2],
        classroom=whose[1],
        stands=stands,
        shown=shown(stands, comments),
        submitted_at=at,
        submitted=judgment.customs.minute(at) if at else "",
        findings=judgment.findings,
        answered=judgment.answered,
        outside=judgment.outside,
        brought_in=judgment.brought_in,
    )


def _within(classrooms: Sequence[Classroom]) -> tuple[ColumnElement[bool], ...]:
    return (RunSheet.classroom_id.in_([room.id for room in classrooms]), RunSheet.discarded_at.is_(None))


def _wanted(asked: Filter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if asked.classroom is not None:
        wanted.append(RunSheet.classroom_id == asked.classroom)
    if asked.trainee is not None:
        wanted.append(RunSheet.trainee_id == asked.trainee)
    if asked.scenario is not None:
        wanted.append(
            RunSheet.scenario.is_(None) if asked.scenario == "" else RunSheet.scenario == asked.scenario
        )
    if asked.state is not None:
        newest = newest_kind()
        kinds = [kind.value for kind, state in STATE_AFTER.items() if state is asked.state]
        wanted.append(
            or_(newest.in_(kinds), newest.is_(None)) if asked.state is State.DRAFT else newest.in_(kinds)
        )
    return wanted


def newest_kind() -> ColumnElement[str | None]:
    """The kind of a sheet's newest step that led it anywhere; NULL for one that took none."""
    return (
        select(Step.kind)
        .where(Step.run_sheet_id == RunSheet.id, Step.kind.not_in(ASIDE))
        .order_by(Step.id.desc())
        .limit(1)
        .correlate(RunSheet)
        .scalar_subquery()
    )


def _submitted_at() -> ScalarSelect[datetime]:
    return (
        select(func.max(Step.at))
        .where(Step.run_sheet_id == RunSheet.id, Step.kind == Kind.SUBMITTED)
        .correlate(RunSheet)
        .scalar_subquery()
    )


def _submission() -> ScalarSelect[int]:
    """The number of the newest submission: of sheets submitted in the same second the earlier one comes first."""
    return (
        select(func.max(Step.id))
        .where(Step.run_sheet_id == RunSheet.id, Step.kind == Kind.SUBMITTED)
        .correlate(RunSheet)
        .scalar_subquery()
    )
