"""Files and folders that a command is given: one way of saying what is wrong, and which file was written."""

import pytest

from tests.cli.running import refused


@pytest.mark.parametrize(
    "words",
    [
        ("dose",), ("fhir", "import"), ("restore",), ("scope", "import"), ("scope", "judge", "--cases"),
        ("check", "0", "--narrative"), ("nemsis", "import"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_file_that_is_not_there_or_is_a_folder_is_told_in_one_way(epcr, tmp_path, words):
    none = tmp_path / "none"
    assert refused(epcr(*words, str(none))) == f"there is no file {none}; check its name"
    assert refused(epcr(*words, str(tmp_path))) == f"{tmp_path} is a folder; name a file"


@pytest.mark.parametrize(
    "words", [("check-schemas",), ("scope", "items"), ("scope", "diff", "a", "b")], ids=" ".join
)
def test_a_folder_that_is_not_there_or_is_a_file_is_told_in_one_way(epcr, tmp_path, words):
    none, file = tmp_path / "none", tmp_path / "file"
    file.touch()
    assert refused(epcr(*words, "--rulesets", str(none))) == f"there is no folder {none}; check its name"
    assert refused(epcr(*words, "--rulesets", str(file))) == f"{file} is a file; name a folder"


@pytest.mark.parametrize(
    "words",
    [("fhir", "export"), ("nemsis", "export"), ("transfer-of-care",), ("pdf", "run-sheet")],
    ids=" ".join,
)
def test_what_was_written_is_told_and_so_is_a_folder_that_is_not_there(demo_class, tmp_path, words):
    epcr, _ = demo_class
    sheet = next(line.split()[0] for line in epcr("sheets").stdout.splitlines() if "\taccepted\t" in line)
    file, folder = tmp_path / "made", tmp_path / "none"
    run = epcr(*words, sheet, "-o", str(file))
    assert (run.exit_code, run.stdout, run.stderr.splitlines()[-1]) == (0, "", f"wrote {file}")
    run = epcr(*words, sheet, "-o", str(folder / "made"))
    assert run.exit_code == 1
    assert run.stderr.splitlines()[-1] == f"Error: there is no folder {folder}; make it, or check its name"
    assert "wrote" not in epcr(*words, sheet, "-o", "-").stderr
