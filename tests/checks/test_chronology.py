"""Times out of order are asked about, and those in order, or said to be others', are not."""

from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from epcr.sheet.exam import ExamFinding
from tests.build import (
    ASPIRIN,
    CHEST,
    DAY,
    FIRST,
    arrested_sheet,
    cancelled_sheet,
    clock,
    refused_sheet,
    sheet,
    with_intervention,
    with_vitals,
)
from tests.checks.saying import only, warned_by

warned = partial(warned_by, "chronology.")

IN_ORDER = [
    "call_received", "unit_notified", "en_route", "on_scene", "at_patient", "left_scene", "at_destination", "transfer_of_care",
    "back_in_service",
]  # fmt: skip


def bare_sheet():
    """The times of the unit alone, five minutes apart."""
    run_sheet = sheet()
    run_sheet.vitals, run_sheet.interventions, run_sheet.exam = [], [], []
    for number, name in enumerate(IN_ORDER):
        setattr(run_sheet.incident, name, clock("17:00") + timedelta(minutes=5 * number))
    return run_sheet


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(IN_ORDER)))
def test_each_time_of_the_unit_follows_the_one_before(earlier, later):
    run_sheet = bare_sheet()
    setattr(run_sheet.incident, later, getattr(run_sheet.incident, earlier))
    assert warned(run_sheet) == []
    setattr(run_sheet.incident, later, getattr(run_sheet.incident, earlier) - timedelta(seconds=1))
    assert warned(run_sheet) == [f"chronology.{later}_before_{earlier}"]


def test_a_missing_time_is_passed_over():
    run_sheet = bare_sheet()
    run_sheet.incident.en_route = None
    run_sheet.incident.on_scene = clock("17:01")
    assert warned(run_sheet) == ["chronology.on_scene_before_unit_notified"]


def test_the_sentence_names_both_times():
    run_sheet = bare_sheet()
    run_sheet.incident.on_scene = clock("16:40")
    found = only(run_sheet, "chronology.on_scene_before_en_route")
    assert found.message == "Check the order: on scene 16:40 is before en route 17:10"
    assert found.value == "16:40; en_route 17:10"
    assert str(found.anchor) == "incident-on_scene"


def test_a_transfer_to_another_unit_stands_between_contact_and_back_in_service():
    run_sheet = bare_sheet()
    run_sheet.incident.transferred_to_unit = run_sheet.incident.at_patient
    assert warned(run_sheet) == []
    run_sheet.incident.transferred_to_unit -= timedelta(seconds=1)
    assert warned(run_sheet) == ["chronology.transferred_to_unit_before_at_patient"]
    run_sheet.incident.transferred_to_unit = run_sheet.incident.back_in_service + timedelta(seconds=1)
    assert warned(run_sheet) == ["chronology.back_in_service_before_transferred_to_unit"]


def test_a_cancellation_stands_between_notification_and_back_in_service():
    run_sheet = cancelled_sheet()
    run_sheet.incident.cancelled = clock("16:55")
    assert warned(run_sheet) == ["chronology.cancelled_before_unit_notified"]
    run_sheet.incident.cancelled = clock("17:02")
    assert warned(run_sheet) == ["chronology.back_in_service_before_cancelled"]


@pytest.mark.parametrize(("days", "asked"), [(0, False), (1, True), (-1, True), (2, True), (-2, True)])
def test_a_date_of_call_that_is_not_that_of_its_first_time_is_asked_about(days, asked):
    run_sheet = bare_sheet()
    run_sheet.incident.date_of_call = DAY + timedelta(days=days)
    assert warned(run_sheet) == (["chronology.not_on_the_date_of_call"] if asked else [])


def test_the_sentence_about_the_date_names_the_first_time():
    run_sheet = bare_sheet()
    run_sheet.incident.call_received = None
    run_sheet.incident.date_of_call = DAY + timedelta(days=2)
    found = only(run_sheet, "chronology.not_on_the_date_of_call")
    assert found.message == "Check the date of call 03/16/2025: unit notified was on 03/14/2025"
    assert found.value == "03/16/2025; 2025-03-14"
    run_sheet.incident.date_of_call = None
    assert warned(run_sheet) == []


