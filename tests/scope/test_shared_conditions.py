"""Conditions that many cells share: which cells, what they ask, in which words they are shown, and what of them cannot be used."""

from __future__ import annotations

import pytest

from epcr.scope import broken_schemas, rulesets
from epcr.scope.conditions import cell_conditions, cell_mark, cell_text, compact_words, shared_words
from epcr.scope.difference import differences
from tests.scope.asking import NATIONAL, asked, cell_of, place, written

BASE = 'source = "there"\nconfidence = "medium"\n'


def shared(*lines):
    return "[[conditions]]\n" + "".join(f"{line}\n" for line in lines) + BASE


def complaints(folder, rest):
    written(folder, rest)
    return [(complaint.key, complaint.reason) for complaint in broken_schemas(folder)]


def verdict(known, item, level, **act):
    return asked(known, ruleset="place", item=item, level=level, **act)


OFF = {"agency": {"medical_control": False}}


@pytest.mark.parametrize(
    ("which", "covered", "free"),
    [
        ((), [("cpap", "EMT"), ("aed", "EMR")], [("vital_signs", "EMT")]),
        (
            ('levels = ["EMT", "AEMT"]',),
            [("cpap", "EMT"), ("cpap", "AEMT")],
            [("cpap", "Paramedic"), ("aed", "EMR")],
        ),
        (('items = ["cpap", "aed"]',), [("cpap", "EMT"), ("aed", "EMR")], [("bvm", "EMR")]),
        (('but = ["cpap", "aed"]',), [("bvm", "EMR")], [("cpap", "EMT"), ("aed", "EMR")]),
        (('items = ["Cardiovascular/Circulation"]',), [("aed", "EMR")], [("bvm", "EMR")]),
        (('but = ["Cardiovascular/Circulation"]',), [("bvm", "EMR")], [("aed", "EMR")]),
        (('levels = ["EMT"]', 'but = ["bvm"]'), [("cpap", "EMT")], [("bvm", "EMT"), ("cpap", "AEMT")]),
    ],
)
def test_a_condition_covers_the_levels_and_items_it_names_and_no_others(tmp_path, which, covered, free):
    known = place(tmp_path, shared(*which, 'needs = ["medical_control"]'))
    for item, level in covered:
        assert verdict(known, item, level).verdict == "permitted", (item, level)
        assert verdict(known, item, level, **OFF).layer == "agency", (item, level)
    for item, level in free:
        assert verdict(known, item, level, **OFF).verdict == "permitted", (item, level)


@pytest.mark.parametrize(
    ("asks", "passes", "fails", "layer"),
    [
        ('setting = ["interfacility"]', {"setting": "interfacility"}, {}, "rule"),
        ('supply = ["agency"]', {}, {"supply": "patient"}, "rule"),
        ('mode = ["maintain"]', {"mode": "maintain"}, {"mode": "adjust"}, "rule"),
        (
            'indication = ["shock"]',
            {"patient": {"indication": "shock"}},
            {"patient": {"indication": "pain"}},
            "rule",
        ),
        ('needs = ["standing_orders"]', {}, {"agency": {"standing_orders": False}}, "agency"),
        ('program = "p"', {"agency": {"programs": ["p"]}}, {}, "agency"),
        ('endorsement = ["e"]', {"performer": {"endorsements": ["e"]}}, {}, "endorsement"),
        ("age_from = 12", {"patient": {"age_years": 12}}, {"patient": {"age_years": 11.9}}, "patient"),
        ("age_under = 12", {"patient": {"age_years": 11.9}}, {"patient": {"age_years": 12}}, "patient"),
        ("weight_from = 40", {"patient": {"weight_kg": 40}}, {"patient": {"weight_kg": 39.9}}, "patient"),
        ("weight_under = 40", {"patient": {"weight_kg": 39.9}}, {"patient": {"weight_kg": 40}}, "patient"),
        ('tape = "longer"', {}, {"patient": {"shorter_than_tape": True}}, "patient"),
        ('order = ["online_prior"]', {"order": "online_prior"}, {"order": "on_scene"}, "order"),
        ('control = "unreachable"', {"control_reached": False}, {}, "order"),
        ('control = "reachable"', {}, {"control_reached": False}, "order"),
        ('findings = ["apneic"]', {"patient": {"apneic": True}}, {"patient": {"apneic": False}}, "patient"),
        (
            'findings = ["breathing"]',
            {"patient": {"apneic": False}},
            {"patient": {"apneic": True}},
            "patient",
        ),
        (
            'findings = ["pulseless"]',
            {"patient": {"pulseless": True}},
            {"patient": {"pulseless": False}},
            "patient",
        ),
        (
            'findings = ["pulse"]',
            {"patient": {"pulseless": False}},
            {"patient": {"pulseless": True}},
            "patient",
        ),
        ('findings = ["awake"]', {"patient": {"awake": True}}, {"patient": {"awake": False}}, "patient"),
        ('findings = ["not_awake"]', {"patient": {"awake": False}}, {"patient": {"awake": True}}, "patient"),
    ],
)
def test_what_a_condition_asks_passes_and_fails_and_names_its_own_source(
    tmp_path, asks, passes, fails, layer
):
    known = place(tmp_path, shared('items = ["bvm"]', asks))
    assert verdict(known, "bvm", "EMT", **passes).permitted
    refused = verdict(known, "bvm", "EMT", **fails)
    assert (refused.permitted, refused.layer) == (False, layer)
    assert (refused.source, refused.confidence, refused.rule_from) == ("Another page", "medium", "place")


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("apneic", "The patient must be apneic; this patient was breathing"),
        ("breathing", "The patient must be breathing; this patient was apneic"),
        ("pulseless", "The patient must be pulseless; this patient had a pulse"),
        ("pulse", "The patient must have a pulse; this patient was pulseless"),
        ("awake", "The patient must be awake; this patient was not awake"),
        ("not_awake", "The patient must not be awake; this patient was awake"),
    ],
)
def test_a_refusal_says_how_the_patient_was(tmp_path, word, reason):
    known = place(tmp_path, cell_of("bvm", "EMT", f'{{ may = "yes", findings = ["{word}"] }}'))
    other = {"apneic": word == "breathing", "pulseless": word == "pulse", "awake": word == "not_awake"}
    assert verdict(known, "bvm", "EMT", patient=other).reason == reason


