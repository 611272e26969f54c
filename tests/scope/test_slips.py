"""What of a ruleset can be read and is hardly meant, at both sides of where it begins, and what of it the command says."""

from __future__ import annotations

from datetime import date

import pytest

from epcr.scope.files.slips import slips
from tests.scope.asking import cell_of

TODAY = date(2026, 11, 22)
HEAD = """
id = "place"
title = "A place for tests"
version = "1"
in_force_from = {since}
source = "test"
notice = "Only for tests."
parent = "us-national-2019"
{head}

[sources]
here = "The rules of this place"

{rest}
"""


def said(folder, rest="", head="", since="2025-01-01"):
    """Key and reason of each slip of one file."""
    folder.mkdir(exist_ok=True)
    (folder / "place.toml").write_text(HEAD.format(rest=rest, head=head, since=since), "utf-8")
    return [(slip.key, slip.reason) for slip in slips(folder, TODAY) if slip.file.endswith("place.toml")]


def of_cell(tmp_path, cell, item="aspirin_po", level="EMT"):
    return said(tmp_path, cell_of(item, level, cell))


def test_the_shipped_rulesets_have_none():
    assert list(slips(None, TODAY)) == []


def test_a_program_or_an_endorsement_that_no_rule_asks_for_is_named(tmp_path):
    names = '[programs]\ncpap = "CPAP"\n\n[endorsements]\nemt-iv = "IV"\n'
    (one, why), (other, _) = sorted(said(tmp_path, names))
    assert (one, other) == ("endorsements.emt-iv", "programs.cpap")
    assert why == "is asked for by no rule; take it out, or name it in the cell it is for"
    asked = cell_of("cpap", "EMT", '{ may = "yes", program = "cpap", endorsement = ["emt-iv"] }')
    assert said(tmp_path / "asked", names + asked) == []


@pytest.mark.parametrize(
    "asking",
    [
        '[[conditions]]\nitems = ["cpap"]\nprogram = "p"\nsource = "here"\nconfidence = "high"\n',
        '[[levels]]\nname = "EMT-I"\nincludes = ["AEMT"]\nfunctions_as = "AEMT"\nprogram = "p"\nsource = "here"\nconfidence = "high"\n',
    ],
)
def test_a_condition_and_a_level_ask_for_a_program_too(tmp_path, asking):
    assert said(tmp_path, f'[programs]\np = "P"\n\n{asking}') == []


def test_what_only_an_agency_over_it_asks_for_is_asked_for(tmp_path):
    tmp_path.joinpath("agency.toml").write_text(
        HEAD.format(
            rest=cell_of("cpap", "EMT", '{ may = "yes", program = "p" }'), head="", since="2025-01-01"
        )
        .replace('id = "place"', 'id = "agency"', 1)
        .replace("us-national-2019", "place"),
        "utf-8",
    )
    assert said(tmp_path, '[programs]\np = "P"\n') == []


def test_a_name_or_a_text_that_is_empty_is_named(tmp_path):
    asked = cell_of("cpap", "EMT", '{ may = "yes", program = "p" }')
    assert said(tmp_path, f'[programs]\np = " "\n{asked}') == [
        ("programs.p", "has no name; write it as it is printed")
    ]


@pytest.mark.parametrize(
    ("cell", "key", "words"),
    [
        ('{ may = "yes", dose_max = 0, unit = "mg" }', "dose_max", "every dose would need an order"),
        ('{ may = "yes", cumulative_max = 0, unit = "mg" }', "cumulative_max", "every dose would need an order"),
        ('{ may = "yes", dose_max = 324, cumulative_max = 300, unit = "mg" }', "cumulative_max", "is below dose_max"),
        ('{ may = "yes", dose_max = 0.324, unit = "g" }', "unit", "is g, while the catalog gives it in mg"),
        ('{ may = "yes", age_from = 180 }', "age_from", "180 months are 15"),
        ('{ may = "yes", age_from = 123 }', "age_from", "older than anybody"),
        ('{ may = "yes", age_under = 216 }', "age_under", "216 months are 18"),
        ('{ may = "yes", age_from = 0 }', "age_from", "everybody has 0 or more"),
        ('{ may = "yes", weight_from = 0 }', "weight_from", "everybody has 0 or more"),
        ('{ may = "yes", age_under = 0 }', "age_under", "nobody has less than 0"),
        ('{ may = "yes", weight_under = 0 }', "weight_under", "nobody has less than 0"),
        ('{ may = "yes", weight_from = 301 }', "weight_from", "301 lb are 137 kg"),
    ],
)  # fmt: skip
def test_a_limit_that_is_hardly_meant_is_named_with_its_cell(tmp_path, cell, key, words):
    ((place, reason),) = of_cell(tmp_path, cell)
    assert place == f"items.aspirin_po.cells.EMT.{key}"
    assert words in reason


