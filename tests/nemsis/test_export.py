"""A run sheet as a report: what stands where, why an element is empty, what leaves in words, what refuses to leave."""

from datetime import UTC, date, datetime

import pytest
from lxml import etree
from msgspec.structs import replace

from epcr.checks.verdicts import judge_changed
from epcr.export.nemsis import table
from epcr.export.nemsis.building import Unfinished
from epcr.sheet.attachments import Attachment
from epcr.sheet.exam import ExamFinding
from epcr.sheet.vitals import VitalSigns
from tests import build
from tests.every_field import every_field
from tests.nemsis.any_sheet import any_sheet
from tests.nemsis.exporting import customs, exported, groups, names, nil, report, texts
from tests.nemsis.reports import is_valid

NOT_APPLICABLE, NOT_RECORDED = "7701001", "7701003"


def test_the_same_sheet_is_the_same_bytes():
    one, other = build.sheet(id="0123456789ab"), build.sheet(id="0123456789ab")
    assert exported(one)[0] == exported(one)[0] == exported(other)[0]
    ids = {report(build.sheet(id=number)).get("UUID") for number in ("0123456789ab", "0123456789ac")}
    assert len(ids) == 2


def test_every_required_element_stands_in_the_report_of_an_empty_sheet_but_for_what_is_mandatory():
    sheet = any_sheet(0)
    there = names(exported(sheet)[0])
    required = {
        node.name
        for node in table.root().elements()
        if node.least and all(table.groups()[name].least for name in node.above)
    }
    assert len(required) == 146
    assert required <= there


def test_every_element_that_a_field_means_leaves_where_the_field_holds_something():
    reached = names(exported(every_field())[0])
    sheet = every_field()
    meant = {
        element.name
        for part in sheet.parts()
        for name, spec in part.fields().items()
        for element in spec.elements
        if element.is_meant(part) and getattr(part, name) is not None
    }
    # What was typed there is no code: these leave as words.
    words = {"eScene.17", "ePatient.06", "ePayment.31"}
    assert meant - reached == words


def test_a_sheet_without_what_is_mandatory_does_not_leave_and_says_what_it_lacks():
    sheet = build.sheet()
    sheet.incident.unit_notified = sheet.disposition.unit_disposition = None
    with pytest.raises(Unfinished) as refused:
        exported(sheet)
    assert str(refused.value) == "lacks what the standard makes mandatory: Unit notified and Unit disposition"


def test_a_complete_sheet_of_a_cancelled_call_leaves_and_says_what_nobody_documented(shared):
    document, losses = exported(build.cancelled_sheet())
    assert is_valid(shared, document) == []
    labels = ("Vehicle number", "Unit capability", "Response mode", "Dispatch reason")
    assert [
        loss.sentence.startswith(f"{label} is not documented")
        for loss, label in zip(losses, labels, strict=True)
    ]
    said = [text for name, text, _ in customs(etree.fromstring(document)) if name == "epcr.words"]
    assert said == [f"{label}: not documented" for label in labels]


# Why nothing stands there ---------------------------------------------------------------------------------------------


def test_what_the_call_asked_for_was_not_recorded_and_what_it_did_not_is_not_applicable():
    sheet = build.sheet()
    assert texts(report(sheet), "eTimes.08") == []  # recommended, and nobody said anything
    assert texts(report(sheet), "eHistory.17") == [NOT_RECORDED]
    assert texts(report(sheet), "eArrest.02") == [NOT_APPLICABLE]  # there was no arrest
    assert texts(report(sheet), "eInjury.01") == [NOT_APPLICABLE]  # and no injury
    assert texts(report(sheet), "eSituation.20") == [NOT_APPLICABLE]  # and it was no transfer
    assert texts(report(build.arrested_sheet()), "eArrest.16") == [NOT_RECORDED]
    cancelled = report(build.cancelled_sheet())
    assert texts(cancelled, "eVitals.06") == [NOT_APPLICABLE]
    assert texts(cancelled, "ePatient.15") == [NOT_APPLICABLE]


