"""What the desk of a sheet shows, read once; and what was sent to it and comes back with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row
from sqlalchemy.orm import Session

from epcr import checks
from epcr.checks.finding import Finding
from epcr.people.classrooms import classes_of
from epcr.people.model import Classroom, Person
from epcr.review import steps
from epcr.review.brought_in import BroughtIn, brought_in
from epcr.review.comments import comments
from epcr.review.forms import CommentForm, NoteForm
from epcr.review.model import Comment
from epcr.review.queue import next_waiting
from epcr.review.reading import DeskReading, readers
from epcr.review.revision import SheetChange
from epcr.review.state import Standing, State
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class DeskFacts:
    """A sheet with all that a reviewer is told of it. `readings` are of others, `following` has the `id` of the next sheet that waits."""

    sheet: RunSheet
    stands: Standing
    reader: Person
    trainee: Person
    classroom: Classroom
    findings: Sequence[Finding]
    brought_in: Sequence[BroughtIn]
    comments: Sequence[Comment]
    changes: Sequence[SheetChange]
    readings: Sequence[DeskReading]
    following: Row[str] | None

    @property
    def own(self) -> list[Comment]:
        """The comments on the revision that lies there."""
        return [comment for comment in self.comments if comment.revision == self.stands.revision]


@dataclass(frozen=True)
class Sent:
    """What is asked of the desk, or was sent to it and comes back.

    `at` is the place that is commented on, `form` the comment; `note` the one that goes with a decision, `note_for` which.
    `not_done` is what was not done and why, `typed` what was written for it; `asked_about` stand against accepting.
    """

    at: str = ""
    form: CommentForm | None = None
    note: NoteForm | None = None
    note_for: str = ""
    not_done: tuple[str, str] | None = None
    typed: str = ""
    asked_about: Sequence[Comment] = ()

    def opens(self, name: str) -> bool:
        """Whether the form of this decision stands open."""
        return self.note_for == name and self.not_done is None


def read_desk(session: Session, sheet: RunSheet, reader: Person, stands: Standing | None = None) -> DeskFacts:
    """All that the desk of a sheet shows to its reviewer; `stands` where that was read already."""
    stands = stands or steps.standing(session, sheet)
    classrooms = classes_of(session, reader)
    waits = stands.state is State.SUBMITTED
    return DeskFacts(
        sheet=sheet,
        stands=stands,
        reader=reader,
        trainee=session.get_one(Person, sheet.trainee_id),
        classroom=next(room for room in classrooms if room.id == sheet.classroom_id),
        findings=checks.findings(sheet),
        brought_in=brought_in(session, [sheet])[sheet.id],
        comments=comments(session, sheet),
        changes=steps.changes(session, sheet, stands),
        readings=readers(session, [sheet.id], reader).get(sheet.id, ()) if waits else (),
        following=next_waiting(session, classrooms, sheet),
    )
