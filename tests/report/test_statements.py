from __future__ import annotations

from datetime import date

import pytest

from epcr.handoff.statement import PARTS
from epcr.handoff.statements import draft, not_documented
from epcr.handoff.trend import trend
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.vitals import VitalSigns
from tests import build


def said(sheet, part, label):
    """The words of a statement, empty where it does not stand."""
    return next((one.words for one in draft(sheet)[part] if one.label == label), "")


def gaps(sheet):
    return [one.label for one in not_documented(sheet, draft(sheet))]


@pytest.mark.parametrize(
    "make", [build.sheet, build.refused_sheet, build.arrested_sheet, build.injured_sheet, build.empty_sheet]
)
def test_every_statement_leads_to_fields_of_the_sheet(make):
    sheet = make()
    for part in PARTS:
        for one in draft(sheet)[part]:
            assert one.anchors
            assert one.text == f"{one.label}: {one.words}"
            for anchor in one.anchors:
                if anchor.field:
                    assert anchor.field in sheet.find(anchor).fields()


def test_an_empty_sheet_says_not_documented_in_every_place_and_guesses_nothing():
    told = draft(build.empty_sheet())
    assert {one.words for part in PARTS for one in told[part]} == {"NOT DOCUMENTED"}
    assert [one.label for one in told["background"]] == [
        "Allergies",
        "Medications",
        "History",
        "Last oral",
        "Events",
        "Directives",
    ]
    assert all(one.missing for part in PARTS for one in told[part])


def test_situation_tells_who_what_since_when_and_where_to():
    sheet = build.sheet()
    build.fill(sheet, "history", chief_duration=20, chief_duration_units="2806003")
    build.fill(sheet, "patient", weight_source="estimated")
    assert said(sheet, "situation", "Patient") == "68 years, female, 61 kg (estimated by crew)"
    assert said(sheet, "situation", "Complaint") == "My chest hurts, for 20 minutes"
    assert said(sheet, "situation", "Onset") == "Began 16:30"
    assert said(sheet, "situation", "Going to") == "County Hospital, arrived 17:35"


def test_one_minute_is_not_minutes():
    sheet = build.sheet()
    build.fill(sheet, "history", chief_duration=1, chief_duration_units="2806003")
    assert said(sheet, "situation", "Complaint") == "My chest hurts, for 1 minute"


@pytest.mark.parametrize(
    ("values", "absent", "expected"),
    [
        ({"date_of_birth": date(2025, 1, 10)}, {}, "2 months"),
        ({"date_of_birth": date(2025, 3, 10)}, {}, "4 days"),
        ({"date_of_birth": date(2024, 1, 15)}, {}, "13 months"),
        ({"date_of_birth": date(2023, 3, 14)}, {}, "2 years"),
        (
            {"date_of_birth": None, "age": 40, "age_units": "2516009"},
            {"age": "approximate"},
            "About 40 years",
        ),
        ({"date_of_birth": None, "age": 1, "age_units": "2516007"}, {}, "1 month"),
        ({"date_of_birth": None}, {"age": "unable_to_complete"}, "Unable to complete"),
        ({"date_of_birth": None}, {}, "Age NOT DOCUMENTED"),
    ],
)
def test_the_age_is_told_in_the_words_for_it(values, absent, expected):
    sheet = build.sheet()
    build.fill(sheet, "patient", **values)
    sheet.patient.absent = absent
    assert said(sheet, "situation", "Patient").partition(",")[0] == expected


def test_a_reason_stands_in_words_where_a_value_is_absent():
    sheet = build.sheet()
    build.fill(sheet, "history", allergies=None)
    sheet.history.absent = {
        "allergies": "no_known_drug_allergy",
        "home_medications": "refused",
        "last_oral_intake": "unable_to_complete",
    }
    assert said(sheet, "background", "Allergies") == "No known drug allergy"
    assert said(sheet, "background", "Medications") == "Refused"
    assert said(sheet, "background", "Last oral") == "Unable to complete"
    assert {"Allergies", "Medications", "Last oral"}.isdisjoint(gaps(sheet))


def test_the_standards_none_is_worded():
    sheet = build.sheet()
    build.fill(sheet, "history", advance_directives=["3105005"])
    assert said(sheet, "background", "Directives") == "No advance directive"