def test_a_reason_leaves_as_the_standards_code():
    sheet = build.sheet()
    sheet.patient.absent = {"last_name": "refused", "home_street": "unable_to_complete"}
    sheet.patient.last_name = None
    sheet.history.absent = {"allergies": "no_known_drug_allergy", "onset": "not_recorded"}
    sheet.history.allergies = sheet.history.onset = None
    made = report(sheet)
    assert texts(made, "ePatient.02") == ["8801019"]
    assert texts(made, "ePatient.05") == ["8801023"]
    assert texts(made, "eHistory.06") == ["8801013"]
    assert nil(made, "eHistory.06")
    assert texts(made, "eSituation.01") == [NOT_RECORDED]


def test_a_reason_that_the_element_does_not_take_leaves_in_words():
    sheet = build.sheet()
    sheet.history.chief_complaint, sheet.history.absent = None, {"chief_complaint": "refused"}
    document, losses = exported(sheet)
    assert "Chief complaint: “Refused” is no reason that eSituation.04 takes; it leaves as words" in [
        loss.sentence for loss in losses
    ]
    assert ("epcr.words", "Chief complaint: Refused", None) in customs(etree.fromstring(document))


def test_what_was_looked_for_and_is_not_there_stands_beside_what_is():
    sheet = build.sheet()
    sheet.history.associated_symptoms = ["R06.02"]
    sheet.history.absent = {**sheet.history.absent, "associated_symptoms:R07.89": "symptom_not_present"}
    found = [(one.text, one.get("PN")) for one in report(sheet).iterfind(".//{*}eSituation.10")]
    assert found == [("R06.02", None), ("R07.89", "8801031")]


def test_an_approximate_age_is_told_with_it():
    sheet = build.sheet()
    build.fill(sheet, "patient", age=60, age_units="2516009")
    sheet.patient.absent = {"age": "approximate"}
    (age,) = report(sheet).iterfind(".//{*}ePatient.15")
    assert (age.text, age.get("PN")) == ("60", "8801029")


def test_the_age_is_worked_out_of_the_date_of_birth():
    sheet = build.sheet()
    assert sheet.patient.age is None
    made = report(sheet)
    born, (age,) = sheet.patient.date_of_birth, texts(made, "ePatient.15")
    assert int(age) == build.DAY.year - born.year - (
        (build.DAY.month, build.DAY.day) < (born.month, born.day)
    )
    assert texts(made, "ePatient.16") == ["2516009"]


def test_an_age_that_the_standard_does_not_take_is_not_worked_out(shared):
    sheet = build.sheet()
    sheet.patient.date_of_birth = date(1880, 1, 1)
    document, _ = exported(sheet)
    assert is_valid(shared, document) == []
    assert [texts(etree.fromstring(document), f"ePatient.{number}") for number in (15, 16)] == [
        [NOT_RECORDED]
    ] * 2


# Interventions --------------------------------------------------------------------------------------------------------


def test_a_medication_and_a_procedure_leave_with_performer_and_role():
    made = report(build.sheet())
    medication, procedure = (
        groups(made, "eMedications.MedicationGroup")[0],
        groups(made, "eProcedures.ProcedureGroup")[0],
    )
    assert texts(medication, "eMedications.03") == ["1191"]
    assert medication.find("{*}eMedications.03").get("CodeType") == "9924003"
    assert texts(medication, "eMedications.09") == ["R. Alder"]
    assert texts(medication, "eMedications.10") == ["9905007"]
    assert texts(medication, "eMedications.05") == ["324"]
    assert texts(procedure, "eProcedures.05") == ["1"]
    assert texts(procedure, "eProcedures.10") == ["9905007"]


