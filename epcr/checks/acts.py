"""The interventions of one run sheet as acts for the scope check; what all of them share is read once.

It knows both words, the sheet's and the scope check's; it refuses to know any rule and to keep a verdict.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from msgspec import structs

from epcr.checks.age import age_in_years
from epcr.checks.found_then import findings_then
from epcr.checks.own_rules import known_to
from epcr.checks.performers import depends_on_item, level_worked, performer_of, student_of
from epcr.scope import Act, Agency, PatientFacts, Ruleset, asked_as
from epcr.scope.home import home_scopes
from epcr.scope.words import MEDICAL_DIRECTION, times_in_unit
from epcr.sheet.catalog import catalog
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet, in_time
from epcr.sheet.units import QUANTITIES
from epcr.sheet.vocabulary import vocabulary

# eMedications.11 and eProcedures.11 to the words of the scope check; nothing chosen is a standing order.
ORDERS: Final = {
    "9918001": "online_prior",
    "9918003": "on_scene",
    "9918005": "standing",
    "9918007": "standing",
    "standing_unreached": "standing",
}
UNREACHED: Final = "standing_unreached"  # a standing order, because medical control could not be reached
_UNTOLD: Final = PatientFacts()


class Acts:
    """The acts that the interventions of a sheet record, as the sheet stands now. Make it anew after a change."""

    def __init__(self, run_sheet: RunSheet) -> None:
        self._sheet = run_sheet
        self._ruleset = run_sheet.ruleset
        # Whoever was struck did nothing on this call: what they were said to have done waits for another performer.
        self._members = {member.id: member for member in run_sheet.crew if not member.struck}
        self._struck = {member.id: member for member in run_sheet.crew if member.struck}
        self._people: dict[tuple[str | None, str | None, str], dict[str, Any]] = {}
        self.known = known_to(run_sheet)
        self._day = run_sheet.customs().day
        self._setting = "interfacility" if run_sheet.interfacility else None
        self._agency = agency_of(run_sheet)
        self._patient = PatientFacts(
            age_years=age_in_years(run_sheet),
            weight_kg=weight_seen(run_sheet.patient.weight),
            shorter_than_tape=True if run_sheet.patient.length_tape else None,
        )
        self._in_time: list[Intervention] = run_sheet.entries("interventions")
        placed = list(enumerate(self._in_time))
        self._place = {id(intervention): place for place, intervention in placed}
        self._doses = [
            (place, _dose_of(intervention)) for place, intervention in placed if _has_dose(intervention)
        ]

    def of(self, intervention: Intervention, *, ruleset: str | None = None) -> Act:
        """The act that an intervention records, as the sheet's ruleset asks about it, or another one.

        What nobody told yet stays untold: without a performer there is no level, and nothing is judged by a guess. What
        the chosen item itself says ("the patient's own") counts where the form says nothing else.
        """
        item = intervention.item
        row = catalog().rows.get(item or "")
        asked = ruleset or self._ruleset
        facts: dict[str, Any] = {
            "ruleset": asked,
            **_item(self.known.get(asked), intervention.what),
            **self._person(intervention.performer, item, asked),
            "route": intervention.route,
            "on": self._day,
            "supply": intervention.supply or (row.supply if row else None),
            "formulation": intervention.formulation or (row.formulation if row else None),
            "mode": intervention.mode or (row.mode if row else None),
            "setting": self._setting,
            "order": order_of(intervention),
            "patient": self._patient_with(intervention.indication),
            "dose": intervention.dose,
            "dose_given_before": self._given_before(intervention),
            "unit": intervention.dose_unit,
            "agency": self._agency,
            "prior_to_arrival": intervention.before_arrival,
            "other_unit": intervention.other_unit,
            "not_given": True if item is not None and not intervention.given else None,
        }
        return self._with_what_is_asked(Act(**facts), intervention)

    def _with_what_is_asked(self, act: Act, intervention: Intervention) -> Act:
        """The act with what only some rules ask for; to others it is no fact, so that no verdict waits for it."""
        rules = self.known.get(act.ruleset or "")
        if rules is None:
            return act
        judging = (rules, *home_scopes(act, rules, self.known, self._day or date.today()))  # noqa: DTZ011 - as `judge` does
        if any(each.asks_for_control for each in judging):
            act = structs.replace(act, control_reached=control_reached(intervention))
        if any(each.asks_for_findings for each in judging):
            findings = findings_then(self._sheet, intervention.performed_at)
            patient = structs.replace(act.patient or _UNTOLD, **findings)
            act = structs.replace(act, patient=None if patient == _UNTOLD else patient)
        return act

    def why_no_level(self, intervention: Intervention) -> str:
        """Why an intervention has no level to be judged by, as a sentence without its period."""
        performer = intervention.performer or ""
        if not performer or performer in self._members:
            return "Scope depends on the level of the person who performed it"
        member = self._struck.get(performer)
        who = (member and member.member) or "The person chosen"
        return f"{who} is not on the crew: choose who performed it, or add them under Crew"

    def _person(self, performer: str | None, item: str | None, asked: str) -> dict[str, Any]:
        """Level, certificate and studies of whoever performed it; most of a sheet is the work of few."""
        member = self._members.get(performer or "")
        if member is None:
            return {}
        about = item if depends_on_item(member) else None
        key = performer, about, asked
        if key not in self._people:
            rules = self.known.get(asked)
            self._people[key] = {
                "level": level_worked(member),
                "performer": performer_of(member, about, rules, self.known.values()),
                "student": student_of(self._sheet, member, about),
            }
        return self._people[key]

    def _patient_with(self, indication: Any) -> PatientFacts | None:
        """The patient with an intervention's indication: the vocabulary holds the words of the scope check, and others are `other`."""
        if indication and indication not in vocabulary("indication"):
            indication = "other"
        patient = structs.replace(self._patient, indication=indication) if indication else self._patient
        return None if patient == _UNTOLD else patient

    def _given_before(self, intervention: Intervention) -> float | None:
        """The sum of earlier doses of the same item, by whomever, in the unit of this one; None where there were none.

        The intervention may not be on the sheet yet: it then takes the place of the one it would be saved as.
        """
        place = self._place.get(id(intervention))
        if place is None:
            others = (other for other in self._in_time if other.id != intervention.id)
            placed = in_time([*others, intervention])
            earlier = placed[: placed.index(intervention)]
            before = [_dose_of(other) for other in earlier if _has_dose(other)]
        else:
            before = [dose for at, dose in self._doses if at < place]
        if not before:
            return None
        item, unit = intervention.what, intervention.dose_unit
        doses = [_in_unit(dose, its_unit, unit) for given, dose, its_unit in before if given == item]
        known = [dose for dose in doses if dose is not None]
        return sum(known) if known else None


