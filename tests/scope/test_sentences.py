"""The sentences of the scope check, word for word: a trainee reads them, and each says what decided or what to say."""

from __future__ import annotations

import pytest

from epcr.scope import rulesets
from tests.rulebook.places import item, root
from tests.scope.asking import NATIONAL, asked, place, with_cell

ITEM = "ondansetron_odt"
TITLE = "National EMS Scope of Practice Model 2019, with Change Notices 1.0 and 2.0"
SHOWN = {"training_for": "Paramedic", "program_shift": True, "cleared": True, "preceptor_level": "Paramedic"}

BY_THE_MODEL = [
    ({"item": "iv_access", "level": "AEMT"}, "Peripheral IV access is in the AEMT scope of practice"),
    (
        {"item": "iv_access", "level": "EMT"},
        "Peripheral IV access is not in the EMT scope of practice; it starts at AEMT",
    ),
    (
        {"item": "rsi", "level": "Paramedic"},
        (
            "Rapid sequence / drug-assisted intubation is not in the Paramedic scope of practice, "
            "nor in that of any level of this ruleset"
        ),
    ),
    (
        {"item": "nitro_sl_own", "level": "EMT", "supply": "patient"},
        "An EMT may help with it, because it is the patient's own: Nitroglycerin SL, patient's own",
    ),
    (
        {"item": "nitro_sl_own", "level": "EMT"},
        "An EMT may only help with the patient's own medication; this was agency stock",
    ),
    (
        {"item": "vancomycin", "level": "EMT", "route": "Intravenous (IV)"},
        (
            "Vancomycin has no rule of its own, and the route Intravenous (IV) is not in the EMT scope of practice; "
            "it starts at AEMT"
        ),
    ),
    (
        {"item": "vancomycin", "level": "AEMT", "route": "Intravenous (IV)"},
        "Vancomycin has no rule of its own; the route Intravenous (IV) is in the AEMT scope of practice",
    ),
    (
        {"code": "116861002", "level": "Paramedic", "route": "Intravenous (IV)"},
        (
            "Plasma has no rule of its own: the model has a row for maintaining a blood product and none for starting "
            "this one; record mode maintain if it was already running"
        ),
    ),
    (
        {"item": "cardioversion", "level": "EMT", "student": SHOWN},
        "Synchronized cardioversion may be done by a student training for Paramedic under a Paramedic as preceptor",
    ),
    (
        {"item": "naloxone_in_unit", "level": "EMT", "formulation": "measured"},
        "Naloxone intranasal, unit dose covers unit dose, not measured",
    ),
    (
        {"item": "ecg12_acquire", "level": "EMT", "mode": "interpret"},
        "12-lead ECG, acquire/transmit covers the mode initiate, maintain, adjust, monitor or acquire, not interpret",
    ),
    ({"item": "epi_im_vial", "level": "EMT"}, "This needs an online order; no order was told"),
    (
        {"item": "epi_im_vial", "level": "EMT", "order": "standing"},
        "This needs an online order; there was a standing order",
    ),
    (
        {"item": "epi_im_vial", "level": "EMT", "order": "none"},
        "This needs an online order; there was no order",
    ),
    ({"item": "bvm", "prior_to_arrival": True}, "recorded, not judged: it was done before our arrival"),
    ({"item": "bvm", "other_unit": True}, "recorded, not judged: it was done by another unit"),
    ({"item": "bvm", "not_given": True}, "recorded, not judged: it was not given or not done"),
]

OF_THE_PERSON = [
    ({"level": "none"}, "Whoever holds no certificate and is no student may do nothing"),
    ({"performer": {"on_duty": False}}, "The performer was off duty"),
    (
        {"performer": {"certificate_valid_to": "2026-11-21"}},
        "The certificate was valid only until 2026-11-21",
    ),
    (
        {"performer": {"certificate_valid_from": "2026-11-23"}},
        "The certificate is valid only from 2026-11-23",
    ),
    ({"performer": {"restricted": True}}, "The certificate is restricted for this"),
    ({"performer": {"educated": False}}, "The performer was not educated for this"),
]

OF_STUDIES = [
    ({}, "Beyond the certificate held, a student acts only on a shift of the program"),
    ({"program_shift": True}, "The student was not cleared for this"),
    (
        {**SHOWN, "preceptor_level": None},
        "Beyond the certificate held, a student acts only with a preceptor present",
    ),
    (
        {**SHOWN, "preceptor_level": "AEMT"},
        "The preceptor, an AEMT, is below the level trained for, Paramedic",
    ),
]

