"""Documents of the standard against its published files and against what those leave unchecked, as the command does it."""

import re
import shutil

import pytest

from epcr.standard import judging
from epcr.standard.document import read_file
from epcr.standard.files import published

CRASH = "full/2025-EMS-3-MVC"


def once(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def test_every_official_document_is_clean(epcr, shared):
    files = sorted((shared / "nemsis" / "cases").glob("[fn]*l/*.xml"))
    files = [str(file) for file in files if file.parent.name in {"full", "national"}]
    done = epcr("nemsis", "check", *files, "--files", str(shared / "nemsis"))
    assert len(files) == 8
    assert done.stdout.splitlines() == [f"{file}: 0 errors, 0 warnings" for file in files]
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("name", "line", "element", "source"),
    [
        ("2025-EMS-FailSchematron", 135, "eSituation.10", "nemSch_e005"),
        ("2025-EMS-FailXsd", 121, "eSituation.19", "xsd"),
    ],
)
def test_documents_that_must_be_refused_name_line_and_element(checked, case, name, line, element, source):
    finding, sum_of_it = checked(case(f"fail/{name}"), 1)
    assert finding.startswith(f"{line}: error eSituation")
    assert element in finding
    assert finding.endswith(f"({source})")
    assert sum_of_it == " 1 error, 0 warnings"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<eProcedures.09>42257<", "<eProcedures.09>Nobody<", 'error eProcedures.09: "Nobody" is not of the crew'),
        ("<eProcedures.10>9905007<", "<eProcedures.10>9905005<", "error eProcedures.10: the role 9905005 is not that of"),
        ("<eVitals.23>14<", "<eVitals.23>15<", "error eVitals.23: the total of 15 is not the sum of its parts"),
        ("<eVitals.07>50<", "<eVitals.07>102<", "error eVitals.07: the diastolic 102 is not below the systolic 102"),
        ("<eProcedures.03>", "<eProcedures.03>9", "is no code of the catalog"),
        ("<eTimes.03>2024-10-11T16:45:18-04:00", "<eTimes.03>2024-10-11T16:45:18", "error eTimes.03: "),
        ("<ePatient.15>68", "<ePatient.15>168", "error ePatient.15: "),
    ],
)  # fmt: skip
def test_one_thing_that_is_wrong_is_one_finding_at_its_line(checked, case, old, new, said):
    text = case(CRASH)
    line = text[: text.index(old)].count("\n") + 1
    findings = checked(once(text, old, new), 1 if "error" in said else 0)[:-1]
    assert [finding for finding in findings if said in finding and finding.startswith(f"{line}: ")]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("eNarrative", "warning eNarrative.01: there is no narrative"),
        ("eCrew", "warning eCrew.01: nobody of the crew is named"),
    ],
)
def test_parts_that_are_not_there_are_missed_where_there_was_a_patient(checked, case, section, said):
    text = re.sub(rf"<{section}>.*</{section}>", f"<{section}/>", case(CRASH), flags=re.DOTALL)
    assert [line for line in checked(text, 0) if said in line]
    elsewhere = once(text, "<eDisposition.27>4227001<", "<eDisposition.27>4227009<")
    assert [line for line in checked(elsewhere, 0) if said in line] == []


def test_reports_of_one_document_are_judged_each_by_itself_and_at_its_own_line(checked, case):
    text = case(CRASH)
    report = text[
        text.index("<PatientCareReport") : text.index("</PatientCareReport>") + len("</PatientCareReport>")
    ]
    wrong = once(report, "<eVitals.23>14<", "<eVitals.23>13<").replace("df732588", "df732589")
    both = text.replace(report, f"{report}\n{wrong}")
    finding, sum_of_it = checked(both, 1)
    line = both[: both.index("<eVitals.23>13<")].count("\n") + 1
    assert finding.startswith(f"{line}: error eVitals.23")
    assert sum_of_it == " 1 error, 0 warnings"


def test_the_tree_is_as_it_was_after_its_reports_were_judged(case, shared, tmp_path):
    text = case(CRASH)
    report = text[
        text.index("<PatientCareReport") : text.index("</PatientCareReport>") + len("</PatientCareReport>")
    ]
    file = tmp_path / "two.xml"
    file.write_text(text.replace(report, f"{report}\n{report}"))
    document = read_file(file)
    before = [element.tag for element in document.root.iter()]
    judging.document_findings(document, published(shared / "nemsis"))
    assert [element.tag for element in document.root.iter()] == before


def test_the_published_files_are_looked_for_in_the_home_folder(epcr, shared, case, tmp_path):
    file = tmp_path / "report.xml"
    file.write_text(case(CRASH))
    done = epcr("nemsis", "check", str(file))
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: there is no folder")
    assert "name their folder by --files" in done.stderr
    for folder in ("xsd", "schematron"):
        shutil.copytree(shared / "nemsis" / folder, epcr.home / "nemsis" / folder)
    assert epcr("nemsis", "check", str(file)).exit_code == 0
    (epcr.home / "nemsis" / "schematron" / "EMSDataSet.sch").unlink()
    assert "has no EMSDataSet.sch" in epcr("nemsis", "check", str(file)).stderr
