"""What the rules of now would make of acts that were judged by others: judged then, judged now.

The verdict of then stays; this only says where now differs. It refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from epcr.checks.acts import Acts, agency_of
from epcr.checks.own_rules import known_to
from epcr.checks.verdicts import agency_alike, judge_intervention, kept_standing, recorded
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict


@dataclass(frozen=True)
class ThenAndNow:
    """An intervention whose verdict would be another now."""

    intervention: Intervention
    then: KeptVerdict
    now: KeptVerdict


def judged_now(run_sheet: RunSheet, entry: Intervention) -> KeptVerdict | None:
    """The verdict by the rules of now; None where they are those that the kept verdict was given by, or none was given.

    None too where the facts are others since: the kept verdict stands no more, and what stands is by the rules of now.
    """
    kept = entry.verdict
    rules = known_to(run_sheet).get(run_sheet.ruleset)
    if kept is None or entry.item is None or rules is None or kept.verdict is None:
        return None  # nothing judges now, or the act is none that rules are asked about
    agency_then = kept.act.agency if kept.act else None
    same_rules = (kept.ruleset, kept.version) == (rules.id, rules.version)
    if same_rules and agency_alike(agency_then, agency_of(run_sheet)):
        return None
    acts = Acts(run_sheet)
    return recorded(judge_intervention(acts, entry)) if kept_standing(acts, entry) else None


def otherwise_now(run_sheet: RunSheet, entry: Intervention) -> ThenAndNow | None:
    """The intervention with both verdicts where they are different words; None where now says what then said."""
    then, now = entry.verdict, judged_now(run_sheet, entry)
    if then is None or now is None or now.verdict == then.verdict:
        return None
    return ThenAndNow(entry, then, now)


def all_otherwise_now(run_sheet: RunSheet) -> list[ThenAndNow]:
    """Every intervention of the sheet that would be judged otherwise now, in the order of time."""
    judged = (otherwise_now(run_sheet, entry) for entry in run_sheet.entries("interventions"))
    return [then_and_now for then_and_now in judged if then_and_now is not None]


def rules_of(verdicts: Iterable[KeptVerdict]) -> list[str]:
    """The rulesets by which verdicts were given, each once with its versions: "us-national-2019 version 2019.2"."""
    by_ruleset: dict[str, list[str]] = {}
    for verdict in verdicts:
        version = verdict.version or ""
        if verdict.ruleset and version not in by_ruleset.setdefault(verdict.ruleset, []):
            by_ruleset[verdict.ruleset].append(version)
    return [f"{name} version {' and '.join(versions)}" for name, versions in by_ruleset.items()]
