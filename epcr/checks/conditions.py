"""The closed list of words by which a requirement says when it holds: on which calls, for which entries.

Each is a question about a run sheet, or about one entry of it; none changes anything. Many rules ask the same of a sheet: a `Stated`
answers each question once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
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
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import SheetPart

CONTACT = "4227001"  # eDisposition.27 Patient contact made
CANCELLED = ("4227003", "4227005")  # eDisposition.27 Cancelled on scene, cancelled before arrival
TO_ANOTHER_CREW = "4229003"  # eDisposition.29 Initiated primary care and transferred to another EMS crew
CARE_REFUSED = "4229013"  # eDisposition.29 Back in service, care or support services refused
ATTEMPTED = frozenset({"3003001", "3003003", "3003005"})  # eArrest.03: attempted, initiated
STROKE_POSITIVE = "3329005"  # eVitals.29


@dataclass(frozen=True)
class SheetCondition:
    """A question. `section` is the slug of the entries it is about; empty: it is about the whole sheet."""

    holds: Callable[[Stated, Any], bool]
    section: str = ""


class Stated:
    """A run sheet on which nothing changes while rule after rule asks about it: its kind of call, the parts of each section, entries
    put in order, and which conditions of the whole sheet hold.
    """

    def __init__(self, run_sheet: RunSheet) -> None:
        """Look nothing up yet."""
        self.run_sheet = run_sheet
        self._parts: dict[str, list[Any]] = {}
        self._met: dict[tuple[str, ...], bool] = {}

    @cached_property
    def kind(self) -> str:
        """The code of the kind of call; empty while nothing tells it."""
        return kind_of(self.run_sheet)

    @cached_property
    def given(self) -> frozenset[tuple[str, str]]:
        """The sections and fields that hold a value anywhere on the sheet."""
        return frozenset(
            (slug, name) for slug in BY_SLUG for part in self.parts(slug) for name in part.filled()
        )

    def meets(self, words: tuple[str, ...]) -> bool:
        """Whether all of these conditions hold, those apart that are about entries: each entry is asked for itself."""
        met = self._met.get(words)
        if met is None:
            met = self._met[words] = all(
                CONDITIONS[word].section or CONDITIONS[word].holds(self, None) for word in words
            )
        return met

    def parts(self, slug: str, *, only: SheetPart | None = None) -> list[Any]:
        """The section, or its entries that were not struck; one of them alone where it is that one's section."""
        if only is not None and only.page.slug == slug:
            return [only]
        parts = self._parts.get(slug)
        if parts is None:
            sheet = self.run_sheet
            parts = sheet.entries(slug) if BY_SLUG[slug].many else [getattr(sheet, slug)]
            self._parts[slug] = parts
        return parts


def cancelled_before_contact(call: Stated) -> bool:
    """Whether the unit was called off before it met a patient."""
    chosen = call.run_sheet.disposition.unit_disposition
    return chosen in CANCELLED or (chosen is None and call.kind == CALLED_OFF)


def patient_contact(call: Stated) -> bool:
    """Whether there was a patient; as long as nobody says otherwise, there was."""
    chosen = call.run_sheet.disposition.unit_disposition
    return chosen == CONTACT or (chosen is None and call.kind not in WITHOUT_PATIENT)


def transported(call: Stated) -> bool:
    """Whether this unit transported the patient; while nobody says how it ended, whether the kind of call is one with transport."""
    if not patient_contact(call):
        return False
    ended = call.run_sheet.disposition.transport_disposition is not None
    return call.run_sheet.transported or (not ended and call.kind in {TRANSPORT, TRANSFER})


def assessed(call: Stated) -> bool:
    """Whether there was a living patient who did not refuse to be evaluated."""
    return patient_contact(call) and call.kind not in {DEAD, EVALUATION_REFUSED}


def refusal(call: Stated) -> bool:
    """Whether the patient refused evaluation, care or transport."""
    disposition = call.run_sheet.disposition
    return (
        disposition.patient_care in REFUSED_CARE
        or disposition.crew_disposition == CARE_REFUSED
        or disposition.transport_disposition == REFUSED_TRANSPORT
        or call.kind in REFUSALS
    )


