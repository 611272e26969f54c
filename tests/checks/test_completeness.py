"""What a sheet needs before it is submitted, and when: each rule asked for, and left alone where it does not hold."""

import pytest

from epcr.checks import completeness
from epcr.checks.conditions import Stated
from epcr.checks.requirements import load
from epcr.sheet.crew import CrewMember
from epcr.sheet.exam import ExamFinding
from epcr.sheet.signatures import Signature
from epcr.sheet.vitals import VitalSigns
from tests.build import (
    ASPIRIN,
    BASIC,
    CHEST,
    FIRST,
    MEDIC,
    SECOND,
    SIGNED,
    TWELVE_LEAD,
    arrested_sheet,
    cancelled_sheet,
    clock,
    empty_sheet,
    fill,
    injured_sheet,
    intervention,
    refused_sheet,
    sheet,
    vitals,
    with_intervention,
)
from tests.checks import saying
from tests.checks.saying import message_at
from tests.checks.test_build import COMPLETE


def section_and_field(anchor):
    """Both, whichever entry it is of."""
    names = anchor.split("-")
    return names[0], names[-1]


# What the complete sheets lack themselves, where a requirement is newer than they are: said by tests/checks/test_build.py alone.
LACKED = {section_and_field(anchor) for make in COMPLETE for anchor in saying.missing(make())}


def missing(run_sheet):
    """The anchors of what is missing, beyond what the complete sheets lack."""
    return [anchor for anchor in saying.missing(run_sheet) if section_and_field(anchor) not in LACKED]


# Every field that a transported medical call needs, and that has a value in the built sheet.
OF_EVERY_PATIENT = [
    "incident-date_of_call", "incident-call_received", "incident-unit_notified", "incident-en_route", "incident-on_scene",
    "incident-at_patient", "incident-left_scene", "incident-at_destination", "incident-transfer_of_care",
    "incident-back_in_service", "incident-unit", "incident-type_of_service", "incident-dispatch_reason",
    "incident-response_mode", "incident-location_type", "incident-number_of_patients", "incident-scene_safety",
    "patient-last_name", "patient-first_name", "patient-sex", "patient-date_of_birth",
    "primary-avpu", "primary-airway", "primary-breathing_effort", "primary-pulse_quality", "primary-skin_color",
    "primary-major_bleeding", "primary-initial_acuity",
    "history-chief_complaint", "history-onset", "history-possible_injury", "history-primary_symptom", "history-allergies",
    "history-primary_impression", "arrest-cardiac_arrest", "narrative-text",
    "disposition-patient_care", "disposition-crew_disposition", "disposition-acuity_on_release",
    "disposition-transport_method", "disposition-transport_mode", "disposition-destination", "disposition-destination_type",
    "disposition-destination_reasons",
]  # fmt: skip


@pytest.mark.parametrize("anchor", OF_EVERY_PATIENT)
def test_a_transported_patient_needs_it(anchor):
    run_sheet = sheet()
    section, name = anchor.split("-")
    setattr(getattr(run_sheet, section), name, None)
    assert missing(run_sheet) == [anchor]


@pytest.mark.parametrize("name", ["home_medications", "past_history"])
def test_the_history_asks_for_it_too(name):
    run_sheet = sheet()
    run_sheet.history.absent = {key: why for key, why in run_sheet.history.absent.items() if key != name}
    assert missing(run_sheet) == [f"history-{name}"]


@pytest.mark.parametrize("anchor", OF_EVERY_PATIENT)
def test_a_reason_does_where_the_field_knows_one(anchor):
    run_sheet = sheet()
    section, name = anchor.split("-")
    part = getattr(run_sheet, section)
    setattr(part, name, None)
    reasons = part.fields()[name].reasons
    if not reasons:
        assert missing(run_sheet) == [anchor]
        return
    part.absent = {**part.absent, name: reasons[0]}
    asked_instead = {"patient-date_of_birth": ["patient-age"]}
    assert missing(run_sheet) == asked_instead.get(anchor, [])