# ---- care


def test_vital_signs_before_contact_are_asked_about():
    run_sheet = sheet()
    run_sheet.vitals[0].taken_at = run_sheet.incident.at_patient
    assert warned(run_sheet) == []
    run_sheet.vitals[0].taken_at -= timedelta(seconds=1)
    assert warned(run_sheet) == ["chronology.vitals_before_contact"]
    found = only(run_sheet, "chronology.vitals_before_contact")
    assert found.message == (
        "Check the time of the vital signs at 17:04:59: it is before patient contact at 17:05; "
        "if it was before your arrival, say so"
    )
    assert found.value == "17:04:59; 17:05"
    assert str(found.anchor) == f"vitals-{FIRST}-taken_at"


def test_vital_signs_of_somebody_before_us_belong_before_contact():
    run_sheet = sheet()
    run_sheet.vitals[0].taken_at = clock("17:00")
    run_sheet.vitals[0].before_arrival = True
    assert warned(run_sheet) == []
    run_sheet.vitals[0].taken_at = run_sheet.incident.at_patient
    assert warned(run_sheet) == []
    run_sheet.vitals[0].taken_at += timedelta(seconds=1)
    found = only(run_sheet, "chronology.vitals_not_before_arrival")
    assert found.message == (
        "Check the time of the vital signs at 17:05:01: it is after patient contact at 17:05, not before your arrival"
    )
    assert found.value == "17:05:01; 17:05"


def test_vital_signs_after_the_handover_are_asked_about():
    run_sheet = sheet()
    run_sheet.vitals[1].taken_at = run_sheet.incident.transfer_of_care
    assert warned(run_sheet) == []
    run_sheet.vitals[1].taken_at += timedelta(seconds=1)
    found = only(run_sheet, "chronology.vitals_after_care")
    assert (
        found.message
        == "Check the time of the vital signs at 17:41:01: it is after transfer of care at 17:41"
    )
    assert found.value == "17:41:01; 17:41"


def test_the_first_handover_ends_our_care():
    run_sheet = sheet()
    run_sheet.incident.transferred_to_unit = clock("17:18")
    found = only(run_sheet, "chronology.vitals_after_care")
    assert found.message.endswith("it is after transfer of care to another unit at 17:18")


def test_without_a_handover_our_care_ends_back_in_service():
    run_sheet = refused_sheet()
    run_sheet.incident.back_in_service = clock("17:07")
    run_sheet.exam = []
    found = only(run_sheet, "chronology.vitals_after_care")
    assert found.message.endswith("it is after back in service at 17:07")
    run_sheet.incident.back_in_service = None
    assert warned(run_sheet) == []


def test_interventions_are_asked_about_like_vital_signs():
    run_sheet = sheet()
    run_sheet.interventions[0].performed_at = clock("17:04")
    found = only(run_sheet, "chronology.interventions_before_contact")
    assert found.message == (
        "Check the time of Aspirin at 17:04: it is before patient contact at 17:05; if it was before your arrival, say so"
    )
    assert str(found.anchor) == f"interventions-{ASPIRIN}-performed_at"
    run_sheet.interventions[0].performed_at = clock("17:42")
    assert warned(run_sheet) == ["chronology.interventions_after_care"]


def test_what_another_unit_did_may_lie_outside_our_care():
    run_sheet = sheet()
    other = with_intervention(
        run_sheet, item="aspirin_po", performed_at=clock("17:00"), other_unit=True, performer_role="9905007"
    )
    assert warned(run_sheet) == []
    other.performed_at = clock("17:50")
    assert warned(run_sheet) == []


def test_what_was_done_before_us_may_not_lie_after_contact():
    run_sheet = sheet()
    with_intervention(
        run_sheet,
        item="aspirin_po",
        performed_at=clock("17:06"),
        before_arrival=True,
        performer_role="9905007",
    )
    assert warned(run_sheet) == ["chronology.interventions_not_before_arrival"]