def test_what_was_counted_as_met_only_because_nobody_told_it_stands_in_the_note(tmp_path):
    cell = '{ may = "yes", indication = ["pain"], weight_from = 40, dose_max = 50, unit = "mcg" }'
    known = place(tmp_path, cell_of("fentanyl", "AEMT", cell))
    silent = verdict(known, "fentanyl", "AEMT")
    assert silent.permitted
    assert silent.note.endswith("Not told, so counted as met: the indication, the weight and the dose")
    told = verdict(
        known, "fentanyl", "AEMT", dose=50, unit="mcg", patient={"indication": "pain", "weight_kg": 40}
    )
    assert told.permitted
    assert "Not told" not in (told.note or "")
    ordered = verdict(
        known, "fentanyl", "AEMT", order="online_prior", patient={"indication": "pain", "weight_kg": 40}
    )
    assert "Not told" not in (ordered.note or "")


def test_route_and_formulation_that_nobody_told_are_named_too(tmp_path):
    cell = '{ may = "yes", route = ["Intramuscular (IM)"], formulation = ["drawn_up"] }'
    known = place(tmp_path, cell_of("ondansetron_parenteral", "AEMT", cell))
    silent = verdict(known, "ondansetron_parenteral", "AEMT")
    assert silent.note.endswith("Not told, so counted as met: the route and the formulation")
    told = verdict(
        known, "ondansetron_parenteral", "AEMT", route="Intramuscular (IM)", formulation="drawn_up"
    )
    assert "Not told" not in (told.note or "")


@pytest.mark.parametrize(
    ("control", "reached", "reason"),
    [
        (
            "unreachable",
            None,
            "This is only for when medical control cannot be reached; nothing says that it could not be",
        ),
        ("unreachable", True, "This is only for when medical control cannot be reached; it was reached"),
        ("reachable", False, "This is only for when medical control can be reached; it could not be"),
    ],
)
def test_a_refusal_says_why_medical_control_matters(tmp_path, control, reached, reason):
    known = place(tmp_path, cell_of("bvm", "EMT", f'{{ may = "yes", control = "{control}" }}'))
    act = {} if reached is None else {"control_reached": reached}
    refused = verdict(known, "bvm", "EMT", **act)
    assert (refused.verdict, refused.reason) == ("needs_medical_direction", reason)


def test_a_level_that_functions_as_another_has_its_conditions(tmp_path):
    level = '[[levels]]\nname = "EMT-I"\nincludes = ["AEMT"]\nfunctions_as = "AEMT"\nsource = "here"\nconfidence = "high"\n'
    known = place(tmp_path, level + shared('levels = ["AEMT"]', 'needs = ["medical_control"]'))
    assert verdict(known, "bvm", "EMT-I", **OFF).layer == "agency"
    assert verdict(known, "bvm", "EMT", **OFF).permitted


