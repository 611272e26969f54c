"""What the rules of now would make of acts that were judged by others: judged then, judged now.

The verdict of then stays; this only says where now differs. It refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import to_builtins

from epcr.checks.acts import Acts, agency_of
from epcr.checks.own_rules import known_to
from epcr.checks.verdicts import comparable, facts_stand, judge_intervention
from epcr.scope import Verdict
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class ThenAndNow:
    """One act whose verdict would be another now. `at` is when it was judged, None where the sheet does not say."""

    act: Intervention
    then: Mapping[str, Any]
    now: Verdict
    at: datetime | None


def judged_now(run_sheet: RunSheet, entry: Intervention) -> Verdict | None:
    """The verdict by the rules of now; None where they are those that the kept verdict was given by, or none was given.

    None too where the facts are others since: the kept verdict stands no more, and what stands is by the rules of now.
    """
    kept = entry.verdict
    if not kept or entry.item is None:
        return None
    rules = known_to(run_sheet).get(run_sheet.ruleset)
    if rules is None or kept.get("verdict") is None:
        return None  # nothing judges now, or the act is none that rules are asked about
    agency = comparable((kept.get("act") or {}).get("agency") or {})
    if (kept.get("ruleset"), kept.get("version"), agency) == (rules.id, rules.version, _agency(run_sheet)):
        return None
    acts = Acts(run_sheet)
    return judge_intervention(acts, entry) if facts_stand(acts, entry) else None


def otherwise_now(run_sheet: RunSheet, entry: Intervention) -> ThenAndNow | None:
    """The act with both verdicts where they are different words; None where now says what then said."""
    now, kept = judged_now(run_sheet, entry), entry.verdict or {}
    if now is None or now.verdict == kept.get("verdict"):
        return None
    at = kept.get("judged_at")
    return ThenAndNow(entry, kept, now, datetime.fromisoformat(at) if at else None)


def all_otherwise_now(run_sheet: RunSheet) -> list[ThenAndNow]:
    """Every act of the sheet that would be judged otherwise now, in the order of time."""
    found = (otherwise_now(run_sheet, entry) for entry in run_sheet.entries("interventions"))
    return [one for one in found if one is not None]


def _agency(run_sheet: RunSheet) -> Any:
    agency = agency_of(run_sheet)
    return comparable(to_builtins(agency)) if agency else {}


def rules_of(verdicts: Iterable[Mapping[str, Any]]) -> list[str]:
    """The rulesets by which verdicts were given, each once with its versions: "us-national-2019 version 2019.2"."""
    versions: dict[str, list[str]] = {}
    for verdict in verdicts:
        name, version = verdict.get("ruleset"), str(verdict.get("version") or "")
        if name and version not in versions.setdefault(str(name), []):
            versions[str(name)].append(version)
    return [f"{name} version {' and '.join(told)}" for name, told in versions.items()]
