"""What would have made a refused act permitted: one change each, nearest first, found in the rules."""

from __future__ import annotations

import pytest

from epcr.scope import Agency, PatientFacts
from tests.rulebook.places import item, root
from tests.scope.asking import asked, cell_of, place, with_cell, written

ITEM = "ondansetron_odt"
ACT = {"ruleset": "place", "item": ITEM, "level": "EMT"}
OTHERS = "an AEMT or a Paramedic performs it"


def changes(verdict):
    return [(change.text, change.facts(verdict.act)) for change in verdict.changes]


def texts(verdict):
    return [change.text for change in verdict.changes]


def test_an_order_and_who_needs_none():
    verdict = asked(item="nitrous_oxide", level="EMT")
    assert changes(verdict) == [
        ("an online order beforehand", {"order": "online_prior"}),
        ("an online order at the same time", {"order": "online_concurrent"}),
        (OTHERS, {"level": "AEMT"}),
    ]
    assert texts(asked(item="heparin", level="Paramedic")) == texts(verdict)[:2]


def test_the_patients_own_medication():
    verdict = asked(item="nitro_sl_own", level="EMT")
    assert changes(verdict) == [
        ("the patient's own medication", {"supply": "patient"}),
        (OTHERS, {"level": "AEMT"}),
    ]


def test_another_item_of_the_same_code_as_its_own_words_say():
    verdict = asked(code="4917", route="Sublingual", level="EMT")
    assert changes(verdict)[0] == (
        "recorded as Nitroglycerin SL, patient's own, if that was done",
        {"item": "nitro_sl_own", "code": None, "supply": "patient"},
    )
    acquired = asked(code="268400002", mode="interpret", level="EMT")
    assert changes(acquired) == [
        (
            "recorded as 12-lead ECG, acquire/transmit, if that was done",
            {"item": "ecg12_acquire", "code": None, "mode": "acquire"},
        ),
        ("a Paramedic performs it", {"level": "Paramedic"}),
    ]


def test_another_formulation_or_mode():
    assert changes(asked(item="naloxone_in_unit", level="EMR", formulation="measured"))[0] == (
        "unit dose instead of measured",
        {"formulation": "unit_dose"},
    )
    assert [
        facts for _, facts in changes(asked(item="blood_maintain", level="Paramedic", mode="initiate"))
    ] == [
        {"mode": "maintain"},
        {"mode": "monitor"},
        {"mode": "adjust"},
    ]


def test_nothing_is_proposed_where_nothing_helps():
    assert asked(item="rsi", level="Paramedic").changes == ()
    assert asked(item="fentanyl", level="EMT", route="Rectal").changes == ()


def test_a_certificate_that_holds_keeps_state_and_endorsements():
    performer = {
        "on_duty": False,
        "restricted": True,
        "educated": False,
        "state": "VT",
        "endorsements": ["x"],
    }
    verdict = asked(item="bvm", level="EMR", performer={**performer, "certificate_valid_to": "2020-01-01"})
    text, facts = changes(verdict)[0]
    assert (
        text
        == "a performer on duty, educated for it, not restricted for it and with a certificate valid on that day"
    )
    assert {key: value for key, value in facts["performer"].items() if value is not None} == {
        "state": "VT",
        "endorsements": ("x",),
    }
    assert len(verdict.changes) == 1  # nobody else is called for what one's own certificate would allow
    beyond = asked(item="iv_access", level="EMT", performer={"on_duty": False})
    assert texts(beyond) == ["an AEMT or a Paramedic performs it"]


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ({"medical_control": False}, "an agency with medical control"),
        ({"standing_orders": False}, "an agency with standing orders"),
        (
            {"medical_control": False, "standing_orders": False},
            "an agency with medical control and standing orders",
        ),
    ],
)
def test_only_what_the_agency_lacked_is_asked_for(tmp_path, agency, text):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", needs = ["medical_control", "standing_orders"] }')
    mended = asked(known, **ACT, agency={**agency, "programs": ["q"]}).changes[0]
    assert mended.text == text
    assert mended.act.agency == Agency(programs=("q",))


