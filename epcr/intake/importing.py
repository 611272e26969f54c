"""Imports reports of the standard into a class: a sheet each, known again by agency and number or by UUID, all of it or nothing.

Whoever calls it opens the transaction: one for each report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.export.nemsis.building import report_id
from epcr.intake.filling import fill
from epcr.intake.keeping import kept
from epcr.intake.report_tree import Report
from epcr.people.ending import require_going_on
from epcr.people.model import Classroom, Person
from epcr.scenarios.beginning import of_class
from epcr.sheet.imported import ImportedReport
from epcr.sheet.incident import TIMES
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import Entry


class ReportOutcome(StrEnum):
    """What became of a report."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"  # the trainee has it already


@dataclass(frozen=True)
class ImportedSheet:
    """A sheet that a report became: how many of its elements went to fields, were kept, and were not taken by the field they belong to.

    What a field did not take is kept too; the three add up to the elements of the report with its header.
    """

    sheet: RunSheet
    outcome: ReportOutcome
    in_fields: int
    in_keeping: int
    refused: int


def import_report(session: Session, classroom: Classroom, trainee: Person, report: Report) -> ImportedSheet:
    """The sheet of a report for a trainee of the class; the one that is there, where it was imported before. The caller commits.

    Raises Refused where the class has ended.
    """
    require_going_on(classroom, "No new run sheets begin in it.")
    before = known(session, classroom, trainee, report)
    if before is not None:
        return _counted(before, ReportOutcome.UNCHANGED)
    sheet = of_class(classroom, trainee)
    filling = fill(sheet, report)
    _finish(sheet)
    sheet.imported = kept(sheet, report, filling)
    session.add(sheet)
    session.flush()
    return _counted(sheet, ReportOutcome.IMPORTED)


def _finish(sheet: RunSheet) -> None:
    """The date of the call, verdicts by the class's rules, and when it was written.

    It counts as begun when the call began, like one that was written on it; when it was imported is kept with the report.
    """
    at = now()
    moments = [moment for name in TIMES if (moment := getattr(sheet.incident, name)) is not None]
    sheet.created_at = min([*moments, at])
    sheet.incident.date_of_call = sheet.customs().local(min(moments, default=at)).date()
    judge_changed(sheet, at)
    for order, part in enumerate(sheet.parts()):
        if part.touched():
            part.version, part.saved_at = 1, at
        if isinstance(part, Entry):
            part.created_at = sheet.created_at + timedelta(microseconds=order)


def known(session: Session, classroom: Classroom, trainee: Person, report: Report) -> RunSheet | None:
    """The sheet that this report is already: imported before, or written here and exported."""
    alike = [ImportedReport.number == report.number]
    if report.uuid:
        alike.append(ImportedReport.uuid == report.uuid)
    of_trainee = (
        select(RunSheet)
        .join(ImportedReport)
        .where(
            RunSheet.classroom_id == classroom.id,
            RunSheet.trainee_id == trainee.id,
            RunSheet.discarded_at.is_(None),
            or_(*alike),
        )
    )
    imported = session.scalars(of_trainee.limit(1)).first()
    if imported is not None:
        return imported
    own = session.get(RunSheet, report.whole.text("eRecord.01"))
    is_own = own is not None and own.classroom_id == classroom.id and report_id(own.id) == report.uuid
    return own if is_own else None


def _counted(sheet: RunSheet, outcome: ReportOutcome) -> ImportedSheet:
    imported = sheet.imported
    if imported is None:  # written here: all of it is in fields
        return ImportedSheet(sheet, outcome, 0, 0, 0)
    in_fields, others = imported.counts()
    refused = len(imported.refused)
    return ImportedSheet(sheet, outcome, in_fields, others - refused, refused)


__all__ = ["ImportedSheet", "ReportOutcome", "import_report", "known"]
