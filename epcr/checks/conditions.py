"""The closed list of words by which a requirement says when it holds: on which calls, for which entries.

Each is a question about a run sheet, or about one entry of it; none changes anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from epcr.checks.age import ADULT, age_in_years
from epcr.checks.consciousness import alert
from epcr.checks.kind_of_call import (
    CALLED_OFF,
    DEAD,
    EVALUATION_REFUSED,
    REFUSALS,
    TRANSFER,
    TRANSPORT,
    VISIT,
    WITHOUT_PATIENT,
    kind_of,
)
from epcr.sheet.disposition import REFUSED_CARE, REFUSED_TRANSPORT
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet

CONTACT = "4227001"  # eDisposition.27 Patient contact made
CANCELLED = ("4227003", "4227005")  # eDisposition.27 Cancelled on scene, cancelled before arrival
TO_ANOTHER_CREW = "4229003"  # eDisposition.29 Initiated primary care and transferred to another EMS crew
CARE_REFUSED = "4229013"  # eDisposition.29 Back in service, care or support services refused
ATTEMPTED = frozenset({"3003001", "3003003", "3003005"})  # eArrest.03: attempted, initiated
STROKE_POSITIVE = "3329005"  # eVitals.29


@dataclass(frozen=True)
class SheetCondition:
    """A question. `section` is the slug of the entries it is about; empty: it is about the whole sheet."""

    holds: Callable[[RunSheet, Any], bool]
    section: str = ""


def cancelled_before_contact(run_sheet: RunSheet) -> bool:
    """Whether the unit was called off before it met a patient."""
    chosen = run_sheet.disposition.unit_disposition
    return chosen in CANCELLED or (chosen is None and kind_of(run_sheet) == CALLED_OFF)


def patient_contact(run_sheet: RunSheet) -> bool:
    """Whether there was a patient; as long as nobody says otherwise, there was."""
    chosen = run_sheet.disposition.unit_disposition
    return chosen == CONTACT or (chosen is None and kind_of(run_sheet) not in WITHOUT_PATIENT)


def transported(run_sheet: RunSheet) -> bool:
    """Whether this unit transported the patient; while nobody says how it ended, whether the kind of call is one with transport."""
    if not patient_contact(run_sheet):
        return False
    ended = run_sheet.disposition.transport_disposition is not None
    return run_sheet.transported or (not ended and kind_of(run_sheet) in {TRANSPORT, TRANSFER})


def assessed(run_sheet: RunSheet) -> bool:
    """Whether there was a living patient who did not refuse to be evaluated."""
    return patient_contact(run_sheet) and kind_of(run_sheet) not in {DEAD, EVALUATION_REFUSED}


def refusal(run_sheet: RunSheet) -> bool:
    """Whether the patient refused evaluation, care or transport."""
    disposition = run_sheet.disposition
    return (
        disposition.patient_care in REFUSED_CARE
        or disposition.crew_disposition == CARE_REFUSED
        or disposition.transport_disposition == REFUSED_TRANSPORT
        or kind_of(run_sheet) in REFUSALS
    )


def not_alert(run_sheet: RunSheet) -> bool:
    """Whether the patient was less than alert, or the GCS below the best, at any time during our care."""
    sets = [vitals for vitals in run_sheet.entries("vitals") if not vitals.before_arrival]
    return any(alert(part) is False for part in (run_sheet.primary, *sets))


def child(run_sheet: RunSheet) -> bool:
    """Whether the patient is known to be younger than 18."""
    age = age_in_years(run_sheet)
    return age is not None and age < ADULT


def by_others(entry: Intervention) -> bool:
    """Whether it was done before our arrival or by another unit."""
    return bool(entry.before_arrival) or bool(entry.other_unit)


def _gave(run_sheet: RunSheet, kind: str) -> bool:
    return any(
        entry.kind == kind and entry.given and not by_others(entry)
        for entry in run_sheet.entries("interventions")
    )


def _of_sheet(question: Callable[[RunSheet], bool]) -> SheetCondition:
    return SheetCondition(lambda run_sheet, _part: question(run_sheet))


def _of_entry(section: str, question: Callable[[Any], bool]) -> SheetCondition:
    return SheetCondition(lambda _run_sheet, part: question(part), section)


CONDITIONS: dict[str, SheetCondition] = {
    "always": _of_sheet(lambda _run_sheet: True),
    "patient_contact": _of_sheet(patient_contact),
    "cancelled_before_contact": _of_sheet(cancelled_before_contact),
    "assessed": _of_sheet(assessed),
    "transported": _of_sheet(transported),
    "not_transported": _of_sheet(lambda run_sheet: patient_contact(run_sheet) and not transported(run_sheet)),
    "dead_on_scene": _of_sheet(lambda run_sheet: kind_of(run_sheet) == DEAD),
    "not_dead_on_scene": _of_sheet(lambda run_sheet: kind_of(run_sheet) != DEAD),
    "evaluation_not_refused": _of_sheet(lambda run_sheet: kind_of(run_sheet) != EVALUATION_REFUSED),
    "transfer": _of_sheet(lambda run_sheet: kind_of(run_sheet) == TRANSFER),
    "not_transfer": _of_sheet(lambda run_sheet: kind_of(run_sheet) != TRANSFER),
    "visit": _of_sheet(lambda run_sheet: kind_of(run_sheet) == VISIT),
    "not_visit": _of_sheet(lambda run_sheet: kind_of(run_sheet) != VISIT),
    "transferred_to_another_unit": _of_sheet(
        lambda run_sheet: run_sheet.disposition.crew_disposition == TO_ANOTHER_CREW
    ),
    "interfacility": _of_sheet(lambda run_sheet: run_sheet.interfacility),
    "mass_casualty": _of_sheet(lambda run_sheet: bool(run_sheet.incident.mass_casualty)),
    "refusal": _of_sheet(refusal),
    "arrest": _of_sheet(lambda run_sheet: run_sheet.had_arrest),
    "resuscitated": _of_sheet(lambda run_sheet: bool(ATTEMPTED & set(run_sheet.arrest.resuscitation or ()))),
    "injury": _of_sheet(lambda run_sheet: run_sheet.injury_possible),
    "stroke_suspected": _of_sheet(
        lambda run_sheet: any(
            vitals.stroke_result == STROKE_POSITIVE for vitals in run_sheet.entries("vitals")
        )
    ),
    "not_alert": _of_sheet(not_alert),
    "child": _of_sheet(child),
    "date_of_birth_without_value": _of_sheet(
        lambda run_sheet: (
            run_sheet.patient.date_of_birth is None and run_sheet.patient.documented("date_of_birth")
        )
    ),
    "medication_given": _of_sheet(lambda run_sheet: _gave(run_sheet, "medication")),
    "procedure_done": _of_sheet(lambda run_sheet: _gave(run_sheet, "procedure")),
    "crew_exposed": _of_sheet(lambda run_sheet: bool(run_sheet.disposition.crew_exposed)),
    "student": _of_entry("crew", lambda member: bool(member.student)),
    "given": _of_entry("interventions", lambda entry: bool(entry.given)),
    "by_this_unit": _of_entry("interventions", lambda entry: not by_others(entry)),
    "by_others": _of_entry("interventions", by_others),
    "medication": _of_entry("interventions", lambda entry: entry.kind == "medication"),
    "procedure": _of_entry("interventions", lambda entry: entry.kind == "procedure"),
}
