"""A sheet keeps the scenario that it was begun from as it stood then, whatever becomes of the file."""

import shutil

import pytest

from epcr.review.frozen import freeze, thawed
from epcr.scenarios import scenario as files
from epcr.scenarios import scenarios
from epcr.scenarios.versions import ScenarioVersion, is_changed, keep, scenario_of
from epcr.sheet.run_sheet import RunSheet

NAME = "inferior-stemi"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of scenarios that a test may change; `scenarios()` reads it anew after `read_again`."""
    copied = tmp_path / "scenarios"
    shutil.copytree(files.folder(), copied)
    monkeypatch.setattr(files, "folder", lambda: copied)
    scenarios.cache_clear()
    yield copied
    monkeypatch.undo()
    scenarios.cache_clear()


def change(folder, old, new):
    file = folder / f"{NAME}.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    scenarios.cache_clear()


def reworded(folder):
    """Another dispatch text in the file; the words of before."""
    before = scenarios()[NAME].dispatch.text
    change(folder, 'text = """\n', 'text = """\nCHANGED. ')
    return before


def test_the_version_is_that_of_the_content_and_not_of_how_the_file_is_set(folder):
    before = scenarios()[NAME].version
    change(folder, "[dispatch]", "# a comment\n\n[dispatch]")
    assert scenarios()[NAME].version == before
    reworded(folder)
    assert scenarios()[NAME].version != before
    assert len({one.version for one in scenarios().values()}) == len(scenarios())


def test_a_sheet_is_told_what_it_was_begun_with_though_the_file_changed(world, folder):
    sheet = world.begin(scenario=NAME)
    before = reworded(folder)
    page = world.page(sheet, "incident").words
    assert "CHANGED" not in page
    with world.database.read() as session:
        stored = session.get_one(RunSheet, sheet)
        assert scenario_of(session, stored).dispatch.text == before
        assert is_changed(stored)
    assert "CHANGED" in world.page(world.begin(scenario=NAME), "incident").words
    desk = world.as_("teacher").open(f"/review/{sheet}").words
    assert "(the scenario was changed since)" in desk


def test_a_sheet_whose_file_is_gone_still_has_its_scenario(world, folder):
    sheet = world.begin(scenario=NAME)
    (folder / f"{NAME}.toml").unlink()
    title = scenarios()[NAME].title
    scenarios.cache_clear()
    with world.database.read() as session:
        assert scenario_of(session, session.get_one(RunSheet, sheet)).title == title
    assert title in world.as_("teacher").open(f"/review/{sheet}").words


def test_many_sheets_keep_one_content_and_two_contents_are_two(world, folder):
    for _ in range(3):
        world.begin(scenario=NAME)
    with world.database.read() as session:
        assert session.query(ScenarioVersion).count() == 1
    reworded(folder)
    world.begin(scenario=NAME)
    world.begin(scenario=NAME)
    with world.database.read() as session:
        assert session.query(ScenarioVersion).count() == 2


def test_a_thawed_revision_remembers_its_version(world, folder):
    sheet = world.begin(scenario=NAME)
    again = thawed(freeze(world.sheet(sheet)))
    before = reworded(folder)
    with world.database.read() as session:
        assert scenario_of(session, again).dispatch.text == before


def test_a_sheet_of_before_has_the_scenario_of_today_and_a_blank_one_has_none(world):
    old, blank = world.begin(scenario=NAME), world.begin()
    with world.database.write("ruiz") as session:
        session.get_one(RunSheet, old).scenario_version = None
    with world.database.read() as session:
        sheet = session.get_one(RunSheet, old)
        assert scenario_of(session, sheet) is scenarios()[NAME]
        assert not is_changed(sheet)
        assert scenario_of(session, session.get_one(RunSheet, blank)) is None
        assert not is_changed(session.get_one(RunSheet, blank))


def test_a_kept_content_that_this_program_cannot_read_is_no_scenario(world, folder):
    sheet = world.begin(scenario=NAME)
    with world.database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet)
        stored.scenario_version = "0" * 64
        session.add(ScenarioVersion(digest="0" * 64, scenario=NAME, told={"title": "Of another time"}))
    with world.database.read() as session:
        assert scenario_of(session, session.get_one(RunSheet, sheet)) is None
    assert world.page(sheet, "incident").status == 200


def test_a_kept_content_never_changes(world):
    with world.database.write("the tests") as session:
        keep(session, scenarios()[NAME])
        kept = session.query(ScenarioVersion).one()
        kept.told = {}
        with pytest.raises(RuntimeError, match="never changes"):
            session.flush()
        session.rollback()


def test_the_demo_sheets_have_their_versions(demo):
    with demo.read() as session:
        sheets = session.query(RunSheet).filter(RunSheet.scenario.is_not(None)).all()
        assert sheets
        assert {sheet.scenario_version for sheet in sheets} <= {
            one.digest for one in session.query(ScenarioVersion)
        }
