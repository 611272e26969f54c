"""Which verdict stands at an intervention. Every page, paper and queue asks here, and whatever changes one lets it be judged here.

The facts of an act are listed once, in `epcr.sheet.act`, and read from a sheet once, in `epcr.checks.acts`. It refuses to know
any rule.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Final

from msgspec import structs

from epcr.checks.acts import Acts
from epcr.scope import Act, Agency, Verdict, judge
from epcr.sheet.catalog import OTHERS
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import Judgment, KeptVerdict, NearChange

Judged = Callable[[Intervention], KeptVerdict]

NOT_LISTED: Final = "It is not in the list, so its scope cannot be judged; your instructor sees it"


# Which stands ---------------------------------------------------------------------------------------------------------


def judging(run_sheet: RunSheet) -> Judged:
    """Gives the verdict that stands at an intervention of this sheet, as the sheet is now; each is looked for once."""
    acts = Acts(run_sheet)
    return cache(lambda intervention: standing(acts, intervention))


def standing(acts: Acts, intervention: Intervention) -> KeptVerdict:
    """The verdict that stands at an intervention, wherever one is shown: the kept one, while it was given on these facts.

    Where there is none, or the facts are others since, it is the verdict of now, without `judged_at`. Other rules alone leave
    the kept one standing: `epcr.checks.then_and_now` says what they would make of it.
    """
    return kept_standing(acts, intervention) or recorded(judge_intervention(acts, intervention))


def kept_standing(acts: Acts, intervention: Intervention) -> KeptVerdict | None:
    """The kept verdict, where the act that it was given on is still the one recorded; whatever became of the rules.

    It is asked as the rules of then would ask it, since the same intervention has other names elsewhere.
    """
    kept = intervention.verdict
    if kept is None or kept.act is None:
        return None
    known = kept.act.ruleset in acts.known
    present = acts.of(intervention, ruleset=kept.act.ruleset if known else None)
    return kept if _facts(kept.act, named=known) == _facts(present, named=known) else None


def _facts(act: Act, *, named: bool) -> Act:
    """An act without what it owes to the rules it is put to, and to the agency of the class: other rules are no other facts.

    `named` says whether what was done is called as the same rules call it.
    """
    bare = structs.replace(act, ruleset=None, agency=None)
    return bare if named else structs.replace(bare, item=None, code=None)


def agency_alike(agency: Agency | None, other: Agency | None) -> bool:
    """Whether two agencies are told the same; nothing told is the same as an agency of which nothing is told."""
    return (agency or Agency()) == (other or Agency())


# Judging --------------------------------------------------------------------------------------------------------------


def judge_changed(run_sheet: RunSheet, at: datetime, *, saved: Intervention | None = None) -> None:
    """Judge every intervention whose facts are others since its verdict, and keep what is said of it now.

    To be called after any change to a sheet, whatever was changed: a dose is a fact of each later intervention of the same kind, a level
    of all that somebody did, the date of the call of everything. `saved` is judged anyway, by the rules of now; at the others
    other rules alone change nothing. What is struck waits until it is put back.
    """
    acts = Acts(run_sheet)
    for intervention in run_sheet.interventions:
        if intervention is saved or not (intervention.struck or kept_standing(acts, intervention)):
            intervention.verdict = recorded(judge_intervention(acts, intervention), at)


def judge_intervention(sheet: RunSheet | Acts, intervention: Intervention) -> Verdict:
    """The verdict by the rules as they are now. Whoever asks about several of a sheet hands over its `Acts`."""
    acts = sheet if isinstance(sheet, Acts) else Acts(sheet)
    verdict = judge(acts.of(intervention), acts.known)
    if verdict.verdict is not None and intervention.item in OTHERS:
        named = intervention.name()
        return structs.replace(
            verdict, verdict="cannot_judge", sentence=NOT_LISTED, item_name=named, missing=(), candidates=()
        )
    # The rules ask for a key of an act; whoever reads a sheet is told what of the sheet it is.
    return (
        structs.replace(verdict, sentence=acts.why_no_level(intervention))
        if "level" in verdict.missing
        else verdict
    )


def recorded(verdict: Verdict, at: datetime | None = None) -> KeptVerdict:
    """A verdict as a sheet keeps it, with the act it was given on and when; without a moment it is one of just now."""
    act = verdict.act
    changes = (
        NearChange(text=change.text, facts=change.facts(act) if act else {}) for change in verdict.changes
    )
    judgment = {name: getattr(verdict, name) for name in Judgment.__struct_fields__}
    return KeptVerdict(**judgment, reason=verdict.in_words, changes=tuple(changes), judged_at=at)
