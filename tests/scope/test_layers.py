"""The layers in their order: which act fails in which, and with which verdict."""

from __future__ import annotations

import pytest

from epcr.scope import rulesets
from tests.scope.asking import NATIONAL, asked, cell_of, place, with_cell, written

SHOWN = {"training_for": "Paramedic", "program_shift": True, "cleared": True, "preceptor_level": "Paramedic"}
ITEM = "ondansetron_odt"


def outcome(verdict):
    return verdict.verdict, verdict.layer


# certificate


@pytest.mark.parametrize(
    ("performer", "said"),
    [
        ({"certificate_valid_to": "2026-11-21"}, "only until 2026-11-21"),
        ({"certificate_valid_from": "2026-11-23"}, "only from 2026-11-23"),
        ({"on_duty": False}, "off duty"),
        ({"restricted": True}, "restricted"),
        ({"restricted": ["bvm", "iv_access"]}, "restricted"),
        ({"educated": False}, "not educated"),
        ({"educated": ["bvm"]}, "not educated"),
        ({"educated": []}, "not educated"),
    ],
)
def test_the_certificate_refuses_before_any_rule(performer, said):
    for item in ("iv_access",):
        for level in ("EMT", "Paramedic"):
            verdict = asked(item=item, level=level, performer=performer)
            assert outcome(verdict) == ("not_permitted", "certificate")
            assert said in verdict.reason
            assert verdict.rule == "certificate"
            assert verdict.source == rulesets()[NATIONAL].certificate.source
            assert verdict.confidence == "medium"
            assert verdict.item == item


@pytest.mark.parametrize(
    "performer",
    [
        {"certificate_valid_to": "2026-11-22"},
        {"certificate_valid_from": "2026-11-22"},
        {"certificate_valid_from": "2026-11-22", "certificate_valid_to": "2026-11-22"},
        {"restricted": []},
        {"restricted": ["bvm"]},
        {"educated": ["iv_access", "bvm"]},
        {
            "on_duty": True,
            "educated": True,
            "restricted": False,
            "state": "VT",
            "endorsements": ["emt-airway"],
        },
        {},
        None,
    ],
)
def test_a_certificate_that_holds_on_the_day_lets_the_rule_decide(performer):
    assert asked(item="iv_access", level="AEMT", performer=performer).verdict == "permitted"
    assert outcome(asked(item="iv_access", level="EMT", performer=performer)) == ("not_permitted", "rule")


def test_the_certificate_is_judged_on_the_day_of_the_act_and_else_on_the_day_of_asking():
    performer = {"certificate_valid_to": "2026-06-30"}
    assert asked(item="bvm", level="EMR", performer=performer).layer == "certificate"
    assert asked(item="bvm", level="EMR", performer=performer, on="2026-06-30").verdict == "permitted"
    assert asked(item="bvm", level="EMR", performer=performer, on="2026-07-01").layer == "certificate"


def test_nobody_without_a_certificate_acts_unless_a_student():
    for item in ("airway_opa", "vital_signs", "rsi"):
        assert outcome(asked(item=item, level="none")) == ("not_permitted", "certificate")


def test_a_student_too_is_judged_by_the_certificate_first():
    act = {"item": "defib_manual", "level": "EMT", "student": SHOWN}
    assert asked(**act).verdict == "permitted_supervised"
    assert asked(**act, performer={"on_duty": False}).layer == "certificate"
    assert asked(**act, performer={"certificate_valid_to": "2026-01-01"}).layer == "certificate"


def test_an_unknown_item_in_a_list_of_items_is_not_passed_over():
    for act in (
        {"performer": {"restricted": ["iv_acces"]}},
        {"performer": {"educated": ["iv_acces"]}},
        {"student": {**SHOWN, "cleared": ["iv_acces"]}},
    ):
        verdict = asked(item="bvm", level="EMT", **act)
        assert verdict.verdict == "cannot_judge"
        assert '"iv_access"' in verdict.reason
    assert asked(item="bvm", level="EMT", performer={"restricted": ["plasma"]}).verdict == "permitted"


