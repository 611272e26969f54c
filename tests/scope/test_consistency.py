"""What can each be read and is wrong together: contradictions, a ceiling that a child widens, days without a rule."""

from __future__ import annotations

import tomllib

import pytest

from epcr.scope import Act, broken_schemas, rulesets
from epcr.scope.ceilings import widened
from tests.rulebook.places import child as child_of
from tests.rulebook.places import item, root
from tests.scope.asking import asked, cell_of, written

ITEM = "ondansetron_odt"  # national: EMR and EMT no, AEMT and Paramedic yes
NO_PARENT_RULE = '[[items]]\nid = "new"\nkind = "procedure"\nname = "New"\ncategory = "Else"\nsource = "here"\nconfidence = "high"\n'


def said(folder):
    return [(one.key, one.reason) for one in broken_schemas(folder)]


def child(folder, state_cell, own_cell, *, ceiling="ceiling = true", level="EMT", item=ITEM):
    """What is said of an agency under a state, each with one cell."""
    written(folder, cell_of(item, level, state_cell), ceiling, name="state")
    written(folder, cell_of(item, level, own_cell), name="agency", parent="state")
    return said(folder)


@pytest.mark.parametrize(
    ("of_state", "of_agency"),
    [
        ('"no"', '"yes"'),
        ('"no"', '{ may = "yes", program = "p" }'),
        ('"assist"', '"yes"'),
        ('"medical_direction"', '"yes"'),
        ('{ may = "yes", age_from = 12 }', '{ may = "yes", age_from = 10 }'),
        ('{ may = "yes", age_under = 12 }', '{ may = "yes", age_under = 13 }'),
        ('{ may = "yes", weight_from = 40 }', '"yes"'),
        ('{ may = "yes", tape = "longer" }', '"yes"'),
        ('{ may = "yes", endorsement = ["e"] }', '{ may = "yes", endorsement = ["e", "f"] }'),
        ('{ may = "yes", indication = ["nausea"] }', '{ may = "yes", indication = ["nausea", "pain"] }'),
        ('{ may = "yes", setting = ["interfacility"] }', '"yes"'),
        ('{ may = "yes", mode = ["maintain"] }', '{ may = "yes", mode = ["maintain", "monitor"] }'),
        ('{ may = "yes", supply = ["patient"] }', '"yes"'),
        ('{ may = "yes", needs = ["medical_control"] }', '"yes"'),
        (
            '{ may = "yes", order = ["online_prior"] }',
            '{ may = "yes", order = ["online_prior", "on_scene"] }',
        ),
        ('{ may = "yes", dose_max = 4, unit = "mg" }', '{ may = "yes", dose_max = 8, unit = "mg" }'),
        ('{ may = "yes", cumulative_max = 4, unit = "mg" }', '"yes"'),
        ('{ may = "yes", single_dose = true }', '"yes"'),
    ],
)
def test_a_child_that_widens_a_ceiling_is_named(tmp_path, of_state, of_agency):
    ((key, reason),) = child(tmp_path, of_state, of_agency)
    assert key == f"items.{ITEM}.cells.EMT"
    assert 'permits what the ceiling "state" refuses' in reason
    assert "as extendable" in reason
    assert child(tmp_path, of_agency, of_state) == []  # the other way round it narrows


def test_another_condition_than_the_ceilings_is_a_widening_both_ways(tmp_path):
    program, endorsed = '{ may = "yes", program = "p" }', '{ may = "yes", endorsement = ["e"] }'
    assert len(child(tmp_path, program, endorsed)) == 1
    assert len(child(tmp_path, endorsed, program)) == 1


def test_what_the_item_itself_says_is_no_widening(tmp_path):
    assert child(tmp_path, '{ may = "yes", formulation = ["oral"] }', '"yes"') == []


@pytest.mark.parametrize("ceiling", ["", "ceiling = false"])
def test_a_child_of_what_is_no_ceiling_may_widen(tmp_path, ceiling):
    assert child(tmp_path, '"no"', '"yes"', ceiling=ceiling) == []


def test_a_cell_marked_as_extendable_may_be_widened(tmp_path):
    assert child(tmp_path, '{ may = "no", extendable = true }', '{ may = "yes", program = "p" }') == []


def test_the_example_is_an_act_that_the_child_permits_and_the_ceiling_refuses(tmp_path):
    ((_, reason),) = child(tmp_path, '{ may = "yes", age_from = 12 }', '{ may = "yes", age_from = 10 }')
    assert "'patient': {'age_years': 10.0}" in reason
    known = rulesets(tmp_path)
    act = {"item": ITEM, "level": "EMT", "patient": {"age_years": 10}}
    assert asked(known, **act, ruleset="agency").permitted is False
    assert asked(known, **act, ruleset="state").permitted is False


