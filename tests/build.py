"""Run sheets for tests, made in memory: a complete plausible call, an empty one, and parts to put into them.

    run_sheet = sheet()                               # chest pain, transported, nothing missing and nothing unusual
    run_sheet = with_vitals(sheet(), systolic=88)     # one more set, ten minutes after the last
    run_sheet.incident.on_scene = clock("17:10")

Patients and crew are invented.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from epcr.checks.verdicts import judge_intervention, recorded
from epcr.sheet.crew import CrewMember
from epcr.sheet.exam import ExamFinding
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signatures import Signature
from epcr.sheet.vitals import VitalSigns

ZONE = "America/New_York"
DAY = date(2025, 3, 14)
RULESET = "us-national-2019"

# Ids as the browser makes them, fixed so that tests can name an anchor.
MEDIC = "a" * 32
BASIC = "b" * 32
FIRST, SECOND = "1" * 32, "2" * 32
ASPIRIN, TWELVE_LEAD = "c" * 32, "d" * 32
CHEST = "e" * 32
SIGNED = "f" * 32

PARAMEDIC, EMT = "Paramedic", "EMT"


def clock(time: str, on: date = DAY) -> datetime:
    """`17:05` or `17:04:58` on the day of the call, by the class's clock, in UTC."""
    hour, minute, *second = (int(part) for part in time.split(":"))
    local = datetime(
        on.year, on.month, on.day, hour, minute, second[0] if second else 0, tzinfo=ZoneInfo(ZONE)
    )
    return local.astimezone(UTC)


def empty_sheet(**values: Any) -> RunSheet:
    """A sheet just begun, nothing documented."""
    given = {
        "classroom_id": 1, "trainee_id": 1, "ruleset": RULESET, "mode": "teach", "zone": ZONE, "temperature": "°C",
        "weight": "kg", "glucose": "mg/dL", "created_at": clock("18:00"),
    }  # fmt: skip
    return RunSheet(**{**given, **values})


def sheet(**values: Any) -> RunSheet:
    """A complete, plausible call: chest pain, a paramedic and an EMT, two sets, aspirin and a 12-lead, transported."""
    run_sheet = empty_sheet(**values)
    fill(run_sheet, "incident", **INCIDENT)
    fill(run_sheet, "patient", **PATIENT)
    fill(run_sheet, "primary", **PRIMARY)
    fill(run_sheet, "history", **HISTORY)
    run_sheet.arrest.cardiac_arrest = "3001001"
    run_sheet.narrative.text = (
        "Dispatched for chest pain. Found seated, pale, in no distress. Pain eased on the way."
    )
    fill(run_sheet, "disposition", **DISPOSITION)
    run_sheet.history.absent = {"home_medications": "none_reported", "past_history": "none_reported"}
    run_sheet.crew = [
        crew_member(id=MEDIC, member="R. Alder", level=PARAMEDIC, roles=["2403011"]),
        crew_member(id=BASIC, member="T. Birch", level=EMT, roles=["2403003"]),
    ]
    run_sheet.exam = [ExamFinding(id=CHEST, region="chest", findings=["3525029"], examined_at=clock("17:14"))]
    run_sheet.vitals = [
        vitals(id=FIRST, taken_at=clock("17:08")),
        vitals(id=SECOND, taken_at=clock("17:20"), heart_rate=84, pain=4),
    ]
    run_sheet.interventions = [
        intervention(
            id=ASPIRIN, item="aspirin_po", performed_at=clock("17:11"), route="9927035", dose=324.0,
            dose_unit="3706021", response="9916001",
        ),
        intervention(
            id=TWELVE_LEAD, item="ecg12_acquire", performed_at=clock("17:13"), mode="acquire", attempts=1, successful=True
        ),
    ]  # fmt: skip
    run_sheet.signatures = [
        Signature(
            id=SIGNED,
            signer="4512003",
            signer_name="R. Alder",
            typed_because="No tablet at hand",
            signed_at=clock("17:44"),
        )
    ]
    return run_sheet


def refused_sheet(**values: Any) -> RunSheet:
    """A complete refusal: evaluated, one set, against advice, witnessed and signed by the patient."""
    run_sheet = sheet(**values)
    run_sheet.vitals = run_sheet.vitals[:1]
    run_sheet.interventions = []
    for name in ("left_scene", "at_destination", "transfer_of_care"):
        setattr(run_sheet.incident, name, None)
    for name in DISPOSITION:
        setattr(run_sheet.disposition, name, None)
    fill(
        run_sheet, "disposition", unit_disposition="4227001", patient_care="4228003", crew_disposition="4229013",
        transport_disposition="4230009", acuity_on_release="4219005", refusal_reasons=["4231001"], risks_explained=True,
        refusal_witness="Officer Cedar",
    )  # fmt: skip
    run_sheet.signatures.append(
        Signature(
            signer="4512015",
            signer_name="June Harper",
            drawing=[[[0, 0], [1000, 300]]],
            signed_at=clock("17:40"),
        )
    )
    return run_sheet


def cancelled_sheet(**values: Any) -> RunSheet:
    """A complete sheet of a call that was cancelled before the unit arrived."""
    run_sheet = empty_sheet(**values)
    for name in ("date_of_call", "call_received", "unit_notified", "en_route", "unit", "type_of_service"):
        setattr(run_sheet.incident, name, INCIDENT[name])
    run_sheet.incident.cancelled = clock("16:59")
    run_sheet.incident.back_in_service = clock("17:01")
    run_sheet.crew = [crew_member(id=MEDIC, member="R. Alder", level=PARAMEDIC)]
    run_sheet.disposition.unit_disposition = "4227005"
    run_sheet.narrative.text = "Cancelled by dispatch on the way."
    return run_sheet