def test_assessment_goes_from_airway_to_exposure():
    sheet = build.sheet()
    assert [one.label for one in draft(sheet)["assessment"]][:5] == [
        "Airway",
        "Breathing",
        "Circulation",
        "Disability",
        "Exposure",
    ]
    assert said(sheet, "assessment", "Circulation") == "Pulse strong, skin pale, no major bleeding"
    assert said(sheet, "assessment", "Disability") == "GCS E4 V5 M6 = 15 at 17:20, AVPU alert"


def test_a_part_of_the_coma_scale_that_was_not_assessed_has_no_total():
    sheet = build.sheet()
    for one in sheet.vitals:
        one.gcs_verbal = None
    assert "GCS E4 V– M6 at 17:20" in said(sheet, "assessment", "Disability")


def test_findings_come_with_what_was_looked_for_and_not_found():
    sheet = build.sheet()
    finding = ExamFinding(region="chest", findings=["3525007"], remark="left side")
    finding.absent = {"findings:3525029": "exam_finding_not_present"}
    sheet.exam = [*sheet.exam, finding]
    found = said(sheet, "assessment", "Found")
    assert found.startswith("Chest: ")
    assert "no normal" in found
    assert found.endswith("left side")
    assert said(sheet, "assessment", "Normal") == "Chest"


def test_one_tap_of_no_abnormality_is_normal_in_every_region():
    sheet = build.sheet()
    sheet.exam = [ExamFinding(region=region, findings=[code]) for region, code in NO_ABNORMALITY.items()]
    assert said(sheet, "assessment", "Found") == ""
    assert "eyes" in said(sheet, "assessment", "Normal")


def test_a_symptom_that_is_not_there_is_told_as_not_there():
    sheet = build.sheet()
    sheet.history.absent = {**sheet.history.absent, "associated_symptoms:R06.02": "symptom_not_present"}
    assert "no shortness of breath" in said(sheet, "situation", "Symptoms")


def test_interventions_tell_dose_route_performer_response_and_time():
    told = [one for one in draft(build.sheet())["assessment"] if one.label == "Intervention"]
    assert told[0].words == "Aspirin 324 mg, oral, R. Alder (Paramedic), response improved at 17:11"
    assert told[0].at == build.clock("17:11")
    assert told[0].shown_in == "interventions"


def test_recommendation_names_last_doses_and_how_often():
    sheet = build.sheet()
    for time in ("17:15", "17:20"):
        build.with_intervention(
            sheet,
            item="nitro_sl_agency",
            route="9927047",
            dose=0.4,
            dose_unit="3706021",
            performed_at=build.clock(time),
            response="9916001",
        )
    assert "mg ×2, last at 17:20" in said(sheet, "recommendation", "Last doses")


def test_recommendation_names_the_team_alert_or_says_that_there_is_none():
    sheet = build.sheet()
    sheet.disposition.team_alert = ["4224013"]
    sheet.disposition.team_alert_at = build.clock("17:25")
    assert said(sheet, "recommendation", "Needs") == "STEMI team, alerted at 17:25"
    sheet.disposition.team_alert = ["4224001"]
    assert said(sheet, "recommendation", "Needs") == "NOT DOCUMENTED (no team alert)"


def test_recommendation_watches_for_what_is_unusual_got_worse_or_went_wrong():
    sheet = build.sheet()
    build.with_vitals(sheet, systolic=84, heart_rate=128)
    sheet.interventions[0].response = "9916005"
    sheet.interventions[0].complications = ["nausea"]
    watched = said(sheet, "recommendation", "Watch for")
    assert (
        watched == "Systolic 84 mmHg, heart rate 128 /min at 17:25; worse and nausea after aspirin at 17:11"
    )


def test_a_heart_rate_of_a_baby_is_not_watched_for():
    sheet = build.sheet()
    build.fill(sheet, "patient", date_of_birth=date(2025, 1, 10))
    build.with_vitals(sheet, heart_rate=140, respiratory_rate=40, systolic=90)
    assert said(sheet, "recommendation", "Watch for") == ""


def test_no_complication_is_no_complication():
    sheet = build.sheet()
    sheet.interventions[0].complications = ["no_complication"]
    assert said(sheet, "recommendation", "Watch for") == ""
    assert any("no complication" in one.words for one in draft(sheet)["assessment"])


