"""`epcr scope import`: what it makes, what it leaves out and says, and what it refuses to write over."""

from __future__ import annotations

import tomllib

import pytest

from epcr.broken_schema import stop
from epcr.permissions.toml import written
from epcr.scope.act import read_act
from epcr.scope.files.library import read_rulesets
from epcr.scope.judgment import judge
from tests.permissions.writing import (
    AEMT,
    ASPIRIN,
    BURN_CARE,
    COMMUNITY,
    EMR,
    EMT,
    EMT_I,
    FENTANYL,
    OXYGEN,
    PARAMEDIC,
    RED_CELLS,
    SUCTION,
    TOURNIQUET,
    agency_document,
    state_document,
)

STATE = "nemsis-state-09"
AGENCY = "nemsis-agency-09-351-a1"
PROCEDURES = {EMT: [BURN_CARE], PARAMEDIC: [BURN_CARE, SUCTION]}
MEDICATIONS = {EMT: [OXYGEN], PARAMEDIC: [OXYGEN, FENTANYL]}


@pytest.fixture
def folder(epcr):
    return epcr.home / "rulesets"


@pytest.fixture
def state(epcr, document, folder):
    """The state's ruleset, imported."""
    done = epcr("scope", "import", document(state_document(PROCEDURES, MEDICATIONS)))
    assert done.exit_code == 0, done.output
    return folder / f"{STATE}.toml"


def told(path):
    return tomllib.loads(path.read_text("utf-8"))


def cells(path):
    return {item["id"]: item["cells"] for item in told(path)["items"]}


def judged(folder, ruleset, code, level):
    act = {"ruleset": ruleset, "code": code, "level": level}
    return judge(read_act(act), read_rulesets(folder, stop)).verdict


def test_a_state_s_list_becomes_a_ceiling_that_a_person_can_read(state):
    ruleset = told(state)
    assert (ruleset["id"], ruleset["state"], ruleset["ceiling"]) == (STATE, "CT", True)
    assert ruleset["in_force_from"].isoformat() == "2024-10-01"
    assert ruleset["version"] == "2024-09-01T21:11:38-06:00"
    assert "Connecticut" in ruleset["title"]
    assert cells(state) == {
        "snomed_230040009": {"EMT": "no", "Paramedic": "yes"},
        "snomed_133901003": {"EMT": "yes", "Paramedic": "yes"},
        "rxnorm_4337": {"EMT": "no", "Paramedic": "yes"},
        "rxnorm_7806": {"EMT": "yes", "Paramedic": "yes"},
    }
    assert next(item["name"] for item in ruleset["items"]) == "Airway suction"
    assert {item["id"]: item["kind"] for item in ruleset["items"]}["rxnorm_7806"] == "medication"
    assert state.read_text("utf-8").startswith("# Made by")


def test_what_was_imported_can_be_used_by_every_command(epcr, state):
    assert epcr("check-schemas").exit_code == 0


def test_a_code_that_nobody_here_knows_is_shown_as_it_is(epcr, document, folder):
    assert epcr("scope", "import", document(state_document({EMT: ["396150002"]}))).exit_code == 0
    assert told(folder / f"{STATE}.toml")["items"][0]["name"] == "SNOMED CT 396150002"


def test_the_one_code_of_emt_intermediate_is_the_unspecified_level(epcr, document, folder):
    assert epcr("scope", "import", document(state_document({EMT_I: [BURN_CARE]}))).exit_code == 0
    assert judged(folder, STATE, BURN_CARE, "EMT-I") == "permitted"
    assert judged(folder, STATE, BURN_CARE, "EMT-I/85") == "cannot_judge"
    assert judged(folder, STATE, BURN_CARE, "EMT-I/99") == "cannot_judge"


def test_a_licensed_level_without_a_list_gets_no_column_and_that_is_said(epcr, document, folder):
    done = epcr("scope", "import", document(state_document({EMT: [BURN_CARE]}, licensed=[EMT, "9917031"])))
    assert f"{STATE}: RN is licensed and has no list; it gets no column" in done.stderr
    assert [level["name"] for level in told(folder / f"{STATE}.toml")["levels"]] == ["EMT"]
    assert judged(folder, STATE, BURN_CARE, "RN") == "cannot_judge"


def test_a_level_whose_list_is_marked_as_not_applicable_may_do_nothing(epcr, document, folder):
    nil = '<sConfiguration.03 xsi:nil="true" NV="7701001"/>'
    text = state_document({EMT: [BURN_CARE], EMR: []}).replace(
        f"<sConfiguration.02>{EMR}</sConfiguration.02>", f"<sConfiguration.02>{EMR}</sConfiguration.02>{nil}"
    )
    assert epcr("scope", "import", document(text)).exit_code == 0
    assert cells(folder / f"{STATE}.toml") == {"snomed_133901003": {"EMR": "no", "EMT": "yes"}}