def test_what_was_not_given_has_no_time_to_ask_about():
    run_sheet = sheet()
    with_intervention(run_sheet, item="aspirin_po", performed_at=clock("16:00"), absent={"item": "refused"})
    assert warned(run_sheet) == []


def test_an_exam_is_asked_about_too():
    run_sheet = sheet()
    run_sheet.exam[0].examined_at = clock("17:04")
    found = only(run_sheet, "chronology.exam_before_contact")
    assert (
        found.message
        == "Check the time of the exam for chest at 17:04: it is before patient contact at 17:05"
    )
    assert str(found.anchor) == f"exam-{CHEST}-examined_at"
    run_sheet.exam = [ExamFinding(region="chest", findings=["3525029"])]
    assert warned(run_sheet) == []


def test_without_patient_contact_nothing_is_before_it():
    run_sheet = sheet()
    run_sheet.incident.at_patient = None
    run_sheet.vitals[0].before_arrival = True
    assert warned(run_sheet) == []


def test_two_sets_of_the_same_moment_are_asked_about():
    run_sheet = with_vitals(sheet(), taken_at=clock("17:20"))
    found = only(run_sheet, "chronology.same_time_twice")
    assert found.message == "Check the time: there are two sets of vital signs at 17:20"
    assert found.value == "17:20"
    run_sheet.vitals[1].taken_at = clock("17:20:01")
    assert warned(run_sheet) == []


def test_two_sets_without_a_time_are_not_asked_about():
    run_sheet = sheet()
    for _ in range(2):
        with_vitals(run_sheet, taken_at=None, absent={"taken_at": "not_recorded"})
    assert warned(run_sheet) == []


# ---- the story


def test_an_onset_after_the_call_is_asked_about():
    run_sheet = sheet()
    run_sheet.history.onset = run_sheet.incident.call_received
    assert warned(run_sheet) == []
    run_sheet.history.onset += timedelta(seconds=1)
    found = only(run_sheet, "chronology.onset_after_the_call")
    assert found.message == "Onset 16:55:01 is after the call at 16:55"
    assert found.value == "16:55:01; 16:55"
    run_sheet.incident.call_received = None
    assert warned(run_sheet) == []
    run_sheet.history.onset = clock("16:57")
    assert warned(run_sheet) == ["chronology.onset_after_the_call"]


def test_last_known_well_is_before_the_onset():
    run_sheet = sheet()
    run_sheet.history.last_known_well = run_sheet.history.onset
    assert warned(run_sheet) == []
    run_sheet.history.last_known_well += timedelta(seconds=1)
    assert warned(run_sheet) == ["chronology.onset_before_last_known_well"]


@pytest.mark.parametrize("later", ["cpr_at", "discontinued_at"])
def test_what_follows_an_arrest_is_after_it(later):
    run_sheet = arrested_sheet()
    run_sheet.arrest.discontinued_because = "3016001"
    setattr(run_sheet.arrest, later, run_sheet.arrest.arrest_at)
    assert warned(run_sheet) == []
    setattr(run_sheet.arrest, later, run_sheet.arrest.arrest_at - timedelta(seconds=1))
    assert warned(run_sheet) == [f"chronology.{later}_before_arrest_at"]


def test_a_team_is_alerted_before_the_arrival():
    run_sheet = sheet()
    run_sheet.disposition.team_alert_at = run_sheet.incident.at_destination
    assert warned(run_sheet) == []
    run_sheet.disposition.team_alert_at += timedelta(seconds=1)
    found = only(run_sheet, "chronology.at_destination_before_team_alert_at")
    assert found.message == "Check the order: at destination 17:35 is before time of team alert 17:35:01"


def test_a_call_over_midnight_is_in_order():
    run_sheet = bare_sheet()
    for number, name in enumerate(IN_ORDER):
        setattr(run_sheet.incident, name, clock("23:40") + timedelta(minutes=5 * number))
    run_sheet.history.onset = clock("23:00")
    assert warned(run_sheet) == []