def test_recommendation_flags_acts_beyond_scope():
    sheet = build.sheet()
    build.with_intervention(sheet, item="iv_access", performer=build.BASIC, performed_at=build.clock("17:12"))
    assert (
        said(sheet, "recommendation", "Scope")
        == "IV access, peripheral at 17:12 by T. Birch (EMT): OUTSIDE SCOPE"
    )


def test_open_items_are_the_response_not_told_and_the_vital_signs_not_taken_since():
    sheet = build.sheet()
    sheet.interventions[0].response = None
    sheet.interventions[0].performed_at = build.clock("17:30")
    assert said(sheet, "recommendation", "Open items") == (
        "Response to aspirin at 17:30 NOT DOCUMENTED; reassess: no vital signs after aspirin at 17:30"
    )


def test_a_glucose_that_was_measured_is_no_open_item():
    sheet = build.sheet()
    for one in sheet.vitals:
        one.glucose = None
    sheet.primary.glucose_check = "needed"
    assert said(sheet, "recommendation", "Open items") == "Glucose check needed, not done yet"
    sheet.vitals[0].glucose = 97
    assert said(sheet, "recommendation", "Open items") == ""


def test_what_was_not_given_says_why():
    sheet = build.sheet()
    sheet.interventions[0].absent = {"item": "contraindication_noted"}
    assert said(sheet, "recommendation", "Not given") == "Aspirin: contraindication noted"
    assert said(sheet, "recommendation", "Last doses") == ""


def test_a_refusal_tells_what_was_refused_and_who_witnessed_it():
    sheet = build.refused_sheet()
    assert said(sheet, "situation", "Going to") == ""
    assert said(sheet, "situation", "Refusal").endswith("witness: Officer Cedar")
    assert said(sheet, "recommendation", "Advice") == "NOT DOCUMENTED"


def test_a_rate_missing_in_one_set_is_named_with_its_time():
    sheet = build.sheet()
    sheet.vitals[1].respiratory_rate = None
    assert "Respiratory rate 17:20" in gaps(sheet)
    sheet.vitals[1].absent = {"respiratory_rate": "unable_to_complete"}
    assert not [gap for gap in gaps(sheet) if gap.startswith("Respiratory rate")]


def test_a_rate_missing_in_many_sets_is_counted():
    sheet = build.sheet()
    for _ in range(5):
        build.with_vitals(sheet, respiratory_rate=None)
    assert "Respiratory rate in 5 of 7 sets" in gaps(sheet)


def test_a_rate_never_taken_is_named_without_times():
    sheet = build.sheet()
    for one in sheet.vitals:
        one.spo2 = None
    assert "SpO2" in gaps(sheet)


def test_struck_entries_are_not_handed_over():
    sheet = build.sheet()
    sheet.interventions[0].struck_at = build.clock("17:30")
    assert not [one for part in PARTS for one in draft(sheet)[part] if "spirin" in one.words]


def test_worst_is_the_set_with_the_most_news2_points():
    sheet = build.sheet()
    low = build.vitals(taken_at=build.clock("17:12"), systolic=95)  # 2 points
    fast = build.vitals(taken_at=build.clock("17:14"), systolic=118, heart_rate=135, spo2=90)  # 3 and 3
    sheet.vitals = [*sheet.vitals, low, fast]
    course = trend(sheet)
    assert course.worst is fast
    assert (course.first, course.last) == (sheet.vitals[0], sheet.vitals[1])


def test_among_equals_the_lowest_pressure_is_worst():
    sheet = build.sheet()
    sheet.vitals = [
        build.vitals(taken_at=build.clock(f"17:{minute}"), systolic=systolic)
        for minute, systolic in ((10, 128), (12, 119), (14, 125))
    ]
    assert trend(sheet).worst is sheet.vitals[1]


def test_for_a_child_worst_is_what_is_farthest_outside_of_what_is_usual():
    sheet = build.sheet()
    build.fill(sheet, "patient", date_of_birth=date(2019, 1, 1))
    low = build.vitals(taken_at=build.clock("17:12"), systolic=70)
    blue = build.vitals(taken_at=build.clock("17:14"), systolic=118, heart_rate=170, spo2=85)
    sheet.vitals = [*sheet.vitals, low, blue]
    assert trend(sheet).worst is blue
    assert trend(sheet).elsewhere["systolic"] is low
    assert trend(sheet).rule == "usual ranges at 6 and 7 years"


