"""`epcr fhir`: out to a file or standard output, and in again, once."""

import json

import pytest
from pypdf import PdfReader

from epcr.db import open_database
from epcr.people.classrooms import make_class
from epcr.people.model import Role
from epcr.people.persons import add_person
from epcr.scenarios.demo import CLASS
from epcr.sheet.run_sheet import RunSheet
from tests.cli.running import refused
from tests.export.fhir.back import said_on


@pytest.fixture
def college(epcr):
    """The command with a class of two trainees and no run sheet; and a way to its database."""
    assert epcr("db", "upgrade").exit_code == 0
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    with database.write("the tests") as session:
        people = {
            login: add_person(session, login=login, name=login, role=role, password="long enough 1")
            for login, role in (
                ("teacher", Role.INSTRUCTOR),
                ("ruiz", Role.TRAINEE),
                ("okafor", Role.TRAINEE),
            )
        }
        room = make_class(session, people["teacher"], **CLASS)
        room.people.extend([people["ruiz"], people["okafor"]])
    yield epcr, database
    database.engine.dispose()


@pytest.fixture
def document(demo_class, tmp_path):
    """The first sheet of the demo class, as a file; its id."""
    epcr, _ = demo_class
    sheet = epcr("sheets").stdout.split()[0]
    file = tmp_path / "sheet.json"
    assert epcr("fhir", "export", sheet, "-o", str(file)).exit_code == 0
    return file, sheet


def test_a_sheet_is_written_to_a_file_and_to_standard_output_alike(demo_class, document):
    file, sheet = document
    run = demo_class[0]("fhir", "export", sheet)
    assert run.exit_code == 0
    assert run.stdout_bytes == file.read_bytes()
    assert json.loads(file.read_bytes())["type"] == "document"


def test_the_transfer_of_care_file_carries_the_same_document(demo_class, document, tmp_path):
    file, sheet = document
    made = tmp_path / "transfer.pdf"
    assert demo_class[0]("transfer-of-care", sheet, "-o", str(made)).exit_code == 0
    assert PdfReader(made).attachments["fhir.json"] == [file.read_bytes()]


def test_it_comes_in_once(demo_class, college, document):
    (file, number), (epcr, database) = document, college
    for said in ("new", "unchanged", "unchanged"):
        run = epcr("fhir", "import", str(file), "--class", "1", "--trainee", "ruiz")
        assert (run.exit_code, run.stdout) == (0, f"{number}\t{said}\n")
    there = open_database(f"sqlite:///{demo_class[0].home / 'epcr.sqlite'}")
    with database.read() as session, there.read() as other:
        assert session.query(RunSheet).count() == 1
        mine, theirs = session.get_one(RunSheet, number), other.get_one(RunSheet, number)
        assert said_on(mine) == said_on(theirs)
        assert [act.verdict.verdict for act in mine.entries("interventions")] == [
            act.verdict.verdict for act in theirs.entries("interventions")
        ]
    there.engine.dispose()
    again = epcr("fhir", "export", number)
    first, second = json.loads(file.read_bytes()), json.loads(again.stdout_bytes)
    assert [one["fullUrl"] for one in first["entry"]] == [one["fullUrl"] for one in second["entry"]]


def test_a_sheet_that_says_otherwise_is_refused(college, document):
    (file, number), (epcr, _) = document, college
    assert epcr("fhir", "import", str(file), "--trainee", "ruiz").exit_code == 0
    other = file.read_text("utf-8").replace('"family":"', '"family":"Mc')
    file.write_text(other, "utf-8")
    said = refused(epcr("fhir", "import", str(file), "--trainee", "ruiz"))
    assert f"Run sheet {number} is here already and says otherwise at Patient, Last name" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--class", "7"), "there is no class 7; the classes are 1 Demo class"),
        ((), "say by --trainee and a login whose sheet it becomes; in Demo class there are: okafor, ruiz"),
        (("--class", "abc"), "there is no class abc; the classes are 1 Demo class"),
        (("--trainee", "nobody"), "there is no trainee nobody in Demo class; choose okafor, ruiz"),
    ],
)
def test_whose_it_becomes_must_be_said(college, document, words, said):
    assert said in refused(college[0]("fhir", "import", str(document[0]), *words))


def test_a_broken_document_changes_nothing(college, tmp_path):
    epcr, database = college
    file = tmp_path / "broken.json"
    file.write_bytes(b'{"resourceType": "Bundle", "type": "collection"}')
    assert "Bundle.type: is “collection”" in refused(epcr("fhir", "import", str(file), "--trainee", "ruiz"))
    with database.read() as session:
        assert session.query(RunSheet).count() == 0


def test_what_no_export_wrote_is_named_with_what_to_give(epcr, tmp_path):
    file = tmp_path / "n.txt"
    for text, why in (
        ("minutes of the meeting", "line 1, column 1: this is not JSON (Expecting value)"),
        ('{"resourceType": "Bundle"}', "Bundle.type: is missing; this command reads a document"),
    ):
        file.write_text(text, "utf-8")
        said = refused(epcr("fhir", "import", str(file)))
        assert said == f"{file}: {why}; give what `epcr fhir export` wrote"
        assert refused(epcr("fhir", "import", "-", typed=text)) == said.replace(str(file), "standard input")