def test_an_unknown_disposition_counts_as_patient_contact_without_transport():
    run_sheet = sheet()
    run_sheet.disposition.unit_disposition = None
    assert missing(run_sheet) == ["disposition-unit_disposition"]
    run_sheet.disposition.transport_disposition = None
    assert missing(run_sheet) == ["disposition-unit_disposition", "disposition-transport_disposition"]


def test_a_patient_who_is_not_transported_needs_no_destination():
    run_sheet = sheet()
    run_sheet.disposition.transport_disposition = "4230013"
    for name in (
        "transport_method",
        "transport_mode",
        "destination",
        "destination_type",
        "destination_reasons",
    ):
        setattr(run_sheet.disposition, name, None)
    for name in ("left_scene", "at_destination", "transfer_of_care"):
        setattr(run_sheet.incident, name, None)
    assert missing(run_sheet) == []


def test_a_cancelled_call_needs_only_what_happened():
    run_sheet = cancelled_sheet()
    run_sheet.incident.cancelled = None
    run_sheet.narrative.text = None
    assert missing(run_sheet) == ["incident-cancelled", "narrative-text"]


@pytest.mark.parametrize("outcome", ["4227003", "4227005"])
def test_both_ways_of_cancelling_ask_when(outcome):
    run_sheet = cancelled_sheet()
    run_sheet.disposition.unit_disposition = outcome
    run_sheet.incident.cancelled = None
    assert missing(run_sheet) == ["incident-cancelled"]


@pytest.mark.parametrize("outcome", ["4227007", "4227009", "4227011"])
def test_a_call_without_a_patient_needs_no_patient_and_no_cancellation(outcome):
    run_sheet = cancelled_sheet()
    run_sheet.disposition.unit_disposition = outcome
    run_sheet.incident.cancelled = None
    assert missing(run_sheet) == []


def test_a_time_of_cancellation_alone_says_that_there_was_no_patient():
    run_sheet = cancelled_sheet()
    run_sheet.disposition.unit_disposition = None
    assert missing(run_sheet) == ["disposition-unit_disposition"]


def test_a_mass_casualty_asks_for_the_triage_category():
    run_sheet = sheet()
    run_sheet.incident.mass_casualty = True
    assert missing(run_sheet) == ["incident-triage_category"]
    run_sheet.incident.mass_casualty = False
    assert missing(run_sheet) == []


def test_a_transfer_to_another_crew_asks_when():
    run_sheet = sheet()
    run_sheet.disposition.crew_disposition = "4229003"
    assert missing(run_sheet) == ["incident-transferred_to_unit"]


# ---- crew


def test_a_sheet_needs_its_crew():
    run_sheet = cancelled_sheet()
    run_sheet.crew = []
    assert missing(run_sheet) == ["crew"]


def test_each_crew_member_has_a_name_and_a_level():
    run_sheet = sheet()
    run_sheet.crew[0].member = run_sheet.crew[1].level = None
    assert missing(run_sheet) == [f"crew-{MEDIC}-member", f"crew-{BASIC}-level"]
    assert message_at(run_sheet, f"crew-{MEDIC}-member").startswith(
        "Enter the name or ID for the crew member without a name"
    )
    assert message_at(run_sheet, f"crew-{BASIC}-level").startswith(
        "Choose the certification level on this call for T. Birch"
    )


def test_a_student_names_the_level_trained_for_and_the_preceptor():
    run_sheet = sheet()
    run_sheet.crew[1].student = True
    assert missing(run_sheet) == [f"crew-{BASIC}-training_for", f"crew-{BASIC}-preceptor"]
    fill_member(run_sheet.crew[1], training_for="Paramedic", preceptor=MEDIC)
    assert missing(run_sheet) == []
    run_sheet.crew[1].student = False
    run_sheet.crew[1].preceptor = None
    assert missing(run_sheet) == []


def fill_member(member: CrewMember, **values):
    for name, value in values.items():
        setattr(member, name, value)


def test_a_removed_crew_member_cannot_stay_the_performer():
    run_sheet = sheet()
    run_sheet.crew[0].struck_at = clock("18:00")
    run_sheet.crew[0].struck_reason = "Was not there"
    anchors = [f"interventions-{ASPIRIN}-performer", f"interventions-{TWELVE_LEAD}-performer"]
    assert missing(run_sheet) == anchors
    assert message_at(run_sheet, anchors[0]) == (
        "Choose “Performed by” for Aspirin at 17:11 again: that person is not on the crew"
    )


