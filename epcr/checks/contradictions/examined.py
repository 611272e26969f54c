"""Findings of the examination that a text tells, against the rows of the region: there, looked for and not there, or all normal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from epcr.checks.contradictions.record import MINUTE, Fault, Record
from epcr.prose import ExamMention
from epcr.prose.examined import findings
from epcr.prose.phases import FIRST
from epcr.sheet.absent import negatives_in
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

FINDING: Final = "exam"
_SAME_EXAM: Final = 10 * MINUTE  # from a time that is told to the row that is meant; chosen here
# Labels of findings that are none: the standard lists them among the others.
_NORMAL_LABELS: Final = ("normal", "oriented", "equal", "symmetric", "present", "not done", "s1", "s2")


def untrue_exam(exam: ExamMention, record: Record) -> Iterator[Fault]:
    """A finding where the region has none, or that was looked for; and one that is denied though a row has it."""
    rows = [
        row
        for row in record.sheet.entries("exam")
        if row.region == exam.region and _may_be_meant(exam, row, record)
    ]
    has = _denied_has(exam, rows, record) if exam.denied else _told_has(exam, rows, record)
    if has:
        yield Fault(FINDING, f"is not in the sheet, where the exam has: {has}", exam.start, exam.end)


def _may_be_meant(exam: ExamMention, row: ExamFinding, record: Record) -> bool:
    """Whether a row is of that side and that time; how the patient was found is no matter of the examination."""
    location = row.show("location", record.context).lower()
    if exam.side and ("left" in location or "right" in location) and exam.side not in location:
        return False
    if row.examined_at is None or exam.at is None:
        return exam.phase is None or exam.phase.when != FIRST
    return record.off_by(exam.at, row.examined_at) <= _SAME_EXAM


@cache
def _codes(labels: tuple[str, ...], region: str) -> frozenset[str]:
    return frozenset(
        term.code for term in vocabulary("exam_finding") if term.group == region and term.label in labels
    )


def _denied_has(exam: ExamMention, rows: list[ExamFinding], record: Record) -> str:
    """What the rows have of a finding that is denied; of any finding where all is said to be normal."""
    labels = tuple(findings()[exam.finding].labels)
    codes = _codes(labels, exam.region)
    if labels and not codes:  # a finding that this region cannot have
        return ""
    for row in rows:
        others = [
            code for code in row.findings or () if (code in codes if codes else _is_one(code, exam.region))
        ]
        if others:
            return _shown(row, record)
    return ""


def _told_has(exam: ExamMention, rows: list[ExamFinding], record: Record) -> str:
    """What the rows have in place of a finding: that it was looked for, its opposite, or that all was normal."""
    row_of = findings()[exam.finding]
    codes, opposed = _codes(tuple(row_of.labels), exam.region), _codes(tuple(row_of.opposed), exam.region)
    if any(codes & set(row.findings or ()) for row in rows):
        return ""
    for row in rows:
        sought = codes & set(negatives_in(row.absent, "findings"))
        if (
            sought
            or opposed & set(row.findings or ())
            or (codes and row.findings == [NO_ABNORMALITY[exam.region]])
        ):
            return _shown(row, record)
    return ""


def _is_one(code: str, region: str) -> bool:
    """Whether a code stands for something that is not normal."""
    label = vocabulary("exam_finding").label(code).lower()
    return code != NO_ABNORMALITY[region] and not any(word in label for word in _NORMAL_LABELS)


def _shown(row: ExamFinding, record: Record) -> str:
    return f"{lower(row.show('region', record.context))}, {lower(row.show('findings', record.context))}"
