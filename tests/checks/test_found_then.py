"""How the patient was at the moment of an act, and what of it a rule is asked with."""

from __future__ import annotations

import tomllib

import pytest

from epcr.checks.acts import Acts
from epcr.checks.found_then import findings_then
from epcr.checks.verdicts import judge_intervention
from epcr.scope import built, rulesets
from tests.build import clock, empty_sheet, sheet, vitals, with_intervention
from tests.scope.asking import RULESET, cell_of

NOTHING = dict.fromkeys(
    ("heart_rate", "respiratory_rate", "avpu", "gcs_eye", "gcs_verbal", "gcs_motor", "systolic")
)
UNREACHED = "standing_unreached"


def looked(at, **values):
    """A set of which only these are told."""
    return vitals(taken_at=at, **{**NOTHING, **values})


def at(moment, *sets, **primary):
    """What is found at a moment on a sheet with these sets and this primary assessment."""
    run_sheet = empty_sheet()
    run_sheet.vitals = list(sets)
    for name, value in primary.items():
        setattr(run_sheet.primary, name, value)
    return findings_then(run_sheet, moment)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"respiratory_rate": 0}, {"apneic": True}),
        ({"respiratory_rate": 1}, {"apneic": False}),
        ({"respiratory_effort": "3315001"}, {"apneic": True}),
        ({"respiratory_effort": "3315001", "respiratory_rate": 12}, {"apneic": True}),
        ({"respiratory_effort": "3315013"}, {"apneic": False}),
        ({"respiratory_effort": "3315005"}, {}),
        ({"respiratory_effort": "3315005", "respiratory_rate": 10}, {}),
        ({"heart_rate": 0}, {"pulseless": True}),
        ({"heart_rate": 1}, {"pulseless": False}),
        ({"heart_rate": 40, "rhythm": ["9901035"]}, {"pulseless": True}),
        ({"heart_rate": 40, "rhythm": ["9901035"], "systolic": 90}, {"pulseless": False}),
        ({"avpu": "3326001"}, {"awake": True}),
        ({"avpu": "3326003"}, {"awake": False}),
        ({"avpu": "3326007", "gcs_eye": "4"}, {"awake": False}),
        ({"gcs_eye": "4"}, {"awake": True}),
        ({"gcs_eye": "3"}, {"awake": False}),
        ({"spo2": 97}, {}),
    ],
)
def test_what_a_set_says_of_breathing_pulse_and_waking(values, found):
    assert at(clock("17:10"), looked(clock("17:10"), **values)) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"breathing_effort": "3315001"}, {"apneic": True}),
        ({"breathing_effort": "3315007"}, {"apneic": False}),
        ({"breathing_effort": "3315005"}, {}),
        ({"pulse_quality": "absent"}, {"pulseless": True}),
        ({"pulse_site": "no_pulse"}, {"pulseless": True}),
        ({"pulse_quality": "weak"}, {"pulseless": False}),
        ({"pulse_site": "carotid"}, {"pulseless": False}),
        ({"avpu": "3326005"}, {"awake": False}),
        ({}, {}),
    ],
)
def test_what_the_primary_assessment_says_where_no_set_does(values, found):
    assert at(clock("17:10"), **values) == found


def test_the_latest_set_until_then_counts_and_none_after_it():
    before, then = looked(clock("17:00"), heart_rate=0), looked(clock("17:10"), heart_rate=80)
    later = looked(clock("17:11"), heart_rate=0)
    assert at(clock("17:09"), before, then, later) == {"pulseless": True}
    assert at(clock("17:10"), before, then, later) == {"pulseless": False}
    assert at(clock("16:59"), before, pulse_quality="strong") == {"pulseless": False}


def test_each_fact_is_from_the_latest_set_that_tells_it():
    sets = looked(clock("17:00"), avpu="3326007", heart_rate=0), looked(clock("17:05"), heart_rate=90)
    assert at(clock("17:10"), *sets) == {"awake": False, "pulseless": False}


def test_of_an_act_without_a_time_and_of_a_struck_or_untimed_set_nothing_is_known():
    assert at(None, looked(clock("17:00"), heart_rate=0)) == {}
    struck = looked(clock("17:00"), heart_rate=0)
    struck.struck_because = "wrong patient"
    untimed = looked(None, heart_rate=0)
    assert at(clock("17:10"), untimed) == {}


# what a rule is asked with -------------------------------------------------------------------------------------------


@pytest.fixture
def asking(monkeypatch):
    """A ruleset that asks about the patient and about medical control."""
    rest = cell_of(
        "airway_sga_lma", "Paramedic", '{ may = "yes", findings = ["apneic"], control = "unreachable" }'
    )
    text = RULESET.format(id="asking", parent="us-national-2019", head="", rest=rest)
    known = {**rulesets(), "asking": built(tomllib.loads(text), rulesets())}
    monkeypatch.setattr("epcr.checks.acts.known_to", lambda _sheet: known)
    return known


def acted(ruleset, **values):
    run_sheet = sheet(ruleset=ruleset)
    run_sheet.primary.breathing_effort = run_sheet.primary.avpu = run_sheet.primary.gcs_eye = None
    run_sheet.vitals = [looked(clock("17:14"), respiratory_rate=0, heart_rate=80)]
    return run_sheet, with_intervention(run_sheet, item="airway_sga_lma", **values)


def test_only_rules_that_ask_are_told_so_that_no_other_verdict_waits_for_a_vital_sign(asking):
    run_sheet, act = acted("us-national-2019", authorization=UNREACHED)
    told = Acts(run_sheet).of(act)
    assert told.control_reached is None
    assert (told.patient.apneic, told.patient.pulseless) == (None, None)
    run_sheet, act = acted("asking", authorization=UNREACHED)
    told = Acts(run_sheet).of(act)
    assert (told.control_reached, told.order) == (False, "standing")
    assert (told.patient.apneic, told.patient.pulseless, told.patient.awake) == (True, False, None)


@pytest.mark.parametrize(
    ("authorization", "reached"),
    [(UNREACHED, False), ("9918001", True), ("9918003", None), ("9918005", None), (None, None)],
)
def test_the_authorization_says_whether_medical_control_was_reached(asking, authorization, reached):
    run_sheet, act = acted("asking", authorization=authorization)
    assert Acts(run_sheet).of(act).control_reached is reached


def test_the_verdict_on_a_sheet_changes_with_the_vital_signs_before_the_act(asking):
    run_sheet, act = acted("asking", authorization=UNREACHED)
    assert judge_intervention(run_sheet, act).verdict == "permitted"
    run_sheet.vitals[0].respiratory_rate = 12
    refused = judge_intervention(run_sheet, act)
    assert (refused.verdict, refused.layer) == ("not_permitted", "patient")
    assert refused.reason == "The patient must be apneic; this patient was breathing"
    run_sheet.vitals[0].respiratory_rate = None
    assert judge_intervention(run_sheet, act).missing == ("patient.apneic",)
