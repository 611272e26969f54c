"""An imported report handed out as an exercise: each trainee has a sheet of their own with the report as it came."""

import pytest

from epcr.people.model import Person
from epcr.sheet.run_sheet import RunSheet
from tests.intake.conftest import CRASH, OVERDOSE, VISIT, lines_of


@pytest.fixture
def imported(intake, case):
    return intake.sheet(case(CRASH))


def address(sheet):
    return f"/sheets/{sheet}/document/exercise"


def sheets_of(world, login):
    with world.database.read() as session:
        owner = session.query(Person).filter_by(login=login).one()
        return [number for (number,) in session.query(RunSheet.id).filter_by(trainee_id=owner.id)]


def page_of(intake, sheet, who="teacher"):
    return intake.world.as_(who).open(address(sheet))


def test_each_trainee_gets_the_report_as_it_came_with_its_further_elements(intake, case, imported):
    intake.world.page(imported, "history").fill("Chief complaint", "What Ruiz found").save()
    page = intake.world.as_("teacher").open(f"/review/{imported}").follow("Hand it out as an exercise")
    assert "Trainees of Evening class" in page.words
    page = page.submit("Hand it out")
    assert "Handed out to Ike Okafor." in page.words
    (copy,) = sheets_of(intake.world, "okafor")
    assert lines_of(intake.given_out(copy)) == lines_of(case(CRASH))
    assert "What Ruiz found" not in intake.world.page(copy, "history", "okafor").words
    assert "Amica" in intake.world.page(copy, "check", "okafor").follow("Further elements").words
    assert "Everybody in Evening class has it" in page_of(intake, imported).words


def test_a_copy_is_completed_without_the_others(intake, case, imported):
    page_of(intake, imported).submit("Hand it out")
    (copy,) = sheets_of(intake.world, "okafor")
    check = intake.world.page(copy, "check", "okafor").words
    assert "Whoever wrote it may have left things out" in check
    intake.world.page(copy, "patient", "okafor").fill("First name", "Harold").save()
    assert intake.world.sheet(copy).patient.first_name == "Harold"
    assert lines_of(intake.given_out(imported)) == lines_of(case(CRASH))


def test_whoever_has_it_keeps_it_as_it_is(intake, imported):
    page = page_of(intake, imported)
    page.submit("Hand it out")
    (copy,) = sheets_of(intake.world, "okafor")
    intake.world.page(copy, "patient", "okafor").fill("First name", "Harold").save()
    page.typed["form_id"] = ["0" * 32]
    again = page.submit("Hand it out")
    assert "Whoever you chose has it already" in again.words
    assert sheets_of(intake.world, "okafor") == [copy]
    assert intake.world.sheet(copy).patient.first_name == "Harold"


def test_nobody_chosen_is_asked_for_somebody(intake, imported):
    page = page_of(intake, imported)
    page.typed["trainee"] = []
    refused = page.submit("Hand it out")
    assert refused.status == 422
    assert "Choose at least one trainee" in refused.words
    assert sheets_of(intake.world, "okafor") == []


def test_a_trainee_of_another_class_gets_none(intake, imported):
    page = page_of(intake, imported)
    with intake.world.database.read() as session:
        stranger = session.query(Person).filter_by(login="stranger").one()
    page.typed["trainee"] = [str(stranger.id)]
    page.submit("Hand it out")
    assert sheets_of(intake.world, "stranger") == []


@pytest.mark.parametrize("who", ["ruiz", "okafor", "other_teacher"])
def test_only_its_reviewers_hand_it_out(intake, imported, who):
    assert page_of(intake, imported, who).status == 404


def test_a_sheet_that_was_not_imported_is_not_handed_out(intake):
    sheet = intake.world.begin()
    assert page_of(intake, sheet).status == 404
    assert "Hand it out" not in intake.world.as_("teacher").open(f"/review/{sheet}").words


@pytest.mark.parametrize("name", [CRASH, OVERDOSE, VISIT])
def test_a_report_is_again_what_was_read(intake, case, name):
    sheet = intake.sheet(case(name))
    page_of(intake, sheet).submit("Hand it out")
    (copy,) = sheets_of(intake.world, "okafor")
    assert lines_of(intake.given_out(copy)) == lines_of(intake.given_out(sheet))
    assert intake.world.sheet(copy).imported.number == intake.world.sheet(sheet).imported.number