@pytest.mark.parametrize(
    ("performer", "text"),
    [
        ({"on_duty": False}, "a performer on duty"),
        ({"educated": ["airway_opa"]}, "a performer educated for it"),
        ({"restricted": ["bvm", "airway_opa"]}, "a performer not restricted for it"),
        ({"certificate_valid_to": "2026-11-21"}, "a performer with a certificate valid on that day"),
        ({"certificate_valid_from": "2026-11-23"}, "a performer with a certificate valid on that day"),
        (
            {
                "on_duty": False,
                "certificate_valid_from": "2026-11-22",
                "certificate_valid_to": "2026-11-22",
            },
            "a performer on duty",
        ),
        (
            {
                "on_duty": False,
                "certificate_valid_from": "2020-01-01",
                "restricted": ["airway_opa"],
                "educated": ["bvm"],
            },
            "a performer on duty",
        ),
    ],
)
def test_only_what_the_certificate_lacked_is_asked_for(performer, text):
    assert texts(asked(item="bvm", level="EMR", performer=performer))[0] == text


def test_a_certificate_of_another_state_may_be_one_of_this(tmp_path):
    compact = '[compact]\nstates = ["UT"]\nsource = "there"\nconfidence = "medium"\n'
    known = place(tmp_path, compact, 'state = "ID"')
    act = {"ruleset": "place", "item": "bvm", "level": "EMR"}
    verdict = asked(known, **act, performer={"state": "NV"})
    assert (verdict.verdict, verdict.layer, verdict.source) == (
        "not_permitted",
        "certificate",
        "Another page",
    )
    assert changes(verdict)[0][0] == "a performer with a certificate that holds here"
    for state in ("ID", "UT", "ut ", None):
        assert asked(known, **act, performer={"state": state}).verdict == "permitted"


def test_several_changes_are_looked_for_where_one_is_not_enough(tmp_path):
    cell = '{ may = "medical_direction", setting = ["interfacility"], program = "p" }'
    known = place(tmp_path, cell_of("rsi", "Paramedic", cell))
    verdict = asked(known, ruleset="place", item="rsi", level="Paramedic")
    wanted = "an interfacility transfer and an agency in the program “p” and an online order beforehand"
    assert changes(verdict)[0] == (
        wanted,
        {
            "setting": "interfacility",
            "agency": {"programs": ("p",), "medical_control": None, "standing_orders": None},
            "order": "online_prior",
        },
    )
    assert texts(asked(known, ruleset="place", item="rsi", level="EMT")) == []  # four are too many to be near
    nearer = asked(known, ruleset="place", item="rsi", level="EMT", order="online_prior")
    assert texts(nearer) == [
        "a Paramedic performs it with an interfacility transfer and an agency in the program “p”"
    ]


