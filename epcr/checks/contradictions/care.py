"""Drugs that a text says were given, against the interventions: whether, how much, by which way, when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.prose import Given
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
_CLOSE: Final = 0.002  # of a dose, for what rounding leaves: 324 is not 325


def untrue_care(given: Given, record: Record) -> Iterator[Fault]:
    """What is wrong about a drug; at most one fault, the first that makes the others pointless."""
    if given.refused:
        yield from _given_after_all(given, record)
        return
    if not (given.clearly or given.dose is not None or given.at is not None):
        return
    acts = record.done(given.items)
    if given.by_others and all(_by_us(act) for act in acts):
        return
    if (
        acts
        and not given.by_others
        and not any(_by_us(act) for act in acts)
        and (left := record.left_undone(given.items))
    ):
        yield from _withheld(given, acts, left, record)
    elif acts:
        yield from _differs(given, acts, record)
    elif not _may_stand_elsewhere(given, record):
        left = record.left_undone(given.items)
        if left:
            yield Fault(DRUG, f"is not given in the sheet: {_reason(left[0])}", *_span(given))
        elif given.clearly or given.dose is not None:
            yield Fault(DRUG, "is not in the sheet, which has no such drug", *_span(given))


def _given_after_all(given: Given, record: Record) -> Iterator[Fault]:
    ours = [act for act in record.done(given.items) if _by_us(act)]
    if ours and not record.left_undone(given.items) and not given.by_others:
        yield Fault(
            DRUG, f"is not in the sheet, which has {_shown(given, ours[0], record)}", given.start, given.end
        )


def _withheld(
    given: Given, acts: list[Intervention], left: list[Intervention], record: Record
) -> Iterator[Fault]:
    """A drug that only others gave, and this crew left: said to be given, without who did and at another time."""
    if given.clearly and not any(
        given.at is not None and record.near(given.at, act.performed_at) for act in acts
    ):
        yield Fault(DRUG, f"is not given by this crew in the sheet: {_reason(left[0])}", *_span(given))


def _reason(act: Intervention) -> str:
    return lower(vocabulary("reason").label(act.why("item")))


def _by_us(act: Intervention) -> bool:
    return not (act.before_arrival or act.other_unit)


def _may_stand_elsewhere(given: Given, record: Record) -> bool:
    """Whether another entry or another text of the sheet may mean this drug."""
    if record.items & _ANY_DRUG or any(
        given.items & covered for item, covered in _STANDS_FOR.items() if item in record.items
    ):
        return True
    return f" {given.drug}" in f" {record.other_words}"


def _differs(given: Given, acts: list[Intervention], record: Record) -> Iterator[Fault]:
    at = given.at
    there = [act for act in acts if at is not None and record.near(at, act.performed_at)]
    if given.dose is not None and not _dose_stands(given, there or acts, acts):
        nearest = there[0] if there else _nearest_dose(given, acts)
        yield Fault(DOSE, f"is not in the sheet; nearest: {_shown(given, nearest, record)}", *_span(given))
        return
    if at is not None and not there:
        moments = [act.performed_at for act in acts if act.performed_at is not None]
        if len(moments) == len(acts):
            nearest_moment = record.nearest(at, moments)
            nearest = next(act for act in acts if act.performed_at == nearest_moment)
            yield Fault(
                TIME_OF_CARE,
                f"is not in the sheet at that time; nearest: {_shown(given, nearest, record)}",
                *_span(given),
            )
            return
    if given.route and all(_other_route(given.route, act) for act in there or acts):
        yield Fault(
            DOSE,
            f"is by another route in the sheet: {_shown(given, (there or acts)[0], record)}",
            *_span(given),
        )


def _dose_stands(given: Given, acts: list[Intervention], every: list[Intervention]) -> bool:
    """Whether the sheet has the dose: as one, as a sum of doses in a row, or told as one of several equal parts."""
    told = _doses(given, acts)
    if given.dose is None or not told or len(told) < len(acts):
        return True  # a dose in a unit that does not compare, or none, says nothing
    rows = _doses(given, every)
    sums = [total for first in range(min(len(rows), 50)) for total in accumulate(rows[first : first + 50])]
    if given.items & FLUIDS and given.volume_is_part and given.dose <= max(sums, default=0.0):
        return True
    wanted = {given.dose, given.dose * given.count}
    return any(abs(one - dose) <= _CLOSE * max(one, dose) + 1e-9 for one in wanted for dose in (*told, *sums))


def _doses(given: Given, acts: list[Intervention]) -> list[float]:
    """The doses of acts in the unit that was said, where they compare."""
    found = []
    for act in acts:
        size = _times(act.dose_unit, given.unit)
        if act.dose is not None and size is not None:
            found.append(act.dose * size)
    return found


def _times(code: str | None, unit: str) -> float | None:
    if code is None:
        return None
    if vocabulary("dose_unit").label(code) == unit:
        return 1.0
    return times_in_unit(code, unit)


def _nearest_dose(given: Given, acts: list[Intervention]) -> Intervention:
    def distance(act: Intervention) -> float:
        size = _times(act.dose_unit, given.unit)
        return abs((act.dose or 0.0) * size - (given.dose or 0.0)) if size is not None else float("inf")

    return min(acts, key=distance)


def _other_route(route: str, act: Intervention) -> bool:
    if act.route in _NEBULIZED_THROUGH:
        return False
    ways = _ROUTES.get(act.route or "")
    return ways is not None and route not in ways


def _shown(given: Given, act: Intervention, record: Record) -> str:
    """An act in words, called as the text calls it: `aspirin 324 mg oral at 17:03`."""
    dose = (
        f" {act.show('dose', record.context)} {act.show('dose_unit', record.context)}"
        if act.dose is not None
        else ""
    )
    route = f" {_short(act.show('route', record.context))}" if act.route else ""
    at = f" at {record.clock(act.performed_at)}" if act.performed_at else ""
    return f"{given.drug}{dose.rstrip()}{route}{at}"


def _short(label: str) -> str:
    """`IV` for "Intravenous (IV)"."""
    return label.partition("(")[2].rstrip(")") or lower(label)


def _span(given: Given) -> tuple[int, int]:
    if given.at is None:
        return given.start, given.end
    return min(given.start, given.at.start), max(given.end, given.at.end)
