"""Everything that can be asked about a sheet, by the half of the handoff that it comes in.

Only what the sheet says beyond doubt is asked: where two answers would be right, nothing is. It knows no request and no store.
"""

from __future__ import annotations

from collections.abc import Iterator

from epcr.rehearsal import acts, measured, situation
from epcr.rehearsal.asking import AskedSheet, asking
from epcr.rehearsal.background import gaps, late
from epcr.rehearsal.measured import VITAL
from epcr.rehearsal.question import Question


def early(ask: AskedSheet) -> Iterator[Question]:
    """What comes first, what was measured, what was done and what is asked for."""
    yield from acts.given(ask)
    yield from measured.vital_signs(ask)
    yield from measured.coma_scale(ask)
    yield from situation.first(ask)
    yield from acts.response(ask)
    yield from acts.withheld(ask)
    yield from situation.asked_for(ask)
    yield from measured.rhythm(ask)


__all__ = ["VITAL", "AskedSheet", "asking", "early", "gaps", "late"]