def test_otherwise_may_carry_conditions(tmp_path):
    level = '[[levels]]\nname = "AEMT"\notherwise = { may = "yes", needs = ["standing_orders"] }\nsource = "there"\nconfidence = "high"\n'
    known = place(tmp_path, level + cell_of("bvm", "AEMT", '"yes"'))
    without = {"agency": {"standing_orders": False}}
    refused = verdict(known, "rsi", "AEMT", **without)
    assert (refused.layer, refused.source) == ("agency", "Another page")
    assert verdict(known, "rsi", "AEMT").permitted
    assert verdict(known, "bvm", "AEMT", **without).permitted


def test_otherwise_may_be_unknown(tmp_path):
    level = '[[levels]]\nname = "AEMT"\notherwise = "unknown"\nsource = "there"\nconfidence = "low"\n'
    known = place(tmp_path, level)
    assert verdict(known, "rsi", "AEMT").verdict == "cannot_judge"
    assert cell_mark(known["place"].items["rsi"].cells["AEMT"]) == "unknown"
    assert cell_mark(known["place"].items["rsi"].cells["EMT"]) == "no"


# in words ------------------------------------------------------------------------------------------------------------


def test_a_cell_shows_what_it_shares(tmp_path):
    known = place(
        tmp_path,
        shared('items = ["bvm", "nitro_sl_own"]', 'needs = ["medical_control"]', 'findings = ["awake"]'),
    )
    rules = known["place"]
    words = "the agency has medical control; patient awake"
    cell = rules.items["bvm"].cells["EMT"]
    assert (cell_mark(cell), cell_conditions(cell, rules)) == ("conditions", (words,))
    assert cell_text(rules.items["nitro_sl_own"].cells["EMT"], rules) == f"own medication only ({words})"
    assert cell_mark(rules.items["cpap"].cells["EMT"]) == "yes"


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ((), "Every level, everything: the agency has medical control"),
        (('levels = ["EMT", "AEMT"]',), "EMT and AEMT, everything: the agency has medical control"),
        (
            ('items = ["bvm"]',),
            "Every level, Bag-valve-mask (BVM) ventilation: the agency has medical control",
        ),
        (
            ('but = ["Miscellaneous"]',),
            "Every level, everything but Miscellaneous: the agency has medical control",
        ),
        (('note = "or a nurse"',), "Every level, everything: the agency has medical control (or a nurse)"),
    ],
)
def test_a_shared_condition_in_a_sentence(tmp_path, which, words):
    rules = place(tmp_path, shared(*which, 'needs = ["medical_control"]'))["place"]
    (condition,) = rules.conditions
    name = rules.items["bvm"].name
    assert shared_words(condition, rules) == words.replace("Bag-valve-mask (BVM) ventilation", name)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("", "ID, UT"),
        ('levels = ["EMT", "AEMT"]\n', "ID, UT (EMT and AEMT)"),
        ('scope = "home"\n', "ID, UT (by the scope of the home state)"),
        ('levels = ["EMT"]\nscope = "home"\n', "ID, UT (EMT; by the scope of the home state)"),
    ],
)
def test_a_compact_in_words(tmp_path, more, words):
    rules = place(tmp_path, f'[compact]\nstates = ["ID", "UT"]\n{more}{BASE}', 'state = "CO"')["place"]
    assert compact_words(rules.compact) == words


def test_a_shared_condition_is_a_difference_of_the_whole_and_of_each_cell(tmp_path):
    known = place(tmp_path, shared('items = ["bvm"]', 'levels = ["EMT"]', 'needs = ["medical_control"]'))
    differing = list(differences(known[NATIONAL], known["place"]))
    assert [one.item for one in differing if one.what == "ruleset" and one.item == "conditions"] == [
        "conditions"
    ]
    assert [(one.item, one.level) for one in differing if one.what == "cell"] == [("bvm", "EMT")]