def test_a_removed_crew_member_cannot_stay_among_the_exposed():
    run_sheet = sheet()
    fill(
        run_sheet,
        "disposition",
        crew_exposed=True,
        exposed_members=[MEDIC, "0" * 32],
        exposure_types=["4506003"],
    )
    assert missing(run_sheet) == ["disposition-exposed_members"]
    run_sheet.disposition.exposed_members = [MEDIC]
    assert missing(run_sheet) == []


# ---- patient


def test_an_age_does_in_place_of_the_date_of_birth():
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = None
    fill(run_sheet, "patient", age=68, age_units="2516009")
    assert missing(run_sheet) == []


def test_an_unknown_date_of_birth_asks_for_an_estimated_age():
    run_sheet = sheet()
    run_sheet.patient.date_of_birth = None
    run_sheet.patient.absent = {"date_of_birth": "unable_to_complete"}
    assert missing(run_sheet) == ["patient-age"]
    assert "estimated" in message_at(run_sheet, "patient-age")
    run_sheet.patient.absent = {"date_of_birth": "unable_to_complete", "age": "not_recorded"}
    assert missing(run_sheet) == []


def test_an_age_needs_its_unit():
    run_sheet = sheet()
    run_sheet.patient.age = 68
    assert missing(run_sheet) == ["patient-age_units"]


def child(years=6, **values):
    run_sheet = sheet(**values)
    run_sheet.patient.date_of_birth = None
    fill(run_sheet, "patient", age=years, age_units="2516009", weight=None)
    return run_sheet


def test_a_child_who_got_a_medication_needs_a_weight_or_the_tape():
    run_sheet = child()
    assert missing(run_sheet) == ["patient-weight"]
    run_sheet.patient.length_tape = "3502009"
    assert missing(run_sheet) == []
    run_sheet = child()
    run_sheet.interventions = run_sheet.interventions[1:]
    assert missing(run_sheet) == []


def test_an_adult_needs_no_weight():
    assert missing(child(years=17)) == ["patient-weight"]
    assert missing(child(years=18)) == []


@pytest.mark.parametrize("change", [{"before_arrival": True}, {"other_unit": True}])
def test_a_medication_that_others_gave_asks_for_no_weight(change):
    run_sheet = child()
    run_sheet.interventions = [
        intervention(item="aspirin_po", performed_at=clock("17:06"), performer_role="9905007", **change)
    ]
    assert "patient-weight" not in missing(run_sheet)


def test_a_medication_not_given_asks_for_no_weight():
    run_sheet = child()
    run_sheet.interventions = [intervention(item="aspirin_po", absent={"item": "contraindication_noted"})]
    assert missing(run_sheet) == []


# ---- history, injury, arrest


def test_a_suspected_stroke_asks_for_last_known_well():
    run_sheet = sheet()
    run_sheet.vitals[0].stroke_result = "3329001"
    assert missing(run_sheet) == []
    run_sheet.vitals[0].stroke_result = "3329005"
    assert missing(run_sheet) == ["history-last_known_well"]
    run_sheet.history.last_known_well = clock("16:00")
    assert missing(run_sheet) == []


@pytest.mark.parametrize("which", ["chief", "secondary"])
def test_a_duration_needs_its_unit(which):
    run_sheet = sheet()
    setattr(run_sheet.history, f"{which}_duration", 20)
    assert missing(run_sheet) == [f"history-{which}_duration_units"]


@pytest.mark.parametrize("name", ["cause", "mechanism", "high_risk", "moderate_risk"])
def test_a_possible_injury_asks_how(name):
    run_sheet = injured_sheet()
    setattr(run_sheet.injury, name, None)
    run_sheet.injury.absent = {key: why for key, why in run_sheet.injury.absent.items() if key != name}
    assert missing(run_sheet) == [f"injury-{name}"]


def test_no_injury_asks_nothing_about_it():
    run_sheet = injured_sheet()
    run_sheet.injury.cause = None
    for answer in ("9922001", "9922003"):
        run_sheet.history.possible_injury = answer
        assert missing(run_sheet) == []