@pytest.mark.parametrize(
    ("level", "role"),
    [
        ("EMT", "9905005"),
        ("EMT-I/85", "9905002"),
        ("Community Paramedic", "9905033"),
        ("RN", "9905041"),
        ("none", "9905021"),
    ],
)
def test_a_level_of_the_crew_is_a_role_of_the_standard(level, role):
    sheet = build.sheet()
    sheet.crew[0].level = level
    assert texts(report(sheet), "eMedications.10") == [role]


def test_a_student_is_told_as_one():
    sheet = build.sheet()
    sheet.crew[0].student = True
    assert texts(report(sheet), "eProcedures.10") == ["9905029"]


def test_what_was_not_given_says_why_and_has_no_dose_and_no_performer():
    sheet = build.sheet()
    entry = sheet.interventions[0]
    entry.absent = {"item": "contraindication_noted"}
    made = report(sheet)
    (group,) = groups(made, "eMedications.MedicationGroup")
    (item,) = group.iterfind("{*}eMedications.03")
    assert (item.text, item.get("PN")) == ("1191", "8801001")
    others = [one for one in group.iter("{*}*") if not len(one) and one is not item]
    assert {one.get("NV") for one in others} == {NOT_APPLICABLE}
    assert ("epcr.words", "Dose: 324", entry.id) in customs(made)


def test_a_medication_that_the_list_does_not_have_leaves_by_its_name_in_words():
    sheet = build.sheet()
    sheet.interventions[0].item, sheet.interventions[0].other_name = "other_medication", "Levosimendan"
    made = report(sheet)
    (group,) = groups(made, "eMedications.MedicationGroup")
    assert texts(group, "eMedications.03") == [NOT_RECORDED]
    assert any(
        "other" in text.lower() for name, text, about in customs(made) if about == group.get("CorrelationID")
    )


def test_verdicts_leave_as_elements_of_our_own_that_the_header_describes():
    sheet = build.sheet()
    judge_changed(sheet, build.clock("17:40"))
    document, _ = exported(sheet)
    root = etree.fromstring(document)
    described = [group.get("CustomElementID") for group in groups(root, "eCustomConfiguration.CustomGroup")]
    assert described == ["epcr.scope.verdict", "epcr.scope.reason", "epcr.scope.ruleset", "epcr.words"]
    aspirin = sheet.interventions[0]
    (group,) = groups(root, "eMedications.MedicationGroup")
    assert group.get("CorrelationID") == aspirin.id
    of_it = {name: text for name, text, about in customs(root) if about == aspirin.id}
    assert of_it["epcr.scope.verdict"] == "permitted"
    assert of_it["epcr.scope.reason"] == aspirin.verdict.reason
    assert of_it["epcr.scope.ruleset"] == f"{aspirin.verdict.ruleset} {aspirin.verdict.version}"
    aspirin.verdict = replace(aspirin.verdict, reason="As it was then")
    assert "As it was then" in [text for _, text, _ in customs(report(sheet))]


# Groups ---------------------------------------------------------------------------------------------------------------


def test_an_exam_of_one_time_is_one_assessment_and_each_side_a_group():
    sheet = build.sheet()
    at, later = build.clock("17:14"), build.clock("17:30")
    sheet.exam = [
        ExamFinding(region="skin", findings=["3504025"], examined_at=at, created_at=at),
        ExamFinding(region="lung", location="3522005", findings=["3523013"], examined_at=at, created_at=at),
        ExamFinding(region="lung", location="3522001", findings=["3523013"], examined_at=at, created_at=at),
        ExamFinding(region="skin", findings=["3504037"], examined_at=later, created_at=later),
    ]
    first, second = groups(report(sheet), "eExam.AssessmentGroup")
    assert texts(first, "eExam.03") == ["2025-03-14T17:14:00-04:00"]
    assert len(groups(first, "eExam.LungGroup")) == 2
    assert texts(second, "eExam.04") == ["3504037"]


