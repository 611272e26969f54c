"""What was given of a drug on one call, by anybody and in whatever form, added up and compared with the most there may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from epcr.doses.comparing import BesideRow
from epcr.doses.measures import Amount, converted, exact, written
from epcr.doses.patient import DosePatient, weights_of
from epcr.doses.table import DoseTable, UsualDose
from epcr.sheet.catalog import catalog


@dataclass(frozen=True)
class GivenDose:
    """A dose that was given earlier on the same call, by anybody: its item and how much."""

    item: str
    amount: Amount


@cache
def same_drug(item: str) -> frozenset[str]:
    """The items that are the same drug in another form, itself among them: their doses are added up."""
    row = catalog().rows.get(item)
    if row is None or row.code is None:
        return frozenset({item})
    return frozenset(other.id for other in catalog().with_code(row.code))


def too_much_together(
    compared: Iterable[BesideRow], before: tuple[GivenDose, ...], patient: DosePatient, table: DoseTable
) -> str:
    """Why a dose makes too much with those before it, without the period; empty where it does not.

    A use that the dose is as near to, and that has no maximum, leaves it open.
    """
    beside = list(compared)
    if not before or not beside:
        return ""
    fitting = [each for each in beside if each.standing is beside[0].standing]
    excess = [_excess(each, before, patient, table) for each in fitting]
    return min(excess, key=len) if all(excess) else ""


def _excess(each: BesideRow, before: tuple[GivenDose, ...], patient: DosePatient, table: DoseTable) -> str:
    row = each.range.row
    most = _most(row, patient, table)
    earlier = sum((_in_row(given, row, patient, table) for given in before), Fraction(0))
    if most is None or not earlier or earlier + each.amount <= most:
        return ""
    label = row.measure.label
    total = written(earlier + each.amount)
    return (
        f"With {written(earlier)} {label} given before it makes {total} {label} in all, and the most is "
        f"{written(most)} {label}"
    )


def _most(row: UsualDose, patient: DosePatient, table: DoseTable) -> Fraction | None:
    """The most there may be in all, in the row's unit; of a weight that is only known by age, what the heaviest may have."""
    if row.max_cumulative is None or not row.cumulative_per_kg:
        return row.max_cumulative
    heaviest = weights_of(patient, row.band)[1]
    return row.max_cumulative * exact(heaviest) * (1 + table.judging.thresholds.rounding_by_weight)


def _in_row(given: GivenDose, row: UsualDose, patient: DosePatient, table: DoseTable) -> Fraction:
    """An earlier dose in the unit of a row; by the weakest strength, so that nothing is asked by a guess."""
    numbers = converted(given.amount, row.measure, table.strengths_of(given.item))
    weight = exact(patient.weight_kg) if patient.weight_kg is not None else Fraction(0)
    return min(numbers, default=Fraction(0)) * (weight if given.amount.measure.per_kg else 1)