# What is asked for: the sentence, the keys to say, the items to choose from.
UNDECIDED = [
    ({"item": "bvm"}, 'Say the certificate held in "level"; "none" without one', ("level",), ()),
    ({"level": "EMT"}, "Name what was done: an item or a code", ("item",), ()),
    (
        {"ruleset": None, "item": "bvm", "level": "EMT"},
        "Name the ruleset that the act is judged by",
        ("ruleset",),
        (),
    ),
    (
        {"ruleset": "us-nowhere-9", "item": "bvm", "level": "EMT"},
        'The ruleset "us-nowhere-9" is unknown; write us-national-2019, us-ca, us-ca-los-angeles, us-mt or us-vt',
        (),
        (),
    ),
    ({"item": "bvm", "level": "RN"}, f"{TITLE} has no column for an RN", (), ()),
    (
        {"item": "bvm", "level": "Paramedik"},
        'The level "Paramedik" is unknown; the nearest known is "Paramedic"',
        (),
        (),
    ),
    (
        {"item": "bvm", "level": "EMT", "on": "2019-01-01"},
        f"{TITLE} holds from 2021-06-01; the act was on 2019-01-01",
        (),
        (),
    ),
    ({"item": "bvmm", "level": "EMT"}, 'The item "bvmm" is unknown; the nearest known is "bvm"', (), ()),
    (
        {"code": "392230006", "level": "EMT"},
        'The code "392230006" is unknown; the nearest known is "392230005"',
        (),
        (),
    ),
    (
        {"item": "naloxone_iv", "code": "4337", "level": "AEMT"},
        'The code "4337" is not a code of Naloxone IV/IO; name the item or the code alone',
        (),
        ("naloxone_iv",),
    ),
    (
        {"item": "plasma", "code": "4337", "level": "AEMT"},
        'The code "4337" is not the code of Plasma; name one of them alone',
        (),
        (),
    ),
    (
        {"item": "bvm", "level": "EMT", "performer": {"restricted": ["iv_acces"]}},
        'The item "iv_acces" is unknown; the nearest known is "iv_access" in "performer.restricted"',
        (),
        (),
    ),
    (
        {"item": "bvm", "level": "EMT", "performer": {"educated": ["iv_acces"]}},
        'The item "iv_acces" is unknown; the nearest known is "iv_access" in "performer.educated"',
        (),
        (),
    ),
    (
        {"item": "bvm", "level": "EMT", "student": {"cleared": ["iv_acces"]}},
        'The item "iv_acces" is unknown; the nearest known is "iv_access" in "student.cleared"',
        (),
        (),
    ),
    (
        {"item": "defib_manual", "level": "EMT", "student": {**SHOWN, "training_for": None}},
        'Say the level trained for in "student.training_for"',
        ("student.training_for",),
        (),
    ),
    (
        {"item": "defib_manual", "level": "EMT", "student": {**SHOWN, "training_for": "none"}},
        '"student.training_for" must be a level that may act; "none" is not one',
        (),
        (),
    ),
    (
        {"item": "fentanyl", "level": "AEMT", "route": "Rectal"},
        (
            "Fentanyl has no rule for the route Rectal; the rules know Intravenous (IV), Intramuscular (IM), Intranasal "
            "and Intraosseous (IO)"
        ),
        ("route",),
        (),
    ),
    (
        {"item": "fentanyl", "level": "AEMT", "route": "IV"},
        'The route "IV" is unknown; the nearest known is "Intravenous (IV)"',
        (),
        (),
    ),
    (
        {"item": "fentanyl", "level": "AEMT", "route": "9927022"},
        'The route "9927022" is unknown; the nearest known is "9927029"',
        (),
        (),
    ),
    (
        {"item": "fentanyl", "level": "AEMT", "route": "Intravenus"},
        'The route "Intravenus" is unknown; the nearest known is "Intravenous (IV)"',
        (),
        (),
    ),
    ({"item": "fentanyl", "level": "AEMT", "route": "zzzz"}, 'The route "zzzz" is unknown', (), ()),
    (
        {"code": "1819", "level": "EMT", "route": "Intranasal"},
        (
            'The code "9927017" may stand for Intranasal (route_in) or Intranasal (unit-dose, premeasured) (route_in_unit); '
            "say the formulation or choose one"
        ),
        ("formulation",),
        ("route_in", "route_in_unit"),
    ),
    (
        {"item": "vancomycin", "level": "AEMT"},
        "Vancomycin has no rule of its own; say the route, whose rule decides",
        ("route",),
        (),
    ),
    (
        {"item": "vancomycin", "level": "AEMT", "route": "Otic"},
        "Vancomycin has no rule of its own, and the route Otic has none either",
        (),
        (),
    ),
    (
        {"code": "18629005", "level": "Paramedic"},
        "Drug administration has no rule of its own: it does not say which medication; record the medication itself",
        (),
        (),
    ),
    (
        {"code": "4917", "level": "EMT"},
        (
            'The code "4917" may stand for Nitroglycerin SL, agency stock (nitro_sl_agency) or Nitroglycerin IV (nitro_iv); '
            "say the route or formulation or choose one"
        ),
        ("route", "formulation"),
        ("nitro_sl_agency", "nitro_iv"),
    ),
    (
        {"code": "317361", "level": "EMT", "route": "Intravenous (IV)"},
        (
            'The code "317361" may stand for Epinephrine 0.1 mg/mL IV/IO, cardiac arrest (epi_iv_arrest) or Epinephrine '
            "push-dose (epi_push_dose); choose one"
        ),
        (),
        ("epi_iv_arrest", "epi_push_dose"),
    ),
    (
        {"code": "116859006", "level": "EMT"},
        (
            'The code "116859006" may stand for Blood products, maintain infusion (blood_maintain), Whole blood, initiate '
            "(whole_blood_initiate) or Packed red cells, initiate (packed_red_cells_initiate); say the mode or choose one"
        ),
        ("mode",),
        ("blood_maintain", "whole_blood_initiate", "packed_red_cells_initiate"),
    ),
    (
        {"code": "4832", "level": "AEMT", "route": "Rectal"},
        (
            "Glucagon (GlucaGen) has no rule for the route Rectal; the rules know Intramuscular (IM), Intranasal, "
            "Intravenous (IV) and Intraosseous (IO)"
        ),
        ("route",),
        ("glucagon_im", "glucagon_in", "glucagon_iv"),
    ),
]

