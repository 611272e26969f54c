"""What the checks say of a sheet in short, for lists of many: kept by this process while the sheet stands as it was judged.

A sheet that waits changes rarely, and its list is asked for again and again. Nothing is stored: what was judged is known by how
many lines the audit of the sheet has, by the rules that judge it and by the day, and is judged anew where one of them is another.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from epcr import checks
from epcr.audit import AuditLine
from epcr.checks.finding import Finding, Weight
from epcr.checks.verdicts import judging
from epcr.db import now
from epcr.review.brought_in import BroughtIn, brought_in
from epcr.review.revision import heading
from epcr.scope import Ruleset, rulesets
from epcr.sheet.class_ruleset import ClassRuleset
from epcr.sheet.customs import Customs
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict

MOST: Final = 4000  # sheets; chosen here: what a college has waiting twice over, at some 2 KB each


@dataclass(frozen=True)
class OutsideScope:
    """An act that the scope check did not permit, by the verdict that stands at it."""

    act: str
    anchor: str
    performer: str
    verdict: KeptVerdict


@dataclass(frozen=True)
class Judged:
    """The open findings of each weight, how many warnings were answered, the acts outside scope and those that were changed into
    it; and the customs of the sheet.
    """

    findings: tuple[tuple[Weight, int], ...]
    answered: int
    outside: tuple[OutsideScope, ...]
    brought_in: tuple[BroughtIn, ...]
    customs: Customs


@dataclass(frozen=True)
class _Mark:
    """What a judgment rests on, beside the files that this process has read."""

    lines: int
    rules: str
    version: int
    day: date


@dataclass(frozen=True)
class _Kept:
    """A judgment, and the files of rules that it was made with."""

    files: Mapping[str, Ruleset]
    judged: Judged


_KEPT: Final[OrderedDict[tuple[str, _Mark], _Kept]] = OrderedDict()
_CHANGING: Final = Lock()


def judged(session: Session, numbers: Iterable[str]) -> dict[str, Judged]:
    """What is found on each of these sheets; only those that are not known as they stand are read."""
    files, marks = rulesets(), _marks(session, list(numbers))
    with _CHANGING:
        kept = {key[0]: _KEPT[key] for key in marks.items() if key in _KEPT}
    judgments = {number: judgment for number, judgment in kept.items() if judgment.files is files}
    unknown = marks.keys() - judgments.keys()
    if unknown:
        read = session.scalars(select(RunSheet).where(RunSheet.id.in_(unknown))).all()
        brought = brought_in(session, read)
        judgments |= {sheet.id: _Kept(files, _judge(sheet, brought[sheet.id])) for sheet in read}
    _keep({(number, marks[number]): judgment for number, judgment in judgments.items()})
    return {number: judgment.judged for number, judgment in judgments.items()}


def outside_scope(sheet: RunSheet) -> tuple[OutsideScope, ...]:
    """The acts on a sheet that the scope check did not permit, in the order of time."""
    context, verdict_at = sheet.context(), judging(sheet)
    return tuple(
        OutsideScope(
            act=heading(act, context),
            anchor=str(act.anchor()),
            performer=act.show("performer", context),
            verdict=verdict_at(act),
        )
        for act in sheet.entries("interventions")
        if verdict_at(act).refused
    )


def counted_by_weight(findings: Iterable[Finding]) -> tuple[tuple[tuple[Weight, int], ...], int]:
    """The open findings of each weight, heaviest first, and how many warnings were answered."""
    listed = list(findings)
    open_ones = Counter(finding.weight for finding in listed if finding.open or finding.weight is Weight.NOTE)
    answered = sum(1 for finding in listed if finding.weight is Weight.WARNING and not finding.open)
    return tuple((weight, open_ones[weight]) for weight in Weight if open_ones[weight]), answered


def _judge(sheet: RunSheet, brought: tuple[BroughtIn, ...]) -> Judged:
    by_weight, answered = counted_by_weight(checks.findings(sheet))
    return Judged(by_weight, answered, outside_scope(sheet), brought, sheet.customs())


def _marks(session: Session, numbers: list[str]) -> dict[str, _Mark]:
    """By what a judgment of each sheet is known, read before the sheets: what changes after it is judged anew next time."""
    lines = (
        select(func.count(AuditLine.id))
        .where(AuditLine.run_sheet_id == RunSheet.id)
        .correlate(RunSheet)
        .scalar_subquery()
    )
    own = (RunSheet.ruleset == ClassRuleset.name) & (RunSheet.classroom_id == ClassRuleset.classroom_id)
    asked = select(RunSheet.id, lines, RunSheet.ruleset, ClassRuleset.version).outerjoin(ClassRuleset, own)
    today = now().date()
    return {
        number: _Mark(count or 0, rules, version or 0, today)
        for number, count, rules, version in session.execute(asked.where(RunSheet.id.in_(numbers)))
    }


def _keep(known: Mapping[tuple[str, _Mark], _Kept]) -> None:
    with _CHANGING:
        for key, judgment in known.items():
            _KEPT[key] = judgment
            _KEPT.move_to_end(key)
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