def test_a_smaller_dose_is_offered_in_the_unit_it_was_told(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", dose_max = 4, cumulative_max = 6, unit = "mg" }')
    assert "a dose of at most 4,000 mcg" in texts(asked(known, **ACT, dose=5000, unit="mcg"))
    assert "a dose of at most 2 mg" in texts(asked(known, **ACT, dose=4, dose_given_before=4, unit="mg"))
    assert not any(
        "dose" in text for text in texts(asked(known, **ACT, dose=1, dose_given_before=6, unit="mg"))
    )


@pytest.mark.parametrize(
    ("cell", "doses", "smaller"),
    [
        (
            '{ may = "yes", dose_max = 0.4, unit = "mg" }',
            {"dose": 1, "unit": "mg"},
            ["a dose of at most 0.4 mg"],
        ),
        (
            '{ may = "yes", cumulative_max = 6, unit = "mg" }',
            {"dose": 8, "unit": "mg"},
            ["a dose of at most 6 mg"],
        ),
        ('{ may = "yes", cumulative_max = 6, unit = "mg" }', {"dose_given_before": 7, "unit": "mg"}, []),
        (
            '[{ may = "medical_direction" }, { may = "yes", dose_max = 4, unit = "mg" }]',
            {"dose": 8, "unit": "mg"},
            ["a dose of at most 4 mg"],
        ),
        ('{ may = "medical_direction", dose_max = 4, unit = "mg" }', {"dose": 8, "unit": "mg"}, []),
        ('{ may = "yes", single_dose = true }', {"dose": 8, "dose_given_before": 8, "unit": "mg"}, []),
    ],
)
def test_a_smaller_dose_is_offered_only_where_it_helps(tmp_path, cell, doses, smaller):
    verdict = asked(with_cell(tmp_path, "EMT", cell), **ACT, **doses)
    assert verdict.layer == "order"
    assert [text for text in texts(verdict) if "dose" in text] == smaller


def test_acting_without_an_order_is_never_proposed(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", order = ["none", "on_scene"] }')
    assert texts(asked(known, **ACT)) == ["an order on scene", OTHERS]


def fentanyl(way, **act):
    """The verdict on fentanyl by an EMT who may give it in this way only, in a place where nobody else may."""
    cells = {"EMR": "no", "EMT": {"may": "yes", **way}, "Paramedic": "no"}
    return asked(
        {"place": root(items=[item("fentanyl", cells=cells)])},
        ruleset="place",
        item="fentanyl",
        level="EMT",
        **act,
    )


def test_what_was_said_is_told_with_what_to_say_instead():
    assert changes(fentanyl({"formulation": ["drawn_up"]}, formulation="infusion")) == [
        ("drawn up instead of infusion", {"formulation": "drawn_up"})
    ]
    assert changes(fentanyl({"mode": ["monitor"]}, mode="maintain")) == [
        ("monitor instead of maintain", {"mode": "monitor"})
    ]
    assert changes(fentanyl({"mode": ["monitor"]})) == [("the mode monitor", {"mode": "monitor"})]
    assert changes(fentanyl({"setting": ["interfacility"]})) == [
        ("an interfacility transfer", {"setting": "interfacility"})
    ]


def test_another_indication_keeps_what_else_is_known_of_the_patient():
    verdict = fentanyl(
        {"indication": ["pain", "chest_pain"]},
        patient={"indication": "seizure", "age_years": 30, "weight_kg": 70},
    )
    assert texts(verdict) == ["for pain", "for chest pain"]
    assert verdict.changes[1].act.patient == PatientFacts(age_years=30, weight_kg=70, indication="chest_pain")
    unsaid = fentanyl({"indication": ["pain"], "indication_unsaid_is_other": True})
    assert unsaid.changes[0].act.patient == PatientFacts(indication="pain")


def test_nobody_without_a_certificate_is_told_to_renew_it():
    assert texts(asked(item="airway_npa", level="none")) == ["an EMT, an AEMT or a Paramedic performs it"]


def test_a_preceptor_on_a_shift_of_the_program():
    student = {"training_for": "Paramedic", "program_shift": False}
    verdict = asked(item="cric", level="EMT", student=student)
    shown = {
        "training_for": "Paramedic",
        "program_shift": True,
        "cleared": True,
        "preceptor_level": "Paramedic",
    }
    assert changes(verdict) == [
        ("a shift of the program, being cleared for it and a Paramedic as preceptor", {"student": shown}),
        ("a Paramedic performs it", {"level": "Paramedic", "student": None}),
    ]
    untold = asked(item="cric", level="EMT", student={"program_shift": False})
    assert texts(untold) == ["a Paramedic performs it"]


@pytest.mark.parametrize(
    ("lacked", "text"),
    [
        ({"program_shift": None}, "a shift of the program"),
        ({"cleared": False}, "being cleared for it"),
        ({"cleared": ["ett"]}, "being cleared for it"),
        ({"preceptor_level": "EMT"}, "a Paramedic as preceptor"),
        ({"preceptor_level": None, "cleared": ["cric"]}, "a Paramedic as preceptor"),
        (
            {"program_shift": False, "preceptor_level": "EMT"},
            "a shift of the program and a Paramedic as preceptor",
        ),
    ],
)
def test_only_what_the_studies_lacked_is_asked_for(lacked, text):
    student = {
        "training_for": "Paramedic",
        "program_shift": True,
        "cleared": True,
        "preceptor_level": "Paramedic",
    }
    assert texts(asked(item="cric", level="EMT", student={**student, **lacked}))[0] == text


def test_a_student_whose_level_needs_an_order_may_get_one():
    student = {
        "training_for": "Paramedic",
        "program_shift": True,
        "cleared": True,
        "preceptor_level": "Paramedic",
    }
    assert texts(asked(item="heparin", level="EMT", student=student))[0] == "an online order beforehand"


@pytest.mark.parametrize(
    ("cell", "act", "text", "facts"),
    [
        ('{ may = "yes", supply = ["patient"] }', {}, "the patient's own medication", {"supply": "patient"}),
        (
            '{ may = "yes", supply = ["agency"] }',
            {"supply": "patient"},
            "medication from the agency's stock",
            {"supply": "agency"},
        ),
        (
            '{ may = "yes", setting = ["interfacility"] }',
            {},
            "an interfacility transfer",
            {"setting": "interfacility"},
        ),
        ('{ may = "yes", mode = ["monitor"] }', {}, "the mode monitor", {"mode": "monitor"}),
        (
            '{ may = "yes", formulation = ["oral"] }',
            {"formulation": "unit_dose"},
            "oral instead of unit dose",
            {"formulation": "oral"},
        ),
        ('{ may = "yes", program = "p" }', {}, "an agency in the program “p”", None),
        ('{ may = "yes", endorsement = ["e", "f"] }', {}, "the endorsement e", None),
        (
            '{ may = "yes", needs = ["medical_control"] }',
            {"agency": {"medical_control": False}},
            "an agency with medical control",
            None,
        ),
        (
            '{ may = "yes", dose_max = 4, unit = "mg" }',
            {"dose": 8, "unit": "mg"},
            "an online order beforehand",
            {"order": "online_prior"},
        ),
    ],
)
def test_each_condition_of_a_rule_can_be_met(tmp_path, cell, act, text, facts):
    verdict = asked(with_cell(tmp_path, "EMT", cell), **ACT, **act)
    assert changes(verdict)[0][0] == text
    assert facts is None or changes(verdict)[0][1] == facts
    assert verdict.permitted is False


@pytest.mark.parametrize(
    ("slug", "text"), [("airway", "the Airway Endorsement"), ("iv", "the endorsement Lines")]
)
def test_an_endorsement_is_called_by_its_printed_name(slug, text):
    rules = root(
        items=[
            item(
                "bougie", cells={"EMR": "no", "EMT": {"may": "yes", "endorsement": [slug]}, "Paramedic": "no"}
            )
        ]
    )
    assert texts(asked({"place": rules}, ruleset="place", item="bougie", level="EMT")) == [text]


def test_a_program_is_called_by_its_printed_name():
    verdict = asked({"place": root()}, ruleset="place", item="whole_blood", level="Paramedic")
    assert texts(verdict) == ["an agency in the program “Transfusion pilot”"]


def test_what_is_had_already_is_kept(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", program = "p", endorsement = ["e"] }')
    joins = asked(known, **ACT, agency={"programs": ["q"]}, performer={"endorsements": ["e"]})
    assert joins.changes[0].act.agency.programs == ("q", "p")
    endorsed = asked(
        known, **ACT, agency={"programs": ["p"]}, performer={"endorsements": ["d"], "state": "VT"}
    )
    assert endorsed.changes[0].act.performer.endorsements == ("d", "e")
    assert endorsed.changes[0].act.performer.state == "VT"


def test_a_change_that_is_not_enough_is_not_proposed(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", program = "p", endorsement = ["e"] }')
    assert texts(asked(known, **ACT)) == [OTHERS]


def test_another_route_where_the_rule_names_one(tmp_path):
    known = with_cell(
        tmp_path, "EMT", '{ may = "yes", route = ["Intramuscular (IM)"] }', "ondansetron_parenteral"
    )
    verdict = asked(
        known, ruleset="place", item="ondansetron_parenteral", level="EMT", route="Intravenous (IV)"
    )
    assert changes(verdict)[0] == ("the route Intramuscular (IM)", {"route": "9927015"})


def test_for_a_patient_outside_the_limits_only_somebody_else_helps(tmp_path):
    known = with_cell(tmp_path, "EMT", '{ may = "yes", age_from = 12 }')
    assert texts(asked(known, **ACT, patient={"age_years": 3})) == [OTHERS]


def test_a_route_row_has_no_other_items():
    assert texts(asked(item="vancomycin", level="EMT", route="Intravenous (IV)")) == [OTHERS]
    assert texts(asked(item="route_in", level="EMT")) == [OTHERS]


def test_under_a_ceiling_a_change_must_satisfy_both(tmp_path):
    written(tmp_path, cell_of(ITEM, "EMT", '"medical_direction"'), "ceiling = true", "state")
    written(tmp_path, cell_of(ITEM, "EMT", '"yes"'), "", "agency", "state")
    known = place(tmp_path)
    verdict = asked(known, **{**ACT, "ruleset": "agency"})
    assert (verdict.verdict, verdict.layer, verdict.rule_from) == (
        "needs_medical_direction",
        "order",
        "state",
    )
    assert texts(verdict)[0] == "an online order beforehand"
    assert asked(known, **{**ACT, "ruleset": "agency"}, order="online_prior").verdict == "permitted"