BY_A_CONDITION = [
    (
        'supply = ["patient"]',
        {},
        "An EMT may do Ondansetron ODT only with the patient's own medication, not the agency's stock",
    ),
    (
        'formulation = ["oral"]',
        {"formulation": "unit_dose"},
        "An EMT may do Ondansetron ODT only as oral, not unit dose",
    ),
    ('mode = ["maintain"]', {}, "An EMT may do Ondansetron ODT only to maintain, not initiate"),
    (
        'setting = ["interfacility"]',
        {},
        "An EMT may do Ondansetron ODT only on an interfacility transfer, not a call to a scene",
    ),
    (
        'indication = ["nausea", "pain"]',
        {"patient": {"indication": "seizure"}},
        "An EMT may do Ondansetron ODT only for nausea or pain, not seizure",
    ),
    ('program = "p"', {}, "The agency does not take part in the program “p”"),
    (
        'needs = ["medical_control"]',
        {"agency": {"medical_control": False}},
        "The agency has no medical control, which the rules demand",
    ),
    (
        'needs = ["standing_orders"]',
        {"agency": {"standing_orders": False}},
        "The agency has no standing orders, which the rules demand",
    ),
    ('endorsement = ["e"]', {}, "The performer lacks the endorsement e"),
    ("age_from = 12", {"patient": {"age_years": 3}}, "The patient must be at least 12 years old"),
    ("age_under = 12", {}, "The patient must be younger than 12 years"),
    ("weight_from = 12.5", {"patient": {"weight_kg": 3}}, "The patient must weigh at least 12.5 kg"),
    ("weight_under = 12.5", {"patient": {"weight_kg": 30}}, "The patient must weigh less than 12.5 kg"),
    ('tape = "shorter"', {}, "The patient must be shorter than the length-based tape"),
    (
        'order = ["online_prior", "on_scene"]',
        {},
        "This needs an online order beforehand or an order on scene; no order was told",
    ),
    (
        'dose_max = 4, unit = "mg"',
        {"dose": 5, "unit": "mg"},
        "A standing order covers at most 4 mg for a single dose",
    ),
    (
        'cumulative_max = 4, unit = "mg"',
        {"dose": 3, "dose_given_before": 2, "unit": "mg"},
        "A standing order covers at most 4 mg for all doses together",
    ),
    (
        'dose_max = 4, unit = "mg"',
        {"dose": 5},
        "Say the unit of the dose, one that compares with mg: the rule has a limit",
    ),
    (
        "single_dose = true",
        {"dose": 5, "dose_given_before": 1},
        "A standing order covers one dose; one was given before",
    ),
]


@pytest.mark.parametrize(("act", "sentence"), BY_THE_MODEL)
def test_a_verdict_says_in_a_sentence_what_decided(act, sentence):
    assert asked(**act).reason == sentence


@pytest.mark.parametrize(("act", "sentence"), OF_THE_PERSON)
def test_a_person_who_may_not_act_is_told_why_and_by_which_rule(act, sentence):
    verdict = asked(**{"item": "iv_access", "level": "AEMT", **act})
    assert verdict.reason == sentence
    assert (verdict.rule, verdict.rule_from, verdict.source, verdict.confidence) == (
        "certificate",
        NATIONAL,
        rulesets()[NATIONAL].certificate.source,
        "medium",
    )
    assert (verdict.item, verdict.item_name) == ("iv_access", "Peripheral IV access")


