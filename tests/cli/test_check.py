"""`epcr check`: the findings of a sheet as if other texts stood on it, one JSON line each, and nothing saved."""

import json

import pytest

from tests.cli.running import refused

FIELDS = {"weight", "source", "anchor", "message", "words"}


@pytest.fixture
def classroom(demo_class):
    """The demo class, and the id of its STEMI sheet."""
    epcr, _ = demo_class
    listed = [line.split("\t") for line in epcr("sheets").output.splitlines()]
    return epcr, next(
        sheet for sheet, _, login, scenario in listed if (login, scenario) == ("medic", "inferior-stemi")
    )


def findings(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_a_text_is_checked_as_if_it_stood_on_the_sheet_and_nothing_is_saved(classroom, tmp_path):
    epcr, sheet = classroom
    before = epcr("check", sheet).output
    text = tmp_path / "narrative.txt"
    text.write_text("At 1705 BP was  84/54.\r\nAspirin 81 mg at 1703.\r\n", "utf-8")
    told = findings(epcr("check", sheet, "--narrative", str(text)))
    assert all(set(finding) == FIELDS for finding in told)
    words = {finding["words"] for finding in told if finding["anchor"] == "narrative-text"}
    assert "Aspirin 81 mg at 1703" in words
    assert any("84/54" in piece for piece in words)
    assert all(piece in "At 1705 BP was  84/54.\nAspirin 81 mg at 1703." for piece in words)
    assert epcr("check", sheet).output == before


@pytest.mark.parametrize("part", ["situation", "background", "assessment", "recommendation"])
def test_each_part_of_the_handoff_takes_a_file(classroom, tmp_path, part):
    epcr, sheet = classroom
    text = tmp_path / "text"
    text.write_text("Patient is 86 years old.", "utf-8")
    anchors = {finding["anchor"] for finding in findings(epcr("check", sheet, f"--{part}", str(text)))}
    assert f"handoff-{part}" in anchors


def test_what_cannot_be_checked_is_refused_in_one_line(classroom, tmp_path):
    epcr, sheet = classroom
    assert "there is no run sheet nothing" in refused(epcr("check", "nothing"))
    none = tmp_path / "none"
    assert (
        refused(epcr("check", sheet, "--narrative", str(none))) == f"there is no file {none}; check its name"
    )
    assert (
        refused(epcr("check", sheet, "--narrative", str(tmp_path))) == f"{tmp_path} is a folder; name a file"
    )
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    assert "no text in UTF-8" in refused(epcr("check", sheet, "--narrative", str(tmp_path / "latin")))