YES = '"yes"'
EXAMPLES = [
    ('{ may = "yes", formulation = ["drawn_up"] }', YES, {"formulation": "infusion"}),
    ('{ may = "yes", setting = ["scene"] }', YES, {"setting": "interfacility"}),
    (
        '{ may = "yes", setting = ["interfacility"] }',
        '{ may = "yes", setting = ["interfacility", "scene"] }',
        {},
    ),
    ('{ may = "yes", indication = ["pain"] }', YES, {"patient": {"indication": "other"}}),
    (
        '{ may = "yes", indication = ["pain"] }',
        '{ may = "yes", indication = ["pain", "burn"] }',
        {"patient": {"indication": "burn"}},
    ),
    ('{ may = "yes", route = ["Intranasal"] }', YES, {"route": "9927023"}),
    (
        '{ may = "yes", route = ["Intranasal"] }',
        '{ may = "yes", route = ["Intranasal", "Intramuscular (IM)"] }',
        {"route": "9927015"},
    ),
    ('{ may = "yes", supply = ["agency"] }', YES, {"supply": "patient"}),
    ('{ may = "yes", age_from = 12 }', YES, {"patient": {"age_years": 11.99}}),
    (
        '{ may = "yes", age_under = 12 }',
        '{ may = "yes", age_under = 13 }',
        {"patient": {"age_years": 12.99}},
    ),
    (
        '{ may = "yes", age_from = 0.005, age_under = 12 }',
        '{ may = "yes", age_from = 0.005, age_under = 13 }',
        {"patient": {"age_years": 12.99}},
    ),
    ('{ may = "yes", weight_under = 40 }', YES, {"patient": {"weight_kg": 40.0}}),
    (
        '{ may = "yes", weight_from = 40 }',
        '{ may = "yes", weight_from = 35 }',
        {"patient": {"weight_kg": 35.0}},
    ),
    ('{ may = "yes", tape = "longer" }', YES, {"patient": {"shorter_than_tape": True}}),
    (
        '{ may = "yes", program = "p" }',
        '{ may = "yes", program = "q" }',
        {"agency": {"programs": ("q",)}},
    ),
    (
        '{ may = "yes", endorsement = ["e"] }',
        '{ may = "yes", endorsement = ["f"] }',
        {"performer": {"endorsements": ("f",)}},
    ),
    (
        '{ may = "yes", endorsement = ["e"], program = "p" }',
        '{ may = "yes", endorsement = ["e"] }',
        {"performer": {"endorsements": ("e",)}},
    ),
    (
        '[{ may = "yes", program = "p" }, { may = "yes", age_from = 8, program = "q" }]',
        '{ may = "yes", program = "q" }',
        {"patient": {"age_years": 7.99}, "agency": {"programs": ("q",)}},
    ),
    (
        '{ may = "yes", needs = ["standing_orders"] }',
        YES,
        {"agency": {"medical_control": False, "standing_orders": False}},
    ),
    ('{ may = "yes", order = ["standing"] }', YES, {"order": "online_prior"}),
    (
        '{ may = "medical_direction", order = ["standing", "on_scene"] }',
        '{ may = "yes", order = ["none"] }',
        {"order": "none"},
    ),
    ('{ may = "yes", dose_max = 100, unit = "mcg" }', YES, {"dose": 101.0, "unit": "mcg"}),
    (
        '{ may = "yes", dose_max = 100, unit = "mcg" }',
        '{ may = "yes", dose_max = 0.2, unit = "mg" }',
        {"dose": 0.2, "unit": "mg"},
    ),
    (
        '{ may = "yes", cumulative_max = 100, unit = "mcg" }',
        '{ may = "yes", cumulative_max = 150, unit = "mcg" }',
        {"dose": 150.0, "unit": "mcg"},
    ),
    ('{ may = "yes", single_dose = true }', YES, {"dose_given_before": 1.0}),
    (
        '{ may = "yes", supply = ["patient"], dose_max = 4, unit = "mg" }',
        '{ may = "yes", supply = ["patient"] }',
        {"supply": "patient", "dose": 4.04, "unit": "mg"},
    ),
    ('{ may = "yes", age_from = 0.5 }', YES, {"patient": {"age_years": 0.49}}),
    (
        '{ may = "assist", indication = ["pain"] }',
        '"assist"',
        {"supply": "patient", "patient": {"indication": "other"}},
    ),
    (
        '{ may = "medical_direction", indication = ["pain"] }',
        '"medical_direction"',
        {"order": "online_prior", "patient": {"indication": "other"}},
    ),
    ('"medical_direction"', YES, {}),
    ('"assist"', YES, {}),
]


