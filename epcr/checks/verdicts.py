"""From an intervention on a run sheet to its verdict, and from the verdict to what the sheet keeps.

It refuses to know any rule, and how an act is told: that is `epcr.checks.acts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from msgspec import to_builtins

from epcr.checks.acts import Acts
from epcr.scope import Act, Verdict, judge
from epcr.sheet.catalog import OTHERS
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet

# What an act owes to the rules that it is put to, and to the agency of the class: other rules are no other facts.
_OF_THE_RULES: Final = frozenset({"ruleset", "agency"})
NOT_LISTED: Final = "It is not in the list, so its scope cannot be judged; your instructor sees it"
_NAMING: Final = frozenset({"item", "code"})
_ISO_DAY: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def judge_intervention(sheet: RunSheet | Acts, intervention: Intervention) -> Verdict:
    """The verdict by the rules as they are now. Whoever asks about several acts of a sheet hands over its `Acts`."""
    acts = sheet if isinstance(sheet, Acts) else Acts(sheet)
    verdict = judge(acts.of(intervention), acts.known)
    if verdict.verdict is not None and intervention.item in OTHERS:
        named = intervention.name()
        return replace(
            verdict, verdict="cannot_judge", reason=NOT_LISTED, item_name=named, missing=(), candidates=()
        )
    # The rules ask for a key of an act; whoever reads a sheet is told what of the sheet it is.
    return replace(verdict, reason=acts.why_no_level(intervention)) if "level" in verdict.missing else verdict


def facts_stand(sheet: RunSheet | Acts, intervention: Intervention) -> bool:
    """Whether the act that the kept verdict was given on is still the one recorded, whatever became of the rules.

    It is asked as the rules of then would ask it, since the same intervention has other names elsewhere.
    """
    kept = (intervention.verdict or {}).get("act")
    if not kept:
        return False
    acts = sheet if isinstance(sheet, Acts) else Acts(sheet)
    then = kept.get("ruleset")
    known = then in acts.known
    present = as_kept(acts.of(intervention, ruleset=then if known else None))
    aside = _OF_THE_RULES if known else _OF_THE_RULES | _NAMING
    return bool(comparable(kept, aside) == comparable(present, aside))


def standing(acts: Acts, intervention: Intervention) -> Mapping[str, Any]:
    """The verdict that stands at an intervention, wherever one is shown: the kept one, while it was given on these facts.

    Where there is none, or the facts are others since, it is the verdict of now, without `judged_at`. Other rules alone leave
    the kept one standing: `epcr.checks.then_and_now` says what they would make of it.
    """
    if intervention.verdict and facts_stand(acts, intervention):
        return intervention.verdict
    return _with_its_act(judge_intervention(acts, intervention))


def recorded(verdict: Verdict, at: datetime) -> dict[str, Any]:
    """What `Intervention.verdict` keeps: the verdict in plain values, the act it was given on, and when it was given."""
    return {**_with_its_act(verdict), "judged_at": at.isoformat()}


def _with_its_act(verdict: Verdict) -> dict[str, Any]:
    act = verdict.act
    return {**as_shown(verdict), "item_name": verdict.item_name, "act": as_kept(act) if act else {}}


def as_shown(verdict: Verdict) -> dict[str, Any]:
    """The verdict in plain values, with the days in its sentence as sheets write them: 12/31/2022 for 2022-12-31."""
    return {**verdict.as_json(), "reason": in_words(verdict.reason)}


def in_words(reason: str) -> str:
    """The sentence of a verdict, with its days as sheets write them."""
    return _ISO_DAY.sub(lambda found: f"{date.fromisoformat(found[0]):%m/%d/%Y}", reason)


def as_kept(act: Act) -> dict[str, Any]:
    """The act in plain values, without what nobody told."""
    return {key: value for key, value in to_builtins(act).items() if value is not None}


def comparable(value: Any, aside: frozenset[str] = frozenset()) -> Any:
    """Plain values as they compare: without what nobody told, a tuple as the list that JSON gives back."""
    if isinstance(value, dict):
        return {key: comparable(one) for key, one in value.items() if one is not None and key not in aside}
    return [comparable(one) for one in value] if isinstance(value, list | tuple) else value