# student


@pytest.mark.parametrize("held", ["none", "EMR", "EMT", "AEMT", "EMT-Basic"])
def test_a_student_may_do_under_a_preceptor_what_the_level_trained_for_may(held):
    verdict = asked(item="defib_manual", level=held, student=SHOWN)
    assert outcome(verdict) == ("permitted_supervised", None)
    assert verdict.permitted is True
    assert verdict.trained_for == "Paramedic"
    assert verdict.rule == "defib_manual"
    assert "Paramedic" in verdict.reason


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"program_shift": False}, "shift of the program"),
        ({"program_shift": None}, "shift of the program"),
        ({"cleared": False}, "not cleared"),
        ({"cleared": None}, "not cleared"),
        ({"cleared": []}, "not cleared"),
        ({"cleared": ["bvm"]}, "not cleared"),
        ({"preceptor_level": None}, "preceptor present"),
        ({"preceptor_level": "none"}, "preceptor present"),
        ({"preceptor_level": "EMT"}, "below"),
        ({"preceptor_level": "AEMT"}, "below"),
        ({"training_for": "Paramedic", "program_shift": False, "cleared": False}, "shift of the program"),
    ],
)
def test_a_student_is_refused_beyond_the_certificate_when_a_condition_is_missing(change, said):
    for held in ("none", "EMT"):
        verdict = asked(item="defib_manual", level=held, student={**SHOWN, **change})
        assert outcome(verdict) == ("not_permitted", "student")
        assert said in verdict.reason
        assert verdict.rule == "student"
        assert verdict.source == rulesets()[NATIONAL].student.source


def test_a_student_within_the_certificate_held_is_judged_like_anybody():
    verdict = asked(item="bvm", level="EMT", student={"training_for": "Paramedic"})
    assert outcome(verdict) == ("permitted", None)
    assert verdict.trained_for is None
    assert asked(item="bvm", level="EMT", student={}).verdict == "permitted"
    assert asked(item="nitro_sl_own", level="EMT", supply="patient", student={}).verdict == "permitted_assist"


def test_an_empty_word_on_studies_shows_nothing():
    assert outcome(asked(item="airway_opa", level="none", student={})) == ("not_permitted", "student")


def test_a_student_cleared_for_the_item_may_do_it_and_no_other():
    student = {**SHOWN, "cleared": ["iv_access", "defib_manual"]}
    assert asked(item="defib_manual", level="EMT", student=student).verdict == "permitted_supervised"
    assert asked(item="cardioversion", level="EMT", student=student).layer == "student"


def test_a_student_may_not_do_what_the_level_trained_for_may_not():
    student = {**SHOWN, "training_for": "EMT"}
    verdict = asked(item="iv_access", level="none", student=student)
    assert outcome(verdict) == ("not_permitted", "rule")
    assert verdict.trained_for == "EMT"
    assert asked(item="rsi", level="EMT", student=SHOWN).layer == "rule"


def test_a_preceptor_above_the_level_trained_for_will_do():
    student = {**SHOWN, "training_for": "EMT"}
    assert asked(item="airway_npa", level="none", student=student).verdict == "permitted_supervised"
    assert asked(
        item="airway_npa", level="EMR", student={**student, "preceptor_level": "EMT-Paramedic"}
    ).permitted


def test_a_student_needs_the_order_that_the_level_trained_for_needs():
    act = {"item": "heparin", "level": "EMT", "student": SHOWN}
    assert outcome(asked(**act)) == ("needs_medical_direction", "order")
    assert asked(**act, order="online_concurrent").verdict == "permitted_supervised"


def test_studies_may_make_good_a_missing_order_of_the_certificate_and_never_make_it_worse():
    act = {"item": "epi_im_vial", "level": "EMT"}
    assert outcome(asked(**act, student=SHOWN)) == ("permitted_supervised", None)
    for change in (
        {"program_shift": False},
        {"preceptor_level": "EMT"},
        {"preceptor_level": "RN"},
        {"training_for": "EMT"},
    ):
        assert outcome(asked(**act, student={**SHOWN, **change})) == ("needs_medical_direction", "order")
    assert outcome(asked(**act, student={"program_shift": True})) == ("needs_medical_direction", "order")


