"""An imported report as an exercise: each trainee of the class gets a sheet of their own with the report as it came.

What somebody has written on their copy since is on no other: the report is handed out, not the sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.intake.importing import ReportOutcome, import_report, known
from epcr.intake.report_again import report_again
from epcr.people.model import Classroom, Membership, Person, Role
from epcr.sheet.imported import ImportedReport


def trainees_of(session: Session, classroom: Classroom) -> Sequence[Person]:
    """The trainees of a class who can sign in, by name."""
    members = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.classroom_id == classroom.id, Person.role == Role.TRAINEE, Person.ended_at.is_(None)
        )
    )
    return sorted(session.scalars(members), key=lambda trainee: (trainee.name.casefold(), trainee.id))


def who_has_it(session: Session, classroom: Classroom, imported: ImportedReport) -> frozenset[int]:
    """The ids of the trainees who have a sheet of this report in the class."""
    report = report_again(imported)
    return frozenset(
        trainee.id
        for trainee in trainees_of(session, classroom)
        if known(session, classroom, trainee, report) is not None
    )


def hand_out(
    session: Session, classroom: Classroom, imported: ImportedReport, chosen: Collection[int]
) -> list[Person]:
    """Give the report to these trainees of the class; those who got a sheet now. Who has it keeps theirs as it is. The caller commits.

    Raises Refused where the class has ended.
    """
    report = report_again(imported)
    return [
        trainee
        for trainee in trainees_of(session, classroom)
        if trainee.id in chosen
        and import_report(session, classroom, trainee, report).outcome is ReportOutcome.IMPORTED
    ]