def test_each_team_that_was_alerted_has_a_group_with_the_time():
    sheet = build.sheet()
    build.fill(sheet, "disposition", team_alert=["4224003", "4224005"], team_alert_at=build.clock("17:20"))
    made = groups(report(sheet), "eDisposition.HospitalTeamActivationGroup")
    assert [texts(group, "eDisposition.24") for group in made] == [["4224003"], ["4224005"]]
    assert [texts(group, "eDisposition.25") for group in made] == [["2025-03-14T17:20:00-04:00"]] * 2


def test_an_exposure_is_told_of_each_member_and_equipment_of_nobody_alone():
    sheet = build.sheet()
    build.fill(
        sheet,
        "disposition",
        crew_exposed=True,
        exposed_members=[build.MEDIC, build.BASIC],
        exposure_types=["4506021"],
    )
    sheet.incident.protective_equipment = ["4503003"]
    made = groups(report(sheet), "eOther.EMSCrewMemberGroup")
    assert sorted([texts(group, f"eOther.0{number}") for number in (3, 4, 5, 6)] for group in made) == [
        [[], ["R. Alder"], ["9923003"], ["4506021"]],
        [[], ["T. Birch"], ["9923003"], ["4506021"]],
        [["4503003"], [], [], []],
    ]


def test_three_complaints_are_three_groups_with_what_they_are():
    sheet = build.sheet()
    build.fill(
        sheet, "history", chief_complaint="Pain", secondary_complaint="Nausea", other_complaint="Itching"
    )
    made = groups(report(sheet), "eSituation.PatientComplaintGroup")
    told = {texts(group, "eSituation.03")[0]: texts(group, "eSituation.04")[0] for group in made}
    assert told == {"2803001": "Pain", "2803005": "Nausea", "2803003": "Itching"}


def test_who_was_first_is_the_first_of_those_who_did_it():
    sheet = build.arrested_sheet()
    sheet.arrest.cpr_by = ["3020001", "3020003"]
    document, losses = exported(sheet)
    assert texts(etree.fromstring(document), "eArrest.20") == ["3020001"]
    assert any("is more than eArrest.20 takes" in loss.sentence for loss in losses)


def test_a_set_of_vital_signs_has_its_sums_and_a_number_its_unit():
    sheet = build.sheet()
    sheet.vitals = [build.vitals(id="1" * 32, taken_at=build.clock("17:08"), gcs_eye="4", gcs_verbal="5", gcs_motor="6",
                                 etco2=38.4, etco2_unit="3340001", glucose=96.4)]  # fmt: skip
    made = report(sheet)
    assert texts(made, "eVitals.23") == ["15"]
    (etco2,) = made.iterfind(".//{*}eVitals.16")
    assert (etco2.text, etco2.get("ETCO2Type")) == ("38", "3340001")
    assert texts(made, "eVitals.18") == ["96"]


def test_what_was_struck_does_not_leave():
    sheet = build.sheet()
    sheet.vitals[0].struck_at = build.clock("17:30")
    assert sheet.vitals[0].struck
    assert len(groups(report(sheet), "eVitals.VitalGroup")) == 1


# Header ---------------------------------------------------------------------------------------------------------------


def test_the_agency_of_the_class_stands_in_the_header_and_on_the_sheet():
    sheet = build.sheet(
        agency={"number": "7", "state_id": "S7", "state": "09", "name": "Alder EMS", "payment": "2601007"}
    )
    root = etree.fromstring(exported(sheet)[0])
    assert [texts(root, f"dAgency.0{number}") for number in (1, 2, 4)] == [["S7"], ["7"], ["09"]]
    assert texts(root, "eResponse.01") == ["7"]
    assert texts(root, "ePayment.01") == ["2601007"]
    assert texts(root, "ePayment.50") == [NOT_APPLICABLE]


def test_sheets_of_two_agencies_stand_under_two_headers():
    one, two, three = (build.sheet(agency={"number": number}) for number in ("7", "7", "8"))
    document, _ = exported(one, two, three)
    headers = groups(etree.fromstring(document), "Header")
    assert [len(groups(header, "PatientCareReport")) for header in headers] == [2, 1]


