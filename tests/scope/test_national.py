"""The shipped national ruleset is the table, cell by cell, and agrees with the shared vectors."""

from __future__ import annotations

import csv
import json
import re

import pytest

from epcr.scope import rulesets
from epcr.scope.words import ROUTES
from tests.scope.asking import COLUMNS, NATIONAL, asked, told

ABBREVIATIONS = {
    "IV": "Intravenous (IV)",
    "IM": "Intramuscular (IM)",
    "IN": "Intranasal",
    "IO": "Intraosseous (IO)",
    "PO": "Oral",
    "PR": "Rectal",
    "NC": "Nasal Cannula",
    "NRB": "Non-Rebreather Mask",
    "BVM": "BVM",
}
FROM_TWO_TABLES = ("naloxone_in_measured", "glucagon_iv", "atropine_im", "epinephrine_neb")
OUTCOME_OF_CELL = {
    "yes": ("permitted", None),
    "no": ("not_permitted", "rule"),
    "assist": ("not_permitted", "rule"),
    "medical_direction": ("needs_medical_direction", "order"),
}


@pytest.fixture(scope="module")
def table(shared):
    with (shared / "scope" / "national_2019.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def vectors(shared):
    lines = (shared / "scope" / "vectors.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def listed_routes(row):
    if row["kind"] == "route":
        return {row["code"]}
    codes = set(re.findall(r"99\d{5}", row["routes"]))
    labels = {label: code for code, label in ROUTES.items()}
    return codes or {labels[ABBREVIATIONS[word]] for word in row["routes"].split("/") if word}


def word_of(cell):
    return cell.grants[0].may if cell.grants else "no"


def test_every_row_of_the_table_is_an_item_and_no_item_is_invented(table):
    items = rulesets()[NATIONAL].items
    own = [name for name, item in items.items() if not item.unrestricted]
    assert own == [*(row["id"] for row in table), *FROM_TWO_TABLES]
    assert len(table) == 198


@pytest.mark.parametrize("item", FROM_TWO_TABLES)
def test_what_is_told_from_two_tables_says_so_and_that_it_is_not_sure(item):
    row = rulesets()[NATIONAL].items[item]
    assert "it has a row for the medication and one for the route, and none for both" in row.source
    assert row.confidence == "low"
    assert row.notes


@pytest.mark.parametrize(
    ("item", "route", "verdicts"),
    [
        ("naloxone_in_measured", "Intranasal", ("not_permitted", "not_permitted", "permitted", "permitted")),
        ("glucagon_iv", "Intravenous (IV)", ("not_permitted", "not_permitted", "permitted", "permitted")),
        (
            "atropine_im",
            "Intramuscular (IM)",
            ("not_permitted", "not_permitted", "not_permitted", "permitted"),
        ),
        ("epinephrine_neb", "Nebulizer", ("not_permitted", "cannot_judge", "cannot_judge", "permitted")),
    ],
)
def test_the_routes_that_could_not_be_judged_are(item, route, verdicts):
    assert tuple(asked(item=item, level=level, route=route).verdict for level in COLUMNS) == verdicts


def test_what_no_source_says_is_not_judged_and_says_so():
    verdict = asked(item="epinephrine_neb", level="EMT")
    assert (
        verdict.reason == "No source of these rules says whether an EMT may do Epinephrine 1 mg/mL nebulized"
    )
    assert (verdict.permitted, verdict.layer, verdict.rule) == (None, None, "epinephrine_neb")


@pytest.mark.parametrize(
    ("item", "route", "other"),
    [
        ("atropine_iv", "Intramuscular (IM)", "atropine_im"),
        ("glucagon_im", "Intravenous (IV)", "glucagon_iv"),
        ("epi_im_vial", "Nebulizer", "epinephrine_neb"),
    ],
)
def test_a_route_without_a_rule_leads_to_the_item_that_has_one(item, route, other):
    verdict = asked(item=item, level="Paramedic", route=route)
    assert (verdict.verdict, verdict.candidates) == ("cannot_judge", (other,))


@pytest.mark.parametrize(
    ("item", "route", "level", "verdict"),
    [
        ("verapamil", "Intravenous (IV)", "EMT", "not_permitted"),
        ("verapamil", "Intravenous (IV)", "Paramedic", "cannot_judge"),
        ("activated_charcoal", "Oral", "EMR", "not_permitted"),
        ("activated_charcoal", "Oral", "EMT", "cannot_judge"),
        ("racemic_epinephrine", "Nebulizer", "EMR", "not_permitted"),
        ("droperidol", "Intramuscular (IM)", "Paramedic", "cannot_judge"),
    ],
)
def test_a_medication_without_a_row_is_refused_by_its_route_and_never_permitted(item, route, level, verdict):
    assert asked(item=item, level=level, route=route).verdict == verdict


def test_every_item_says_what_its_row_says(table):
    for row in table:
        item = rulesets()[NATIONAL].items[row["id"]]
        said = {
            "kind": item.kind,
            "name": item.name,
            "category": item.category,
            "code": item.code or "",
            "code_name": item.code_name or "",
            "confidence": item.confidence,
            "notes": item.notes or "",
            "source": item.source,
            "corroborated_by": item.corroborated_by or "",
        }
        assert said == {key: row[key] for key in said}, row["id"]
        assert [word_of(item.cells[level]) for level in COLUMNS] == [row[level.lower()] for level in COLUMNS]
        disputed = {level.lower() for level in COLUMNS if item.cells[level].disputed}
        assert disputed == set(re.findall(r"\w+", row["disputed_levels"])), row["id"]
        assert set(item.routes) == listed_routes(row), row["id"]


def test_every_cell_judges_as_its_word_says(table):
    for row in table:
        for level in COLUMNS:
            word = row[level.lower()]
            verdict = asked(item=row["id"], level=level)
            assert (verdict.verdict, verdict.layer) == OUTCOME_OF_CELL[word], (row["id"], level)
            assert (verdict.rule, verdict.source, verdict.confidence) == (
                row["id"],
                row["source"],
                row["confidence"],
            )


def test_the_defaults_said_aloud_change_no_verdict(table):
    aloud = {
        "supply": "agency",
        "order": "standing",
        "setting": "scene",
        "on": "2026-11-22",
        "patient": {"age_years": 40, "shorter_than_tape": False},
        "agency": {"programs": [], "medical_control": True, "standing_orders": True},
        "performer": {"endorsements": [], "restricted": False, "on_duty": True, "educated": True},
        "prior_to_arrival": False,
        "other_unit": False,
        "not_given": False,
    }
    for row in table:
        for level in COLUMNS:
            quiet, said = asked(item=row["id"], level=level), asked(item=row["id"], level=level, **aloud)
            assert (quiet.verdict, quiet.layer) == (said.verdict, said.layer)
            untold = "no order was told", "there was a standing order"  # the one default that a refusal names
            assert quiet.reason.replace(*untold) == said.reason


def test_the_patients_own_medication_meets_every_assist_cell_and_no_other(table):
    for row in table:
        for level in COLUMNS:
            verdict = asked(item=row["id"], level=level, supply="patient")
            word = row[level.lower()]
            assert (verdict.verdict == "permitted_assist") is (word == "assist"), (row["id"], level)


def test_no_order_opens_a_cell_that_says_no(table):
    for row in table:
        for level in COLUMNS:
            if row[level.lower()] == "no":
                verdict = asked(item=row["id"], level=level, order="online_prior")
                assert (verdict.verdict, verdict.layer) == ("not_permitted", "rule"), (row["id"], level)


def test_a_level_with_no_is_refused_on_every_route_of_the_standard(table):
    medications = [row for row in table if row["kind"] in {"medication", "fluid"}]
    for row in medications:
        for route in ROUTES:
            for level in COLUMNS:
                verdict = asked(item=row["id"], level=level, route=route, supply="patient")
                if row[level.lower()] == "no":
                    assert (verdict.verdict, verdict.layer) == ("not_permitted", "rule")
                else:
                    assert (verdict.verdict == "cannot_judge") is (route not in listed_routes(row))


def test_a_route_is_ignored_for_procedures_but_for_a_port(table):
    for row in table:
        if row["kind"] in {"procedure", "assessment"} and row["id"] != "indwelling_port_access":
            assert asked(item=row["id"], level="Paramedic", route="Otic").verdict != "cannot_judge", row["id"]
    port = {"item": "indwelling_port_access", "level": "Paramedic"}
    assert asked(**port, route="Portacath").verdict == "permitted"
    assert asked(**port, route="Intravenous (IV)").verdict == "permitted"
    assert asked(**port, route="Intraosseous (IO)").verdict == "cannot_judge"
    assert asked(**{**port, "level": "AEMT"}, route="Intraosseous (IO)").verdict == "not_permitted"


def test_the_national_vectors_get_their_verdicts(shared):
    national = [vector for vector in vectors(shared) if vector["act"]["ruleset"] == NATIONAL]
    assert len(national) == 20
    for vector in national:
        said = told(json.dumps(vector["act"]))
        assert (said["verdict"], said["permitted"]) == (vector["verdict"], vector["permitted"]), vector["id"]


def test_a_row_of_a_file_of_cases_is_judged_by_its_act(shared):
    for line in (shared / "scope" / "vectors.jsonl").read_text("utf-8").splitlines():
        assert told(line)["verdict"] == json.loads(line)["verdict"]


def test_every_code_of_the_standards_lists_is_decided(shared):
    with (shared / "nemsis" / "lists" / "picklists_all.csv").open(encoding="utf-8", newline="") as lines:
        codes = [row["code"] for row in csv.DictReader(lines) if row["list"] in {"Procedure", "Medication"}]
    national = rulesets()[NATIONAL]
    known = {*national.by_code, *national.also_by_code, *national.unlisted_by_code}
    assert len(codes) == 185
    assert [code for code in codes if code not in known] == []


def test_the_routes_are_those_of_the_standard(shared):
    with (shared / "nemsis" / "codes.csv").open(encoding="utf-8", newline="") as lines:
        standard = {
            row["code"]: row["label"] for row in csv.DictReader(lines) if row["element"] == "eMedications.04"
        }
    assert standard == ROUTES


def test_the_ruleset_says_where_it_is_from_and_that_it_must_be_checked():
    national = rulesets()[NATIONAL]
    assert "DOT HS 813 151" in national.source
    assert "secondary sources" in national.notice
    assert "published tables" in national.notice
    assert tuple(national.levels) == COLUMNS


def test_higher_levels_include_lower_ones_because_the_ruleset_says_so():
    national = rulesets()[NATIONAL]
    for rank, level in enumerate(COLUMNS):
        assert national.levels[level] == frozenset(COLUMNS[:rank])