def test_an_assist_by_a_student_is_supervised():
    student = {**SHOWN, "training_for": "EMT"}
    act = {"item": "nitro_sl_own", "level": "none", "student": student}
    assert asked(**act, supply="patient").verdict == "permitted_supervised"
    assert outcome(asked(**act)) == ("not_permitted", "rule")


def test_levels_of_a_student_that_the_ruleset_cannot_compare_are_not_judged():
    for change in ({"preceptor_level": "RN"}, {"preceptor_level": "Physician"}, {"training_for": "RN"}):
        assert asked(item="defib_manual", level="EMT", student={**SHOWN, **change}).verdict == "cannot_judge"
        assert asked(item="bvm", level="EMT", student={**SHOWN, **change}).verdict == "permitted"
    for change in ({"preceptor_level": "Parmedic"}, {"training_for": "Parmedic"}):
        verdict = asked(item="bvm", level="EMT", student={**SHOWN, **change})
        assert verdict.verdict == "cannot_judge"
        assert '"Paramedic"' in verdict.reason


def test_the_level_trained_for_is_asked_for_when_it_decides():
    for level in (None, "none"):
        verdict = asked(item="defib_manual", level="EMT", student={**SHOWN, "training_for": level})
        assert verdict.verdict == "cannot_judge"
        assert "training_for" in verdict.reason
        assert verdict.missing == (() if level else ("student.training_for",))


def test_a_route_that_is_not_listed_is_not_judged_for_a_student_either():
    student = {**SHOWN, "training_for": "AEMT"}
    assert asked(item="fentanyl", level="EMT", route="Rectal", student=student).verdict == "cannot_judge"
    assert asked(item="fentanyl", level="AEMT", route="Rectal", student=student).verdict == "cannot_judge"


# rule


def test_assisting_is_with_the_patients_own_medication_only():
    for item, level in (("epi_auto_own", "EMR"), ("nitro_sl_own", "EMT")):
        assert outcome(asked(item=item, level=level, supply="patient")) == ("permitted_assist", None)
        refused = asked(item=item, level=level, supply="agency")
        assert outcome(refused) == ("not_permitted", "rule")
        assert "agency stock" in refused.reason
        borrowed = asked(item=item, level=level, supply="another")
        assert outcome(borrowed) == ("not_permitted", "rule")
        assert "somebody else's" in borrowed.reason
        assert outcome(asked(item=item, level=level, order="online_prior")) == ("not_permitted", "rule")


@pytest.mark.parametrize(
    ("item", "level", "words"),
    [
        ("naloxone_in_unit", "EMR", {"formulation": "measured"}),
        ("naloxone_auto", "EMR", {"formulation": "drawn_up"}),
        ("epi_auto_own", "EMR", {"formulation": "drawn_up", "supply": "patient"}),
        ("epi_auto_agency", "EMT", {"formulation": "measured"}),
        ("duodote", "EMR", {"formulation": "drawn_up"}),
        ("glucose_oral", "EMT", {"formulation": "infusion"}),
        ("ecg12_acquire", "EMT", {"mode": "interpret"}),
        ("ecg3_lead", "EMT", {"mode": "interpret"}),
        ("blood_maintain", "Paramedic", {"mode": "initiate"}),
        ("antibiotic_continue", "Paramedic", {"mode": "initiate"}),
        ("central_line_monitor", "Paramedic", {"mode": "initiate"}),
    ],
)
def test_words_that_make_it_another_act_than_the_row_are_refused(item, level, words):
    verdict = asked(item=item, level=level, **words)
    assert outcome(verdict) == ("not_permitted", "rule")
    assert any(change.act.formulation or change.act.mode for change in verdict.changes)