def weight_seen(kilograms: float | None) -> float | None:
    """A weight as it is written, since rules name whole kilograms: 55.1 lb is 25.0 kg."""
    return None if kilograms is None else QUANTITIES["weight"]["kg"].seen(kilograms)


def ordered_online(intervention: Intervention) -> bool:
    """Whether somebody was asked and said so: online before or meanwhile, or on scene."""
    return order_of(intervention) in MEDICAL_DIRECTION


def _has_dose(intervention: Intervention) -> bool:
    return intervention.dose is not None and intervention.given


def _dose_of(intervention: Intervention) -> tuple[str | None, float, str | None]:
    """Item, dose and unit of one that has a dose."""
    return intervention.what, intervention.dose or 0.0, intervention.dose_unit


def order_of(intervention: Intervention) -> str | None:
    """The order that was given, as the scope check calls it. An online order after the intervention began was a concurrent one."""
    order = ORDERS.get(intervention.authorization or "")
    if order != "online_prior":
        return order
    given, begun = intervention.ordered_at, intervention.performed_at
    return "online_concurrent" if given is not None and begun is not None and given > begun else order


def control_reached(intervention: Intervention) -> bool | None:
    """Whether medical control could be reached, as the authorization says; None where it does not."""
    if intervention.authorization == UNREACHED:
        return False
    return True if order_of(intervention) in MEDICAL_DIRECTION else None


def _item(rules: Ruleset | None, item: str | None) -> dict[str, str | None]:
    """The item as the ruleset is asked about it; as it is told where the item or the ruleset is unknown."""
    row = catalog().rows.get(item or "")
    return {"item": item} if rules is None or row is None else {**asked_as(row, rules)}


def agency_of(run_sheet: RunSheet) -> Agency | None:
    """The agency of the class; nothing told stays untold, so that the defaults of the scope check hold."""
    agency = run_sheet.agency
    if not agency:
        return None
    return Agency(
        programs=tuple(agency.get("programs") or ()) or None,
        medical_control=agency.get("medical_control"),
        standing_orders=agency.get("standing_orders"),
    )


def _in_unit(dose: float, unit: str | None, wanted: str | None) -> float | None:
    size = 1.0 if unit == wanted else times_in_unit(unit, wanted)
    return None if size is None else dose * size
