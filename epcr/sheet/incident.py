"""Incident: the call, the scene and the times of the unit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.field import RECORDED, field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.text import Text
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.section import Group, Page, Section

TIMES = (
    "call_received", "unit_notified", "en_route", "on_scene", "at_patient", "transferred_to_unit", "left_scene",
    "at_destination", "transfer_of_care", "back_in_service", "cancelled",
)  # fmt: skip


class Incident(Section):
    """What the unit was called to, where, and when it did what."""

    __tablename__ = "incident"
    page = Page(
        "incident",
        "Incident and times",
        (
            Group("", ("kind_of_call",), told_elsewhere=True),
            Group("Times", ("date_of_call", *TIMES), hint="Tap Now as it happens. A time can be corrected later."),
            Group("Call", ("incident_number", "response_number", "unit", "vehicle", "agency", "agency_number", "capability",
                           "type_of_service", "dispatch_reason", "dispatch_priority", "emd_performed", "response_mode",
                           "response_mode_details")),
            Group("Transfer or visit", ("encounter_reason",), when=("kind_of_call", ("transfer", "visit"))),
            Group("Transfer", ("transfer_reason", "sending_facility", "sending_physician", "receiving_physician", "receiving_unit",
                               "infusions"),
                  hint="The receiving facility is the destination, in Disposition.", when=("kind_of_call", ("transfer",))),
            Group("Scene", ("street", "city", "county", "state", "zip_code", "location_type", "number_of_patients",
                            "mass_casualty", "triage_category")),
            Group("Sorting", ("sorting_found",), when=("mass_casualty", ("yes",))),
            Group("Scene safety", ("scene_safety", "hazards", "protective_equipment")),
            Group("Others on scene", ("first_unit_on_scene", "other_services", "other_agencies", "bystander_care")),
        ),
        needed_first=True,
    )  # fmt: skip

    # The standard asks this in pieces (service, care, transport); what those say, schemas/kinds_of_call.toml puts together.
    kind_of_call: Mapped[str | None] = field(
        Choice(
            "Kind of call",
            "kind_of_call",
            always_buttons=True,
            reasons=(),
            hint="Say it first: it decides what is asked. It can be changed at any time.",
        )
    )
    date_of_call: Mapped[date | None] = field(Day("Date of call", of_call=True, reasons=()))
    call_received: Mapped[datetime | None] = field(Moment("Call received", nemsis="eTimes.01", in_turn=True))
    unit_notified: Mapped[datetime | None] = field(
        Moment("Unit notified", nemsis="eTimes.03", in_turn=True, reasons=())
    )
    en_route: Mapped[datetime | None] = field(
        Moment("En route", nemsis="eTimes.05", loinc="69472-9", in_turn=True)
    )
    on_scene: Mapped[datetime | None] = field(
        Moment("On scene", nemsis="eTimes.06", loinc="69473-7", in_turn=True)
    )
    at_patient: Mapped[datetime | None] = field(
        Moment("At patient", nemsis="eTimes.07", loinc="69474-5", in_turn=True)
    )
    transferred_to_unit: Mapped[datetime | None] = field(
        Moment("Transfer of care to another unit", nemsis="eTimes.08", in_turn=True)
    )
    left_scene: Mapped[datetime | None] = field(
        Moment("Left scene", nemsis="eTimes.09", loinc="69475-2", in_turn=True)
    )
    at_destination: Mapped[datetime | None] = field(
        Moment("At destination", nemsis="eTimes.11", loinc="69476-0", in_turn=True)
    )
    transfer_of_care: Mapped[datetime | None] = field(
        Moment("Transfer of care", nemsis="eTimes.12", in_turn=True)
    )
    back_in_service: Mapped[datetime | None] = field(
        Moment("Back in service", nemsis="eTimes.13", loinc="69477-8", in_turn=True, reasons=())
    )
    cancelled: Mapped[datetime | None] = field(
        Moment("Cancelled", nemsis="eTimes.14", in_turn=True, reasons=())
    )

    incident_number: Mapped[str | None] = field(
        Text("Incident number", spelling="code", nemsis="eResponse.03", most=50)
    )
    response_number: Mapped[str | None] = field(
        Text("Response number", spelling="code", nemsis="eResponse.04", most=50)
    )
    unit: Mapped[str | None] = field(
        Text("Unit", spelling="name", hint="Call sign", nemsis="eResponse.14", most=50, reasons=(), again=())
    )
    vehicle: Mapped[str | None] = field(
        Text("Vehicle number", spelling="code", nemsis="eResponse.13", most=50, reasons=())
    )
    agency: Mapped[str | None] = field(Text("Agency", spelling="name", nemsis="eResponse.02", most=100))
    agency_number: Mapped[str | None] = field(
        Text("Agency number", spelling="code", nemsis="eResponse.01", most=15, reasons=())
    )
    capability: Mapped[str | None] = field(
        Choice("Unit capability", "capability", nemsis="eResponse.07", reasons=())
    )
    type_of_service: Mapped[str | None] = field(
        Choice("Type of service", "type_of_service", nemsis="eResponse.05", reasons=())
    )
    dispatch_reason: Mapped[str | None] = field(
        Choice("Dispatch reason", "dispatch_reason", own_words=True, nemsis="eDispatch.01", reasons=())
    )
    dispatch_priority: Mapped[str | None] = field(
        Choice("Dispatch priority", "dispatch_priority", nemsis="eDispatch.05", reasons=())
    )
    emd_performed: Mapped[str | None] = field(
        Choice("Dispatcher gave instructions", "emd_performed", nemsis="eDispatch.02", loinc="67488-7")
    )
    response_mode: Mapped[str | None] = field(
        Choice("Response mode", "response_mode", nemsis="eResponse.23", reasons=())
    )
    response_mode_details: Mapped[list[str] | None] = field(
        Several("Lights, siren and route", "response_mode_details", nemsis="eResponse.24")
    )

    encounter_reason: Mapped[str | None] = field(
        Text("Why the transfer or visit is needed", lines=2, nemsis="eSituation.19", most=255)
    )
    transfer_reason: Mapped[str | None] = field(
        Choice("Reason for transfer", "transfer_reason", nemsis="eSituation.20")
    )
    sending_facility: Mapped[str | None] = field(
        Text("Sending facility", spelling="name", nemsis="eScene.13", most=100, reasons=())
    )
    # The standard has no element for these three: it knows the patient's own practitioner and who authorized an act.
    sending_physician: Mapped[str | None] = field(Text("Sending physician", spelling="name"))
    receiving_physician: Mapped[str | None] = field(
        Text("Receiving physician", spelling="name", hint="Who accepted the patient")
    )
    receiving_unit: Mapped[str | None] = field(
        Choice("Receiving unit of the hospital", "hospital_unit", nemsis="eDisposition.22")
    )
    infusions: Mapped[str | None] = field(
        Text("Running infusions", lines=2, hint="Medication, concentration and rate when you took over; one a line", most=1000,
             reasons=(*RECORDED, "none_reported"))
    )  # fmt: skip
    street: Mapped[str | None] = field(Text("Street address", spelling="name", nemsis="eScene.15", most=255))
    city: Mapped[str | None] = field(Text("City", spelling="name", nemsis="eScene.17"))
    county: Mapped[str | None] = field(Text("County", spelling="name", nemsis="eScene.21"))
    state: Mapped[str | None] = field(Choice("State", "state", nemsis="eScene.18"))
    zip_code: Mapped[str | None] = field(Text("ZIP code", spelling="code", nemsis="eScene.19", most=10))
    location_type: Mapped[str | None] = field(
        Choice("Location type", "location_type", own_words=True, nemsis="eScene.09")
    )
    number_of_patients: Mapped[str | None] = field(
        Choice("Number of patients", "number_of_patients", nemsis="eScene.06", loinc="67489-5")
    )
    mass_casualty: Mapped[bool | None] = field(
        YesNo("Mass-casualty incident", nemsis="eScene.07", loinc="67490-3")
    )
    triage_category: Mapped[str | None] = field(
        Choice("Triage category", "triage_category", hint="For a mass-casualty incident", nemsis="eScene.08")
    )
    # The steps of START and JumpSTART that nothing else on the sheet says; the standard has the color only.
    sorting_found: Mapped[str | None] = field(
        Choice("Found in sorting", "sorting_found", hint="What the suggested triage starts from")
    )
    scene_safety: Mapped[str | None] = field(Choice("Scene safety", "scene_safety"))
    hazards: Mapped[list[str] | None] = field(
        Several("Hazards", "hazard", own_words=True, reasons=("not_applicable", "none_reported"))
    )
    protective_equipment: Mapped[list[str] | None] = field(
        Several(
            "Protective equipment used",
            "protective_equipment",
            own_words=True,
            nemsis="eOther.03",
            reasons=(),
        )
    )
    first_unit_on_scene: Mapped[bool | None] = field(
        YesNo("First EMS unit on scene", nemsis="eScene.01", loinc="67481-2")
    )
    other_services: Mapped[list[str] | None] = field(
        Several("Other services on scene", "other_service", own_words=True, nemsis="eScene.04", reasons=())
    )
    other_agencies: Mapped[str | None] = field(
        Text("Names of other agencies", spelling="name", nemsis="eScene.02", reasons=())
    )
    bystander_care: Mapped[str | None] = field(
        Text("Care by bystanders", lines=2, most=1000, reasons=("none_reported", "not_recorded"))
    )