@pytest.mark.parametrize(("student", "sentence"), OF_STUDIES)
def test_a_student_who_may_not_act_is_told_why_and_by_which_rule(student, sentence):
    verdict = asked(item="defib_manual", level="EMT", student=student)
    assert verdict.reason == sentence
    basis = rulesets()[NATIONAL].student
    assert (verdict.rule, verdict.rule_from, verdict.source, verdict.confidence) == (
        "student",
        NATIONAL,
        basis.source,
        basis.confidence,
    )
    assert verdict.trained_for == student.get("training_for")


@pytest.mark.parametrize(("act", "sentence", "missing", "candidates"), UNDECIDED)
def test_what_cannot_be_judged_says_what_to_say_or_choose(act, sentence, missing, candidates):
    verdict = asked(**act)
    assert (verdict.verdict, verdict.reason) == ("cannot_judge", sentence)
    assert (verdict.missing, verdict.candidates) == (missing, candidates)


@pytest.mark.parametrize(("condition", "act", "sentence"), BY_A_CONDITION)
def test_a_condition_that_does_not_hold_is_named(tmp_path, condition, act, sentence):
    known = with_cell(tmp_path, "EMT", f'{{ may = "yes", {condition} }}')
    assert asked(known, ruleset="place", item=ITEM, level="EMT", **act).reason == sentence


@pytest.mark.parametrize(
    ("slugs", "lacks"),
    [
        (["airway"], "the Airway Endorsement"),
        (["iv"], "the endorsement Lines"),
        (["airway", "iv"], "the Airway Endorsement or Lines"),
    ],
)
def test_an_endorsement_that_is_lacked_is_called_by_its_printed_name(slugs, lacks):
    cells = {"EMR": "no", "EMT": {"may": "yes", "endorsement": slugs}, "Paramedic": "no"}
    known = {"place": root(items=[item("bougie", cells=cells)])}
    assert asked(known, ruleset="place", item="bougie", level="EMT").reason == f"The performer lacks {lacks}"


def test_the_days_of_a_ruleset_with_a_last_day_are_both_named(tmp_path):
    known = place(tmp_path, head="in_force_to = 2021-12-31")
    verdict = asked(known, ruleset="place", item="bvm", level="EMR", on="2022-01-01")
    assert (
        verdict.reason == "A place for tests holds from 2021-06-01 to 2021-12-31; the act was on 2022-01-01"
    )


def test_the_route_that_a_port_depends_on_is_asked_for(tmp_path):
    known = with_cell(
        tmp_path, "Paramedic", '{ may = "yes", route = ["Portacath"] }', "indwelling_port_access"
    )
    act = {"ruleset": "place", "item": "indwelling_port_access", "level": "Paramedic"}
    name = known["place"].items["indwelling_port_access"].name
    assert asked(known, **act).reason == f"Say the route of {name}: the rule depends on it"
    assert asked(known, **act, route="Intravenous (IV)").reason == (
        f"A Paramedic may do {name} only by the route Portacath, not Intravenous (IV)"
    )


def test_a_certificate_of_another_state_is_named_as_it_was_told(tmp_path):
    compact = '[compact]\nstates = ["UT"]\nsource = "there"\nconfidence = "medium"\n'
    known = place(tmp_path, compact, 'state = "ID"')
    verdict = asked(known, ruleset="place", item="bvm", level="EMR", performer={"state": "NV"})
    assert verdict.reason == (
        'The certificate was issued by "NV", whose certificates do not hold under these rules'
    )
    assert (verdict.confidence, verdict.rule_from) == ("medium", "place")


@pytest.mark.parametrize("route", [None, "Otic"])
def test_what_was_decided_about_a_medication_without_a_row_has_its_source(route):
    verdict = asked(item="vancomycin", level="AEMT", route=route)
    assert (verdict.item, verdict.item_name, verdict.source) == (
        "vancomycin",
        "Vancomycin",
        rulesets()[NATIONAL].unlisted["vancomycin"].source,
    )


def test_what_cannot_be_judged_still_says_what_was_asked_and_by_which_rules():
    verdict = asked(code="18629005", level="Paramedic", on="2026-05-04")
    national = rulesets()[NATIONAL]
    assert (verdict.item_name, verdict.level, str(verdict.on)) == (
        "Drug administration",
        "Paramedic",
        "2026-05-04",
    )
    assert (verdict.ruleset, verdict.ruleset_title, verdict.version, verdict.in_force_from) == (
        NATIONAL,
        national.title,
        national.version,
        national.in_force_from,
    )
    assert verdict.act.code == "18629005"
    unnamed = asked(item="bvmm", level="EMT")
    assert (unnamed.item, unnamed.item_name, unnamed.source) == ("bvmm", None, None)
    assert asked(ruleset=None, item="bvm", level="EMT").ruleset is None
