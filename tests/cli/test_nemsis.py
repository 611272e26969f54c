"""`epcr nemsis export`: one sheet, a class, all; what is told beside, and what happens to the file."""

import pytest
from lxml import etree

from tests.cli.running import refused


def reports(document):
    return etree.fromstring(document).findall(".//{*}PatientCareReport")


def sheets(epcr, state):
    lines = [line.split("\t") for line in epcr("sheets").stdout.splitlines()]
    return [number for number, stands, *_ in lines if stands == state]


def test_one_sheet_goes_to_standard_output_and_what_is_lost_is_told_beside(demo_class):
    epcr, _ = demo_class
    number = sheets(epcr, "accepted")[0]
    run = epcr("nemsis", "export", number)
    assert run.exit_code == 0
    (report,) = reports(run.stdout_bytes)
    assert report.findtext(".//{*}eRecord.01") == number
    assert all(
        line.split("\t")[0] == number and len(line.split("\t")) == 3 for line in run.stderr.splitlines()
    )
    assert "incident-county\tCounty:" in run.stderr
    assert epcr("nemsis", "export", number).stdout_bytes == run.stdout_bytes


def test_all_sheets_are_one_document_without_those_that_lack_what_is_mandatory(demo_class, tmp_path):
    epcr, _ = demo_class
    path = tmp_path / "all.xml"
    run = epcr("nemsis", "export", "--all", "-o", str(path))
    kept = len(epcr("sheets").stdout.splitlines()) - len(sheets(epcr, "discarded"))
    assert run.exit_code == 1
    assert "lacks what the standard makes mandatory: Back in service and Unit disposition" in run.stderr
    assert (
        run.stderr.splitlines()[-1]
        == f"Error: 1 of {kept} run sheets were left out, named above with what is lacking"
    )
    assert len(reports(path.read_bytes())) == kept - 1
    of_class = epcr("nemsis", "export", "--class", "1", "--national")
    assert len(reports(of_class.stdout_bytes)) == kept - 1
    assert b"eNarrative" not in of_class.stdout_bytes


def test_a_sheet_that_cannot_leave_writes_no_file_and_keeps_what_was_there(demo_class, tmp_path):
    epcr, _ = demo_class
    path = tmp_path / "sheet.xml"
    path.write_text("before", "utf-8")
    lacking = next(number for number in sheets(epcr, "draft") if epcr("nemsis", "export", number).exit_code)
    run = epcr("nemsis", "export", lacking, "-o", str(path))
    assert run.exit_code == 1
    assert "nothing was written" in run.stderr
    assert path.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("words", [(), ("abcd", "--all"), ("--class", "1", "--all")])
def test_one_thing_is_named(demo_class, words):
    epcr, _ = demo_class
    run = epcr("nemsis", "export", *words)
    assert run.exit_code == 2
    assert "name one thing to export" in run.stderr


def test_a_class_that_is_not_there_is_told_with_those_that_are(demo_class):
    epcr, _ = demo_class
    for command in (("nemsis", "export"), ("export", "FOLDER")):
        for number in ("99", "abc"):
            said = refused(epcr(*command, "--class", number))
            assert said == f"there is no class {number}; the classes are 1 Demo class"