# what cannot be used -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "key", "words"),
    [
        (shared('items = ["bvm"]'), "conditions (entry 1)", "asks for nothing"),
        (shared('items = ["bvm"]', 'but = ["aed"]', "age_from = 1"), "conditions (entry 1)", "says both items and but"),
        (shared('items = ["bvn"]', "age_from = 1"), "conditions (entry 1).items", 'the nearest known is "bvm"'),
        (shared('but = ["aedd"]', "age_from = 1"), "conditions (entry 1).but", 'the nearest known is "aed"'),
        (shared('levels = ["EMTT"]', "age_from = 1"), "conditions (entry 1).levels", 'the nearest known is "EMT"'),
        (shared('program = "cpapp"'), "conditions (entry 1).program", "name it in [programs]"),
        (shared("dose_max = 3"), "conditions (entry 1).dose_max", "is unknown"),
        (shared("age_from = 3", "age_under = 3"), "conditions (entry 1).age_from", "leaves nobody below"),
        (shared('findings = ["apneic", "breathing"]'), "conditions (entry 1).findings", "leaves nobody who is apneic and breathing"),
        (shared('findings = ["asleep"]'), "conditions (entry 1).findings[0]", "is unknown"),
        (shared("age_from = 1").replace('"there"', '"where"'), "conditions (entry 1).source", "list it in [sources]"),
        (cell_of("bvm", "EMT", '[{ may = "unknown" }, { may = "yes" }]'), "items.bvm.cells.EMT", "is unknown and has other ways"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_used_is_named(tmp_path, rest, key, words):
    assert any(place == key and words in reason for place, reason in complaints(tmp_path, rest)), complaints(
        tmp_path, rest
    )


def additional(levels='["EMT"]', items='["iv_access"]'):
    return f'[[additional]]\nlevels = {levels}\nitems = {items}\nby = "the board"\n{BASE}'


@pytest.mark.parametrize(
    ("rest", "key", "words"),
    [
        (additional(levels="[]"), "additional (entry 1).levels", "is empty; name the levels"),
        (additional(items="[]"), "additional (entry 1).items", "is empty; name the items"),
        (additional(levels='["EMTT"]'), "additional (entry 1).levels", 'the nearest known is "EMT"'),
        (additional(items='["iv_acces"]'), "additional (entry 1).items", 'the nearest known is "iv_access"'),
        (
            additional(items='["bvm"]'),
            "additional (entry 1).items",
            "names bvm, which the EMT may do already",
        ),
        (additional(items='["vital_signs"]'), "additional (entry 1).items", "may do already"),
    ],
)
def test_an_addition_that_cannot_be_used_is_named(tmp_path, rest, key, words):
    assert any(place == key and words in reason for place, reason in complaints(tmp_path, rest))


def test_an_addition_opens_a_further_way_beside_those_there_are(tmp_path):
    known = place(
        tmp_path, additional(items='["glucagon_im"]') + cell_of("glucagon_im", "EMT", '"medical_direction"')
    )
    assert verdict(known, "glucagon_im", "EMT", order="online_prior").permitted
    assert verdict(known, "glucagon_im", "EMT", agency={"programs": ["glucagon_im"]}).permitted
    assert not verdict(known, "glucagon_im", "EMT").permitted
    assert known["place"].programs["glucagon_im"] == "Glucagon IM (additional skill, approved by the board)"


def test_under_a_ceiling_a_child_cannot_shake_off_a_shared_condition(tmp_path):
    written(tmp_path, shared('needs = ["medical_control"]'), "ceiling = true", name="state")
    written(tmp_path, cell_of("bvm", "EMT", '"yes"'), name="agency", parent="state")
    assert list(broken_schemas(tmp_path)) == []
    assert asked(rulesets(tmp_path), ruleset="agency", item="bvm", level="EMT", **OFF).layer == "agency"


@pytest.mark.parametrize(
    ("of_state", "of_agency"),
    [
        ('{ may = "yes", findings = ["apneic"] }', '"yes"'),
        ('{ may = "yes", findings = ["apneic", "pulseless"] }', '{ may = "yes", findings = ["apneic"] }'),
        ('{ may = "yes", control = "unreachable" }', '"yes"'),
        ('{ may = "yes", control = "reachable" }', '"yes"'),
    ],
)
def test_a_child_that_drops_a_finding_or_medical_control_widens_a_ceiling(tmp_path, of_state, of_agency):
    written(tmp_path, cell_of("bvm", "EMT", of_state), "ceiling = true", name="state")
    written(tmp_path, cell_of("bvm", "EMT", of_agency), name="agency", parent="state")
    (complaint,) = broken_schemas(tmp_path)
    assert "permits what the ceiling" in complaint.reason
    written(tmp_path, cell_of("bvm", "EMT", of_agency), "ceiling = true", name="state")
    written(tmp_path, cell_of("bvm", "EMT", of_state), name="agency", parent="state")
    assert list(broken_schemas(tmp_path)) == []
