"""`epcr nemsis agency` as a person runs it."""

import pytest

from tests.agencies.conftest import RIVERSIDE, STATE
from tests.cli.running import Epcr


@pytest.fixture
def epcr(tmp_path):
    run = Epcr(tmp_path / "home")
    assert run("demo").exit_code == 0
    return run


@pytest.fixture
def document(tmp_path):
    """Write a document; its path."""

    def write(text, name="agency.xml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_an_agency_is_told_taken_and_known_again(epcr, document):
    file = document(RIVERSIDE)
    looked = epcr("nemsis", "agency", file, "--look")
    assert looked.exit_code == 0, looked.output
    assert "people\t2\t2\t0\n" in looked.stdout
    assert "would change: yes" in looked.stderr
    taken = epcr("nemsis", "agency", file, "--class", "1")
    assert taken.stdout == looked.stdout
    assert "name\tRiverside Rescue\t\n" in taken.stdout
    assert "destinations\t2\t2\t0\n" in taken.stdout
    assert "rules\tchanged\t" in taken.stdout
    again = epcr("nemsis", "agency", file)
    assert "people\t2\t0\t0\n" in again.stdout
    assert "rules\tunchanged\t" in again.stdout
    assert "changed: nothing" in again.stderr


def test_a_state_comes_through_standard_input(epcr):
    done = epcr("nemsis", "agency", "-", typed=STATE)
    assert done.exit_code == 0, done.output
    assert "state\t09\t\n" in done.stdout
    assert "destinations\t1\t1\t0\n" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RIVERSIDE.replace("9925007", "9925999"), 'dPersonnel.24: the level "9925999" is unknown'),
        ("<!DOCTYPE DEMDataSet><DEMDataSet/>", "declares a document type (DOCTYPE)"),
        ('<EMSDataSet xmlns="http://www.nemsis.org"/>', "give a DEMDataSet or a StateDataSet"),
        ("", "not XML that can be read"),
    ],
)
def test_what_cannot_be_taken_gets_one_line_and_nothing_is_stored(epcr, document, text, said):
    done = epcr("nemsis", "agency", document(text))
    assert done.exit_code == 1
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("Error: "))
    assert said in line
    assert line.endswith("; nothing was taken")
    assert "people\t2\t2\t0\n" in epcr("nemsis", "agency", document(RIVERSIDE), "--look").stdout


def test_a_document_of_a_gigabyte_is_refused_without_being_read(epcr, tmp_path):
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(1024**3)
    done = epcr("nemsis", "agency", str(huge))
    assert done.exit_code == 1
    assert "is larger than 64 MB" in done.stderr


def test_a_class_and_a_file_that_are_not_there_are_named(epcr, document, tmp_path):
    done = epcr("nemsis", "agency", document(RIVERSIDE), "--class", "99")
    assert "there is no class 99; the classes are 1 Demo class" in done.stderr
    done = epcr("nemsis", "agency", str(tmp_path / "not-there.xml"))
    assert done.exit_code == 1
    assert "there is no file" in done.stderr


def test_the_official_documents_are_taken_and_known_again(epcr, shared):
    for name in ("DEM", "STATE"):
        file = str(shared / "nemsis" / "cases" / "full" / f"2025-{name}-1_v351.xml")
        assert epcr("nemsis", "agency", file).exit_code == 0
        assert "changed: nothing" in epcr("nemsis", "agency", file).stderr
