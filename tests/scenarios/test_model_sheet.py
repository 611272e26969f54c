"""The model sheet of a scenario: kept with what the scenario told, shown beside what trainees of the class wrote, thawed whole."""

import pytest

from epcr.checks import findings
from epcr.review.frozen import freeze
from epcr.scenarios.model_sheet import ModelSheet, model_of
from epcr.scenarios.scenario import scenarios
from epcr.sheet.run_sheet import RunSheet
from tests import build

STEMI = "inferior-stemi"


@pytest.fixture
def written(world):
    """A sheet that was written of no scenario, as an imported report is."""
    return world.keep(build.sheet())


def address(sheet):
    return f"/sheets/{sheet}/model"


def make(world, sheet, scenario=STEMI, who="teacher"):
    page = world.as_(who).open(address(sheet))
    return page.choose("Scenario", scenarios()[scenario].title).submit("Make it the model")


def test_a_sheet_becomes_the_model_and_stands_beside_what_trainees_write(world, written):
    page = make(world, written)
    assert f"This sheet is the model sheet of {scenarios()[STEMI].title} now" in page.words
    assert "There is no model" not in page.words
    assert "is of no scenario, so no model stands beside it" in page.words
    trainee = world.begin("okafor", STEMI)
    world.page(trainee, "history", "okafor").fill("Chief complaint", "Belly ache").save()
    page = world.as_("teacher").open(f"/review/{trainee}").follow("Model sheet")
    assert "beside the model that Toni Teacher chose" in page.words
    row = page.html.find("th", string="Chief complaint").find_parent("tr")
    assert [cell.get_text(strip=True) for cell in row.find_all("td")] == ["Belly ache", "My chest hurts"]
    taken = page.html.find("h2", string="Vital signs").find_parent("section").find_all("td")
    assert ["No entry." in side.get_text() for side in taken] == [True, False]


def test_the_model_is_thawed_as_it_was_when_it_was_chosen(world, written):
    with world.database.read() as session:
        stored = session.get_one(RunSheet, written)
        frozen, said = freeze(stored), [str(finding) for finding in findings(stored)]
    make(world, written)
    world.page(written, "history").fill("Chief complaint", "Something else").save()
    with world.database.read() as session:
        kept = session.query(ModelSheet).one()
        assert kept.digest == scenarios()[STEMI].version
        thawed = kept.thawed(session)
        assert freeze(thawed) == frozen
        assert [str(finding) for finding in findings(thawed)] == said


def test_another_sheet_replaces_the_model(world, written):
    make(world, written)
    other = world.begin("okafor", STEMI)
    make(world, other)
    with world.database.read() as session:
        kept = session.query(ModelSheet).one()
        assert (kept.made_of, model_of(session, session.get_one(RunSheet, other))) == (other, kept)
    page = world.as_("teacher").open(address(other))
    assert "is the model itself" in page.words


def test_another_class_and_another_scenario_have_no_model(world, written):
    make(world, written)
    assert "is of no scenario" in world.as_("teacher").open(address(world.begin("okafor"))).words
    other = world.begin("okafor", "ladder-fall")
    assert "There is no model" in world.as_("teacher").open(address(other)).words
    strange = world.begin("stranger", STEMI)
    assert "There is no model" in world.as_("other_teacher").open(address(strange)).words


def test_without_a_scenario_nothing_is_kept(world, written):
    page = world.as_("teacher").open(address(written)).submit("Make it the model")
    assert page.status == 422
    assert "Choose the scenario" in page.words
    with world.database.read() as session:
        assert session.query(ModelSheet).count() == 0


@pytest.mark.parametrize("who", ["ruiz", "okafor", "other_teacher"])
def test_only_its_reviewers_open_it(world, written, who):
    assert world.as_(who).open(address(written)).status == 404