ARREST = [
    "etiology", "witnessed_by", "arrest_at", "first_rhythm", "cpr_by", "aed_before", "resuscitation",
    "return_of_circulation", "end_of_event", "cpr_types", "shocks",
]  # fmt: skip


@pytest.mark.parametrize("when", ["3001003", "3001005"])
@pytest.mark.parametrize("name", ARREST)
def test_a_cardiac_arrest_asks_for_it(name, when):
    run_sheet = arrested_sheet()
    run_sheet.arrest.cardiac_arrest = when
    setattr(run_sheet.arrest, name, None)
    asked = missing(run_sheet)
    assert asked == [f"arrest-{name}"]


def test_no_arrest_asks_nothing_about_it():
    run_sheet = arrested_sheet()
    run_sheet.arrest.cardiac_arrest = "3001001"
    run_sheet.arrest.etiology = None
    assert missing(run_sheet) == []


@pytest.mark.parametrize("attempt", ["3003001", "3003003", "3003005"])
def test_an_attempted_resuscitation_asks_how(attempt):
    run_sheet = arrested_sheet()
    fill(run_sheet, "arrest", resuscitation=[attempt], cpr_types=None)
    assert missing(run_sheet) == ["arrest-cpr_types"]


@pytest.mark.parametrize("left", ["3003007", "3003009", "3003011"])
def test_a_resuscitation_not_attempted_does_not_ask_how(left):
    run_sheet = arrested_sheet()
    fill(run_sheet, "arrest", resuscitation=[left], cpr_types=None, shocks=None)
    assert missing(run_sheet) == []


def test_the_end_of_resuscitation_has_a_reason():
    run_sheet = arrested_sheet()
    run_sheet.arrest.discontinued_at = clock("17:20")
    assert missing(run_sheet) == ["arrest-discontinued_because"]


# ---- exam


def test_a_transported_patient_was_examined():
    run_sheet = sheet()
    run_sheet.exam = []
    assert missing(run_sheet) == ["exam"]


def test_a_patient_who_stays_is_examined_where_an_injury_is_possible():
    run_sheet = refused_sheet()
    run_sheet.exam = []
    assert missing(run_sheet) == []
    run_sheet.history.possible_injury = "9922005"
    run_sheet.injury.absent = dict.fromkeys(
        ("cause", "mechanism", "high_risk", "moderate_risk"), "not_recorded"
    )
    assert missing(run_sheet) == ["exam"]


def test_an_exam_entry_names_region_and_findings():
    run_sheet = sheet()
    run_sheet.exam[0].findings = None
    assert missing(run_sheet) == [f"exam-{CHEST}-findings"]
    assert message_at(run_sheet, f"exam-{CHEST}-findings") == "Choose the findings for chest"
    run_sheet.exam[0].absent = {"findings:3525027": "exam_finding_not_present"}
    assert missing(run_sheet) == []
    run_sheet.exam.append(ExamFinding(id=SIGNED, findings=["3525029"]))
    assert missing(run_sheet) == [f"exam-{SIGNED}-region"]
    assert (
        message_at(run_sheet, f"exam-{SIGNED}-region")
        == "Choose the body region for the region not chosen yet"
    )


# ---- vital signs


def test_a_transported_patient_is_measured_twice():
    run_sheet = sheet()
    run_sheet.vitals = run_sheet.vitals[:1]
    assert missing(run_sheet) == ["vitals"]
    run_sheet.vitals[0].struck_at = clock("18:00")
    assert missing(run_sheet) == ["vitals"]


def test_a_patient_who_stays_is_measured_once():
    run_sheet = refused_sheet()
    assert missing(run_sheet) == []
    run_sheet.vitals = []
    assert missing(run_sheet) == ["vitals"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("taken_at", "Enter the time taken of the set without a time"),
        ("systolic", "Enter the systolic blood pressure at 17:20"),
        ("heart_rate", "Enter the heart rate at 17:20"),
        ("respiratory_rate", "Enter the respiratory rate at 17:20"),
        ("spo2", "Enter the SpO2 at 17:20"),
    ],
)
def test_each_set_has_what_counts(name, message):
    run_sheet = sheet()
    setattr(run_sheet.vitals[1], name, None)
    assert missing(run_sheet) == [f"vitals-{SECOND}-{name}"]
    assert message_at(run_sheet, f"vitals-{SECOND}-{name}") == message
    run_sheet.vitals[1].absent = {name: "not_recorded"}
    assert missing(run_sheet) == []


