"""Where a sheet stands: read from its steps, never stored. And who may read it, who reviews it.

It answers questions and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from epcr.people.ending import why_read_only
from epcr.people.model import Classroom, Person, Role
from epcr.review.model import ASIDE, Kind, Revision, Step
from epcr.sheet.run_sheet import RunSheet


class State(StrEnum):
    """Where a sheet stands. A withdrawn sheet is a draft again, a reopened one a returned one."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"


STATE_AFTER = {
    Kind.SUBMITTED: State.SUBMITTED,
    Kind.WITHDRAWN: State.DRAFT,
    Kind.OPENED: State.SUBMITTED,
    Kind.RETURNED: State.RETURNED,
    Kind.ACCEPTED: State.ACCEPTED,
    Kind.REOPENED: State.RETURNED,
    Kind.DISCARDED: State.DISCARDED,
}
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
_STEPS: Final = select(Step).where(Step.run_sheet_id == bindparam("number")).order_by(Step.id)


@dataclass(frozen=True)
class Standing:
    """A sheet's steps, oldest first, and how often it was submitted: read once, and all that a page asks of them.

    `shut` says why nothing can be written on it whatever its state, in a sentence: its class has ended.
    """

    history: tuple[Step, ...]
    frozen: int
    shut: str = ""

    @property
    def state(self) -> State:
        """Where the sheet stands."""
        return state_after(self.history)

    @property
    def editable(self) -> bool:
        """Whether its trainee can change it."""
        return self.written and not self.shut

    @property
    def written(self) -> bool:
        """Whether a revision is being written: no submitted one lies there."""
        return self.state in EDITABLE

    @property
    def opened(self) -> bool:
        """Whether somebody began to review it as it was last submitted."""
        return is_opened(self.history)

    @property
    def word(self) -> str:
        """Where the sheet stands for whoever reads it on a page: the state, told apart while its review goes on."""
        return Kind.OPENED.value if self.opened else self.state.value

    @property
    def begun(self) -> Step | None:
        """The step that began the review that goes on; None where none does."""
        begun = [step for step in self.history if step.kind == Kind.OPENED]
        return begun[-1] if self.opened else None

    @property
    def revision(self) -> int:
        """The number of the revision that lies there, or is being written, from 1."""
        return self.frozen + 1 if self.frozen == 0 or self.written else self.frozen

    def as_submitted(self, number: int) -> Standing:
        """Where the sheet stood when this revision was submitted."""
        until = next(
            (
                place
                for place, step in enumerate(self.history, start=1)
                if step.kind == Kind.SUBMITTED and step.revision == number
            ),
            0,
        )
        return Standing(self.history[:until], number, self.shut)

    @property
    def written_by(self) -> str:
        """The name that its trainee submitted it under, while that revision lies there; else empty, and the name of now holds."""
        names = [step.actor_name for step in self.history if step.kind == Kind.SUBMITTED]
        return names[-1] if names and not self.written else ""


def standing(session: Session, sheet: RunSheet) -> Standing:
    """Where the sheet stands, with the steps that led there."""
    return Standing(tuple(history(session, sheet)), frozen_revisions(session, sheet), shut(session, sheet))


def standings(session: Session, sheets: Sequence[RunSheet]) -> dict[str, Standing]:
    """Where each of several sheets stands, by its number: read at once for all of them."""
    numbers = [sheet.id for sheet in sheets]
    taken: dict[str, list[Step]] = {number: [] for number in numbers}
    for step in session.scalars(select(Step).where(Step.run_sheet_id.in_(numbers)).order_by(Step.id)):
        taken[step.run_sheet_id].append(step)
    newest = select(Revision.run_sheet_id, func.max(Revision.number)).group_by(Revision.run_sheet_id)
    frozen = {row[0]: row[1] for row in session.execute(newest.where(Revision.run_sheet_id.in_(numbers)))}
    shut_in = {
        number: why_read_only(
            session.get_one(Classroom, number)
        )  # whoever lists sheets has read their classes
        for number in {sheet.classroom_id for sheet in sheets}
    }
    return {
        sheet.id: Standing(tuple(taken[sheet.id]), frozen.get(sheet.id, 0), shut_in[sheet.classroom_id])
        for sheet in sheets
    }


def class_of(session: Session, sheet: RunSheet) -> Classroom:
    """The class that the sheet lies in."""
    return session.get_one(Classroom, sheet.classroom_id)


def shut(session: Session, sheet: RunSheet) -> str:
    """Why nothing can be written on the sheet whatever its state, in a sentence; empty where it can."""
    return why_read_only(class_of(session, sheet))


def history(session: Session, sheet: RunSheet) -> list[Step]:
    """The steps of a sheet, oldest first, each with its actor."""
    return list(session.scalars(_STEPS, {"number": sheet.id}))


def state_after(steps: Iterable[Step]) -> State:
    """The state that these steps, oldest first, lead to. An addendum or a move leaves it as it is."""
    state = State.DRAFT
    for step in steps:
        state = STATE_AFTER.get(Kind(step.kind), state)
    return state


def state(session: Session, sheet: RunSheet) -> State:
    """Where the sheet stands."""
    return state_after(history(session, sheet))


def editable(session: Session, sheet: RunSheet) -> bool:
    """Whether its trainee can change it."""
    return state(session, sheet) in EDITABLE and not shut(session, sheet)


def opened(session: Session, sheet: RunSheet) -> bool:
    """Whether somebody began to review it as it was last submitted."""
    return is_opened(history(session, sheet))


def is_opened(steps: Iterable[Step]) -> bool:
    """Whether these steps end in a sheet that somebody began to review."""
    kinds = [step.kind for step in steps if step.kind not in ASIDE]
    return bool(kinds) and kinds[-1] == Kind.OPENED


def frozen_revisions(session: Session, sheet: RunSheet) -> int:
    """How many revisions were frozen, that is how often it was submitted."""
    return session.scalar(select(func.max(Revision.number)).where(Revision.run_sheet_id == sheet.id)) or 0


def revision_number(session: Session, sheet: RunSheet) -> int:
    """The number of the revision that lies there, or is being written, from 1."""
    return standing(session, sheet).revision


def writes(who: Person, sheet: RunSheet) -> bool:
    """Whether it is this trainee's sheet."""
    return who.role == Role.TRAINEE and sheet.trainee_id == who.id


def reviews(who: Person, sheet: RunSheet) -> bool:
    """Whether this person reviews it: an instructor of its class, or an administrator."""
    if who.role == Role.ADMINISTRATOR:
        return True
    return who.role == Role.INSTRUCTOR and any(room.id == sheet.classroom_id for room in who.classrooms)


def may_read(who: Person, sheet: RunSheet) -> bool:
    """Whether this person may see it at all."""
    return writes(who, sheet) or reviews(who, sheet)