def county_below(of_state, of_agency, **more):
    """A county below a ceiling, each with one cell as a file would write it."""
    state, agency = (tomllib.loads(f"cell = {words}")["cell"] for words in (of_state, of_agency))
    fentanyl = item(
        "fentanyl", **{"routes": ["Intravenous (IV)", "Intramuscular (IM)", "Intranasal"], **more}
    )
    fentanyl["cells"] = {"EMR": "no", "EMT": "no", "Paramedic": state}
    named = {"programs": {"p": "P", "q": "Q"}, "endorsements": {"e": "E", "f": "F"}}
    above = root(items=[fentanyl], ceiling=True, **named)
    return child_of(above, items=[{"id": "fentanyl", "cells": {"Paramedic": agency}}])


def widenings(of_state, of_agency, **more):
    """What is said of that county."""
    return [(one.item, one.level, str(one)) for one in widened(county_below(of_state, of_agency, **more))]


@pytest.mark.parametrize(("of_state", "of_agency", "example"), EXAMPLES)
def test_the_example_is_the_first_act_just_beyond_what_the_ceiling_permits(of_state, of_agency, example):
    told = f", for example with {example}" if example else ""
    assert widenings(of_state, of_agency) == [
        (
            "fentanyl",
            "Paramedic",
            f'permits what the ceiling "place" refuses{told}; narrow it, or mark the cell there as extendable',
        )
    ]


@pytest.mark.parametrize(
    ("of_state", "of_agency"),
    [(YES, '"assist"'), ('"assist"', '{ may = "yes", supply = ["patient"] }'), (YES, '"no"'), (YES, YES)],
)
def test_what_the_ceiling_permits_too_is_no_widening(of_state, of_agency):
    assert widenings(of_state, of_agency) == []


def test_the_example_is_an_act_of_that_level_by_the_child():
    one, *_ = list(widened(county_below('"no"', '{ may = "yes", supply = ["patient"], unit = "mg" }')))
    assert one.act == Act(ruleset="county", item="fentanyl", level="Paramedic", supply="patient", unit="mg")
    formulated, *_ = list(widened(county_below('{ may = "yes", formulation = ["oral"] }', YES)))
    assert formulated.act == Act(ruleset="county", item="fentanyl", level="Paramedic", formulation="infusion")


def test_a_mode_is_tried_where_none_goes_by_itself():
    ((_, _, reason),) = widenings('{ may = "yes", mode = ["maintain"] }', YES, kind="fluid")
    assert ", for example with {'mode': 'adjust'};" in reason


def test_an_undeclared_program_below_a_ceiling_is_named_and_does_not_hide_the_rest(tmp_path):
    found = child(tmp_path, '{ may = "yes", program = "zz" }', '{ may = "yes", endorsement = ["zz"] }')
    assert [key for key, _ in found] == [
        f"items.{ITEM}.cells.EMT.program",
        f"items.{ITEM}.cells.EMT.endorsement",
        f"items.{ITEM}.cells.EMT",
    ]


def test_what_needs_no_condition_is_told_without_one(tmp_path):
    ((_, reason),) = child(tmp_path, '"no"', '"yes"')
    assert "for example" not in reason


def test_a_grandchild_stays_below_the_ceiling_too(tmp_path):
    written(tmp_path, cell_of(ITEM, "EMT", '"no"'), "ceiling = true", name="state")
    written(tmp_path, name="county", parent="state")
    written(tmp_path, cell_of(ITEM, "EMT", '"yes"'), name="agency", parent="county")
    ((key, reason),) = said(tmp_path)
    assert (key, '"state"' in reason) == (f"items.{ITEM}.cells.EMT", True)


def test_a_rule_for_what_the_ceiling_does_not_know_is_named(tmp_path):
    written(tmp_path, "", "ceiling = true", name="state")
    cells = 'cells = { EMR = "no", EMT = "no", AEMT = "no", Paramedic = "yes" }\n'
    written(tmp_path, NO_PARENT_RULE + cells, name="agency", parent="state")
    ((key, reason),) = said(tmp_path)
    assert key == "items.new.cells.Paramedic"
    assert reason == 'permits what the ceiling "state" has no rule for; take it out, or mark it there'