def test_it_says_that_it_is_training():
    assert b"TRAINING: invented patients" in exported(build.sheet())[0]


def test_the_national_data_set_has_its_own_elements_alone():
    there = names(exported(every_field(), national=True)[0])
    own = {node.name for node in table.root().elements() if node.national}
    assert {name for name in there if name in table.elements()} <= own
    assert "eNarrative" not in there
    assert "eCustomConfiguration" not in there


# Text and time --------------------------------------------------------------------------------------------------------

HOSTILE = (
    "]]>",
    "<!--",
    "&lt;",
    "😀" * 50,
    "a\x00b\x0b\x1f",
    "\ufffe\uffff",
    "\ud800",
    "\u202eabc",
    "\r\n\t",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_valid_and_what_xml_can_hold_is_not_lost(shared, text):
    sheet = build.sheet()
    sheet.narrative.text = sheet.history.chief_complaint = f"Before {text} after"
    sheet.crew[0].member = f"Ana {text}"
    document, _ = exported(sheet)
    assert is_valid(shared, document) == []
    (kept,) = texts(etree.fromstring(document), "eNarrative.01")
    illegal = set("\x00\x0b\x1f\ufffe\uffff\ud800")
    assert kept == "".join(letter for letter in f"Before {text} after" if letter not in illegal)


def test_text_that_is_too_long_is_cut_and_that_is_told(shared):
    sheet = build.sheet()
    sheet.narrative.text = "🚑" * 100_000
    sheet.history.chief_complaint = "x" * 300
    document, losses = exported(sheet)
    assert is_valid(shared, document) == []
    root = etree.fromstring(document)
    assert len(texts(root, "eNarrative.01")[0]) == 10_000
    assert len(texts(root, "eSituation.04")[0]) == 255
    told = [loss.sentence for loss in losses]
    assert "Narrative was cut: eNarrative.01 takes 10,000 characters, 100,000 are there" in told
    assert "Chief complaint was cut: eSituation.04 takes 255 characters, 300 are there" in told
    assert f"Chief complaint: {'x' * 300}" in [text for _, text, _ in customs(root)]


def test_a_county_that_is_no_code_is_never_made_one():
    sheet = build.sheet()
    sheet.incident.county = "Alder County"
    document, losses = exported(sheet)
    root = etree.fromstring(document)
    assert texts(root, "eScene.21") == [NOT_RECORDED]
    assert ("epcr.words", "County: Alder County", None) in customs(root)
    assert [str(loss.anchor) for loss in losses][-3:][0].startswith("incident-")


def test_words_of_an_entry_say_which_it_is():
    sheet = build.sheet()
    sheet.vitals = [
        VitalSigns(id="1" * 32, taken_at=build.clock("17:08"), rhythm=["Torsades, by the look of it"])
    ]
    root = etree.fromstring(exported(sheet)[0])
    (group,) = groups(root, "eVitals.VitalGroup")
    assert (
        "epcr.words",
        "Cardiac rhythm: Torsades, by the look of it",
        group.get("CorrelationID"),
    ) in customs(root)


def test_times_have_the_offset_of_their_day_also_in_the_hour_that_comes_twice():
    sheet = build.sheet()
    sheet.incident.unit_notified = datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
    sheet.incident.back_in_service = datetime(2025, 11, 2, 6, 30, tzinfo=UTC)
    made = report(sheet)
    assert texts(made, "eTimes.03") == ["2025-11-02T01:30:00-04:00"]
    assert texts(made, "eTimes.13") == ["2025-11-02T01:30:00-05:00"]


def test_an_attachment_leaves_as_a_file_group():
    sheet = build.sheet()
    sheet.attachments = [Attachment(name="12-lead ECG", kind="4509015")]
    (group,) = groups(report(sheet), "eOther.FileGroup")
    assert [texts(group, "eOther.09"), texts(group, "eOther.22")] == [["4509015"], ["12-lead ECG"]]
