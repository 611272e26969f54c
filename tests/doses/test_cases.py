"""The interface for machines: a line of JSON in, a line of JSON out, whatever was sent."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.doses.cases import dose_lines
from tests.luck import examples

ASPIRIN = {"item": "aspirin_po", "route": "Oral", "dose": 324, "unit": "mg", "patient": {"age_years": 60}}
KEYS = {"verdict", "usual", "slip", "source", "sentence"}


def line(**changes):
    return json.dumps({key: value for key, value in {**ASPIRIN, **changes}.items() if value is not None})


def judged(*lines):
    answers = [json.loads(answer) for answer in dose_lines(["\n".join(lines)])]
    assert all(answer.keys() == KEYS for answer in answers)
    return answers


def test_a_line_in_is_a_line_out_and_blank_ones_are_passed_over():
    answers = judged(line(), "", line(dose=3240), "no json", line(unit="g"))
    assert [answer["verdict"] for answer in answers] == [
        "usual",
        "implausible",
        "cannot_judge",
        "implausible",
    ]
    assert [answer["slip"] for answer in answers] == ["", "x10", "", "g for mg"]
    assert answers[0]["usual"] == "162 to 325 mg"
    assert answers[0]["source"].endswith("(no pharmacist has read this table)")


def test_one_act_may_stand_over_several_lines_and_beside_what_a_case_expects():
    assert (
        judged(json.dumps({"what": "aspirin", "slip": "", "act": ASPIRIN}, indent=1))[0]["verdict"] == "usual"
    )


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (line(unit=None), "Say the unit of the dose"),
        (line(unit=" "), "Say the unit of the dose"),
        (line(unit="mgg"), 'The unit "mgg" is unknown'),
        (line(unit="KVO"), "cannot be compared with a usual one"),
        (line(dose=None), "Say the dose"),
        (line(dose=-1), '"dose" must be a number, 0 or more'),
        (line(dose="324"), '"dose" must be a number, 0 or more'),
        ('{"item": "aspirin_po", "dose": 1e999, "unit": "mg"}', '"dose" must be a number, 0 or more'),
        ('{"item": "aspirin_po", "dose": NaN, "unit": "mg"}', "NaN is not a number of JSON"),
        (line(patient={"weight_kg": 0}), '"patient.weight_kg" must be a number of kilograms above 0'),
        (line(patient={"weight_kg": 1001}), "at most 1000"),
        (line(patient={"age_years": -1}), "an age cannot lie in the future"),
        (line(patient={"age_days": -1}), "an age cannot lie in the future"),
        (line(patient={"age_years": 151}), "from 0 to 150"),
        (line(patient={"age_years": "old"}), '"patient.age_years" must be a number of years'),
        (line(patient={"age_years": 40, "age_days": 3}), "are two ages"),
        (line(patient={"weight": 40}), 'The key "patient.weight" is unknown'),
        (line(patient=[]), '"patient" must be'),
        (line(dosis=4), 'The key "dosis" is unknown; the nearest known is "dose"'),
        (line(item=None), "Say what was given: item or code"),
        (line(item="asprin_po"), 'the nearest known is "aspirin_po"'),
        (line(item="tourniquet"), "is unknown"),
        (line(item=None, code="no"), "has the code"),
        (line(route="Sideways"), 'The route "Sideways" is unknown'),
        (line(device="Snorkel"), 'The device "Snorkel" is unknown'),
        (line(given_before=["81"]), '"given_before" must be an array of at most 100 doses'),
        (line(given_before=81), '"given_before" must be an array'),
        (line(given_before=[81] * 101), '"given_before" must be an array of at most 100 doses'),
        (line(given_before=[-81]), '"given_before.dose" must be a number, 0 or more'),
        (line(given_before=[{"dose": 81, "units": "mg"}]), '"given_before" must be an array'),
        (line(given_before=[{"dose": 81, "route": "Sideways"}]), 'in given_before "Sideways" is unknown'),
        (line(given_before=[{"dose": 81, "unit": "mgg"}]), "is unknown"),
        (line(given_before=[{"dose": 81, "item": "water"}]), "in given_before is unknown"),
        (line(order="shouted"), '"order" must be one of standing'),
        (line(indication="hiccups"), '"indication" must be one of cardiac_arrest'),
        (line(item=7), '"item" must be text, in quotes'),
        (line(item=None, code=1191), '"code" must be text, in quotes'),
        (line(code="4337"), 'The code "4337" stands for Fentanyl, not for Aspirin'),
        (line(dose=True), '"dose" must be a number, 0 or more'),
        (line(dose=[324]), '"dose" must be a number, 0 or more'),
        (line(dose=-0.5), '"dose" must be a number, 0 or more'),
        ('{"item": "aspirin_po", "dose": Infinity, "unit": "mg"}', "Infinity is not a number of JSON"),
        ('{"item": "aspirin_po", "dose": -Infinity, "unit": "mg"}', "-Infinity is not a number of JSON"),
        ('{"item": "aspirin_po", "dose": 1e400, "unit": "mg"}', '"dose" must be a number, 0 or more'),
        ('{"item": "aspirin_po", "dose": ' + 400 * "9" + "}", '"dose" must be a number, 0 or more'),
        ('{"item": "aspirin_po", "dose": ' + 5000 * "9" + "}", "a number that is too long"),
        (line(item=1_000_000 * "x"), "longer than 20,000 characters"),
        (19_000 * "[", "nested too deeply"),
        (line(patient={"weight_kg": -70}), '"patient.weight_kg" must be a number of kilograms above 0'),
        (line(patient="old"), '"patient" must be an object, like {"age_years": 40'),
        (line(population="child"), 'The key "population" is unknown'),
        (json.dumps({"act": ASPIRIN, "acts": []}), 'The key "act" is unknown'),
        ('{"item": "aspirin_po", "dose": 1', "not JSON"),
        (f"[{line()}, {line()}]", "must be an object of keys and values, like {...}; write one dose a line"),
        ("324", "must be an object"),
        ("not json", "not JSON"),
        ("[1]", "must be an object"),
        ("null", "must be an object"),
        ('{"item": "\\ud800", "dose": 1, "unit": "mg"}', ""),
        ('{"dose": 1, "dose": 2}', "stands twice"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(bad, words):
    (answer,) = judged(bad)
    assert (answer["verdict"], answer["usual"], answer["slip"], answer["source"]) == (
        "cannot_judge",
        "",
        "",
        "",
    )
    assert words in answer["sentence"]
    assert answer["sentence"].startswith("Line 1: ")
    assert len(answer["sentence"]) < 450


def test_a_line_that_cannot_be_read_is_named_by_its_number_and_the_others_are_answered():
    lines = [line() + "\n", "\n", "{\n", line(dose=3240) + "\n", "[]\n", line(unit=None), line()]
    answers = [json.loads(answer) for answer in dose_lines(lines)]
    assert [answer["verdict"] for answer in answers] == [
        "usual", "cannot_judge", "implausible", "cannot_judge", "cannot_judge", "usual",
    ]  # fmt: skip
    assert [answer["sentence"].partition(":")[0] for answer in answers if answer["verdict"] == "cannot_judge"] == [
        "Line 3", "Line 5", "Line 6",
    ]  # fmt: skip
    # The same, handed over as one text.
    assert [json.loads(answer) for answer in dose_lines(["".join([*lines[:6], "\n", lines[6]])])] == answers


@pytest.mark.parametrize(
    ("item", "code"),
    [("aspirin_po", "1191"), ("epi_im_vial", "317361"), ("dextrose10_iv", "4850"), ("fentanyl", "0")],
)
def test_a_code_beside_the_item_may_be_any_of_its_substance(item, code):
    (answer,) = judged(line(item=item, code=code, route=None))
    assert not answer["sentence"].startswith("Line 1")


def test_a_code_is_the_item_that_goes_by_its_route():
    naloxone = {"code": "7242", "dose": 40, "unit": "mg", "patient": {"age_years": 40}}
    (sprayed,) = judged(json.dumps({**naloxone, "route": "Intranasal"}))
    assert (sprayed["verdict"], sprayed["slip"]) == ("implausible", "x10")
    (into_a_vein,) = judged(json.dumps({**naloxone, "route": "IV", "dose": 0.4}))
    assert into_a_vein["verdict"] == "usual"


@given(
    st.sampled_from(
        ["fentanyl", "oxygen", "saline_bolus", "dopamine", "insulin", "other_medication", "nitro_topical"]
    ),
    st.sampled_from([None, "IV", "IO", "IN", "PO", "NC", "Rectal", "9927037"]),
    st.floats(0, 1e9),
    st.sampled_from(
        [
            "mg",
            "mcg",
            "g",
            "mL",
            "L",
            "units",
            "mEq",
            "puffs",
            "LPM",
            "mcg/kg/min",
            "mg/kg",
            "mL/hr",
            "inches",
            "drops",
        ]
    ),
    st.fixed_dictionaries({}, optional={"age_years": st.floats(0, 150), "weight_kg": st.floats(0.2, 900)}),
    st.lists(st.floats(0, 1e6), max_size=3),
)
@examples(300)
def test_whatever_is_asked_gets_a_verdict_and_a_reason_where_it_is_not_usual(
    item, route, dose, unit, patient, before
):
    act = {
        "item": item,
        "route": route,
        "dose": dose,
        "unit": unit,
        "patient": patient,
        "given_before": before,
    }
    (answer,) = judged(json.dumps(act))
    assert answer["verdict"] in {"usual", "unusual", "implausible", "cannot_judge"}
    assert (answer["sentence"] == "") is (answer["verdict"] == "usual")
