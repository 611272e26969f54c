"""Interventions beyond the scope of practice of whoever performed them.

It reads the verdict that stands at each intervention; it judges only what has none, or what changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.checks.own_rules import known_to, why_unknown
from epcr.checks.verdicts import judging
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict

_FACTS: Final = (
    "item", "other_name", "performer", "route", "dose", "dose_unit", "supply", "formulation", "mode", "indication", "authorization",
)  # fmt: skip


def out_of_scope(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """A warning for each refusal, a note for what cannot be judged; a level without a column is said once, at its member."""
    without_rules = why_unknown(run_sheet)
    if without_rules:
        yield _no_rules(without_rules)
    without_column = _without_column(run_sheet)
    for member in without_column.values():
        yield _no_column(run_sheet, member, context)
    judged = judging(run_sheet)
    for entry in run_sheet.entries("interventions"):
        if entry.item is None:
            continue
        verdict = judged(entry)
        if verdict.refused:
            yield _refused(entry, verdict, context)
        elif without_rules:
            continue
        elif verdict.cannot_judge and _worth_a_note(entry, verdict, without_column):
            message = f"{entry.subject(context)} cannot be judged: {verdict.reason}"
            yield Finding(
                Weight.NOTE,
                entry.anchor("item"),
                message,
                "scope.cannot_judge",
                _value(entry, verdict),
            )


def _no_rules(why: str) -> Finding:
    message = f"Nothing new can be judged, so tell your instructor. {why}"
    return Finding(Weight.NOTE, Anchor("interventions"), message, "scope.no_rules", why)


def _refused(entry: Intervention, verdict: KeptVerdict, context: Context) -> Finding:
    who = context.crew[
        str(entry.performer)
    ]  # what is refused was judged by the level of somebody of the crew
    basis = f"source: {verdict.source}" if verdict.source else ""
    refusal = f"{entry.subject(context)} by {who}: {verdict.reason}"
    return Finding(
        Weight.WARNING,
        entry.anchor("item"),
        f"Answer for {refusal}",
        f"scope.{verdict.verdict}",
        _value(entry, verdict),
        paper=f"{refusal} ({basis})" if basis else refusal,
        basis=basis,
    )


def _value(entry: Intervention, verdict: KeptVerdict) -> str:
    """What an answer was about: the verdict, and every fact of the act that a person chose.

    In codes, so that a reworded list takes no answers away.
    """
    facts = [f"{name} {getattr(entry, name)}" for name in _FACTS if getattr(entry, name) is not None]
    return "; ".join([verdict.verdict or "", verdict.rule or "", verdict.level or "", *facts])


def _without_column(run_sheet: RunSheet) -> dict[str, CrewMember]:
    """The crew members, by id, whose level the ruleset does not know."""
    rules = known_to(run_sheet).get(run_sheet.ruleset)
    if rules is None:
        return {}
    return {
        member.id: member
        for member in run_sheet.entries("crew")
        if member.level not in {None, "none", *rules.levels}
    }


def _no_column(run_sheet: RunSheet, member: CrewMember, context: Context) -> Finding:
    rules = known_to(run_sheet)[run_sheet.ruleset]
    level = member.show("level", context)
    message = f"What {member.member or 'this crew member'} does as {level} cannot be judged: {rules.title} has no column for it"
    return Finding(Weight.NOTE, member.anchor("level"), message, "scope.no_column", level)


def _worth_a_note(
    entry: Intervention, verdict: KeptVerdict, without_column: Mapping[str, CrewMember]
) -> bool:
    """Not where the level is what is missing: that is said at the crew member, or is missing anyway."""
    return entry.performer not in without_column and "level" not in verdict.missing