def test_a_code_of_both_lists_is_asked_about_and_the_catalog_names_the_right_one(epcr, document, folder):
    text = state_document({EMT: [RED_CELLS], PARAMEDIC: [BURN_CARE]}, {PARAMEDIC: [RED_CELLS]})
    assert epcr("scope", "import", document(text)).exit_code == 0
    assert judged(folder, STATE, RED_CELLS, "EMT") == "cannot_judge"
    by_item = {
        name: judge(
            read_act({"ruleset": STATE, "item": name, "level": "EMT"}), read_rulesets(folder, stop)
        ).verdict
        for name in ("snomed_71493000", "snomed_71493000_given")
    }
    assert by_item == {"snomed_71493000": "permitted", "snomed_71493000_given": "not_permitted"}


def test_what_an_agency_lists_beyond_its_state_is_named_and_left_out(epcr, document, state, folder):
    planted = agency_document(
        {EMT: [BURN_CARE, SUCTION], AEMT: [BURN_CARE]}, {PARAMEDIC: [ASPIRIN, FENTANYL]}
    )
    done = epcr("scope", "import", document(planted))
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "not in the state's list: EMT, 230040009, Airway suction",
        "not in the state's list: AEMT, 133901003, Burn care",
        "not in the state's list: Paramedic, 1191, Aspirin",
        f"{AGENCY}: 3 cells are not in {STATE}; left out of the ruleset",
    ]
    assert cells(folder / f"{AGENCY}.toml") == {
        "snomed_133901003": {"EMT": "yes", "Paramedic": "no"},
        "snomed_230040009": {"EMT": "no", "Paramedic": "no"},
        "rxnorm_4337": {"EMT": "no", "Paramedic": "yes"},
        "rxnorm_7806": {"EMT": "no", "Paramedic": "no"},
    }
    assert judged(folder, AGENCY, SUCTION, "EMT") == "not_permitted"
    assert judged(folder, AGENCY, ASPIRIN, "Paramedic") == "cannot_judge"


def test_one_planted_cell_is_told_in_the_singular(epcr, document, state):
    done = epcr("scope", "import", document(agency_document({EMT: [SUCTION]})))
    assert f"{AGENCY}: 1 cell is not in {STATE}; left out of the ruleset" in done.stderr


def test_an_agency_whose_state_is_unknown_is_imported_and_that_nothing_was_checked_is_said(
    epcr, document, folder
):
    done = epcr("scope", "import", document(agency_document({EMT: [BURN_CARE]})))
    assert done.exit_code == 0
    assert f"{AGENCY}: the state's list ({STATE}) is not known here" in done.stderr
    assert "parent" not in told(folder / f"{AGENCY}.toml")
    assert told(folder / f"{AGENCY}.toml")["in_force_from"].isoformat() == "2024-10-12"


def test_an_agency_holds_from_its_state_s_first_day(epcr, document, state, folder):
    epcr("scope", "import", document(agency_document({EMT: [BURN_CARE]})))
    assert told(folder / f"{AGENCY}.toml")["in_force_from"].isoformat() == "2024-10-01"


def test_an_agency_s_list_narrows_a_state_that_somebody_wrote(epcr, document, folder):
    """The conditions stay the state's; a code that the agency does not list is closed."""
    text = agency_document({EMT: ["243140006"]}, {EMT: [ASPIRIN], PARAMEDIC: [ASPIRIN]})
    done = epcr("scope", "import", document(text), "--parent", "us-national-2019", "--id", "river")
    assert done.exit_code == 0, done.output
    assert not [line for line in done.stderr.splitlines() if line.startswith("not in")]
    assert judged(folder, "river", ASPIRIN, "EMT") == "permitted"
    assert judged(folder, "river", FENTANYL, "Paramedic") == "not_permitted"
    told_cells = cells(folder / "river.toml")
    assert told_cells["fentanyl"]["Paramedic"] == "no"


def test_one_ruleset_is_made_for_each_state_of_a_document(epcr, document, folder):
    text = agency_document({EMT: [BURN_CARE]}, states=["09", "36"])
    assert epcr("scope", "import", document(text)).exit_code == 0
    assert sorted(path.stem for path in folder.iterdir()) == [AGENCY, "nemsis-agency-36-351-a1"]


def test_one_name_for_the_lists_of_several_states_is_refused_until_one_is_chosen(epcr, document, folder):
    path = document(agency_document({EMT: [BURN_CARE]}, states=["09", "36"]))
    done = epcr("scope", "import", path, "--id", "river")
    assert done.exit_code == 1
    assert "there are lists for 351-A1 in CT and 351-A1 in NY; choose one by --state" in done.stderr
    assert epcr("scope", "import", path, "--id", "river", "--state", "NY", "--title", "River").exit_code == 0
    assert (told(folder / "river.toml")["title"], told(folder / "river.toml")["state"]) == ("River", "NY")
    assert epcr("scope", "import", path, "--state", "36", "--agency", "other").exit_code == 1


def test_a_ruleset_that_is_there_is_written_over_only_when_asked(epcr, document, state):
    before = state.read_bytes()
    other = document(state_document({EMT: [TOURNIQUET]}), "other.xml")
    done = epcr("scope", "import", other)
    assert done.exit_code == 1
    assert (
        "is there already; --replace writes it anew, --id chooses another name; nothing was changed"
        in done.stderr
    )
    assert state.read_bytes() == before
    assert epcr("scope", "import", other, "--replace").exit_code == 0
    assert cells(state) == {"snomed_20655006": {"EMT": "yes"}}


