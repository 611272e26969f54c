"""How the patient was at the moment of an act, as far as rules ask: breathing, with a pulse, awake.

The latest set taken until then that says it decides; where none does, the primary assessment, which has no time and is of first
contact. It knows what was found, and refuses to know any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from epcr.checks.consciousness import ALERT
from epcr.checks.readings import APNEIC, reading
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns

Look = VitalSigns | PrimaryAssessment
# Breaths that somebody else gives say nothing of the patient's own (eVitals.15, "Mechanically Assisted").
_ASSISTED: Final = "3315005"
_EYES_OPEN: Final = "4"  # eVitals.19, spontaneous
_NO_PULSE: Final = ("no_pulse", "absent")


def findings_then(run_sheet: RunSheet, moment: datetime | None) -> dict[str, bool]:
    """Of `apneic`, `pulseless` and `awake` those that the sheet tells of a moment; nothing of an act without a time."""
    if moment is None:
        return {}
    looks = tuple(_looks(run_sheet, moment))
    facts = {
        name: next((fact for look in looks if (fact := fact_of(look)) is not None), None)
        for name, fact_of in _FACTS.items()
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def _looks(run_sheet: RunSheet, moment: datetime) -> Iterator[Look]:
    """The sets until then, the latest first, then the primary assessment."""
    taken = (look for look in run_sheet.entries("vitals") if look.taken_at is not None)
    yield from reversed([look for look in taken if look.taken_at <= moment])
    yield run_sheet.primary


def _apneic(look: Look) -> bool | None:
    if isinstance(look, PrimaryAssessment):
        return _by_effort(look.breathing_effort)
    rate = reading(look, "respiratory_rate")
    if rate == 0 or look.respiratory_effort == APNEIC:
        return True
    if look.respiratory_effort == _ASSISTED:
        return None
    return _by_effort(look.respiratory_effort) if rate is None else False


def _by_effort(effort: str | None) -> bool | None:
    return None if effort in {None, _ASSISTED} else effort == APNEIC


def _pulseless(look: Look) -> bool | None:
    if isinstance(look, PrimaryAssessment):
        if look.pulse_quality in _NO_PULSE or look.pulse_site in _NO_PULSE:
            return True
        return False if look.pulse_quality or look.pulse_site else None
    rate = reading(look, "heart_rate")
    return None if rate is None else rate == 0


def _awake(look: Look) -> bool | None:
    if look.avpu is not None:
        return look.avpu == ALERT
    return None if look.gcs_eye is None else look.gcs_eye == _EYES_OPEN


_FACTS: Final[dict[str, Callable[[Look], bool | None]]] = {
    "apneic": _apneic,
    "pulseless": _pulseless,
    "awake": _awake,
}
