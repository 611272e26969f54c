"""Disposition: how the call ended, where the patient went and why, what held the unit up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from epcr.sheet.field import field
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.crew_member import SeveralOfCrew
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Whole
from epcr.sheet.kinds.text import Text
from epcr.sheet.kinds.yes_no import YesNo
from epcr.sheet.section import Group, Page, Section

# eDisposition.30: transport by this unit, with this crew or with another crew member on board.
TRANSPORTED = ("4230001", "4230003")
# eDisposition.28 evaluated and refused care, refused evaluation or care; .30 4230009 patient refused transport.
REFUSED_TRANSPORT = "4230009"
REFUSED_CARE = ("4228003", "4228007")


class Disposition(Section):
    """The end of the call."""

    __tablename__ = "disposition"
    page = Page(
        "disposition",
        "Disposition",
        (
            Group("Outcome", ("unit_disposition", "patient_care", "crew_disposition", "transport_disposition", "level_of_care",
                              "acuity_on_release", "condition_at_release")),
            Group("Refusal or release", ("refusal_reasons", "risks_explained", "refusal_witness", "instructions"),
                  hint="For a patient who refused care or transport"),
            Group("Protocols", ("protocols",), folded=True, told_elsewhere=True),
            Group("Transport", ("transport_method", "transport_mode", "transport_mode_details", "moved_to", "positions", "moved_from",
                                "patients_transported")),
            Group("Destination", ("destination", "destination_code", "destination_type", "destination_reasons", "hospital_capability",
                                  "destination_county", "destination_state", "destination_zip_code", "team_alert", "team_alert_at")),
            Group("Delays", ("dispatch_delay", "response_delay", "scene_delay", "transport_delay", "turnaround_delay")),
            Group("Crew exposure or injury", ("crew_exposed", "exposed_members", "exposure_types")),
        ),
        needed_first=True,
    )  # fmt: skip

    unit_disposition: Mapped[str | None] = field(
        Choice("Unit disposition", "unit_disposition", nemsis="eDisposition.27", reasons=())
    )
    patient_care: Mapped[str | None] = field(
        Choice("Evaluation and care", "patient_care", nemsis="eDisposition.28")
    )
    crew_disposition: Mapped[str | None] = field(
        Choice("Crew disposition", "crew_disposition", nemsis="eDisposition.29")
    )
    transport_disposition: Mapped[str | None] = field(
        Choice("Transport disposition", "transport_disposition", nemsis="eDisposition.30")
    )
    level_of_care: Mapped[str | None] = field(
        Choice("Level of care given", "level_of_care", nemsis="eDisposition.32")
    )
    acuity_on_release: Mapped[str | None] = field(
        Choice("Acuity at release", "acuity_on_release", nemsis="eDisposition.19")
    )
    condition_at_release: Mapped[str | None] = field(Text("Condition at release", lines=2, most=1000))

    refusal_reasons: Mapped[list[str] | None] = field(
        Several(
            "Reason for refusal or release",
            "refusal_reason",
            own_words=True,
            nemsis="eDisposition.31",
            reasons=(),
        )
    )
    risks_explained: Mapped[bool | None] = field(YesNo("Risks explained and understood", reasons=()))
    refusal_witness: Mapped[str | None] = field(
        Text(
            "Witness of the refusal",
            spelling="name",
            reasons=("not_applicable", "refused", "unable_to_complete"),
        )
    )
    instructions: Mapped[list[str] | None] = field(
        Several(
            "Instructions given",
            "disposition_instruction",
            own_words=True,
            nemsis="eDisposition.26",
            reasons=(),
        )
    )

    # An act names the protocol that it was done by (Interventions); here stand those by which nothing had to be done.
    protocols: Mapped[list[str] | None] = field(
        Several(
            "Protocols used without an intervention",
            "protocol",
            open=True,
            nemsis="eProtocols.01",
            reasons=(),
        )
    )

    transport_method: Mapped[str | None] = field(
        Choice(
            "Transport method", "transport_method", own_words=True, nemsis="eDisposition.16", loinc="67549-6"
        )
    )
    transport_mode: Mapped[str | None] = field(
        Choice("Transport mode", "transport_mode", nemsis="eDisposition.17", loinc="67550-4")
    )
    transport_mode_details: Mapped[list[str] | None] = field(
        Several(
            "Lights, siren and route to the destination", "transport_mode_details", nemsis="eDisposition.18"
        )
    )
    moved_to: Mapped[str | None] = field(
        Choice(
            "Moved to the ambulance by",
            "moved_to_ambulance",
            own_words=True,
            nemsis="eDisposition.13",
            reasons=(),
        )
    )
    positions: Mapped[list[str] | None] = field(
        Several(
            "Position during transport",
            "transport_position",
            own_words=True,
            nemsis="eDisposition.14",
            reasons=(),
        )
    )
    moved_from: Mapped[str | None] = field(
        Choice(
            "Moved from the ambulance by",
            "moved_from_ambulance",
            own_words=True,
            nemsis="eDisposition.15",
            reasons=(),
        )
    )
    patients_transported: Mapped[int | None] = field(
        Whole(
            "Patients in this ambulance",
            nemsis="eDisposition.11",
            loinc="67547-0",
            possible=(1, 100),
            example="1",
            spellings=("patients",),
        )
    )

    destination: Mapped[str | None] = field(
        Text("Destination", spelling="name", nemsis="eDisposition.01", most=100, again=("destination_type",))
    )
    destination_code: Mapped[str | None] = field(
        Text("Destination code", spelling="code", nemsis="eDisposition.02", most=50)
    )
    destination_type: Mapped[str | None] = field(
        Choice("Type of destination", "destination_type", own_words=True, nemsis="eDisposition.21")
    )
    destination_reasons: Mapped[list[str] | None] = field(
        Several(
            "Why this destination",
            "destination_reason",
            own_words=True,
            nemsis="eDisposition.20",
            loinc="67552-0",
        )
    )
    hospital_capability: Mapped[list[str] | None] = field(
        Several("Hospital capability", "hospital_capability", own_words=True, nemsis="eDisposition.23")
    )
    destination_county: Mapped[str | None] = field(
        Text("Destination county", spelling="name", nemsis="eDisposition.06")
    )
    destination_state: Mapped[str | None] = field(
        Choice("Destination state", "state", nemsis="eDisposition.05")
    )
    destination_zip_code: Mapped[str | None] = field(
        Text("Destination ZIP code", spelling="code", nemsis="eDisposition.07", most=10)
    )
    team_alert: Mapped[list[str] | None] = field(
        Several("Team alert", "team_alert", own_words=True, nemsis="eDisposition.24", loinc="69462-0")
    )
    team_alert_at: Mapped[datetime | None] = field(Moment("Time of team alert", nemsis="eDisposition.25"))

    dispatch_delay: Mapped[list[str] | None] = field(
        Several("Dispatch delay", "dispatch_delay", own_words=True, nemsis="eResponse.08", loinc="67480-4")
    )
    response_delay: Mapped[list[str] | None] = field(
        Several("Response delay", "response_delay", own_words=True, nemsis="eResponse.09", loinc="67557-9")
    )
    scene_delay: Mapped[list[str] | None] = field(
        Several("Scene delay", "scene_delay", own_words=True, nemsis="eResponse.10", loinc="67558-7")
    )
    transport_delay: Mapped[list[str] | None] = field(
        Several("Transport delay", "transport_delay", own_words=True, nemsis="eResponse.11", loinc="67559-5")
    )
    turnaround_delay: Mapped[list[str] | None] = field(
        Several(
            "Turn-around delay", "turnaround_delay", own_words=True, nemsis="eResponse.12", loinc="67560-3"
        )
    )

    crew_exposed: Mapped[bool | None] = field(
        YesNo("A crew member was exposed or injured", nemsis="eOther.05", reasons=("not_recorded",))
    )
    exposed_members: Mapped[list[str] | None] = field(SeveralOfCrew("Who", nemsis="eOther.04", reasons=()))
    exposure_types: Mapped[list[str] | None] = field(
        Several("Type of exposure or injury", "exposure_type", own_words=True, nemsis="eOther.06", reasons=())
    )