def consciousness(**values):
    run_sheet = sheet()
    given = {"avpu": None, "gcs_eye": None, "gcs_verbal": None, "gcs_motor": None}
    run_sheet.vitals[1] = vitals(id=SECOND, taken_at=clock("17:20"), **{**given, **values})
    return run_sheet


def test_each_set_has_avpu_or_the_whole_gcs():
    assert missing(consciousness()) == [f"vitals-{SECOND}-avpu"]
    assert message_at(consciousness(), f"vitals-{SECOND}-avpu").startswith("Choose AVPU or the GCS at 17:20")
    assert missing(consciousness(avpu="3326001")) == []
    assert missing(consciousness(gcs_eye="4", gcs_verbal="5", gcs_motor="6")) == []
    assert missing(consciousness(absent={"avpu": "not_recorded"})) == []
    assert (
        missing(consciousness(absent=dict.fromkeys(("gcs_eye", "gcs_verbal", "gcs_motor"), "refused"))) == []
    )


PARTS = ("gcs_eye", "gcs_verbal", "gcs_motor")


@pytest.mark.parametrize("told", PARTS)
def test_a_part_of_the_gcs_asks_for_the_others(told):
    best = {"gcs_eye": "4", "gcs_verbal": "5", "gcs_motor": "6"}
    run_sheet = consciousness(avpu="3326001", **{told: best[told]})
    others = [f"vitals-{SECOND}-{name}" for name in PARTS if name != told]
    assert missing(run_sheet) == others


def test_etco2_has_a_unit():
    run_sheet = sheet()
    run_sheet.vitals[0].etco2 = 38.0
    assert missing(run_sheet) == [f"vitals-{FIRST}-etco2_unit"]
    run_sheet.vitals[0].etco2_unit = "3340001"
    assert missing(run_sheet) == []


@pytest.mark.parametrize("avpu", ["3326003", "3326005", "3326007"])
def test_a_patient_who_was_not_alert_needs_a_glucose(avpu):
    run_sheet = consciousness(avpu=avpu)
    assert missing(run_sheet) == [f"vitals-{FIRST}-glucose"]
    run_sheet.vitals[1].glucose = "Low"
    assert missing(run_sheet) == []


def test_a_gcs_below_15_needs_a_glucose():
    run_sheet = consciousness(gcs_eye="4", gcs_verbal="4", gcs_motor="6")
    assert missing(run_sheet) == [f"vitals-{FIRST}-glucose"]
    run_sheet.vitals[0].absent = {"glucose": "refused"}
    assert missing(run_sheet) == []


def test_a_first_impression_below_alert_needs_a_glucose():
    run_sheet = sheet()
    run_sheet.primary.avpu = "3326003"
    assert missing(run_sheet) == [f"vitals-{FIRST}-glucose"]


def test_what_others_found_before_us_needs_no_glucose():
    run_sheet = sheet()
    run_sheet.vitals.append(
        VitalSigns(
            avpu="3326003",
            before_arrival=True,
            absent=dict.fromkeys(
                ("taken_at", "systolic", "heart_rate", "respiratory_rate", "spo2"), "not_recorded"
            ),
        )
    )
    assert missing(run_sheet) == []


# ---- interventions


@pytest.mark.parametrize("name", ["performed_at", "performer", "authorization", "route", "dose", "response"])
def test_a_medication_that_we_gave_needs_it(name):
    run_sheet = sheet()
    setattr(run_sheet.interventions[0], name, None)
    assert missing(run_sheet) == [f"interventions-{ASPIRIN}-{name}"]


def test_a_dose_needs_its_unit_and_a_reason_for_no_dose_does_not():
    run_sheet = sheet()
    aspirin = run_sheet.interventions[0]
    aspirin.dose_unit = None
    assert missing(run_sheet) == [f"interventions-{ASPIRIN}-dose_unit"]
    aspirin.dose = None
    aspirin.absent = {"dose": "not_recorded"}
    assert missing(run_sheet) == []