@pytest.mark.parametrize(
    "cell",
    [
        '{ may = "yes", dose_max = 0.1, cumulative_max = 0.1, unit = "mg" }',
        '{ may = "yes", dose_max = 324, cumulative_max = 324, unit = "mg" }',
        '{ may = "yes", age_from = 122, weight_from = 0.5 }',
        '{ may = "yes", age_under = 0.5, weight_under = 300 }',
    ],
)
def test_an_ordinary_limit_is_not_named(tmp_path, cell):
    assert of_cell(tmp_path, cell) == []


def test_grams_among_milligrams_are_named_where_the_catalog_has_no_unit(tmp_path):
    def three(unit):
        cells = zip(("route_oral", "route_im", "route_sl"), (unit, "mg", "mg"), strict=True)
        return "".join(
            cell_of(item, "EMT", f'{{ may = "yes", dose_max = 5, unit = "{used}" }}') for item, used in cells
        )

    ((place, reason),) = said(tmp_path, three("g"))
    assert place == "items.route_oral.cells.EMT.unit"
    assert reason == "is g, while all other limits of the file are in mg"
    assert said(tmp_path / "alike", three("mg")) == []
    assert said(tmp_path / "small", three("mcg")) == []


@pytest.mark.parametrize(
    ("since", "head", "keys"),
    [
        ("2205-01-01", "", ["in_force_from"]),
        ("2047-01-01", "", ["in_force_from"]),
        ("2046-12-31", "", []),
        ("2025-01-01", "in_force_to = 2205-01-01", ["in_force_to"]),
        ("2025-01-01", "in_force_to = 9999-12-31", []),
    ],
)
def test_a_year_that_nobody_means_is_named(tmp_path, since, head, keys):
    assert [key for key, _ in said(tmp_path, head=head, since=since)] == keys


def test_the_day_of_a_change_notice_is_looked_at(tmp_path):
    def notice(year):
        return f'[[change_notices]]\ntitle = "A"\ndated = {year}-01-01\nsummary = "s"\nsource = "here"\nconfidence = "low"\n'

    assert said(tmp_path, notice(1965)) == [
        ("change_notices.A.dated", "is in the year 1965; write the year as it is printed")
    ]
    assert said(tmp_path / "later", notice(1966)) == []


def test_a_condition_that_covers_no_cell_is_named(tmp_path):
    def condition(level):
        return (
            f'[[conditions]]\nlevels = ["{level}"]\nitems = ["rsi", "ett"]\nneeds = ["medical_control"]\n'
            'source = "here"\nconfidence = "high"\n'
        )

    assert said(tmp_path, condition("EMR")) == [
        ("conditions (entry 1)", "covers no cell; look at its levels, items and but")
    ]
    assert said(tmp_path / "covering", condition("Paramedic")) == []


def test_a_limit_of_a_shared_condition_is_looked_at(tmp_path):
    text = '[[conditions]]\nitems = ["cpap"]\nage_from = 180\nsource = "here"\nconfidence = "high"\n'
    ((place, _),) = said(tmp_path, text)
    assert place == "conditions (entry 1).age_from"


def test_the_own_state_in_a_compact_is_named(tmp_path):
    compact = '[compact]\nstates = ["ID", "CO"]\nsource = "here"\nconfidence = "high"\n'
    ((place, reason),) = said(tmp_path, compact, 'state = "CO"')
    assert (place, reason) == ("compact.states", 'names "CO", the ruleset\'s own state')


def test_what_a_level_may_otherwise_do_is_looked_at_once(tmp_path):
    level = '[[levels]]\nname = "EMT"\notherwise = { may = "yes", age_from = 180 }\nsource = "here"\nconfidence = "high"\n'
    assert len(said(tmp_path, level)) == 1
