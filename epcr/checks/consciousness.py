"""How conscious a patient was, from one look: AVPU and the Glasgow Coma Scale read together.

Everything that asks whether somebody was alert asks here, so that page, paper, questions and checks agree. What one
field leaves empty the other may say: consciousness comes from AVPU, else from the GCS, and a GCS below the best is not alert even
where AVPU says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from epcr.scores.consciousness import BEST
from epcr.sheet.coma import Assessed, coma

ALERT, VERBAL, PAINFUL, UNRESPONSIVE = "3326001", "3326003", "3326005", "3326007"  # eVitals.26
# The highest GCS that goes with each answer of AVPU, to compare looks of which only one has a GCS; never shown. 14 to 15 alert,
# 11 to 13 verbal, 7 to 10 pain, 3 to 6 unresponsive: the crosswalk of prehospital records in A Comparison of the GCS and AVPU
# Scale Among Children, Pediatrics Open Science 2025;1(1).
_AS_GCS: Final = {ALERT: 15, VERBAL: 13, PAINFUL: 10, UNRESPONSIVE: 6}


def alert(part: Assessed) -> bool | None:
    """Whether the patient was alert and oriented; None where neither AVPU nor the GCS says so.

    An answer below the best (a verbal of 4: confused) outweighs AVPU, also where the other parts of the GCS are missing.
    """
    scale = coma(part)
    if part.avpu not in {None, ALERT} or scale.below_best:
        return False
    return True if part.avpu == ALERT or scale.total == sum(BEST.values()) else None


def depth(part: Assessed) -> int | None:
    """To compare how conscious a patient was: the GCS at most, else what goes with AVPU at most; None where neither was assessed."""
    scale = coma(part)
    return scale.most if scale else _AS_GCS.get(part.avpu or "")


def lowest_coma(parts: Iterable[Assessed]) -> Assessed | None:
    """The one with the lowest GCS, the first of equals; None where none has one."""
    return min((part for part in parts if coma(part)), key=lambda part: coma(part).most, default=None)
