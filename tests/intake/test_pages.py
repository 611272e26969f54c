"""An imported sheet on its pages, the page of what it has no fields for, and that of what the standard says of an export."""

import pytest

from epcr.review.frozen import freeze
from epcr.scenarios.model_sheet import model_of
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from tests.intake.conftest import CRASH, changed


@pytest.fixture
def imported(intake, case):
    return intake.sheet(case(CRASH))


def test_its_trainee_opens_every_section_and_changes_it_like_any_other(intake, case, imported):
    for section in SECTIONS:
        assert intake.world.page(imported, section.page.slug).status == 200
    page = intake.world.page(imported, "incident").fill("Unit", "DF A9").save()
    assert page.status == 200
    differing = changed(case(CRASH), intake.given_out(imported))
    assert {line.split(" ")[0].rpartition("/")[2] for line in differing} == {"eResponse.14"}


@pytest.mark.parametrize(
    ("slug", "label", "typed", "element"),
    [
        ("patient", "First name", "Harold", "ePatient.03"),
        ("history", "Chief complaint", "Pain", "eSituation.04"),
    ],
)
def test_what_a_form_saves_with_a_field_is_as_it_was(intake, case, imported, slug, label, typed, element):
    intake.world.page(imported, slug).fill(label, typed).save()
    differing = changed(case(CRASH), intake.given_out(imported))
    assert {line.split(" ")[0].rpartition("/")[2] for line in differing} == {element}


def test_what_has_no_field_is_shown_by_its_name_in_the_standard(intake, imported):
    page = intake.world.page(imported, "check").follow("Further elements")
    assert "Insurance Company Name" in page.words
    assert "Amica" in page.words
    assert "Not in its field: Past medical history has no term for the code “02RH38M”" in page.words
    assert intake.world.as_("stranger").open(f"/sheets/{imported}/document/further").status == 404
    assert "Further elements" in intake.world.as_("teacher").open(f"/review/{imported}").words


def test_an_imported_sheet_is_the_model_of_a_scenario(intake, imported):
    page = intake.world.as_("teacher").open(f"/review/{imported}").follow("Model sheet")
    scenario = page.html.select_one("#scenario option[value]:not([value=''])")
    page.choose("Scenario", scenario.get_text()).submit("Make it the model")
    trainee = intake.world.begin("okafor", scenario["value"])
    words = intake.world.as_("teacher").open(f"/sheets/{trainee}/model").words
    assert intake.world.sheet(imported).incident.unit in words
    with intake.world.database.read() as session:
        model = model_of(session, session.get_one(RunSheet, trainee))
        assert freeze(model.thawed(session)) == freeze(session.get_one(RunSheet, imported))


def test_a_sheet_that_was_not_imported_has_no_further_elements(intake):
    sheet = intake.world.begin()
    assert intake.world.as_("ruiz").open(f"/sheets/{sheet}/document/further").status == 404
    assert "Further elements" not in intake.world.page(sheet, "check").words


@pytest.fixture
def with_files(shared, tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "nemsis").symlink_to(shared / "nemsis")
    monkeypatch.setenv("EPCR_HOME", str(tmp_path / "home"))


@pytest.mark.usefixtures("with_files")
def test_an_instructor_sees_what_the_standard_says_of_an_export_at_the_field(intake, imported):
    address = f"/sheets/{imported}/document/check"
    teacher = intake.world.as_("teacher")
    assert "The document is valid" in teacher.open(address).words
    number = len(intake.world.sheet(imported).entries("vitals"))

    def worse(sheet):
        sheet.entries("vitals")[number - 1].diastolic = 300

    intake.change(imported, worse)
    page = teacher.open(address)
    assert "the diastolic 300 is not below the systolic" in page.words.lower()
    entry = intake.world.entry(imported, "vitals", number - 1)
    link = page.html.find("a", string="Diastolic blood pressure")
    assert link["href"] == f"/review/{imported}#vitals-{entry}-diastolic"
    assert intake.world.as_("ruiz").open(address).status == 404


def test_without_the_published_files_the_page_says_where_they_belong(intake, imported, tmp_path, monkeypatch):
    monkeypatch.setenv("EPCR_HOME", str(tmp_path / "empty"))
    page = intake.world.as_("teacher").open(f"/sheets/{imported}/document/check")
    assert "are not here yet: whoever runs this server puts them into the folder nemsis" in page.words
    assert "nemsis.org" in page.words
