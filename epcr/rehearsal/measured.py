"""Questions about what was measured: the last vital signs, the lowest, the coma scale and the rhythm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from epcr.rehearsal.asking import AskedSheet, says_little
from epcr.rehearsal.ladders import Ladder, ladder
from epcr.rehearsal.others import alike
from epcr.rehearsal.question import OPTIONS, Lot, Question, mixed
from epcr.sheet.coma import PARTS, coma
from epcr.sheet.kinds.number import Number
from epcr.sheet.pressure import Pressure
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary


@dataclass(frozen=True)
class _Measure:
    """A vital sign that is asked about, and the steps that its wrong values stand apart."""

    name: str
    called: str
    steps: tuple[float, ...]
    lowest: bool = False


_MEASURES: Final = (
    _Measure("systolic", "blood pressure", (8, 12, 14), lowest=True),
    _Measure("heart_rate", "heart rate", (8, 10, 12)),
    _Measure("spo2", "SpO2", (2, 3), lowest=True),
    _Measure("respiratory_rate", "respiratory rate", (2, 4)),
    _Measure("pain", "pain score", (1, 2)),
)
_GAP: Final = 6  # between the diastolic pressures of the options, in mmHg
VITAL: Final = frozenset({measure.name for measure in _MEASURES})


def vital_signs(ask: AskedSheet) -> Iterator[Question]:
    last, sets = ask.course.last, ask.run_sheet.entries("vitals")
    if last is None or sum(vitals.taken_at == last.taken_at for vitals in sets) > 1:
        return
    last_of_several = "last " if len(sets) > 1 else ""
    for measure in _MEASURES:
        if _measured(last, measure.name):
            text = f"What was the {last_of_several}{measure.called}?"
            yield from _of_set(ask, measure, last, text, "last")
        lowest = _lowest(ask, measure, sets) if measure.lowest else None
        if lowest not in {None, last}:
            yield from _of_set(ask, measure, lowest, f"What was the lowest {measure.called}?", "lowest")


def _measured(vitals: VitalSigns, name: str) -> bool:
    return getattr(vitals, name) is not None and not vitals.why(name)


def _lowest(ask: AskedSheet, measure: _Measure, sets: Sequence[VitalSigns]) -> VitalSigns | None:
    """The set with the lowest value, where it is one and the handoff tells of it."""
    with_it = [vitals for vitals in sets if _measured(vitals, measure.name)]
    if len(with_it) < 2:
        return None
    least = min(getattr(vitals, measure.name) for vitals in with_it)
    lowest = [vitals for vitals in with_it if getattr(vitals, measure.name) == least]
    spoken = [
        vitals.id for vitals in (ask.course.first, ask.course.worst, ask.course.last) if vitals is not None
    ]
    handed_over = len(lowest) == 1 and (
        lowest[0].id in spoken or ask.course.elsewhere.get(measure.name) is lowest[0]
    )
    return lowest[0] if handed_over else None


def _of_set(
    ask: AskedSheet, measure: _Measure, vitals: VitalSigns, text: str, which: str
) -> Iterator[Question]:
    lot = ask.lot_of(f"{measure.name}/{which}")
    value = getattr(vitals, measure.name)
    spec = vitals.fields()[measure.name]
    if not isinstance(spec, Number):
        return
    low, high = spec.possible
    # Beside a heart that beats none stands still; a pain of 0 is one that people have.
    possible = (1.0, high) if value > 0 and measure.name != "pain" else (low, high)
    anchors = [vitals.anchor(measure.name)]
    if measure.name == "systolic" and vitals.diastolic is not None and not vitals.why("diastolic"):
        made = _pressures(value, vitals.diastolic, measure.steps, lot)
        anchors.append(vitals.anchor("diastolic"))
    else:
        made = ladder(
            value, measure.steps, possible, lambda number: spec.show(round(number), ask.context), lot
        )
        text = text.replace("blood pressure", "systolic blood pressure")
    # The statement of a set comes from its systolic pressure too, whatever was measured.
    beside_it = (vitals.anchor("systolic"),)
    yield from ask.question(measure.name, text, made, anchors, "Vital signs", beside=beside_it)


def _pressures(systolic: int, diastolic: float | str, steps: Sequence[float], lot: Lot) -> Ladder | None:
    """Blood pressures that rise together; a palpated one keeps its P."""
    made = ladder(systolic, steps, (1, 500), lambda number: f"{number:.0f}", lot)
    if made is None:
        return None
    texts, place = made
    if isinstance(diastolic, str):
        return tuple(Pressure(int(text), diastolic).written for text in texts), place
    for gap in (_GAP, _GAP - 2, 2, 1, 0):
        lows = [diastolic + gap * (rung - place) for rung in range(OPTIONS)]
        if all(0 <= low < int(high) for low, high in zip(lows, texts, strict=True)):
            pressures = (Pressure(int(high), round(low)) for high, low in zip(texts, lows, strict=True))
            return tuple(pressure.written for pressure in pressures), place
    return None


def coma_scale(ask: AskedSheet) -> Iterator[Question]:
    """The GCS that the handoff tells: the last one measured."""
    measured = [vitals for vitals in ask.run_sheet.entries("vitals") if coma(vitals)]
    timed = [vitals for vitals in measured if vitals.taken_at]
    newest = (timed or measured)[-1] if measured else ask.run_sheet.primary
    if sum(vitals.taken_at == newest.taken_at for vitals in measured if isinstance(newest, VitalSigns)) > 1:
        return
    if any(newest.why(name) for name in PARTS):
        return
    consciousness = coma(newest)
    # With a tube or drugs in its way a total is no answer of the patient, and a number alone is not fair to ask for.
    if consciousness.total is not None and not consciousness.aided:
        made = ladder(consciousness.total, (1,), (3, 15), lambda number: f"{number:.0f}", ask.lot_of("gcs"))
        text = "What was the last GCS?" if len(measured) > 1 else "What was the GCS?"
        yield from ask.question("gcs", text, made, (newest.anchor(PARTS[0]),), "Disability")


def rhythm(ask: AskedSheet) -> Iterator[Question]:
    read = [vitals for vitals in ask.run_sheet.entries("vitals") if vitals.rhythm and vitals.taken_at]
    terms = vocabulary("rhythm")
    if not read or len(read[-1].rhythm) != 1 or read[-1].why("rhythm"):
        return
    if sum(vitals.taken_at == read[-1].taken_at for vitals in read) > 1:
        return
    right = terms.label(read[-1].rhythm[0])
    if read[-1].rhythm[0] not in terms or says_little(right) or right.startswith("AED"):
        return
    lot = ask.lot_of("rhythm")
    shown = {terms.label(code) for vitals in read for code in vitals.rhythm}
    wrong = [
        label
        for label in lot.order((term.label for term in terms), "rhythm")
        if not says_little(label)
        and not label.startswith("AED")
        and label != "Artifact"
        and not any(alike(label, other) for other in shown)
    ]
    text = "What was the last cardiac rhythm?" if len(read) > 1 else "What was the cardiac rhythm?"
    anchors = (read[-1].anchor("rhythm"),)
    yield from ask.question("rhythm", text, mixed(right, wrong, lot, "rhythm"), anchors, "ECG")
