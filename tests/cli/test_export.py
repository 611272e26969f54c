"""`epcr export` and `epcr dictionary`: a folder that says itself how it is read, and never one in which something lies."""

import csv
import io

import pytest

from epcr.export.tables.dictionary import COLUMNS
from epcr.export.tables.rows import TABLES
from tests.cli.running import refused


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("which", [("--all",), ("--class", "1")])
def test_everything_is_written_with_a_readme(demo_class, tmp_path, which):
    epcr, _ = demo_class
    folder = tmp_path / "new" / "export"
    run = epcr("export", *which, str(folder))
    sheets = [line.split("\t") for line in epcr("sheets").stdout.splitlines()]
    assert (run.exit_code, run.stdout) == (0, f"{len(sheets)} run sheets; written to {folder}\n")
    words = (folder / "README.txt").read_text("utf-8")
    files = {file.name for file in folder.iterdir()}
    assert files == {
        "README.txt",
        *(f"{one.name}.csv" for one in TABLES),
        "steps.csv",
        "comments.csv",
        "dictionary.csv",
        "codes.csv",
    }
    assert all(name in words for name in files - {"README.txt"})
    assert "TRAINING" in words
    rows = table(folder, "sheets")
    assert [(row["run_sheet"], row["state"], row["trainee"]) for row in rows] == [
        tuple(sheet[:3]) for sheet in sheets
    ]
    numbers = {row["run_sheet"] for row in rows}
    for name in ("crew", "vitals", "interventions", "verdicts", "findings", "steps", "comments"):
        assert table(folder, name), name
        assert {row["run_sheet"] for row in table(folder, name)} <= numbers


def test_a_folder_in_which_something_lies_is_left_alone(demo_class, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    said = refused(demo_class[0]("export", "--all", str(tmp_path)))
    assert f"{tmp_path} is not empty; name a folder that is empty or not there yet" in said
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_no_folder(demo_class, tmp_path):
    (tmp_path / "file").write_text("mine")
    assert "is a file" in refused(demo_class[0]("export", "--all", str(tmp_path / "file")))


@pytest.mark.parametrize("words", [(), ("--all", "--class", "1")])
def test_which_sheets_must_be_said(demo_class, tmp_path, words):
    run = demo_class[0]("export", *words, str(tmp_path / "new"))
    assert run.exit_code == 2
    assert "say which run sheets: --all, or --class and its number" in run.stderr


def test_the_dictionary_is_printed_for_people_and_as_a_table(epcr):
    run = epcr("dictionary")
    assert run.exit_code == 0
    assert (
        "  systolic: Systolic blood pressure; whole; 0 to 500 mmHg, usual 90 to 180; NEMSIS eVitals.06; LOINC 8480-6\n"
        in run.stdout
    )
    rows = list(csv.reader(io.StringIO(epcr("dictionary", "--csv").stdout_bytes.decode(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) > 300
