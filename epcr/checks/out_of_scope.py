"""Interventions beyond the scope of practice of whoever performed them.

It reads the verdict that stands at each intervention; it judges only what has none, or what changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from epcr.checks.finding import Finding, Weight
from epcr.checks.sentences import intervention as called
from epcr.checks.verdicts import act_of, as_kept
from epcr.scope import judge, rulesets
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet

_FACTS: Final = (
    "item", "performer", "route", "dose", "dose_unit", "supply", "formulation", "mode", "indication", "authorization",
)  # fmt: skip


def out_of_scope(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """A warning for each refusal, a note for what cannot be judged; a level without a column is said once, at its member."""
    without_column = _without_column(run_sheet)
    for member in without_column.values():
        yield _no_column(run_sheet, member, context)
    for entry in run_sheet.entries("interventions"):
        if entry.item is None:
            continue
        verdict = standing(run_sheet, entry)
        if verdict["permitted"] is False:
            yield _refused(entry, verdict, context)
        elif verdict["verdict"] == "cannot_judge" and _worth_a_note(entry, verdict, without_column):
            message = f"{called(entry, context)} cannot be judged: {verdict['reason']}"
            yield Finding(
                Weight.NOTE,
                entry.anchor("item"),
                message,
                "scope.cannot_judge",
                _value(entry, verdict),
            )


def standing(run_sheet: RunSheet, entry: Intervention) -> Mapping[str, Any]:
    """The verdict that stands at an intervention; judged now where there is none or the act is another one since."""
    kept, act = entry.verdict, act_of(run_sheet, entry)
    if kept and kept.get("act") == as_kept(act):
        return kept
    return judge(act).as_json()


def _refused(entry: Intervention, verdict: Mapping[str, Any], context: Context) -> Finding:
    level = verdict.get("trained_for") or verdict.get("level")
    who = context.crew.get(entry.performer or "") or level
    by = f" by {who}" if who else ""
    source = f" (source: {verdict['source']})" if verdict.get("source") else ""
    message = f"Answer for {called(entry, context)}{by}: {verdict['reason']}{source}"
    return Finding(
        Weight.WARNING,
        entry.anchor("item"),
        message,
        f"scope.{verdict['verdict']}",
        _value(entry, verdict),
    )


def _value(entry: Intervention, verdict: Mapping[str, Any]) -> str:
    """What an answer was about: the verdict, and every fact of the act that a person chose.

    In codes, so that a reworded list takes no answers away.
    """
    facts = [f"{name} {getattr(entry, name)}" for name in _FACTS if getattr(entry, name) is not None]
    return "; ".join([*(str(verdict.get(key) or "") for key in ("verdict", "rule", "level")), *facts])


def _without_column(run_sheet: RunSheet) -> dict[str, CrewMember]:
    """The crew members, by id, whose level the ruleset does not know."""
    rules = rulesets().get(run_sheet.ruleset)
    if rules is None:
        return {}
    return {
        member.id: member
        for member in run_sheet.entries("crew")
        if member.level not in {None, "none", *rules.levels}
    }


def _no_column(run_sheet: RunSheet, member: CrewMember, context: Context) -> Finding:
    rules = rulesets()[run_sheet.ruleset]
    level = member.show("level", context)
    message = f"What {member.member or 'this crew member'} does as {level} cannot be judged: {rules.title} has no column for it"
    return Finding(Weight.NOTE, member.anchor("level"), message, "scope.no_column", level)


def _worth_a_note(
    entry: Intervention, verdict: Mapping[str, Any], without_column: Mapping[str, CrewMember]
) -> bool:
    """Not where the level is what is missing: that is said at the crew member, or is missing anyway."""
    return entry.performer not in without_column and "level" not in (verdict.get("missing") or ())
