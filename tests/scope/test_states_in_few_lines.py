"""Rules of three states that could not be written in a few lines, each told in a test's ruleset and judged.

The facts: Oklahoma, OAC 310:641-5-20 (c), (d)(10); Pennsylvania, medical command for a supraglottic airway unless it cannot be
reached (told in the project's issue 20); Colorado, a member of the EMS Compact, which covers EMT, AEMT and paramedic and under
which the home state's scope holds.
"""

from __future__ import annotations

import pytest

from epcr.scope import rulesets
from tests.scope.asking import asked, place, written

OKLAHOMA = """
[[conditions]]
but = ["cpr_manual", "cpr_mechanical", "aed", "bleed_direct_pressure", "tourniquet", "dressing", "bandage",
       "Splinting/Spinal Motion Restriction/Restraint"]
needs = ["medical_control"]
source = "here"
confidence = "high"

[[additional]]
levels = ["EMT"]
items = ["iv_access", "cpap"]
by = "the Department of Health"
source = "there"
confidence = "medium"
"""
# cpap is the EMT's already in the national model, so this state takes it away first
NO_CPAP = """
[[items]]
id = "cpap"
source = "here"
confidence = "high"
cells = { EMT = "no" }
"""
PENNSYLVANIA = """
[[items]]
id = "airway_sga_lma"
source = "here"
confidence = "medium"
[items.cells]
EMT = [
    { may = "medical_direction" },
    { may = "yes", control = "unreachable", findings = ["apneic", "pulseless"] },
]
"""
COLORADO = """
[compact]
states = ["ID", "UT"]
levels = ["EMT", "AEMT", "Paramedic"]
scope = "home"
source = "there"
confidence = "high"
"""
NO_CONTROL = {"agency": {"medical_control": False}}


@pytest.fixture
def oklahoma(tmp_path):
    return place(tmp_path, NO_CPAP + OKLAHOMA)


# Oklahoma ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "level"), [("iv_access", "Paramedic"), ("bvm", "EMT"), ("airway_opa", "EMR")]
)
def test_without_medical_control_oklahoma_takes_every_skill_but_first_aid(oklahoma, item, level):
    assert asked(oklahoma, ruleset="place", item=item, level=level).verdict == "permitted"
    verdict = asked(oklahoma, ruleset="place", item=item, level=level, **NO_CONTROL)
    assert (verdict.verdict, verdict.layer) == ("not_permitted", "agency")
    assert verdict.reason == "The agency has no medical control, which the rules demand"
    assert (verdict.source, verdict.confidence, verdict.rule_from) == (
        "The rules of this place",
        "high",
        "place",
    )
    assert verdict.changes[0].text == "an agency with medical control"


@pytest.mark.parametrize("item", ["cpr_manual", "aed", "tourniquet", "splint_extremity", "vital_signs"])
def test_first_aid_cpr_and_the_aed_stay_in_oklahoma(oklahoma, item):
    assert asked(oklahoma, ruleset="place", item=item, level="EMT", **NO_CONTROL).verdict == "permitted"


def test_what_a_level_may_not_do_stays_a_no_for_its_own_reason(oklahoma):
    verdict = asked(oklahoma, ruleset="place", item="ett", level="EMT", **NO_CONTROL)
    assert (verdict.verdict, verdict.layer) == ("not_permitted", "rule")


def test_a_skill_that_the_department_added_needs_its_approval_by_name(oklahoma):
    verdict = asked(oklahoma, ruleset="place", item="iv_access", level="EMT")
    assert (verdict.verdict, verdict.layer) == ("needs_local_authorization", "agency")
    assert verdict.reason == (
        "The agency does not take part in the program "
        "“Peripheral IV access (additional skill, approved by the Department of Health)”"
    )
    assert verdict.source == "Another page"
    approved = {"agency": {"programs": ["iv_access"]}}
    assert asked(oklahoma, ruleset="place", item="iv_access", level="EMT", **approved).verdict == "permitted"
    assert (
        asked(oklahoma, ruleset="place", item="cpap", level="EMT", **approved).verdict
        == "needs_local_authorization"
    )
    assert (
        asked(oklahoma, ruleset="place", item="iv_access", level="EMR", **approved).verdict == "not_permitted"
    )


def test_an_added_skill_is_bound_by_medical_control_too(oklahoma):
    agency = {"programs": ["iv_access"], "medical_control": False}
    verdict = asked(oklahoma, ruleset="place", item="iv_access", level="EMT", agency=agency)
    assert (verdict.verdict, verdict.layer) == ("not_permitted", "agency")


def test_an_agency_over_oklahoma_keeps_the_condition_in_the_cells_it_writes(tmp_path):
    written(tmp_path, NO_CPAP + OKLAHOMA)
    cell = '[[items]]\nid = "fentanyl"\nsource = "here"\nconfidence = "high"\ncells = { AEMT = "yes" }\n'
    written(tmp_path, cell, name="agency", parent="place")
    known = rulesets(tmp_path)
    assert asked(known, ruleset="agency", item="fentanyl", level="AEMT").verdict == "permitted"
    verdict = asked(known, ruleset="agency", item="fentanyl", level="AEMT", **NO_CONTROL)
    assert (verdict.verdict, verdict.rule_from) == ("not_permitted", "place")