@pytest.mark.parametrize("name", ["performed_at", "performer", "authorization", "attempts", "successful"])
def test_a_procedure_that_we_did_needs_it(name):
    run_sheet = sheet()
    setattr(run_sheet.interventions[1], name, None)
    assert missing(run_sheet) == [f"interventions-{TWELVE_LEAD}-{name}"]


def test_a_procedure_needs_no_dose_and_a_medication_no_attempts():
    assert missing(sheet()) == []


def test_an_entry_without_an_item_needs_one_first():
    run_sheet = sheet()
    run_sheet.interventions[0].item = None
    assert missing(run_sheet) == [f"interventions-{ASPIRIN}-item"]


def test_what_was_not_given_needs_only_its_reason():
    run_sheet = sheet()
    run_sheet.interventions = [
        intervention(
            item="aspirin_po", performer=None, authorization=None, absent={"item": "contraindication_noted"}
        )
    ]
    assert missing(run_sheet) == []


@pytest.mark.parametrize("change", ["before_arrival", "other_unit"])
def test_what_others_did_needs_who_and_when(change):
    run_sheet = sheet()
    others = with_intervention(
        run_sheet, item="aspirin_po", performer=None, authorization=None, performed_at=None
    )
    setattr(others, change, True)
    assert missing(run_sheet) == [
        f"interventions-{others.id}-performed_at",
        f"interventions-{others.id}-performer_role",
    ]
    others.absent = {"performed_at": "not_recorded"}
    others.performed_by = "Engine 4"
    assert missing(run_sheet) == []
    others.performed_by = None
    others.performer_role = "9905051"
    assert missing(run_sheet) == []


@pytest.mark.parametrize("authorization", ["9918001", "9918003", "9918007"])
def test_an_order_has_a_name(authorization):
    run_sheet = sheet()
    run_sheet.interventions[0].authorization = authorization
    assert missing(run_sheet) == [f"interventions-{ASPIRIN}-authorized_by"]
    assert message_at(run_sheet, f"interventions-{ASPIRIN}-authorized_by") == (
        "Enter the name of who gave the order for Aspirin at 17:11"
    )
    run_sheet.interventions[0].authorization = "9918005"
    assert missing(run_sheet) == []


# ---- disposition, signatures


@pytest.mark.parametrize("name", ["refusal_reasons", "risks_explained", "refusal_witness"])
def test_a_refusal_needs_it(name):
    run_sheet = refused_sheet()
    setattr(run_sheet.disposition, name, None)
    assert missing(run_sheet) == [f"disposition-{name}"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("patient_care", "4228003"),
        ("patient_care", "4228007"),
        ("crew_disposition", "4229013"),
        ("transport_disposition", "4230009"),
    ],
)
def test_each_way_to_refuse_is_a_refusal(name, code):
    run_sheet = refused_sheet()
    fill(
        run_sheet,
        "disposition",
        patient_care="4228001",
        crew_disposition="4229001",
        transport_disposition="4230013",
    )
    run_sheet.disposition.refusal_witness = None
    assert missing(run_sheet) == []
    setattr(run_sheet.disposition, name, code)
    assert missing(run_sheet) == ["disposition-refusal_witness"]


def test_no_care_required_is_no_refusal():
    run_sheet = refused_sheet()
    fill(
        run_sheet,
        "disposition",
        patient_care="4228005",
        crew_disposition="4229011",
        transport_disposition="4230013",
    )
    run_sheet.disposition.refusal_witness = None
    assert missing(run_sheet) == []


def test_an_exposed_crew_member_is_named():
    run_sheet = sheet()
    run_sheet.disposition.crew_exposed = True
    assert missing(run_sheet) == ["disposition-exposed_members", "disposition-exposure_types"]
    run_sheet.disposition.crew_exposed = False
    assert missing(run_sheet) == []