def arrested_sheet(**values: Any) -> RunSheet:
    """A complete sheet with a cardiac arrest before arrival, resuscitated, with return of circulation."""
    run_sheet = sheet(**values)
    fill(
        run_sheet, "arrest", cardiac_arrest="3001003", etiology="3002001", witnessed_by=["3004003"],
        arrest_at=clock("16:50"), first_rhythm="3011011", cpr_by=["3020001"], cpr_at=clock("16:52"), aed_before="3007001",
        resuscitation=["3003001", "3003005"], cpr_types=["3009001"], shocks=2, return_of_circulation=["3012005"],
        end_of_event="3018007",
    )  # fmt: skip
    return run_sheet


def injured_sheet(**values: Any) -> RunSheet:
    """The complete call of `sheet`, with a possible injury and what it asks for."""
    run_sheet = sheet(**values)
    run_sheet.history.possible_injury = "9922005"
    fill(run_sheet, "injury", cause=["V43"], mechanism=["2902001"])
    run_sheet.injury.absent = {"high_risk": "not_applicable", "moderate_risk": "not_applicable"}
    return run_sheet


def with_vitals(run_sheet: RunSheet, **values: Any) -> RunSheet:
    """The sheet with one more set of unremarkable vital signs, changed by `values`, five minutes after the last one."""
    times = [one.taken_at for one in run_sheet.vitals if one.taken_at]
    values.setdefault("taken_at", max(times, default=clock("17:03")) + timedelta(minutes=5))
    run_sheet.vitals.append(vitals(**values))
    return run_sheet


def with_intervention(run_sheet: RunSheet, **values: Any) -> Intervention:
    """One more intervention by the paramedic on the sheet; returns it."""
    values.setdefault("performed_at", clock("17:15"))
    added = intervention(**values)
    run_sheet.interventions.append(added)
    return added


def crew_member(**values: Any) -> CrewMember:
    """One member of the crew."""
    return CrewMember(**{"member": "S. Cedar", "level": EMT, **values})


def vitals(**values: Any) -> VitalSigns:
    """A set in which nothing is missing and nothing unusual."""
    unremarkable = {
        "systolic": 128, "diastolic": 78, "heart_rate": 88, "respiratory_rate": 16, "spo2": 97, "avpu": "3326001",
        "gcs_eye": "4", "gcs_verbal": "5", "gcs_motor": "6", "pain": 6,
    }  # fmt: skip
    return VitalSigns(**{**unremarkable, **values})


def intervention(**values: Any) -> Intervention:
    """An intervention by the paramedic under a standing order."""
    return Intervention(**{"performer": MEDIC, "authorization": "9918005", **values})


def keep_verdict(run_sheet: RunSheet, act: Intervention, **otherwise: Any) -> None:
    """Keep the verdict on an act as saving does, in words that may be other rules' of then; the facts are those of now."""
    act.verdict = replace(recorded(judge_intervention(run_sheet, act), clock("18:00")), **otherwise)


def fill(run_sheet: RunSheet, section: str, **values: Any) -> None:
    """Set fields of a section that stands once."""
    for name, value in values.items():
        setattr(getattr(run_sheet, section), name, value)


INCIDENT: dict[str, Any] = {
    "date_of_call": DAY, "call_received": clock("16:55"), "unit_notified": clock("16:56"), "en_route": clock("16:57"),
    "on_scene": clock("17:03"), "at_patient": clock("17:05"), "left_scene": clock("17:22"), "at_destination": clock("17:35"),
    "transfer_of_care": clock("17:41"), "back_in_service": clock("17:58"), "incident_number": "25-0314",
    "unit": "Medic 12", "type_of_service": "2205001", "dispatch_reason": "2301021", "response_mode": "2223001",
    "location_type": "Y92.0", "number_of_patients": "2707005", "scene_safety": "safe",
}  # fmt: skip
PATIENT: dict[str, Any] = {
    "last_name": "Harper", "first_name": "June", "date_of_birth": date(1957, 2, 20), "sex": "9919001", "weight": 61.0,
}  # fmt: skip
PRIMARY: dict[str, Any] = {
    "avpu": "3326001", "airway": "open", "breathing_effort": "3315007", "pulse_quality": "strong", "skin_color": "pale",
    "major_bleeding": "no_bleeding", "initial_acuity": "2813003",
}  # fmt: skip
HISTORY: dict[str, Any] = {
    "chief_complaint": "My chest hurts", "onset": clock("16:30"), "possible_injury": "9922001", "primary_symptom": "R07.9",
    "allergies": ["Z88.0"], "primary_impression": "R07.9",
}  # fmt: skip
DISPOSITION: dict[str, Any] = {
    "unit_disposition": "4227001", "patient_care": "4228001", "crew_disposition": "4229001",
    "transport_disposition": "4230001", "acuity_on_release": "4219003", "transport_method": "4216005",
    "transport_mode": "4217005", "destination": "County Hospital", "destination_type": "4221003",
    "destination_reasons": ["4220001"],
}  # fmt: skip