# Pennsylvania --------------------------------------------------------------------------------------------------------


def supraglottic(known, **act):
    return asked(known, ruleset="place", item="airway_sga_lma", level="EMT", **act)


def test_pennsylvanias_supraglottic_airway_waits_for_an_order_while_medical_command_can_be_reached(tmp_path):
    known = place(tmp_path, PENNSYLVANIA)
    arrested = {"patient": {"apneic": True, "pulseless": True}}
    for act in ({}, arrested, {"control_reached": True, **arrested}):
        verdict = supraglottic(known, **act)
        assert (verdict.verdict, verdict.layer) == ("needs_medical_direction", "order")
    assert supraglottic(known, order="online_prior").verdict == "permitted"
    assert supraglottic(known, order="online_prior", control_reached=True).verdict == "permitted"
    texts = [change.text for change in supraglottic(known, **arrested).changes]
    assert "medical control that could not be reached" in texts


def test_where_medical_command_cannot_be_reached_only_the_apneic_and_pulseless_get_one(tmp_path):
    known = place(tmp_path, PENNSYLVANIA)
    unreached = {"control_reached": False}
    assert (
        supraglottic(known, **unreached, patient={"apneic": True, "pulseless": True}).verdict == "permitted"
    )
    breathing = supraglottic(known, **unreached, patient={"apneic": False, "pulseless": True})
    assert breathing.verdict == "needs_medical_direction"
    untold = supraglottic(known, **unreached, patient={"apneic": True})
    assert (untold.verdict, untold.missing) == ("cannot_judge", ("patient.pulseless",))
    assert untold.reason == "Say whether the patient had a pulse: the rule depends on it"
    both = supraglottic(known, **unreached)
    assert both.missing == ("patient.apneic", "patient.pulseless")


# Colorado ------------------------------------------------------------------------------------------------------------

IDAHO = """
[[items]]
id = "iv_access"
source = "here"
confidence = "high"
cells = { EMT = "yes", Paramedic = "no" }
"""


@pytest.fixture
def colorado(tmp_path):
    written(tmp_path, IDAHO, 'state = "ID"', name="idaho")
    written(tmp_path, IDAHO.replace('"yes"', '"no"'), name="boise", parent="idaho")
    return place(tmp_path, COLORADO, 'state = "CO"')


def in_colorado(known, level, state, **act):
    return asked(
        known, ruleset="place", level=level, performer={"state": state}, **{"item": "iv_access", **act}
    )


def test_the_compact_covers_the_levels_it_names_and_not_the_emr(colorado):
    refused = in_colorado(colorado, "EMR", "ID", item="airway_opa")
    assert (refused.verdict, refused.layer) == ("not_permitted", "certificate")
    assert (
        refused.reason
        == 'The certificate was issued by "ID"; the Compact covers EMT, AEMT and Paramedic, not EMR'
    )
    assert refused.source == "Another page"
    assert in_colorado(colorado, "EMR", "CO", item="airway_opa").verdict == "permitted"
    assert in_colorado(colorado, "EMT", "ID", item="airway_opa").verdict == "permitted"
    assert in_colorado(colorado, "EMT", "NM", item="airway_opa").layer == "certificate"


def test_under_the_compact_the_home_states_scope_decides(colorado):
    wider = in_colorado(colorado, "EMT", "id")
    assert (wider.verdict, wider.rule_from, wider.ruleset) == ("permitted", "idaho", "place")
    assert wider.note == "By the scope of practice of the home state, ID: A place for tests"
    assert in_colorado(colorado, "EMT", "CO").verdict == "not_permitted"
    narrower = in_colorado(colorado, "Paramedic", "ID")
    assert (narrower.verdict, narrower.layer) == ("not_permitted", "rule")
    assert in_colorado(colorado, "Paramedic", "CO").verdict == "permitted"
    assert asked(colorado, ruleset="place", item="iv_access", level="EMT").verdict == "not_permitted"


def test_a_home_state_without_a_ruleset_or_with_two_cannot_be_judged(colorado, tmp_path):
    verdict = in_colorado(colorado, "EMT", "UT")
    assert verdict.verdict == "cannot_judge"
    assert "no ruleset of UT holds on that day" in verdict.reason
    written(tmp_path, IDAHO, 'state = "ID"', name="idaho-too")
    rulesets.cache_clear()
    both = in_colorado(rulesets(tmp_path), "EMT", "ID")
    assert both.verdict == "cannot_judge"
    assert '"idaho" and "idaho-too" are each said to be it' in both.reason


def test_a_home_ruleset_that_does_not_hold_on_the_day_is_none(colorado):
    assert "no ruleset of ID holds" in in_colorado(colorado, "EMT", "ID", on="2021-05-31").reason


def test_a_student_of_another_state_is_judged_by_the_rules_of_here(colorado):
    student = {
        "training_for": "Paramedic",
        "program_shift": True,
        "cleared": True,
        "preceptor_level": "Paramedic",
    }
    verdict = in_colorado(colorado, "EMT", "ID", student=student)
    assert (verdict.verdict, verdict.rule_from) == ("permitted_supervised", "us-national-2019")