@pytest.mark.parametrize("signer", ["4512001", "4512003"])
def test_the_crew_signs(signer):
    run_sheet = sheet()
    run_sheet.signatures[0].signer = signer
    assert missing(run_sheet) == []
    run_sheet.signatures[0].signer = "4512015"
    assert missing(run_sheet) == ["signatures"]


@pytest.mark.parametrize("signer", ["4512015", "4512017", "4512019"])
def test_a_refusal_is_signed_by_the_patient_or_for_them(signer):
    run_sheet = refused_sheet()
    run_sheet.signatures[1].signer = signer
    assert missing(run_sheet) == []
    run_sheet.signatures[1].signer = "4512005"
    assert missing(run_sheet) == ["signatures"]


def test_a_signature_is_drawn_typed_with_a_reason_or_said_to_be_missing():
    run_sheet = sheet()
    run_sheet.signatures[0] = Signature(id=SIGNED, signer="4512003", signer_name="R. Alder")
    assert missing(run_sheet) == [f"signatures-{SIGNED}-drawing"]
    for said in ({"typed_because": "Gloves"}, {"drawing": [[[1, 1], [2, 2]]]}, {"status": "4515007"}):
        run_sheet.signatures[0] = Signature(
            id=SIGNED, signer="4512003", signer_name="R. Alder", signed_at=clock("17:44"), **said
        )
        assert missing(run_sheet) == []
    run_sheet.signatures[0] = Signature(
        id=SIGNED, signer="4512003", signed_at=clock("17:44"), typed_because="Gloves"
    )
    assert missing(run_sheet) == [f"signatures-{SIGNED}-drawing"]


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({"drawing": [[[1, 1], [2, 2]]]}, ["signer_name", "signed_at"]),
        ({"status": "4515027"}, ["signer_name", "signed_at"]),
        ({"typed_because": "Gloves", "signer_name": "R. Alder"}, ["signed_at"]),
        ({"status": "4515019"}, []),
    ],
)
def test_a_signature_that_stands_has_a_name_and_a_time(said, lacks):
    run_sheet = sheet()
    run_sheet.signatures[0] = Signature(id=SIGNED, signer="4512003", **said)
    assert missing(run_sheet) == [f"signatures-{SIGNED}-{name}" for name in lacks]


def test_a_signature_says_whose_it_is():
    run_sheet = sheet()
    run_sheet.signatures.append(Signature(id=CHEST, status="4515007"))
    assert missing(run_sheet) == [f"signatures-{CHEST}-signer"]
    assert (
        message_at(run_sheet, f"signatures-{CHEST}-signer")
        == "Say who signs for the signature without a signer"
    )


# ---- sentences


def test_sentences_say_what_to_do():
    run_sheet = empty_sheet()
    assert message_at(run_sheet, "incident-on_scene") == "Enter the time on scene"
    assert message_at(run_sheet, "incident-unit") == "Enter the unit's call sign"
    assert message_at(run_sheet, "incident-scene_safety") == "Say whether the scene was safe"
    assert message_at(run_sheet, "history-chief_complaint") == "Enter the chief complaint"
    assert message_at(run_sheet, "history-allergies") == "Enter the medication allergies"
    assert message_at(run_sheet, "disposition-unit_disposition") == "Choose the unit disposition"


def test_two_rules_that_ask_for_the_same_say_it_once():
    run_sheet = consciousness(avpu="3326001", gcs_eye="4", gcs_verbal="5")
    assert missing(run_sheet) == [f"vitals-{SECOND}-gcs_motor"]


def test_of_one_field_the_first_rule_is_told_and_of_a_section_each(tmp_path):
    file = tmp_path / "completeness.toml"
    file.write_text(
        """
        title = "Test"
        required = [
            {section = "patient", fields = ["weight"]},
            {section = "patient", one_of = [["weight"], ["length_tape"]], message = "Enter the weight or the tape"},
            {section = "attachments", at_least = 1, message = "Add the strip"},
            {section = "attachments", at_least = 1, message = "Add the consent"},
        ]
        """,
        "utf-8",
    )
    run_sheet = empty_sheet()
    told = completeness.missing(Stated(run_sheet), run_sheet.context(), load(file))
    assert [finding.message for finding in told] == [
        "Enter the weight",
        "Add the strip",
        "Add the consent",
    ]