@pytest.mark.parametrize(
    ("item", "level", "words"),
    [
        ("naloxone_in_unit", "EMR", {"formulation": "unit_dose"}),
        ("ecg12_acquire", "EMT", {"mode": "acquire"}),
        ("ecg12_acquire", "EMT", {"mode": "initiate"}),
        ("blood_maintain", "Paramedic", {"mode": "maintain"}),
        ("blood_maintain", "Paramedic", {}),
        ("dopamine", "Paramedic", {"mode": "adjust"}),
        ("glucose_oral", "EMT", {"formulation": "oral"}),
    ],
)
def test_words_that_fit_the_row_are_not(item, level, words):
    assert asked(item=item, level=level, **words).verdict == "permitted"


def test_a_refusal_says_where_the_item_starts():
    verdict = asked(item="iv_access", level="EMT")
    assert verdict.reason == "Peripheral IV access is not in the EMT scope of practice; it starts at AEMT"
    assert verdict.lowest_levels == ("AEMT",)
    assert asked(item="rsi", level="Paramedic").reason.endswith("nor in that of any level of this ruleset")
    assert asked(item="rsi", level="Paramedic").lowest_levels == ()


@pytest.mark.parametrize(
    ("condition", "fits", "misfits"),
    [
        ('supply = ["patient"]', {"supply": "patient"}, [{}, {"supply": "agency"}]),
        ('formulation = ["oral"]', {"formulation": "oral"}, [{"formulation": "unit_dose"}]),
        ('mode = ["initiate"]', {}, [{"mode": "maintain"}]),
        ('mode = ["maintain"]', {"mode": "maintain"}, [{}, {"mode": "initiate"}]),
        ('setting = ["interfacility"]', {"setting": "interfacility"}, [{}, {"setting": "scene"}]),
        ('route = ["Oral"]', {"route": "Oral"}, []),
        (
            'indication = ["nausea", "pain"]',
            {"patient": {"indication": "pain"}},
            [{"patient": {"indication": "other"}}, {"patient": {"indication": "seizure"}}],
        ),
        (
            'indication = ["nausea"], indication_unsaid_is_other = true',
            {"patient": {"indication": "nausea"}},
            [{}, {"patient": {}}, {"patient": {"indication": "other"}}],
        ),
    ],
)
def test_a_condition_of_the_rule_is_judged_in_its_layer(tmp_path, condition, fits, misfits):
    known = with_cell(tmp_path, "EMT", f'{{ may = "yes", {condition} }}')
    act = {"ruleset": "place", "item": ITEM, "level": "EMT"}
    assert asked(known, **act, **fits).verdict == "permitted"
    for misfit in misfits:
        verdict = asked(known, **act, **misfit)
        assert outcome(verdict) == ("not_permitted", "rule")
        assert (verdict.rule, verdict.rule_from, verdict.source) == (ITEM, "place", "The rules of this place")


