"""The commands with which a ruleset is written: checking drafts, and looking up what an item is called."""

from __future__ import annotations

import pytest

from tests.cli.running import refused
from tests.scope.asking import NATIONAL, cell_of, written


def lines(run):
    assert (run.exit_code, run.stderr) == (0, "")
    return [line.split("\t") for line in run.stdout.splitlines()]


def draft(folder, cell):
    """The file of a place without a name that no rule asks for."""
    file = written(folder, cell_of("naloxone_iv", "EMT", cell))
    head, rest = file.read_text("utf-8").split("[endorsements]")
    file.write_text(head + rest[rest.index("[[items]]") :], "utf-8")
    return file


def test_drafts_are_checked_before_they_are_installed(epcr, tmp_path):
    file = draft(tmp_path / "drafts", '"yes"')
    run = epcr("check-schemas", "--rulesets", str(file.parent))
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout.startswith("All schemas are in order. ")
    assert " place," in run.stdout
    assert "place" not in epcr("check-schemas").stdout
    draft(tmp_path / "drafts", '"perhaps"')
    run = epcr("check-schemas", "--rulesets", str(file.parent))
    assert run.exit_code == 1
    assert run.stderr.startswith(f"{file}: items.naloxone_iv.cells.EMT: ")


def test_what_is_hardly_meant_is_named_when_all_can_be_read(epcr, tmp_path):
    file = draft(tmp_path / "drafts", '{ may = "yes", age_from = 180, dose_max = 0, unit = "mg" }')
    run = epcr("check-schemas", "--rulesets", str(file.parent))
    assert run.exit_code == 1
    first, second, last = run.stderr.splitlines()
    assert first.startswith(f"{file}: items.naloxone_iv.cells.EMT.age_from: 180 years is older than anybody")
    assert second.startswith(f"{file}: items.naloxone_iv.cells.EMT.dose_max: is 0")
    assert last == "Error: 2 places to look at again: it can be read, and is hardly what was meant"


def test_a_folder_without_rulesets_is_named(epcr, tmp_path):
    (tmp_path / "us-xx.toml.txt").write_text("", "utf-8")
    assert "no file whose name ends in .toml" in refused(epcr("check-schemas", "--rulesets", str(tmp_path)))


def test_items_are_listed_with_what_they_are_and_who_may(epcr):
    found = {line[0]: line[1:] for line in lines(epcr("scope", "items"))}
    assert found["naloxone_im_vial"] == [
        "Naloxone drawn up, IM",
        "medication",
        "Medical-director-approved medications",
        "EMT (order), AEMT, Paramedic",
        "Intramuscular (IM)",
        "7242",
    ]
    assert found["vital_signs"][3] == "every level"
    assert found["arterial_line"][3] == "no level"
    assert found["insulin"][1:4] == ["unlisted", "", "judged by the rule of its route"]
    assert found["cryoprecipitate"][3].startswith("judged by the rule of its route; the model has a row")
    assert found["lvad_monitoring"][3].startswith("cannot be judged; ")


@pytest.mark.parametrize("words", ["NALOXONE", "naloxone drawn", "7242"])
def test_items_are_found_by_words_of_their_id_names_and_code(epcr, words):
    found = [line[0] for line in lines(epcr("scope", "items", NATIONAL, "--search", words))]
    assert "naloxone_im_vial" in found
    assert "insulin" not in found


def test_items_of_a_draft_are_listed(epcr, tmp_path):
    file = written(tmp_path / "drafts", cell_of("arterial_line", "Paramedic", '"yes"'))
    run = epcr("scope", "items", "place", "--rulesets", str(file.parent), "--search", "arterial_line")
    assert [line[4] for line in lines(run)] == ["Paramedic"]


def test_a_search_that_finds_nothing_and_a_ruleset_that_is_not_there_are_said(epcr):
    run = epcr("scope", "items", "--search", "qqq")
    assert (run.exit_code, run.stdout) == (0, "")
    assert "try fewer or other words" in run.stderr
    assert f'"{NATIONAL}"' in refused(epcr("scope", "items", "us-national"))
