"""The published lists of a state and an agency: every cell of them is in the rulesets, and no other."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import etree

from epcr.broken_schema import stop
from epcr.permissions import imported, read_file
from epcr.permissions.lists import LEVEL_OF
from epcr.scope import asked_as, judge_json
from epcr.scope.files.library import built, read_rulesets
from epcr.sheet.catalog import catalog
from tests.permissions.writing import official, permissions

STATE, AGENCY, ELSEWHERE = "nemsis-state-09", "nemsis-agency-09-351-c034p2", "nemsis-agency-36-351-c034p2"
RULESET_OF = {("STATE-1", "09"): STATE, ("DEM-1", "09"): AGENCY, ("DEM-1", "36"): ELSEWHERE}
NEMSIS = "{http://www.nemsis.org}"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The rulesets with those of the two published documents, as the command makes them."""
    from tests.cli.running import Epcr  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("official")
    run = Epcr(folder / "home")
    for name in ("2025-STATE-1_v351.xml", "2025-DEM-1_v351.xml"):
        done = run("scope", "import", str(official(f"full/{name}")), "--to", str(folder / "rulesets"))
        assert done.exit_code == 0, done.output
    return read_rulesets(folder / "rulesets", stop)


def judged(known, ruleset, code, level):
    act = {"ruleset": ruleset, "code": code, "level": level, "on": "2024-10-14"}
    return judge_json(json.dumps(act), known)


def cells(dataset, state):
    return {
        (row["item_code"], LEVEL_OF[row["level_code"]])
        for row in permissions()
        if (row["dataset"], row["state"]) == (dataset, state)
    }


def test_the_published_state_has_323_procedure_and_110_medication_cells():
    kinds = [row["kind"] for row in permissions() if row["dataset"] == "STATE-1"]
    assert (kinds.count("procedure"), kinds.count("medication")) == (323, 110)


@pytest.mark.parametrize(("dataset", "state"), RULESET_OF)
def test_every_published_cell_is_permitted_and_every_other_is_not(known, dataset, state):
    permitted = cells(dataset, state)
    codes = {row["item_code"] for row in permissions()}
    levels = {LEVEL_OF[row["level_code"]] for row in permissions()}
    ruleset = RULESET_OF[dataset, state]
    assert permitted
    found = {
        (code, level) for code in codes for level in levels if judged(known, ruleset, code, level).permitted
    }
    assert found == permitted


@pytest.mark.parametrize("ruleset", [STATE, AGENCY])
def test_every_code_and_level_of_the_state_is_judged_also_where_the_agency_does_not_list_it(known, ruleset):
    listed = cells("STATE-1", "09")
    verdicts = {
        judged(known, ruleset, code, level).verdict
        for code in {code for code, _ in listed}
        for level in {level for _, level in listed}
    }
    assert verdicts == {"permitted", "not_permitted"}


def test_every_row_says_what_it_rests_on(known):
    verdict = judged(known, STATE, "4337", "EMT")
    assert (verdict.verdict, verdict.layer, verdict.rule) == ("not_permitted", "rule", "rxnorm_4337")
    assert (verdict.rule_from, verdict.confidence) == (STATE, "high")
    assert "sConfiguration.02 to .05" in (verdict.source or "")
    assert verdict.item_name == "Fentanyl"


def test_a_code_in_no_list_of_the_state_cannot_be_judged(known):
    assert judged(known, STATE, "40617009", "Paramedic").verdict == "cannot_judge"


def performed():
    """The codes of what the crews of the official cases 3 and 5 did themselves."""
    found = []
    for case in ("2025-EMS-3-MVC_v351.xml", "2025-EMS-5-CPMIH_v351.xml"):
        root = etree.parse(official(f"full/{case}")).getroot()
        for kind in ("eProcedures.ProcedureGroup", "eMedications.MedicationGroup"):
            for group in root.iter(f"{NEMSIS}{kind}"):
                section = kind.partition(".")[0]
                what, before = group.find(f"{NEMSIS}{section}.03"), group.find(f"{NEMSIS}{section}.02")
                if what.text and what.get("PN") is None and before.text == "9923001":
                    found.append(what.text)
    return found


@pytest.mark.parametrize(
    ("level", "refused"),
    [("EMR", 5), ("EMT", 3), ("AEMT", 2), ("Paramedic", 0), ("Community Paramedic", 4)],
)
def test_what_was_done_in_cases_3_and_5_is_refused_so_often_to_each_level(known, level, refused):
    verdicts = [judged(known, STATE, code, level).permitted for code in performed()]
    assert len(verdicts) == 8
    assert verdicts.count(False) == refused
    assert verdicts.count(True) == 8 - refused


def test_what_the_catalog_offers_is_judged_by_its_code(known):
    """The path of a sheet: a choice in the form, under an imported ruleset."""
    rules = known[STATE]
    for one in catalog():
        if one.code in rules.by_code:
            told = {"ruleset": STATE, "level": "Paramedic", **asked_as(one, rules)}
            assert judge_json(json.dumps(told), known).verdict in {"permitted", "not_permitted"}, one.id


def test_an_agency_rests_on_its_state_and_on_no_other(known):
    assert known[AGENCY].parent is known[STATE]
    assert known[STATE].ceiling
    assert known[ELSEWHERE].parent is None
    assert [known[name].state for name in (STATE, AGENCY, ELSEWHERE)] == ["CT", "CT", "NY"]


def test_the_lists_can_be_read_without_the_command():
    (lists,) = read_file(official("full/2025-STATE-1_v351.xml"))
    made = imported(lists, today=date(2026, 1, 1))
    assert built(made.plain, {}).in_force_from == date(2024, 10, 1)
    assert not made.excess
