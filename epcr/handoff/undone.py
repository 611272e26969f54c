"""What a handoff lacks beside its statements: signs that were not measured, and what is expected and was not done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.handoff import words
from epcr.handoff.priorities import response_due
from epcr.handoff.statement import Statement
from epcr.handoff.words import NOT_DOCUMENTED, listed
from epcr.sheet.anchor import Anchor
from epcr.sheet.coma import coma
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import COMA, HEART_RATE, PRESSURE, RESPIRATORY_RATE, SPO2
from epcr.words.naming import lower

_BY_URGENCY: Final = (RESPIRATORY_RATE, PRESSURE, HEART_RATE, SPO2)  # what is asked for first
_TIMES_NAMED: Final = 3  # more sets than this are counted, not named


def unmeasured(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Vital signs that no set, or not this set, has."""
    sets = run_sheet.entries("vitals")
    if not sets:
        return
    if not any(coma(one) or one.documented(COMA.name) for one in sets) and not coma(run_sheet.primary):
        yield Statement(COMA.label, NOT_DOCUMENTED, (sets[-1].anchor(COMA.name),), missing=True)
    for sign in _BY_URGENCY:
        lacking = [one for one in sets if not one.documented(sign.name)]
        if lacking:
            times = [
                context.customs.clock(one.taken_at) if one.taken_at else "untimed set" for one in lacking
            ]
            when = (
                f" {', '.join(times)}"
                if len(times) <= _TIMES_NAMED
                else f" in {len(lacking)} of {len(sets)} sets"
            )
            when = "" if len(lacking) == len(sets) else when
            yield Statement(
                f"{sign.label}{when}",
                NOT_DOCUMENTED,
                tuple(one.anchor(sign.name) for one in lacking),
                missing=True,
            )


def undone(run_sheet: RunSheet) -> Iterator[Statement]:
    """What interventions lack, and who was there."""
    acts = [act for act in run_sheet.entries("interventions") if act.given]
    for name, label in (
        ("performed_at", "Time of"),
        ("performer", "Performer of"),
        ("response", "Response to"),
    ):
        lacking = [
            act
            for act in acts
            if not act.documented(name)
            and not (name == "performer" and words.whose(act))
            and not (name == "response" and not response_due(act, run_sheet))
        ]
        if lacking:
            named = list(dict.fromkeys(lower(words.item(act)) for act in lacking))
            yield Statement(
                f"{label} {listed(named)}",
                NOT_DOCUMENTED,
                tuple(act.anchor(name) for act in lacking),
                missing=True,
            )
    if not run_sheet.entries("crew"):
        yield Statement("Crew", NOT_DOCUMENTED, (Anchor("crew"),), missing=True)
