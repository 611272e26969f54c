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
from epcr.sheet.signs import COMA, EXPECTED, PRESSURE, unreserved
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
    told: dict[str, list[str]] = {}
    chosen: dict[str, VitalSigns] = {}
    for name, one in (("first", course.first), ("worst", course.worst), ("last", course.last)):
        told.setdefault(one.id, []).append(name)
        chosen[one.id] = one
    own_statement = {sign.name for sign in unreserved()}
    for key, one in chosen.items():
        label = f"Vital signs, {listed(told[key])}"
        text = f"{_set_in_words(one, context)}{at_time(one.taken_at, context)}"
        if old is not None and one is old.newest:
            text += f", {old.minutes} min old at handoff"
        anchors = [*anchors_of(one, [sign.name for sign in _IN_WORDS])]
        if one is course.worst:
            apart = [
                (name, own)
                for name, own in course.elsewhere.items()
                if own.id not in chosen and name not in own_statement
            ]
            text = "; ".join([text, *(_worse_then(name, own, context) for name, own in apart)])
            anchors += [own.anchor(name) for name, own in apart]
        yield Statement(label, text, tuple(anchors), one.taken_at, shown_in="vitals")


def _worse_then(name: str, one: VitalSigns, context: Context) -> str:
    """A sign that was worse in a set that is not told otherwise: `SpO2 88 % at 17:09`."""
    told = pressure(one).written if name == PRESSURE.name and pressure(one).whole else ""
    lead = PRESSURE.short if told else lower(one.fields()[name].label)
    return f"worse: {lead} {told or lower(said(one, name, context))}{at_time(one.taken_at, context)}"


def _set_in_words(one: VitalSigns, context: Context) -> str:
    told = []
    for sign in _IN_WORDS:
        if sign is PRESSURE:
            whole = pressure(one).written if pressure(one).whole else ""
            told.append(f"{sign.short} {whole or lower(shown(one, sign.name, context))}")
            told += [felt] if (felt := words.pulse_felt(one)) else []
        else:
            told.append(f"{lower(sign.label)} {lower(shown(one, sign.name, context))}")
    told += [f"pain {one.pain} of 10"] if one.pain is not None else []
    return ", ".join(told)