def test_the_id_of_a_shipped_ruleset_is_taken(epcr, document, folder):
    path = document(state_document(PROCEDURES))
    done = epcr("scope", "import", path, "--id", "us-national-2019", "--replace")
    assert done.exit_code == 1
    assert "is the id of another ruleset already" in done.stderr
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../outside", "a/b", ".hidden", "x" * 101, "a b"])
def test_an_id_that_is_no_name_of_a_file_is_refused(epcr, document, folder, name):
    done = epcr("scope", "import", document(state_document(PROCEDURES)), "--id", name)
    assert done.exit_code == 1
    assert "cannot be the id of a ruleset" in done.stderr
    assert not folder.exists()


def test_a_state_that_is_imported_anew_names_the_agencies_that_rest_on_it(epcr, document, state):
    epcr("scope", "import", document(agency_document({EMT: [BURN_CARE]}), "agency.xml"))
    done = epcr("scope", "import", document(state_document(PROCEDURES)), "--replace")
    assert done.exit_code == 0
    assert f"{AGENCY} builds on {STATE}; import its lists again with --replace" in done.stderr
    assert epcr("check-schemas").exit_code == 0


@pytest.mark.parametrize(
    ("renewed", "reason"),
    [
        (state_document({EMT: [BURN_CARE]}), "levels"),
        (state_document({EMT: [BURN_CARE], PARAMEDIC: [SUCTION]}), "snomed_133901003"),
        (state_document(PROCEDURES, MEDICATIONS).replace("2024-10-01", "2025-10-01"), "is not in force"),
    ],
)
def test_a_state_is_replaced_only_together_with_an_agency_that_would_break(
    epcr, document, state, renewed, reason
):
    """Its column is gone, its cell is refused, or its days are not covered: nothing at all would start."""
    agency = document(agency_document({PARAMEDIC: [BURN_CARE]}), "agency.xml")
    epcr("scope", "import", agency)
    before = state.read_bytes()
    done = epcr("scope", "import", document(renewed), "--replace")
    assert done.exit_code == 1
    assert f"{AGENCY} builds on it and would not be usable any more" in done.stderr
    assert "give the documents of both in one command" in done.stderr
    assert state.read_bytes() == before
    assert epcr("scope", "import", document(renewed), agency, "--replace").exit_code == 0
    assert state.read_bytes() != before
    assert epcr("check-schemas").exit_code == 0


def test_a_ruleset_can_be_written_to_a_file_or_folder_of_its_own(epcr, document, tmp_path):
    path = document(state_document(PROCEDURES))
    assert epcr("scope", "import", path, "-o", str(tmp_path / "our-state.toml")).exit_code == 0
    assert told(tmp_path / "our-state.toml")["id"] == "our-state"
    assert epcr("scope", "import", path, "--to", str(tmp_path / "more" / "rules")).exit_code == 0
    assert (tmp_path / "more" / "rules" / f"{STATE}.toml").is_file()
    assert sorted(child.name for child in (tmp_path / "more" / "rules").iterdir()) == [f"{STATE}.toml"]
    assert epcr("scope", "import", path, "-o", "a.toml", "--id", "b").exit_code == 2
    assert epcr("scope", "import", path, "-o", "a.xml").exit_code == 2


def test_a_document_comes_also_through_a_pipe(epcr, folder):
    done = epcr("scope", "import", "-", typed=state_document(PROCEDURES))
    assert done.exit_code == 0
    assert f"{STATE}: 2 procedures and 0 medications for EMT and Paramedic; written to" in done.stdout


def test_a_document_in_utf_16_is_read(epcr, document, folder):
    assert epcr("scope", "import", document(state_document(PROCEDURES).encode("utf-16"))).exit_code == 0
    assert (folder / f"{STATE}.toml").is_file()


def test_a_state_s_list_takes_no_parent(epcr, document, folder):
    done = epcr("scope", "import", document(state_document(PROCEDURES)), "--parent", "us-national-2019")
    assert done.exit_code == 1
    assert "leave --parent to an agency's" in done.stderr


def test_the_state_s_ruleset_must_be_that_of_the_agency_s_state(epcr, document, state):
    path = document(agency_document({COMMUNITY: [BURN_CARE]}, states=["36"]))
    done = epcr("scope", "import", path, "--parent", STATE)
    assert done.exit_code == 1
    assert f"{STATE} is of CT, and the agency's list of NY" in done.stderr
    assert "unknown" in epcr("scope", "import", path, "--parent", "nemsis-state-9").stderr


def test_names_in_other_scripts_and_with_odd_signs_stay_whole_in_the_file():
    title = 'Rescue "Ost"\\\t\x7f\x85 – Ünïcode 救急 😀'
    file = written({"id": "x", "title": title, "odd key": {"a.b": [title], 'c"': True}}, "said")
    assert tomllib.loads(file) == {"id": "x", "title": title, "odd key": {"a.b": [title], 'c"': True}}
