"""Drugs that a text says were given, against the interventions: whether, how much, by which way, when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.prose import DrugMention
from epcr.prose.drugs import FLUIDS
from epcr.scope.words import times_in_unit
from epcr.sheet.interventions import Intervention
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

DRUG: Final = "drug"
DOSE: Final = "dose"
TIME_OF_CARE: Final = "time_of_care"
# Entries that name no drug: where one stands, any drug may be meant by it.
_ANY_DRUG: Final = frozenset(
    {"drug_administration", "drug_administration_iv", "other_medication", "pain_management"}
)
_STANDS_FOR: Final = {
    "iv_fluid_bolus": FLUIDS,
    "iv_fluids": FLUIDS,
    "iv_maint_nonmed": FLUIDS,
    "nebulizer_therapy": frozenset({"albuterol_neb", "ipratropium_neb", "albuterol_ipratropium_neb", "levalbuterol_neb"}),
    "hypoglycemia_management": frozenset({"dextrose10_iv", "dextrose25_iv", "dextrose50_iv", "glucose_oral", "glucagon_im", "glucagon_in"}),
    "transfusion": frozenset({"plasma", "platelets", "packed_red_cells_initiate"}),
}  # fmt: skip
# eMedications.04 by the ways that people tell apart; an IV pump runs through a vein or a bone.
_ROUTES: Final = {
    "9927023": {"IV"}, "9927069": {"IV", "IO"}, "9927021": {"IO"}, "9927015": {"IM"}, "9927063": {"IM"}, "9927017": {"IN"},
    "9927035": {"mouth"}, "9927047": {"mouth"}, "9927003": {"mouth"}, "9927071": {"neb"}, "9927009": {"neb"}, "9927045": {"SC"},
    "9927043": {"rectal"},
}  # fmt: skip
_NEBULIZED_THROUGH: Final = frozenset(
    {"9927025", "9927031", "9927065", "9927067", "9927041", "9927057", "9927001"}
)  # masks
_DISSOLVED: Final = {"dextrose10_iv": 0.1, "dextrose25_iv": 0.25, "dextrose50_iv": 0.5}  # g in a mL
_CLOSE: Final = 0.002  # of a dose, for what rounding leaves: 324 is not 325


def untrue_care(given: DrugMention, record: Record) -> Iterator[Fault]:
    """What is wrong about a drug; at most one fault, the first that makes the others pointless."""
    if given.clearly or given.dose is not None or given.at is not None:
        yield from _untrue_gift(given, record.done(given.items), record)


def _untrue_gift(given: DrugMention, entries: list[Intervention], record: Record) -> Iterator[Fault]:
    """The same of a drug that is said to be given; `entries` are those of it on the sheet."""
    by_us = any(_by_us(entry) for entry in entries)
    if given.by_others and all(_by_us(entry) for entry in entries):
        return
    left = record.left_undone(given.items)
    if entries and left and not given.by_others and not by_us:
        yield from _withheld(given, entries, left, record)
    elif entries:
        yield from _differs(given, entries, record)
    elif not _may_stand_elsewhere(given, record):
        yield from _not_given(given, left)


def _not_given(given: DrugMention, left: list[Intervention]) -> Iterator[Fault]:
    if left:
        yield Fault(DRUG, f"is not given in the sheet: {_reason(left[0])}", *_span(given))
    elif given.clearly or given.dose is not None or given.at is not None:
        yield Fault(DRUG, "is not in the sheet, which has no such drug", *_span(given))


def _withheld(
    given: DrugMention, entries: list[Intervention], left: list[Intervention], record: Record
) -> Iterator[Fault]:
    """A drug that only others gave, and this crew left: said to be given, without who did and at another time."""
    if given.clearly and not any(
        given.at is not None and record.near(given.at, entry.performed_at) for entry in entries
    ):
        yield Fault(DRUG, f"is not given by this crew in the sheet: {_reason(left[0])}", *_span(given))


def _reason(entry: Intervention) -> str:
    return lower(vocabulary("reason").label(entry.why("item")))


def _by_us(entry: Intervention) -> bool:
    return not (entry.before_arrival or entry.other_unit)


def _may_stand_elsewhere(given: DrugMention, record: Record) -> bool:
    """Whether another entry or another text of the sheet may mean this drug."""
    if record.items & _ANY_DRUG or any(
        given.items & covered for item, covered in _STANDS_FOR.items() if item in record.items
    ):
        return True
    return f" {given.drug}" in f" {record.other_words}"


def _differs(given: DrugMention, entries: list[Intervention], record: Record) -> Iterator[Fault]:
    there = [entry for entry in entries if given.at is not None and record.near(given.at, entry.performed_at)]
    meant = there or entries
    if not _dose_stands(given, meant, entries):
        nearest = there[0] if there else _nearest_dose(given, entries)
        yield Fault(DOSE, f"is not in the sheet; nearest: {_shown(given, nearest, record)}", *_span(given))
    elif not there and (in_time := _nearest_in_time(given, entries, record)) is not None:
        shown = _shown(given, in_time, record)
        yield Fault(TIME_OF_CARE, f"is not in the sheet at that time; nearest: {shown}", *_span(given))
    elif given.route and all(_other_route(given.route, entry) for entry in meant):
        shown = _shown(given, meant[0], record)
        yield Fault(DOSE, f"is by another route in the sheet: {shown}", *_span(given))


def _nearest_in_time(given: DrugMention, entries: list[Intervention], record: Record) -> Intervention | None:
    """The intervention nearest to the time that is told; None where none is told, or one without a time may be meant."""
    moments = [entry.performed_at for entry in entries if entry.performed_at is not None]
    if given.at is None or len(moments) < len(entries):
        return None
    nearest = record.nearest(given.at, moments)
    return next(entry for entry in entries if entry.performed_at == nearest)


def _dose_stands(given: DrugMention, entries: list[Intervention], every: list[Intervention]) -> bool:
    """Whether the sheet has the dose: as one, as a sum of doses in a row, or told as one of several equal parts."""
    doses = _doses(given, entries)
    if given.dose is None or not doses or len(doses) < len(entries):
        return True  # a dose in a unit that does not compare, or none, says nothing
    rows = _doses(given, every)
    sums = [total for first in range(min(len(rows), 50)) for total in accumulate(rows[first : first + 50])]
    if given.items & FLUIDS and given.volume_is_part and given.dose <= max(sums, default=0.0):
        return True
    wanted = {given.dose, given.dose * given.count}
    return any(
        abs(asked - dose) <= _CLOSE * max(asked, dose) + 1e-9 for asked in wanted for dose in (*doses, *sums)
    )


def _doses(given: DrugMention, entries: list[Intervention]) -> list[float]:
    """The doses of interventions in the unit that was said, where they compare."""
    return [
        entry.dose * size
        for entry in entries
        if entry.dose is not None and (size := _size(entry, given.unit)) is not None
    ]


def _size(entry: Intervention, unit: str) -> float | None:
    """How many of a unit one of an intervention's is; of a sugar that is dissolved also by its volume."""
    size = _times(entry.dose_unit, unit)
    part = _DISSOLVED.get(entry.item or "")
    if size is not None or part is None or unit != "mL":
        return size
    grams = _times(entry.dose_unit, "g")
    return grams / part if grams is not None else None


