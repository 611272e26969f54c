"""`epcr nemsis import` as a person runs it."""

import re

import pytest

from tests.cli.running import Epcr
from tests.intake.conftest import CRASH, lines_of


@pytest.fixture
def epcr(tmp_path):
    run = Epcr(tmp_path / "home")
    assert run("demo").exit_code == 0
    return run


def test_a_document_comes_in_a_line_a_report_and_goes_out_equal(epcr, case, shared, tmp_path):
    file = shared / "nemsis" / "cases" / "full" / f"{CRASH}_v351.xml"
    done = epcr("nemsis", "import", str(file))
    assert done.exit_code == 0, done.output
    assert re.fullmatch(r"[0-9a-f]{12}\timported\t\d+\t\d+\t\d+\n", done.stdout)
    assert "For Ana Ruiz (emt) in Demo class" in done.stderr
    sheet, _, *counts = done.stdout.split()
    again = epcr("nemsis", "import", str(file), "--class", "1", "--trainee", "emt")
    assert again.stdout.split() == [sheet, "unchanged", *counts]
    assert f"{sheet}\tdraft\temt\t\n" in epcr("sheets").stdout
    out = tmp_path / "out.xml"
    assert epcr("nemsis", "export", sheet, "-o", str(out)).exit_code == 0
    assert lines_of(out.read_text("utf-8")) == lines_of(case(CRASH))
    checked = epcr("nemsis", "check", str(out), "--files", str(shared / "nemsis"))
    assert checked.stdout == f"{out}: 0 errors, 0 warnings\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--class", "99"), "there is no class 99; the classes are 1 Demo class"),
        (("--class", "abc"), "there is no class abc; the classes are 1 Demo class"),
        (("--trainee", "instructor"), "there is no trainee instructor in Demo class"),
        (("--trainee", "nobody"), "there is no trainee nobody in Demo class; choose aemt, emt, "),
    ],
)
def test_whom_it_is_for_is_asked_before_anything_is_stored(epcr, shared, words, said):
    before = epcr("sheets").stdout
    file = shared / "nemsis" / "cases" / "full" / f"{CRASH}_v351.xml"
    done = epcr("nemsis", "import", str(file), *words)
    assert done.exit_code == 1
    assert said in done.stderr
    assert epcr("sheets").stdout == before


def test_what_is_no_document_of_reports_is_refused_in_one_line(epcr, shared, tmp_path, case):
    before = epcr("sheets").stdout
    for file, said in (
        (
            shared / "nemsis" / "cases" / "full" / "2025-DEM-1_v351.xml",
            "give an EMSDataSet, which holds reports",
        ),
        (shared / "nemsis" / "README.md", "not XML that can be read"),
        (tmp_path / "not-there.xml", "there is no file"),
    ):
        done = epcr("nemsis", "import", str(file))
        assert done.exit_code == 1
        assert said in done.stderr
    wrong = tmp_path / "wrong.xml"
    wrong.write_text(case(CRASH).replace("16:45:18-04:00<", "16:45:18<", 1))
    done = epcr("nemsis", "import", str(wrong))
    assert done.exit_code == 1
    line = case(CRASH)[: case(CRASH).index("16:45:18-04:00<")].count("\n") + 1
    assert f"{wrong}:{line}: error eTimes.03: " in done.stderr
    assert "this report was not imported" in done.stderr
    assert epcr("sheets").stdout == before