def not_alert(call: Stated) -> bool:
    """Whether the patient was less than alert, or the GCS below the best, at any time during our care."""
    sets = [vitals for vitals in call.parts("vitals") if not vitals.before_arrival]
    return any(alert(part) is False for part in (call.run_sheet.primary, *sets))


def child(run_sheet: RunSheet) -> bool:
    """Whether the patient is known to be younger than 18."""
    age = age_in_years(run_sheet)
    return age is not None and age < ADULT


def by_others(entry: Intervention) -> bool:
    """Whether it was done before our arrival or by another unit."""
    return bool(entry.before_arrival) or bool(entry.other_unit)


def _gave(call: Stated, kind: str) -> bool:
    return any(
        entry.kind == kind and entry.given and not by_others(entry) for entry in call.parts("interventions")
    )


def _of_call(question: Callable[[Stated], bool]) -> SheetCondition:
    return SheetCondition(lambda call, _part: question(call))


def _of_sheet(question: Callable[[RunSheet], bool]) -> SheetCondition:
    return SheetCondition(lambda call, _part: question(call.run_sheet))


def _of_entry(section: str, question: Callable[[Any], bool]) -> SheetCondition:
    return SheetCondition(lambda _call, part: question(part), section)


CONDITIONS: dict[str, SheetCondition] = {
    "always": _of_sheet(lambda _run_sheet: True),
    "patient_contact": _of_call(patient_contact),
    "cancelled_before_contact": _of_call(cancelled_before_contact),
    "assessed": _of_call(assessed),
    "transported": _of_call(transported),
    "not_transported": _of_call(lambda call: patient_contact(call) and not transported(call)),
    "dead_on_scene": _of_call(lambda call: call.kind == DEAD),
    "not_dead_on_scene": _of_call(lambda call: call.kind != DEAD),
    "evaluation_not_refused": _of_call(lambda call: call.kind != EVALUATION_REFUSED),
    "transfer": _of_call(lambda call: call.kind == TRANSFER),
    "not_transfer": _of_call(lambda call: call.kind != TRANSFER),
    "visit": _of_call(lambda call: call.kind == VISIT),
    "not_visit": _of_call(lambda call: call.kind != VISIT),
    "transferred_to_another_unit": _of_sheet(
        lambda run_sheet: run_sheet.disposition.crew_disposition == TO_ANOTHER_CREW
    ),
    "interfacility": _of_sheet(lambda run_sheet: run_sheet.interfacility),
    "mass_casualty": _of_sheet(lambda run_sheet: bool(run_sheet.incident.mass_casualty)),
    "refusal": _of_call(refusal),
    "arrest": _of_sheet(lambda run_sheet: run_sheet.had_arrest),
    "resuscitated": _of_sheet(lambda run_sheet: bool(ATTEMPTED & set(run_sheet.arrest.resuscitation or ()))),
    "injury": _of_sheet(lambda run_sheet: run_sheet.injury_possible),
    "stroke_suspected": _of_call(
        lambda call: any(vitals.stroke_result == STROKE_POSITIVE for vitals in call.parts("vitals"))
    ),
    "not_alert": _of_call(not_alert),
    "child": _of_sheet(child),
    "date_of_birth_without_value": _of_sheet(
        lambda run_sheet: (
            run_sheet.patient.date_of_birth is None and run_sheet.patient.documented("date_of_birth")
        )
    ),
    "medication_given": _of_call(lambda call: _gave(call, "medication")),
    "procedure_done": _of_call(lambda call: _gave(call, "procedure")),
    "crew_exposed": _of_sheet(lambda run_sheet: bool(run_sheet.disposition.crew_exposed)),
    "student": _of_entry("crew", lambda member: bool(member.student)),
    "given": _of_entry("interventions", lambda entry: bool(entry.given)),
    "by_this_unit": _of_entry("interventions", lambda entry: not by_others(entry)),
    "by_others": _of_entry("interventions", by_others),
    "medication": _of_entry("interventions", lambda entry: entry.kind == "medication"),
    "procedure": _of_entry("interventions", lambda entry: entry.kind == "procedure"),
}
