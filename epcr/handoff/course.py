"""The vital signs of a handoff in words: the first set, the worst and the last, and what was worse at another time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.staleness import stale
from epcr.handoff import words
from epcr.handoff.pieces import anchors_of, at_time
from epcr.handoff.statement import Statement
from epcr.handoff.trend import trend
from epcr.handoff.words import NOT_DOCUMENTED, listed, said, shown
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.pressure import pressure
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import COMA, EXPECTED, PRESSURE, Sign, unreserved
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

_IN_WORDS: Final = tuple(sign for sign in EXPECTED if sign is not COMA)  # the GCS has a statement of its own


def course(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """First, worst and last vital signs in words."""
    course = trend(run_sheet)
    if course.first is None or course.worst is None or course.last is None:
        yield Statement("Vital signs", NOT_DOCUMENTED, (Anchor("vitals"),), missing=True, shown_in="vitals")
        return
    old = stale(run_sheet)
    roles: dict[str, list[str]] = {}
    chosen: dict[str, VitalSigns] = {}
    for role, vitals in (("first", course.first), ("worst", course.worst), ("last", course.last)):
        roles.setdefault(vitals.id, []).append(role)
        chosen[vitals.id] = vitals
    own_statement = {sign.name for sign in unreserved()}
    for key, vitals in chosen.items():
        label = f"Vital signs, {listed(roles[key])}"
        text = f"{_set_in_words(vitals, context)}{at_time(vitals.taken_at, context)}"
        if old is not None and vitals is old.newest:
            text += f", {old.minutes} min old at handoff"
        anchors = [*anchors_of(vitals, [sign.name for sign in _IN_WORDS])]
        if vitals is course.worst:
            apart = [
                (name, own)
                for name, own in course.elsewhere.items()
                if own.id not in chosen and name not in own_statement
            ]
            text = "; ".join([text, *(_worse_then(name, own, context) for name, own in apart)])
            anchors += [own.anchor(name) for name, own in apart]
        yield Statement(label, text, tuple(anchors), vitals.taken_at, shown_in="vitals")


def _worse_then(name: str, vitals: VitalSigns, context: Context) -> str:
    """A sign that was worse in a set that is not told otherwise: `SpO2 88 % at 17:09`."""
    whole = _whole_pressure(vitals) if name == PRESSURE.name else ""
    lead = PRESSURE.short if whole else lower(vitals.fields()[name].label)
    return f"worse: {lead} {whole or lower(said(vitals, name, context))}{at_time(vitals.taken_at, context)}"


def _set_in_words(vitals: VitalSigns, context: Context) -> str:
    pieces = [piece for sign in _IN_WORDS for piece in _sign_in_words(sign, vitals, context)]
    pieces += [f"pain {vitals.pain} of 10"] if vitals.pain is not None else []
    return ", ".join(pieces)


def _sign_in_words(sign: Sign, vitals: VitalSigns, context: Context) -> Iterator[str]:
    """A sign of a set; behind a pressure the pulse that was felt in its place."""
    value = lower(shown(vitals, sign.name, context))
    if sign is not PRESSURE:
        yield f"{lower(sign.label)} {value}"
        return
    yield f"{sign.short} {_whole_pressure(vitals) or value}"
    if felt := words.pulse_felt(vitals):
        yield felt


def _whole_pressure(vitals: VitalSigns) -> str:
    """`118/76`, where both of it were measured."""
    return pressure(vitals).written if pressure(vitals).whole else ""