def test_sets_without_a_time_or_without_a_value_are_no_trend():
    sheet = build.sheet()
    sheet.vitals = [build.vitals(taken_at=None), VitalSigns(taken_at=build.clock("17:10"))]
    assert trend(sheet).first is None


def test_a_value_outweighs_the_reasons_of_other_sets():
    sheet = build.sheet()
    sheet.vitals[1].absent = {"glucose": "not_recorded", "rhythm": "unable_to_complete"}
    assert said(sheet, "assessment", "Glucose") == "Not recorded"
    assert said(sheet, "assessment", "ECG") == "Unable to complete"
    sheet.vitals[0].glucose = 86
    assert said(sheet, "assessment", "Glucose") == "86 mg/dL at 17:08"


def test_the_first_and_the_last_of_several_rhythms_are_told():
    sheet = build.with_vitals(build.sheet())
    for one, code in zip(sheet.vitals, ("9901047", "9901049", "9901051"), strict=True):
        one.rhythm = [code]
    told = said(sheet, "assessment", "ECG")
    assert told.count(" at 17:") == 2
    assert "17:20" not in told


def test_the_last_stroke_result_is_told_with_its_score():
    sheet = build.sheet()
    sheet.vitals[0].stroke_result = "3329005"
    sheet.vitals[0].stroke_score = 3
    sheet.vitals[0].absent = {"reperfusion": "not_applicable"}
    assert said(sheet, "assessment", "Stroke") == "Positive, score 3 at 17:08"


def test_a_long_coded_term_leaves_room_for_the_rest_of_the_history():
    run_sheet = build.sheet()
    run_sheet.history.absent = {}
    run_sheet.history.past_history = [
        "Replacement of Pulmonary Valve with Zooplastic Tissue, Native Site, Percutaneous Approach",
        "Von Willebrand disease, type 1",
    ]
    (told,) = [one for one in draft(run_sheet)["background"] if one.label == "History"]
    assert (
        told.words == "Replacement of Pulmonary Valve with Zooplastic Tissue; Von Willebrand disease, type 1"
    )
    run_sheet.history.past_history = ["Replacement of Pulmonary Valve with Zooplastic Tissue, Native Site"]
    (told,) = [one for one in draft(run_sheet)["background"] if one.label == "History"]
    assert told.words.endswith("Native Site")


def test_who_is_better_on_oxygen_was_worse_without():
    sheet = build.sheet()
    sheet.vitals = [
        build.vitals(taken_at=build.clock("17:10"), systolic=92, heart_rate=124, spo2=94, oxygen="room_air"),
        build.vitals(taken_at=build.clock("17:20"), systolic=96, heart_rate=116, spo2=97, oxygen="nrb"),
    ]
    assert trend(sheet).worst is sheet.vitals[0]


def pulseless(time):
    return build.vitals(taken_at=build.clock(time), heart_rate=None, systolic=None, spo2=None,
                        absent={"heart_rate": "exam_finding_not_present"})  # fmt: skip


def test_worst_is_a_pulse_that_was_lost():
    sheet = build.sheet()
    sheet.vitals.append(pulseless("17:15"))
    course = trend(sheet)
    assert course.worst is sheet.vitals[-1]
    assert course.rule == "no pulse found"


def test_after_a_pulse_came_back_worst_is_the_worst_with_a_pulse():
    sheet = build.sheet()
    low = build.vitals(taken_at=build.clock("17:30"), systolic=82)
    sheet.vitals = [pulseless("17:05"), pulseless("17:08"), *sheet.vitals[1:], low]
    course = trend(sheet)
    assert (course.first, course.worst) == (sheet.vitals[0], low)
    assert course.rule == "NEWS2 once a pulse returned"


def test_where_no_pulse_ever_was_worst_is_without_one():
    sheet = build.sheet()
    sheet.vitals = [pulseless("17:05"), pulseless("17:08")]
    assert trend(sheet).worst is sheet.vitals[0]


def test_what_was_found_at_first_is_not_told_as_of_now():
    sheet = build.arrested_sheet()
    build.fill(sheet, "primary", pulse_quality="absent", avpu="3326007")
    found = {one.label: one.words for one in draft(sheet)["assessment"]}
    assert found["Circulation"].startswith("Pulse absent at first")
    assert found["Disability"] == "GCS E4 V5 M6 = 15 at 17:20, AVPU alert (unresponsive at first)"