def test_an_absent_indication_or_formulation_satisfies_a_rule_that_names_one(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", indication = ["nausea"], formulation = ["oral"] }')
    assert asked(known, ruleset="place", item=ITEM, level="EMT").verdict == "permitted"


def test_a_route_of_a_grant_narrows_the_routes_of_the_item(tmp_path):
    known = with_cell(
        tmp_path, "EMT", '{ may = "yes", route = ["Intramuscular (IM)"] }', "ondansetron_parenteral"
    )
    act = {"ruleset": "place", "item": "ondansetron_parenteral", "level": "EMT"}
    assert asked(known, **act, route="Intramuscular (IM)").verdict == "permitted"
    assert asked(known, **act).verdict == "permitted"
    refused = asked(known, **act, route="Intravenous (IV)")
    assert outcome(refused) == ("not_permitted", "rule")
    assert "Intramuscular (IM)" in refused.reason
    assert asked(known, **act, route="Rectal").verdict == "cannot_judge"


def test_the_route_of_a_port_is_asked_for_where_the_rule_depends_on_it(tmp_path):
    known = with_cell(
        tmp_path, "Paramedic", '{ may = "yes", route = ["Portacath"] }', "indwelling_port_access"
    )
    act = {"ruleset": "place", "item": "indwelling_port_access", "level": "Paramedic"}
    assert asked(known, **act, route="Portacath").verdict == "permitted"
    assert asked(known, **act, route="Intravenous (IV)").layer == "rule"
    unsaid = asked(known, **act)
    assert (unsaid.verdict, unsaid.missing) == ("cannot_judge", ("route",))


def test_an_assessment_or_fluid_has_no_mode_unless_it_is_said(tmp_path):
    for item in ("rhythm_interpret", "saline_bolus"):
        known = with_cell(tmp_path / item, "EMT", '{ may = "yes", mode = ["interpret", "monitor"] }', item)
        act = {"ruleset": "place", "item": item, "level": "EMT"}
        assert asked(known, **act).verdict == "permitted"
        assert asked(known, **act, mode="initiate").layer == "rule"


# agency, endorsement


def test_a_program_or_an_endorsement_that_is_missing_needs_local_authorization(tmp_path):
    known = with_cell(
        tmp_path, "EMT", '{ may = "yes", program = "ondansetron_odt", endorsement = ["a", "b"] }'
    )
    act = {"ruleset": "place", "item": ITEM, "level": "EMT"}
    in_program, endorsed = {"programs": ["x", ITEM]}, {"endorsements": ["b"]}
    assert outcome(asked(known, **act)) == ("needs_local_authorization", "agency")
    assert outcome(asked(known, **act, agency={"programs": ["ondansetron"]}))[1] == "agency"
    assert outcome(asked(known, **act, agency=in_program)) == ("needs_local_authorization", "endorsement")
    assert (
        outcome(asked(known, **act, agency=in_program, performer={"endorsements": ["c"]}))[1] == "endorsement"
    )
    assert asked(known, **act, agency=in_program, performer=endorsed).verdict == "permitted"
    assert asked(known, **act).permitted is False


@pytest.mark.parametrize("need", ["medical_control", "standing_orders"])
def test_an_agency_without_what_the_state_demands_may_do_nothing(tmp_path, need):
    of_ruleset = place(tmp_path, head=f'needs = ["{need}"]')
    of_rule = with_cell(tmp_path / "rule", "EMT", f'{{ may = "yes", needs = ["{need}"] }}')
    for known, item in ((of_ruleset, "bvm"), (of_rule, ITEM)):
        act = {"ruleset": "place", "item": item, "level": "EMT"}
        assert outcome(asked(known, **act, agency={need: False})) == ("not_permitted", "agency")
        assert asked(known, **act, agency={need: True}).verdict == "permitted"
        assert asked(known, **act).verdict == "permitted"
    assert (
        outcome(asked(of_ruleset, ruleset="place", item="iv_access", level="EMT", agency={need: False}))[1]
        == "rule"
    )
    assert asked(item="bvm", level="EMT", agency={need: False}).verdict == "permitted"


# patient


@pytest.mark.parametrize(
    ("condition", "fits", "misfits"),
    [
        ("age_from = 12", [{"age_years": 12}, {"age_years": 40}, {}], [{"age_years": 11.9}]),
        ("age_under = 18", [{"age_years": 17.9}, {"age_years": 0}], [{"age_years": 18}, {}]),
        ("age_from = 18", [{}, {"age_years": 18}], [{"age_years": 17}]),
        ("weight_from = 30", [{"weight_kg": 30}, {}], [{"weight_kg": 29.9}]),
        ("weight_under = 30", [{"weight_kg": 29.9}, {}], [{"weight_kg": 30}]),
        (
            'tape = "longer"',
            [{}, {"shorter_than_tape": False}, {"shorter_than_tape": None}],
            [{"shorter_than_tape": True}],
        ),
        ('tape = "shorter"', [{"shorter_than_tape": True}], [{}, {"shorter_than_tape": False}]),
    ],
)
def test_a_patient_outside_the_limits_is_refused(tmp_path, condition, fits, misfits):
    known = with_cell(tmp_path, "EMT", f'{{ may = "yes", {condition} }}')
    act = {"ruleset": "place", "item": ITEM, "level": "EMT"}
    for patient in fits:
        assert asked(known, **act, patient=patient).verdict == "permitted", patient
    for patient in misfits:
        verdict = asked(known, **act, patient=patient)
        assert outcome(verdict) == ("not_permitted", "patient"), patient
        assert "The patient must" in verdict.reason
    assert outcome(asked(known, **act)) == (
        ("permitted", None) if {} in fits else ("not_permitted", "patient")
    )


# order


@pytest.mark.parametrize(
    ("order", "verdict"),
    [
        (None, "needs_medical_direction"),
        ("standing", "needs_medical_direction"),
        ("none", "needs_medical_direction"),
        ("online_prior", "permitted"),
        ("online_concurrent", "permitted"),
        ("on_scene", "needs_medical_direction"),
    ],
)
def test_medical_direction_is_an_online_order(order, verdict):
    for item, level in (
        ("epi_im_vial", "EMT"),
        ("naloxone_im_vial", "EMT"),
        ("nitrous_oxide", "EMT"),
        ("heparin", "Paramedic"),
    ):
        said = asked(item=item, level=level, order=order)
        assert said.verdict == verdict
        assert said.layer == (None if verdict == "permitted" else "order")
        assert (said.rule, bool(said.source)) == (item, True)


def test_a_plain_yes_asks_for_no_order():
    assert asked(item="bvm", level="EMR", order="none").verdict == "permitted"
    assert (
        asked(item="nitro_sl_own", level="EMT", supply="patient", order="none").verdict == "permitted_assist"
    )


@pytest.mark.parametrize("order", ["standing", "online_prior", "online_concurrent", "on_scene", "none"])
def test_a_rule_may_name_the_orders_that_satisfy_it(tmp_path, order):
    known = with_cell(
        tmp_path, "EMT", '{ may = "medical_direction", order = ["standing", "online_concurrent"] }'
    )
    verdict = asked(known, ruleset="place", item=ITEM, level="EMT", order=order)
    satisfied = order in {"standing", "online_concurrent"}
    assert outcome(verdict) == (("permitted", None) if satisfied else ("needs_medical_direction", "order"))
    if not satisfied:
        assert "a standing order or an online order at the same time" in verdict.reason


def test_a_yes_that_names_orders_asks_for_one_of_them(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", order = ["online_prior"] }')
    act = {"ruleset": "place", "item": ITEM, "level": "EMT"}
    assert outcome(asked(known, **act)) == ("needs_medical_direction", "order")
    assert outcome(asked(known, **act, order="on_scene")) == ("needs_medical_direction", "order")
    assert asked(known, **act, order="online_prior").verdict == "permitted"


@pytest.mark.parametrize(
    ("doses", "verdict"),
    [
        ({"dose": 100, "unit": "mcg"}, "permitted"),
        ({"dose": 0.1, "unit": "mg"}, "permitted"),
        ({"dose": 101, "unit": "mcg"}, "needs_medical_direction"),
        ({"dose": 0.101, "unit": "mg"}, "needs_medical_direction"),
        ({"dose": 0.0001, "unit": "g"}, "permitted"),
        ({"dose": 1, "unit": "g"}, "needs_medical_direction"),
        ({"dose": 50, "dose_given_before": 100, "unit": "mcg"}, "permitted"),
        ({"dose": 0.05, "dose_given_before": 0.1, "unit": "Milligrams (mg)"}, "permitted"),
        ({"dose": 51, "dose_given_before": 100, "unit": "3706015"}, "needs_medical_direction"),
        ({"dose_given_before": 151, "unit": "mcg"}, "needs_medical_direction"),
        ({"dose_given_before": 150, "unit": "mcg"}, "permitted"),
        ({}, "permitted"),
        ({"unit": "puffs"}, "permitted"),
        ({"dose": 0, "unit": "puffs"}, "permitted"),
        ({"dose": 50}, "cannot_judge"),
        ({"dose": 50, "unit": "mL"}, "cannot_judge"),
        ({"dose": 50, "unit": "smidgen"}, "cannot_judge"),
    ],
)
def test_a_dose_beyond_the_standing_maximum_needs_an_order(tmp_path, doses, verdict):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", dose_max = 100, cumulative_max = 150, unit = "mcg" }')
    said = asked(known, ruleset="place", item=ITEM, level="EMT", **doses)
    assert said.verdict == verdict
    assert said.layer == ("order" if verdict == "needs_medical_direction" else None)
    assert said.missing == (("unit",) if verdict == "cannot_judge" else ())
    for order in ("online_prior", "online_concurrent"):
        assert (
            asked(known, ruleset="place", item=ITEM, level="EMT", order=order, **doses).verdict == "permitted"
        )


def test_having_no_order_at_all_is_held_to_the_maximum_too(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", dose_max = 1, unit = "L" }')
    act = {"ruleset": "place", "item": ITEM, "level": "EMT", "order": "none"}
    assert asked(known, **act, dose=1000, unit="mL").verdict == "permitted"
    assert asked(known, **act, dose=1001, unit="mL").layer == "order"


# several ways, in their order


def test_any_open_way_permits_and_the_way_that_came_furthest_explains_a_refusal(tmp_path):
    ways = """[
        { may = "assist" },
        { may = "yes", program = "p", age_from = 18, source = "there", confidence = "low" },
        { may = "yes", setting = ["interfacility"] },
    ]"""
    known = with_cell(tmp_path, "EMT", ways)
    act = {"ruleset": "place", "item": ITEM, "level": "EMT"}
    assert asked(known, **act, supply="patient").verdict == "permitted_assist"
    assert asked(known, **act, setting="interfacility").verdict == "permitted"
    by_program = asked(known, **act)
    assert outcome(by_program) == ("needs_local_authorization", "agency")
    assert (by_program.source, by_program.confidence) == ("Another page", "low")
    child = asked(known, **act, agency={"programs": ["p"]}, patient={"age_years": 7})
    assert outcome(child) == ("not_permitted", "patient")
    assert asked(known, **act, agency={"programs": ["p"]}).verdict == "permitted"


def test_the_first_of_two_equal_ways_explains(tmp_path):
    known = with_cell(tmp_path, "EMT", '[{ may = "yes", age_from = 12 }, { may = "yes", tape = "longer" }]')
    act = {"ruleset": "place", "item": ITEM, "level": "EMT"}
    refused = asked(known, **act, patient={"age_years": 5, "shorter_than_tape": True})
    assert outcome(refused) == ("not_permitted", "patient")
    assert "12 years" in refused.reason
    assert asked(known, **act, patient={"age_years": 5}).verdict == "permitted"
    assert asked(known, **act, patient={"age_years": 12, "shorter_than_tape": True}).verdict == "permitted"


def test_the_first_failing_layer_decides(tmp_path):
    cell = """{ may = "medical_direction", setting = ["interfacility"], program = "p", endorsement = ["e"], age_from = 18 }"""
    known = with_cell(tmp_path, "EMT", cell)
    facts = [
        ("certificate", {"performer": {"endorsements": ["e"]}}),
        ("rule", {"setting": "interfacility"}),
        ("agency", {"agency": {"programs": ["p"]}}),
        ("patient", {"patient": {"age_years": 18}}),
        ("order", {"order": "online_prior"}),
    ]
    act = {"performer": {"on_duty": False, "endorsements": []}, "patient": {"age_years": 2}}
    layers = []
    for layer, fact in [*facts, (None, {})]:
        said = asked(known, ruleset="place", item=ITEM, level="EMT", **act)
        layers.append(said.layer)
        assert said.layer == layer
        act |= fact
    assert layers == ["certificate", "rule", "agency", "patient", "order", None]
    del act["performer"]
    assert asked(known, ruleset="place", item=ITEM, level="EMT", **act).layer == "endorsement"


# not judged, not in force


@pytest.mark.parametrize("key", ["prior_to_arrival", "other_unit", "not_given"])
def test_what_we_did_not_do_is_recorded_and_not_judged(key):
    for act in ({"item": "rsi", "level": "EMR"}, {"item": "unheard_of"}, {"level": "none", "item": "bvm"}):
        verdict = asked(**act, **{key: True})
        assert verdict.verdict is None
        assert verdict.permitted is None
        assert verdict.layer is None
        assert verdict.reason.startswith("recorded, not judged: ")
        assert asked(**act, **{key: False}).reason == asked(**act).reason
    reasons = {asked(**{name: True}).reason for name in ("prior_to_arrival", "other_unit", "not_given")}
    assert len(reasons) == 3


def test_a_ruleset_judges_only_the_days_on_which_it_is_in_force(tmp_path):
    known = place(tmp_path, head="in_force_to = 2021-12-31")
    act = {"ruleset": "place", "item": "bvm", "level": "EMR"}
    for day in ("2021-06-01", "2021-12-31"):
        assert asked(known, **act, on=day).verdict == "permitted"
    for day in ("2019-12-31", "2022-01-01"):
        verdict = asked(known, **act, on=day)
        assert verdict.verdict == "cannot_judge"
        assert day in verdict.reason
        assert "2021-06-01 to 2021-12-31" in verdict.reason
    expired = {"certificate_valid_to": "2019-01-01"}
    assert asked(known, **act, on="2019-12-31", performer=expired).layer == "certificate"


# ceilings


def test_a_child_of_a_ceiling_never_permits_what_the_ceiling_refuses(tmp_path):
    written(tmp_path, cell_of("ketamine", "Paramedic", '"no"'), "ceiling = true", "state")
    both = cell_of("ketamine", "Paramedic", '"yes"') + cell_of("bvm", "EMR", '"no"')
    written(tmp_path, both, "", "agency", "state")
    known = rulesets(tmp_path)
    refused = asked(known, ruleset="agency", item="ketamine", level="Paramedic")
    assert outcome(refused) == ("not_permitted", "rule")
    assert (refused.ruleset, refused.rule_from) == ("agency", "state")
    assert asked(known, ruleset="agency", item="bvm", level="EMR").layer == "rule"
    assert asked(known, ruleset="agency", item="bvm", level="EMT").verdict == "permitted"


def test_a_parent_that_is_no_ceiling_is_overridden(tmp_path):
    written(tmp_path, cell_of("ketamine", "Paramedic", '"no"'), "", "state")
    written(tmp_path, cell_of("ketamine", "Paramedic", '"yes"'), "", "agency", "state")
    verdict = asked(rulesets(tmp_path), ruleset="agency", item="ketamine", level="Paramedic")
    assert (verdict.verdict, verdict.rule_from) == ("permitted", "agency")


def test_a_ceiling_may_let_a_cell_be_extended(tmp_path):
    extendable = cell_of("ketamine", "Paramedic", '{ may = "no", extendable = true }')
    written(tmp_path, extendable, "ceiling = true", "state")
    written(tmp_path, cell_of("ketamine", "Paramedic", '"yes"'), "", "agency", "state")
    known = rulesets(tmp_path)
    assert asked(known, ruleset="state", item="ketamine", level="Paramedic").layer == "rule"
    assert asked(known, ruleset="agency", item="ketamine", level="Paramedic").verdict == "permitted"
    assert (
        asked(known, ruleset="agency", item="ketamine", level="EMT", student=SHOWN).verdict
        == "permitted_supervised"
    )


@pytest.mark.parametrize("preceptor", ["Physician", "RN"])
def test_a_preceptor_without_a_column_matters_only_where_all_else_is_shown(preceptor):
    student = {
        "training_for": "Paramedic",
        "program_shift": True,
        "cleared": True,
        "preceptor_level": preceptor,
    }
    act = {"item": "cric", "level": "EMT"}
    assert asked(**act, student=student).verdict == "cannot_judge"
    for lacked in ({"program_shift": False}, {"cleared": False}):
        verdict = asked(**act, student={**student, **lacked})
        assert outcome(verdict) == ("not_permitted", "student")
