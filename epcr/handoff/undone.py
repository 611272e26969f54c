"""What a handoff lacks beside its statements: signs that were not measured, and what is expected and was not done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

_BY_URGENCY: Final = (RESPIRATORY_RATE, PRESSURE, HEART_RATE, SPO2)  # what is asked for first
_TIMES_NAMED: Final = 3  # more sets than this are counted, not named


def unmeasured(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Vital signs that no set, or not this set, has."""
    sets = run_sheet.entries("vitals")
    if not sets:
        return
    assessed = any(coma(vitals) or vitals.documented(COMA.name) for vitals in sets)
    if not assessed and not coma(run_sheet.primary):
        yield Statement(COMA.label, NOT_DOCUMENTED, (sets[-1].anchor(COMA.name),), missing=True)
    for sign in _BY_URGENCY:
        lacking = [vitals for vitals in sets if not vitals.documented(sign.name)]
        if lacking:
            yield Statement(
                f"{sign.label}{_when(lacking, len(sets), context)}",
                NOT_DOCUMENTED,
                tuple(vitals.anchor(sign.name) for vitals in lacking),
                missing=True,
            )


def _when(lacking: Sequence[VitalSigns], sets: int, context: Context) -> str:
    """In which of so many sets it was not measured; empty where it was in none of them."""
    if len(lacking) == sets:
        return ""
    if len(lacking) > _TIMES_NAMED:
        return f" in {len(lacking)} of {sets} sets"
    times = (vitals.taken_at for vitals in lacking)
    return f" {', '.join(context.customs.clock(at) if at else 'untimed set' for at in times)}"


def undone(run_sheet: RunSheet) -> Iterator[Statement]:
    """What interventions lack, and who was there."""
    interventions = [
        intervention for intervention in run_sheet.entries("interventions") if intervention.given
    ]
    for name, label in (
        ("performed_at", "Time of"),
        ("performer", "Performer of"),
        ("response", "Response to"),
    ):
        lacking = [
            intervention
            for intervention in interventions
            if not intervention.documented(name)
            and not (name == "performer" and words.whose(intervention))
            and not (name == "response" and not response_due(intervention, run_sheet))
        ]
        if lacking:
            named = list(dict.fromkeys(lower(words.item(intervention)) for intervention in lacking))
            yield Statement(
                f"{label} {listed(named)}",
                NOT_DOCUMENTED,
                tuple(intervention.anchor(name) for intervention in lacking),
                missing=True,
            )
    if not run_sheet.entries("crew"):
        yield Statement("Crew", NOT_DOCUMENTED, (Anchor("crew"),), missing=True)
