"""Judged then, judged now, as it is drawn: where the rules of now would give another verdict than the one that stands."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from epcr.checks.then_and_now import otherwise_now
from epcr.sheet.context import Context
from epcr.sheet.date_words import write_date
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict
from epcr.visit.pieces import Mark


@dataclass(frozen=True)
class JudgedOnce:
    """A verdict with the ruleset that it was given by; `version` and `on` are "" where nobody kept them."""

    mark: Mark
    ruleset: str
    version: str
    on: str
    reason: str


@dataclass(frozen=True)
class ThenNow:
    """Both verdicts on one act."""

    then: JudgedOnce
    now: JudgedOnce


def judged_otherwise(sheet: RunSheet, act: Intervention, context: Context) -> ThenNow | None:
    """Both verdicts on an act where they are different words; None where now says what then said."""
    both = otherwise_now(sheet, act)
    return ThenNow(_judged(both.then, context), _judged(both.now, context)) if both else None


def _judged(verdict: KeptVerdict, context: Context) -> JudgedOnce:
    at = verdict.judged_at
    return JudgedOnce(
        mark=Mark(verdict.mark.tone, verdict.mark.shape, verdict.mark.page),
        ruleset=verdict.ruleset_title or verdict.ruleset or "",
        version=verdict.version or "",
        on=write_date(context.customs.local(at)) if at else "",
        reason=verdict.reason,
    )


def install(app: Flask) -> None:
    """Give it to every template."""
    app.jinja_env.globals["judged_otherwise"] = judged_otherwise
