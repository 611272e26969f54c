"""The SBAR draft: what the sheet says, as statements in four parts, each with the fields and the time it came from.

What is missing stands as NOT DOCUMENTED in its place, and nothing is guessed. Statements are in the order of their weight: where
paper is short, the last ones are left out first. It knows no paper and no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from epcr.handoff import words
from epcr.handoff.assessment import assessment
from epcr.handoff.background import background
from epcr.handoff.pieces import begun
from epcr.handoff.recommendation import recommendation
from epcr.handoff.situation import situation
from epcr.handoff.statement import PARTS, Statement
from epcr.handoff.undone import undone, unmeasured
from epcr.sheet.run_sheet import RunSheet


def draft(run_sheet: RunSheet) -> dict[str, list[Statement]]:
    """Situation, background, assessment and recommendation as the sheet tells them."""
    context = words.handed_over(run_sheet)
    makers = (situation, background, assessment, recommendation)
    return {
        part: [begun(statement) for statement in make(run_sheet, context)]
        for part, make in zip(PARTS, makers, strict=True)
    }


def not_documented(run_sheet: RunSheet, parts: Mapping[str, Sequence[Statement]]) -> list[Statement]:
    """What a handoff asks for and the sheet does not have, the weightiest first; `label` names it.

    `parts` is the sheet's draft.
    """
    context = words.handed_over(run_sheet)
    gaps = [statement for statement in chain(*(parts[part] for part in PARTS)) if statement.missing]
    return [*gaps, *unmeasured(run_sheet, context), *undone(run_sheet)]