@pytest.mark.parametrize(
    ("item", "level", "cell", "reason"),
    [
        (
            ITEM,
            "EMT",
            '{ may = "assist", supply = ["agency"] }',
            "asks for the agency's stock, while assisting is with the patient's own medication",
        ),
        (
            "blood_maintain",
            "Paramedic",
            '{ may = "yes", mode = ["acquire", "interpret"] }',
            "asks for the mode acquire or interpret, while the item is only maintain, monitor or adjust",
        ),
        (
            "naloxone_in_unit",
            "EMT",
            '{ may = "yes", formulation = ["oral"] }',
            "asks for the formulation oral, while the item is only unit_dose",
        ),
        (
            "naloxone_in_unit",
            "EMT",
            '{ may = "yes", route = ["Intranasal", "Oral"] }',
            "asks for the route Oral, which the item does not list",
        ),
        (
            ITEM,
            "EMT",
            '[{ may = "yes" }, { may = "medical_direction" }]',
            "has two ways with the same conditions and another answer; keep one",
        ),
        (
            ITEM,
            "EMT",
            '[{ may = "yes", dose_max = 4, unit = "mg" }, { may = "yes", dose_max = 8, unit = "mg", note = "x" }]',
            "has two ways with the same conditions and another answer; keep one",
        ),
    ],
)
def test_a_rule_that_contradicts_another_or_itself_is_named(tmp_path, item, level, cell, reason):
    written(tmp_path, cell_of(item, level, cell))
    ((key, told),) = said(tmp_path)
    assert key == f"items.{item}.cells.{level}"
    assert told == reason


def test_a_contradiction_is_named_in_the_file_that_has_it_only(tmp_path):
    written(tmp_path, cell_of(ITEM, "EMT", '{ may = "assist", supply = ["agency"] }'))
    written(tmp_path, name="below", parent="place")
    assert len(said(tmp_path)) == 1


def test_two_ways_with_other_conditions_go_together(tmp_path):
    cell = '[{ may = "yes", age_from = 18 }, { may = "medical_direction", age_under = 18 }]'
    written(tmp_path, cell_of(ITEM, "EMT", cell))
    assert said(tmp_path) == []


@pytest.mark.parametrize(
    ("last", "first", "own_last", "key", "reason"),
    [
        (
            "",
            "2022-02-01",
            "",
            "in_force_from",
            'from 2022-02-01 to 2022-02-28 the parent "above" is not in force',
        ),
        (
            "in_force_to = 2025-12-31",
            "2022-03-01",
            "",
            "in_force_to",
            'from 2026-01-01 on the parent "above" is not in force',
        ),
        (
            "in_force_to = 2025-12-31",
            "2022-03-01",
            "in_force_to = 2026-01-01",
            "in_force_to",
            'from 2026-01-01 on the parent "above" is not in force',
        ),
        ("in_force_to = 2025-12-31", "2022-03-01", "in_force_to = 2025-12-31", None, ""),
    ],
)
def test_days_on_which_the_parent_is_not_in_force_are_named(tmp_path, last, first, own_last, key, reason):
    shifted(written(tmp_path, head=last, name="above"), "2022-03-01")
    shifted(written(tmp_path, head=own_last, name="below", parent="above"), first)
    found = said(tmp_path)
    assert [one[0] for one in found] == ([key] if key else [])
    assert all(reason == told for _, told in found)


@pytest.mark.parametrize(
    ("last", "first", "found"),
    [
        (
            "in_force_to = 2024-12-31",
            "2025-01-03",
            [("in_force_from", "leaves a gap: from 2025-01-01 to 2025-01-02 neither ruleset holds")],
        ),
        (
            "in_force_to = 2025-01-05",
            "2025-01-03",
            [("in_force_from", 'overlaps: "old" holds until 2025-01-05')],
        ),
        ("", "2025-01-03", [("follows", '"old" has no last day; give it in_force_to')]),
        ("in_force_to = 2025-01-02", "2025-01-03", []),
    ],
)
def test_a_gap_between_a_ruleset_and_the_one_it_follows_is_named(tmp_path, last, first, found):
    shifted(written(tmp_path, head=last, name="old"), "2022-01-01")
    shifted(written(tmp_path, head='follows = "old"', name="new"), first)
    assert said(tmp_path) == found


def test_a_ruleset_that_follows_an_unknown_one_is_named(tmp_path):
    shifted(written(tmp_path, head='follows = "us-national-2091"', name="new"), "2025-01-01")
    assert said(tmp_path) == [
        ("follows", 'The ruleset "us-national-2091" is unknown; the nearest known is "us-national-2019"')
    ]


def shifted(file, day):
    """The file with another first day."""
    file.write_text(
        file.read_text("utf-8").replace("in_force_from = 2021-06-01", f"in_force_from = {day}"), "utf-8"
    )
