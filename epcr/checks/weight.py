"""The weight against the age and the length-based tape. It asks about a weight that hardly anybody of that age has.

The most frequent slip is the other unit: 40 lb entered as 40 kg. It is named where it would explain the weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.age import ADULT, age, age_in_years
from epcr.checks.finding import Finding, Weight
from epcr.sheet.context import Context
from epcr.sheet.kinds.number import Number
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.units import LB_PER_KG
from epcr.sheet.weights_file import Ends, TapeWeight, weights

FROM_TAPE: Final = "tape"  # weight known from
_HALF: Final = 0.5  # kg: the tape has whole ones


def unlikely_weight(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """Warnings about the weight and the color of the tape."""
    patient, years = run_sheet.patient, age_in_years(run_sheet)
    zone = weights().of_color(patient.length_tape)
    if patient.weight is not None:
        if years is not None:
            yield from _against_age(run_sheet, patient.weight, years, context)
        if zone is not None:
            yield from _against_tape(patient, patient.weight, zone, context)
    elif zone is not None and years is not None:
        yield from _tape_against_age(run_sheet, zone, years, context)


def _against_age(run_sheet: RunSheet, weight: float, years: float, context: Context) -> Iterator[Finding]:
    row, patient = weights().at(years), run_sheet.patient
    asked_outside = weights().widened(row.weight) if row else weights().adult
    if not _outside(weight, asked_outside, context):
        return
    usual = (
        f"{age(run_sheet)} old, most weigh {_shown(row.weight, context)}"
        if row
        else (f"an adult mostly weighs {_shown(weights().adult, context)}")
    )
    slip = _other_unit(weight, row.weight if row else weights().adult, context)
    message = f"Check the weight of {patient.show('weight', context)}: {usual}{slip}"
    yield _warning(patient, "weight", message, "against_age", patient.show("weight", context))


def _against_tape(patient: Patient, weight: float, zone: TapeWeight, context: Context) -> Iterator[Finding]:
    low, high = zone.weight
    read_there = patient.weight_source == FROM_TAPE
    ends = (low - _HALF, high + _HALF) if read_there else weights().widened(zone.weight)
    if _outside(weight, ends, context):
        shown = patient.show("weight", context)
        message = f"Check the weight of {shown} and the tape: {zone.color} stands for {_shown(zone.weight, context)}"
        yield _warning(patient, "length_tape", message, "against_tape", f"{shown}; {zone.color}")


def _tape_against_age(
    run_sheet: RunSheet, zone: TapeWeight, years: float, context: Context
) -> Iterator[Finding]:
    row = weights().at(years)
    low, high = weights().widened(row.weight) if row else weights().adult
    if zone.weight[1] < low or zone.weight[0] > high:
        most = _shown(row.weight if row else weights().adult, context)
        who = f"{age(run_sheet)} old, most" if years < ADULT else "most adults"
        message = (
            f"Check the color of the tape: {zone.color} stands for {_shown(zone.weight, context)}, "
            f"and {who} weigh {most}"
        )
        yield _warning(
            run_sheet.patient, "length_tape", message, "tape_against_age", f"{zone.color}; {age(run_sheet)}"
        )


def _outside(weight: float, ends: Ends, context: Context) -> int:
    return _spec().outside(weight, ends, context)


def _shown(ends: Ends, context: Context) -> str:
    """`14.3 kg to 28.8 kg`, in the unit of the class."""
    low, high = (_spec().show(end, context) for end in ends)
    return f"{low} to {high}"


def _other_unit(weight: float, usual: Ends, context: Context) -> str:
    """What the number would be in the other unit, where that is usual."""
    in_pounds = context.customs.unit("weight") != "kg"
    other = weight * LB_PER_KG if in_pounds else weight / LB_PER_KG
    if not usual[0] <= other <= usual[1]:
        return ""
    number = weight * LB_PER_KG if in_pounds else weight
    return (
        f". Were kilograms meant? {number:.0f} kg is {other * LB_PER_KG:.0f} lb"
        if in_pounds
        else (f". Were pounds meant? {number:.0f} lb is {other:.1f} kg")
    )


def _spec() -> Number:
    spec = Patient.fields()["weight"]
    if not isinstance(spec, Number):
        raise TypeError(spec)
    return spec


def _warning(patient: Patient, name: str, message: str, source: str, value: str) -> Finding:
    return Finding(Weight.WARNING, patient.anchor(name), message, f"weight.{source}", value)