def _times(code: str | None, unit: str) -> float | None:
    if code is None or not unit:
        return None if code is None else 1.0
    if vocabulary("dose_unit").label(code) == unit:
        return 1.0
    return times_in_unit(code, unit)


def _nearest_dose(given: DrugMention, entries: list[Intervention]) -> Intervention:
    def distance(entry: Intervention) -> float:
        size = _size(entry, given.unit)
        return abs((entry.dose or 0.0) * size - (given.dose or 0.0)) if size is not None else float("inf")

    return min(entries, key=distance)


def _other_route(route: str, entry: Intervention) -> bool:
    if entry.route in _NEBULIZED_THROUGH:
        return False
    ways = _ROUTES.get(entry.route or "")
    return ways is not None and route not in ways


def _shown(given: DrugMention, entry: Intervention, record: Record) -> str:
    """An intervention in words, called as the text calls it: `aspirin 324 mg oral at 17:03`."""
    dose = (
        f" {entry.show('dose', record.context)} {entry.show('dose_unit', record.context)}"
        if entry.dose is not None
        else ""
    )
    route = f" {_short(entry.show('route', record.context))}" if entry.route else ""
    at = f" at {record.clock(entry.performed_at)}" if entry.performed_at else ""
    return f"{given.drug}{dose.rstrip()}{route}{at}"


def _short(label: str) -> str:
    """`IV` for "Intravenous (IV)"."""
    return label.partition("(")[2].rstrip(")") or lower(label)


def _span(given: DrugMention) -> tuple[int, int]:
    if given.at is None:
        return given.start, given.end
    return min(given.start, given.at.start), max(given.end, given.at.end)
