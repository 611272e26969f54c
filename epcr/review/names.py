"""What becomes of a corrected name on the run sheets of whoever it is: drafts take it, submitted sheets keep theirs.

It knows crew entries and states; how a name is corrected is for the people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.people.certificates import called, name_on_a_crew
from epcr.people.corrections import when_renamed
from epcr.people.model import Corrected, Correction, Person, Role
from epcr.review.model import Step
from epcr.review.state import EDITABLE, state_after
from epcr.sheet.crew import CrewMember
from epcr.sheet.run_sheet import RunSheet


@when_renamed
def rename_on_drafts(session: Session, person: Person, until_now: str) -> None:
    """Write the new name of a trainee to the crew entries of their drafts that carry the one until now."""
    if person.role != Role.TRAINEE:
        return
    of_sheets = (
        select(CrewMember)
        .join(RunSheet, RunSheet.id == CrewMember.run_sheet_id)
        .where(RunSheet.trainee_id == person.id, RunSheet.discarded_at.is_(None))
    )
    meant = [member for member in session.scalars(of_sheets) if called(member, until_now)]
    taken: dict[str, list[Step]] = defaultdict(list)
    steps = select(Step).where(Step.run_sheet_id.in_({member.run_sheet_id for member in meant}))
    for step in session.scalars(steps.order_by(Step.id)):
        taken[step.run_sheet_id].append(step)
    drafts = (member for member in meant if state_after(taken[member.run_sheet_id]) in EDITABLE)
    _rename(drafts, {until_now}, person.name)
    session.flush()


def take_name_of_now(session: Session, sheet: RunSheet) -> None:
    """Write the name of now to a sheet that is written again, where it still carries one that was corrected meanwhile."""
    corrected = select(Correction.was).where(
        Correction.person_id == sheet.trainee_id, Correction.kind == Corrected.NAME
    )
    former = set(session.scalars(corrected))
    if former:
        _rename(sheet.crew, former, session.get_one(Person, sheet.trainee_id).name)
        session.flush()


def _rename(members: Iterable[CrewMember], former: Collection[str], name: str) -> None:
    for member in members:
        if (
            not member.struck
            and member.member != name_on_a_crew(name)
            and any(called(member, was) for was in former)
        ):
            member.member = name_on_a_crew(name)
            member.version += 1
