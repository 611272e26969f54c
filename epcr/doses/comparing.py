"""One dose beside one row of the table: the range of the row for this patient, worked out, and how the dose stands to it.

It knows no sheet and does not choose the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from epcr.doses.measures import Amount, Measure, Strengths, converted, exact, written
from epcr.doses.patient import DosePatient, weights_of
from epcr.doses.table import Judging, Thresholds, UsualDose
from epcr.sheet.units import plain


class HowFar(IntEnum):
    """How a dose stands to a range: within it, a little outside, so far outside that it is surely asked about."""

    USUAL = 0
    UNUSUAL = 1
    IMPLAUSIBLE = 2


@dataclass(frozen=True)
class DoseRange:
    """The usual dose of a row for a patient, in the row's unit: for the whole patient, or for each kg where `for_each_kg`.

    `low` is None where only the most is known. `open_weight` says that the weight would make it narrower.
    """

    row: UsualDose
    low: Fraction | None
    high: Fraction
    absolute: Fraction | None
    open_weight: bool
    for_each_kg: bool = False

    def repeats(self, other: DoseRange) -> bool:
        """Whether another range says the same or nearly so: one lies within the other, and both go by weight or neither does."""
        if self.row.per_kg != other.row.per_kg or self.row.measure.dimension != other.row.measure.dimension:
            return False
        (low, high), (others_low, others_high) = self._ends(), other._ends()
        return (low <= others_low and others_high <= high) or (others_low <= low and high <= others_high)

    def _ends(self) -> tuple[Fraction, Fraction]:
        size = self.row.measure.size
        return (self.low or Fraction(0)) * size, self.high * size


@dataclass(frozen=True)
class BesideRow:
    """A dose beside a row. `times` is how many times outside it is, 1 within; `amount` the dose in the row's unit.

    `below` says on which side of the range it is.
    """

    range: DoseRange
    standing: HowFar
    times: Fraction
    amount: Fraction
    below: bool = False

    @property
    def nearness(self) -> tuple[HowFar, Fraction]:
        """What the nearest row has least of."""
        return self.standing, self.times


def range_of(
    row: UsualDose,
    patient: DosePatient,
    *,
    for_each_kg: bool = False,
    ordered: bool = False,
) -> DoseRange:
    """The range of a row for a patient. An online order lifts it to the absolute maximum, where the source gives one."""
    low, high = row.low, row.high
    if for_each_kg:
        return DoseRange(row, low, high, absolute=None, open_weight=False, for_each_kg=True)
    if row.per_kg:
        least, most = (exact(weight) for weight in weights_of(patient, row.band))
        low, high = (None if low is None else low * least), high * most
    if row.max_single is not None:
        high = min(high, row.max_single)
        low = None if low is None else min(low, row.max_single)
    if ordered and row.absolute_max is not None:
        high = max(high, row.absolute_max)
    is_open = row.per_kg and patient.weight_kg is None
    return DoseRange(row, low, high, row.absolute_max, is_open)


def compared_with(
    row: UsualDose,
    amount: Amount,
    patient: DosePatient,
    judging: Judging,
    strengths: Strengths,
    *,
    ordered: bool = False,
) -> BesideRow | None:
    """The dose beside a row, by the strength that speaks best for it; None where their units do not compare."""
    each_kg = amount.measure.per_kg and row.per_kg and patient.weight_kg is None
    usual = range_of(row, patient, for_each_kg=each_kg, ordered=ordered)
    turns = (1.0, 1.0)
    if amount.measure.per_kg and not each_kg:
        turns = weights_of(patient, row.band)
    compared = [
        _compared(usual, number * exact(turns[0]), number * exact(turns[1]), judging.thresholds)
        for number in converted(amount, row.measure, strengths)
    ]
    return min(compared, key=lambda each: each.nearness, default=None)


def _compared(usual: DoseRange, least: Fraction, most: Fraction, thresholds: Thresholds) -> BesideRow:
    """An amount that is known as from `least` to `most`, beside a range."""
    low, high = usual.low, usual.high
    rounding = 1 + (thresholds.rounding_by_weight if usual.row.per_kg else thresholds.rounding)
    if usual.absolute is not None and least > usual.absolute:
        return BesideRow(usual, HowFar.IMPLAUSIBLE, least / usual.absolute, least)
    if least > high:
        standing = _outside(least, high * rounding, high * thresholds.surely_above)
        return BesideRow(usual, standing, least / high, least)
    if low is not None and most < low:
        # Below is above, looked at from the other end.
        standing = _outside(-most, -low / rounding, -low * thresholds.surely_below)
        return BesideRow(usual, standing, low / most if most else Fraction(10**9), most, below=True)
    return BesideRow(usual, HowFar.USUAL, Fraction(1), least)


def _outside(number: Fraction, near: Fraction, surely: Fraction) -> HowFar:
    if number <= near:
        return HowFar.USUAL
    return HowFar.IMPLAUSIBLE if number > surely else HowFar.UNUSUAL


# In words --------------------------------------------------------------------------------------------------------------


def in_words(usual: DoseRange, patient: DosePatient, unit: Measure, strengths: Strengths) -> str:
    """The range for the patient, worked out: `0.01 mg/kg × 20 kg = 0.2 mg`; in the unit of the dose too, where it is another."""
    row = usual.row
    words = _per_kg(usual, patient) if row.per_kg else _ends(usual.low, usual.high, row.measure.label)
    use = f" ({row.use})" if row.use else ""
    return f"{words}{_in_another(unit, usual, strengths)}{use}"


def _per_kg(usual: DoseRange, patient: DosePatient) -> str:
    row = usual.row
    label = row.measure.label
    each = _ends(row.low, row.high, label.replace("/", "/kg/", 1) if "/" in label else f"{label}/kg")
    most = f", at most {written(row.max_single)} {label}" if row.max_single is not None else ""
    if patient.weight_kg is None:
        return f"{each}{most}"
    weight = exact(patient.weight_kg)
    worked = _ends(None if row.low is None else row.low * weight, row.high * weight, label)
    capped = row.max_single is not None and row.high * weight > row.max_single
    return f"{each} × {plain(patient.weight_kg)} kg = {worked}{most if capped else ''}"


def _ends(low: Fraction | None, high: Fraction, label: str) -> str:
    if low is None:
        return f"at most {written(high)} {label}"
    return f"{written(high)} {label}" if low == high else f"{written(low)} to {written(high)} {label}"


def _in_another(unit: Measure, usual: DoseRange, strengths: Strengths) -> str:
    """The same range in another kind of unit, like mL, where there is one strength only."""
    measure = usual.row.measure
    if unit.kind == measure.kind or unit.timed or usual.open_weight or usual.for_each_kg:
        return ""
    high = converted(Amount(usual.high, measure), unit, strengths)
    if len(high) != 1:
        return ""
    low = None if usual.low is None else usual.low * high[0] / usual.high
    return f", that is {_ends(low, high[0], unit.without_kg)}"
