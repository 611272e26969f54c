"""The slip that would explain a dose far outside the usual range: a decimal point, a unit, the device, a weight forgotten.

Each slip is tried by undoing it: where the dose would be usual then, it is named. Nothing is changed by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from epcr.doses.comparing import HowFar
from epcr.doses.measures import FLOW, KINDS, Amount, Measure, Strengths, exact, measure_of
from epcr.doses.patient import DosePatient
from epcr.doses.table import UsualDose
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

LB_PER_KG: Final = Fraction(22046226218, 10**10)  # NIST SP 811 (2008)
NOT_FOR_THIS_AGE: Final = "not for this age"
ADULT_DOSE: Final = "adult or per-kg dose forgotten"
PER_KG: Final = "per-kg dose forgotten"
DEVICE: Final = "device"
_GROWN: Final = DosePatient(
    age_years=40.0, weight_kg=70.0
)  # the adult whose dose a child may have been given


@dataclass(frozen=True)
class DoseSlip:
    """A slip: its short name, as machines read it (`x10`, `mg for mcg`), and the question it makes."""

    name: str
    question: str


@dataclass(frozen=True)
class Tried:
    """A dose, and what it is tried by: `stands` says how another amount, route or patient would stand. `routes` has the item."""

    amount: Amount
    route: str | None
    patient: DosePatient
    rows: tuple[UsualDose, ...]
    strengths: Strengths
    routes: tuple[str, ...]
    stands: Callable[[Amount, str | None, DosePatient], HowFar | None]

    def is_usual(self, amount: Amount, route: str | None, patient: DosePatient) -> bool:
        """Whether an amount is usual by a route for a patient."""
        return self.stands(amount, route, patient) is HowFar.USUAL

    def would_be(self, amount: Amount) -> bool:
        """Whether this amount, by the same route to the same patient, is usual."""
        return self.is_usual(amount, self.route, self.patient)


def slips(tried: Tried) -> tuple[DoseSlip, ...]:
    """The slips that would explain a dose, the likeliest first; a power of ten that a unit explains is said once."""
    likely = list(_likely(tried))
    return tuple(likely or _rest(tried))


def _likely(tried: Tried) -> Iterator[DoseSlip]:
    if device := list(_device(tried)):
        yield from device
        return
    by_unit = list(_unit(tried, same_kind=True))
    yield from by_unit
    adult = list(_adult_dose(tried))
    if adult and tried.is_usual(tried.amount, tried.route, _GROWN):
        yield from adult
        adult = []
    if not by_unit:
        yield from _times(tried, 10)
    yield from _unit(tried, same_kind=False)
    yield from adult
    yield from _each_kg(tried)


def _rest(tried: Tried) -> Iterator[DoseSlip]:
    yield from _in_pounds(tried)
    yield from _times(tried, 1000)
    yield from _times(tried, 100)


def _device(tried: Tried) -> Iterator[DoseSlip]:
    if tried.amount.measure.label != FLOW or tried.route is None:
        return
    for route in tried.routes:
        if route != tried.route and tried.is_usual(tried.amount, route, tried.patient):
            device = lower(vocabulary("route").label(route))
            yield DoseSlip(
                DEVICE, f"{tried.amount} goes with another device, like a {device}: is the device right?"
            )
            return


def _unit(tried: Tried, *, same_kind: bool) -> Iterator[DoseSlip]:
    """Another unit with the same number: mg written for mcg, mL for mg."""
    meant = tried.amount.measure
    for measure in _others(tried, same_kind=same_kind):
        other = replace(tried.amount, measure=measure)
        if tried.would_be(other):
            yield DoseSlip(
                f"{meant.label} for {measure.label}", f"{other} would be usual: is the unit right?"
            )
            return


def _others(tried: Tried, *, same_kind: bool) -> Iterator[Measure]:
    """The units that may have been meant: those beside it, else those of the rows and mL."""
    given = tried.amount.measure
    labels = _beside(given) if same_kind else _of_rows(tried)
    for measure in map(measure_of, dict.fromkeys(labels)):
        if measure is not None and measure != given and (measure.kind == given.kind) is same_kind:
            yield measure


def _beside(given: Measure) -> Iterator[str]:
    """The units of the same kind: mcg beside mg, the hour beside the minute. A flow has none."""
    if given.label == FLOW:
        return
    if given.timed:
        yield from (label for label in _rates() if _is_one_step(label, given.label))
        return
    of_weight = "/kg" if given.per_kg else ""
    yield from (name + of_weight for name in KINDS.get(given.kind, ()))


def _of_rows(tried: Tried) -> Iterator[str]:
    """The units of the table for this item, and mL where it says how much a mL holds."""
    yield from (row.measure.label for row in tried.rows)
    if tried.strengths.per_mL and tried.amount.measure.kind == "mass":
        yield "mL"


def _is_one_step(label: str, other: str) -> bool:
    """Whether two rates differ in one part only: mcg and mg, or the minute and the hour."""
    parts, others = label.split("/"), other.split("/")
    return (
        len(parts) == len(others) and sum(part != its for part, its in zip(parts, others, strict=True)) == 1
    )


def _rates() -> Iterator[str]:
    """The units of a rate."""
    return (term.label for term in vocabulary("dose_unit") if term.label.rpartition("/")[2] in {"min", "hr"})


def _times(tried: Tried, factor: int) -> Iterator[DoseSlip]:
    words = {10: "ten", 100: "a hundred", 1000: "a thousand"}[factor]
    part = {10: "a tenth", 100: "a hundredth", 1000: "a thousandth"}[factor]
    less = replace(tried.amount, number=tried.amount.number / factor)
    more = replace(tried.amount, number=tried.amount.number * factor)
    if tried.would_be(less):
        yield DoseSlip(
            f"x{factor}", f"It is {words} times {less}, which would be usual: is the decimal point right?"
        )
    elif tried.would_be(more):
        yield DoseSlip(
            f"/{factor}", f"It is {part} of {more}, which would be usual: is the decimal point right?"
        )


def _adult_dose(tried: Tried) -> Iterator[DoseSlip]:
    if tried.patient.is_child and tried.stands(tried.amount, tried.route, _GROWN) in {
        HowFar.USUAL,
        HowFar.UNUSUAL,
    }:
        yield DoseSlip(ADULT_DOSE, "It is a dose for an adult: was it worked out for this child’s weight?")


def _each_kg(tried: Tried) -> Iterator[DoseSlip]:
    """The number of the table for each kg, given as the whole dose."""
    given = tried.amount.measure
    if given.per_kg:
        return
    label = given.label.replace("/", "/kg/", 1) if "/" in given.label else f"{given.label}/kg"
    each = measure_of(label)
    if (
        each is not None
        and any(row.per_kg for row in tried.rows)
        and tried.would_be(replace(tried.amount, measure=each))
    ):
        yield DoseSlip(PER_KG, f"{tried.amount} is what each kg gets: was it multiplied by the weight?")


def _in_pounds(tried: Tried) -> Iterator[DoseSlip]:
    """A weight in pounds that was taken as one in kg."""
    less = replace(tried.amount, number=tried.amount.number / LB_PER_KG)
    weight = tried.patient.weight_kg
    if weight is not None and any(row.per_kg for row in tried.rows) and tried.would_be(less):
        pounds = exact(weight) * LB_PER_KG
        yield DoseSlip(
            "lb for kg", f"It would be usual for {float(pounds):.0f} kg: was the weight taken in pounds?"
        )
