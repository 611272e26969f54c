"""From an intervention on a run sheet to an act of the scope check, and from its verdict to what the sheet keeps.

It knows both words, the sheet's and the scope check's; it refuses to know any rule.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from msgspec import to_builtins

from epcr.checks.age import age_in_years
from epcr.checks.own_rules import known_to
from epcr.checks.performers import level_worked, performer_of, student_of
from epcr.scope import Act, Agency, Patient, Ruleset, Verdict, asked_as, judge
from epcr.scope.words import unit_in_family
from epcr.sheet.catalog import catalog
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet, in_time

# eMedications.11 and eProcedures.11 to the words of the scope check; nothing chosen is a standing order.
ORDERS: Final = {
    "9918001": "online_prior",
    "9918003": "on_scene",
    "9918005": "standing",
    "9918007": "standing",
}


# What an act owes to the rules that it is put to, and to the agency of the class: other rules are no other facts.
_OF_THE_RULES: Final = frozenset({"ruleset", "agency"})
_NAMING: Final = frozenset({"item", "code"})


def judge_intervention(run_sheet: RunSheet, intervention: Intervention) -> Verdict:
    """The verdict by the rules as they are now."""
    return judge(act_of(run_sheet, intervention), known_to(run_sheet))


def facts_stand(run_sheet: RunSheet, intervention: Intervention) -> bool:
    """Whether the act that the kept verdict was given on is still the one recorded, whatever became of the rules.

    It is asked as the rules of then would ask it, since the same intervention has other names elsewhere.
    """
    kept = (intervention.verdict or {}).get("act")
    if not kept:
        return False
    then = kept.get("ruleset")
    known = then in known_to(run_sheet)
    present = as_kept(act_of(run_sheet, intervention, ruleset=then if known else None))
    aside = _OF_THE_RULES if known else _OF_THE_RULES | _NAMING
    return bool(comparable(kept, aside) == comparable(present, aside))


def recorded(verdict: Verdict, at: datetime) -> dict[str, Any]:
    """What `Intervention.verdict` keeps: the verdict in plain values, the act it was given on, and when it was given."""
    act = verdict.act
    return {
        **verdict.as_json(),
        "item_name": verdict.item_name,
        "note": verdict.note,
        "act": as_kept(act) if act else {},
        "judged_at": at.isoformat(),
    }


def as_kept(act: Act) -> dict[str, Any]:
    """The act in plain values, without what nobody told."""
    return {key: value for key, value in to_builtins(act).items() if value is not None}


def comparable(value: Any, aside: frozenset[str] = frozenset()) -> Any:
    """Plain values as they compare: without what nobody told, a tuple as the list that JSON gives back."""
    if isinstance(value, dict):
        return {key: comparable(one) for key, one in value.items() if one is not None and key not in aside}
    return [comparable(one) for one in value] if isinstance(value, list | tuple) else value


def act_of(run_sheet: RunSheet, intervention: Intervention, *, ruleset: str | None = None) -> Act:
    """The act that an intervention records, as the sheet's ruleset asks about it, or another one.

    What nobody told yet stays untold: without a performer there is no level, and nothing is judged by a guess. What the
    chosen item itself says ("the patient's own") counts where the form says nothing else.
    """
    member = run_sheet.member(intervention.performer)
    row = catalog().rows.get(intervention.item or "")
    asked, known = ruleset or run_sheet.ruleset, known_to(run_sheet)
    rules = known.get(asked)
    told: dict[str, Any] = {
        "ruleset": asked,
        **_item(rules, intervention.item),
        "route": intervention.route,
        "level": level_worked(member) if member else None,
        "on": run_sheet.customs().day,
        "supply": intervention.supply or (row.supply if row else None),
        "formulation": intervention.formulation or (row.formulation if row else None),
        "mode": intervention.mode or (row.mode if row else None),
        "setting": "interfacility" if run_sheet.interfacility else None,
        "order": ORDERS.get(intervention.authorization or ""),
        "patient": _patient(run_sheet, intervention),
        "dose": intervention.dose,
        "dose_given_before": _given_before(run_sheet, intervention),
        "unit": intervention.dose_unit,
        "agency": agency_of(run_sheet),
        "performer": performer_of(member, intervention.item, rules, known.values()) if member else None,
        "student": student_of(run_sheet, member, intervention.item) if member else None,
        "prior_to_arrival": intervention.before_arrival,
        "other_unit": intervention.other_unit,
        "not_given": True if intervention.item is not None and not intervention.given else None,
    }
    return Act(**{key: value for key, value in told.items() if value is not None})


def _item(rules: Ruleset | None, item: str | None) -> dict[str, str | None]:
    """The item as the ruleset is asked about it; as it is told where the item or the ruleset is unknown."""
    row = catalog().rows.get(item or "")
    return {"item": item} if rules is None or row is None else {**asked_as(row, rules)}


def agency_of(run_sheet: RunSheet) -> Agency | None:
    """The agency of the class; nothing told stays untold, so that the defaults of the scope check hold."""
    told = run_sheet.agency
    if not told:
        return None
    return Agency(
        programs=tuple(told.get("programs") or ()) or None,
        medical_control=told.get("medical_control"),
        standing_orders=told.get("standing_orders"),
    )


def _patient(run_sheet: RunSheet, intervention: Intervention) -> Patient | None:
    patient = Patient(
        age_years=age_in_years(run_sheet),
        weight_kg=run_sheet.patient.weight,
        shorter_than_tape=True if run_sheet.patient.length_tape else None,
        indication=intervention.indication,  # type: ignore[arg-type] # the vocabulary holds the words of the scope check
    )
    return None if patient == Patient() else patient


def _given_before(run_sheet: RunSheet, intervention: Intervention) -> float | None:
    """The sum of earlier doses of the same item, by whomever, in the unit of this one; None where there were none.

    The intervention may not be on the sheet yet: it then takes the place of the one it would be saved as.
    """
    doses = []
    others = (one for one in run_sheet.entries("interventions") if one.id != intervention.id)
    for earlier in in_time([*others, intervention]):
        if earlier is intervention:
            break
        if earlier.item == intervention.item and earlier.given and earlier.dose is not None:
            dose = _in_unit(earlier.dose, earlier.dose_unit, intervention.dose_unit)
            doses += [] if dose is None else [dose]
    return sum(doses) if doses else None


def _in_unit(dose: float, unit: str | None, wanted: str | None) -> float | None:
    if unit == wanted:
        return dose
    own, other = unit_in_family(unit or ""), unit_in_family(wanted or "")
    return dose * own[1] / other[1] if own and other and own[0] == other[0] else None
