"""Acts that are in scope now and were not as they were first entered: the audit keeps what the verdict was, and what changed it.

Whoever changes a performer, an order or a level after a refusal may be right; whoever reviews the sheet shall see that it was changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.audit import AuditLine
from epcr.checks.verdicts import judging
from epcr.review.revision import heading
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict, read_verdict

_VERDICTS = "interventions-%-verdict"


@dataclass(frozen=True)
class BroughtIn:
    """An act that was changed into scope: how it is called, where it stands, and in words what it was and what changed."""

    act: str
    anchor: str
    words: str


@dataclass(frozen=True)
class _Turn:
    """The level an act was refused for, when it came into scope, and the fields that were changed with it.

    `at` is None where the act is as it was and the sheet around it was changed.
    """

    level: str
    at: datetime | None
    fields: tuple[str, ...]


def brought_in(session: Session, sheets: Sequence[RunSheet]) -> dict[str, tuple[BroughtIn, ...]]:
    """The acts of each of these sheets that were changed into scope, by the sheet's id; the audit of all is asked once."""
    turns = _turns(session, [sheet.id for sheet in sheets])
    return {sheet.id: tuple(_of_sheet(sheet, turns)) for sheet in sheets}


def _of_sheet(sheet: RunSheet, turns: Mapping[tuple[str, str], _Turn]) -> Iterator[BroughtIn]:
    context, verdict_at = sheet.context(), judging(sheet)
    for act in sheet.entries("interventions"):
        turn = turns.get((sheet.id, str(act.anchor("verdict")))) or _kept_refusal(act)
        if turn and not verdict_at(act).refused:
            words = _in_words(act, turn, sheet)
            yield BroughtIn(heading(act, context), str(act.anchor()), words)


def _kept_refusal(act: Intervention) -> _Turn | None:
    """Of an act whose own fields are as they were: what surrounds it was changed, like the level of its performer."""
    kept = act.verdict
    return _Turn(kept.judged_level, None, ()) if kept and kept.refused else None


def _in_words(act: Intervention, turn: _Turn, sheet: RunSheet) -> str:
    context = sheet.context()
    entered = f"first entered as {turn.level}, outside scope" if turn.level else "first entered outside scope"
    if turn.at is None:
        return f"{entered}; in scope as the sheet stands now"
    clock = sheet.recorded_at(turn.at)
    performer = act.show("performer", context)
    if "performer" in turn.fields and performer:
        return f"{entered}; changed to {performer} at {clock}"
    specs = act.fields()
    labels = ", ".join(f"“{specs[name].label}”" for name in turn.fields if name in specs)
    return f"{entered}; changed at {clock}: {labels}" if labels else f"{entered}; in scope since {clock}"


def _turns(session: Session, numbers: Sequence[str]) -> dict[tuple[str, str], _Turn]:
    """The last time that each act came into scope, by sheet and by the anchor of its verdict."""
    lines = session.scalars(
        select(AuditLine)
        .where(
            AuditLine.run_sheet_id.in_(numbers),
            AuditLine.anchor.like(_VERDICTS),
            AuditLine.before.is_not(None),
        )
        .order_by(AuditLine.id)
    ).all()
    came = {}
    for line in lines:
        was, became = _verdict(line.before), _verdict(line.after)
        if was and was.refused and not (became and became.refused):
            came[line.run_sheet_id, line.anchor] = (line, was.judged_level)
    changed = _changed_with(session, [line for line, _ in came.values()])
    return {key: _Turn(level, line.at, tuple(changed.get(key, ()))) for key, (line, level) in came.items()}


def _changed_with(session: Session, lines: Sequence[AuditLine]) -> dict[tuple[str, str], list[str]]:
    """The fields of each act that were changed in the same moment as its verdict."""
    if not lines:
        return {}
    sheets, moments = {line.run_sheet_id for line in lines}, {line.at for line in lines}
    asked = select(AuditLine.run_sheet_id, AuditLine.anchor, AuditLine.at).where(
        AuditLine.run_sheet_id.in_(sheets),
        AuditLine.at.in_(moments),
        AuditLine.anchor.like("interventions-%"),
    )
    beside = session.execute(asked.order_by(AuditLine.id)).all()
    return {(line.run_sheet_id, line.anchor): list(_fields_of(line, beside)) for line in lines}


def _fields_of(verdict: AuditLine, beside: Iterable[tuple[str, str, datetime]]) -> Iterator[str]:
    act = verdict.anchor.removesuffix("verdict")
    for sheet, anchor, at in beside:
        if (
            (sheet, at) == (verdict.run_sheet_id, verdict.at)
            and anchor.startswith(act)
            and anchor != verdict.anchor
        ):
            yield anchor.removeprefix(act)


def _verdict(content: str | None) -> KeptVerdict | None:
    plain = json.loads(content).get("value") if content else None
    return read_verdict(plain) if isinstance(plain, dict) else None
