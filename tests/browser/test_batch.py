"""An instructor prints a class: chooses, watches how far it is, gets the PDF or the ZIP, or cancels."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.exc import OperationalError

from epcr.batch import drawing
from epcr.batch.turns import AT_ONCE, turns_of
from epcr.paper.blocks import BUILDING
from tests.batch import reading
from tests.batch.watching import PATIENCE, Watched
from tests.browser.keying import signed_in
from tests.browser.screens import LIGHT_AND_DARK, looked_at
from tests.browser.serving import serving
from tests.review.college import College
from tests.world import PASSWORD

SHEETS = 12
FREE = 4  # so many are drawn before the drawing waits for the test


@pytest.fixture
def place(world):
    """A class with submitted sheets that is served, and its address."""
    college = College(world)
    for number in range(SHEETS):
        college.submitted(id=f"{number:012x}")
    with serving(college.world.app) as address:
        yield college.world, address


def chosen(tab, place):
    """The page on which it is chosen, reached from the queue."""
    _world, address = place
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}/review")
    tab.get_by_role("link", name="Print or download these").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Print or download")
    return tab


def prepare(tab):
    tab.get_by_role("button", name=f"Prepare {SHEETS} run sheets").click()


def saved(tab) -> tuple[str, bytes]:
    """The file under the name that the browser gives it."""
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Save").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_every_state_of_the_page_fits_and_breaks_no_rule_of_access(place, new_tab, monkeypatch):
    watched = Watched(place[0].app, monkeypatch, free=FREE)
    tab = chosen(new_tab(width=390, scheme="dark"), place)
    looked_at(tab, LIGHT_AND_DARK)
    prepare(tab)
    expect(tab.get_by_text(f"{FREE} of {SHEETS} · HARPER, June")).to_be_visible()
    looked_at(tab, LIGHT_AND_DARK)
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_role("heading", name="Not ready")).to_be_visible()
    looked_at(tab, LIGHT_AND_DARK)
    watched.let_go.set()
    assert watched.ended.wait(PATIENCE)
    prepare(tab)
    expect(tab.get_by_role("heading", name=f"{SHEETS} run sheets ready")).to_be_visible()
    looked_at(tab, LIGHT_AND_DARK)


def test_the_sheets_are_prepared_while_one_watches_and_saved_as_one_pdf(place, tab, monkeypatch):
    watched = Watched(place[0].app, monkeypatch, free=FREE)
    chosen(tab, place)
    prepare(tab)
    bar = tab.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", str(FREE))
    expect(bar).to_have_attribute("max", str(SHEETS))
    expect(tab.get_by_text(f"{FREE} of {SHEETS} · HARPER, June")).to_be_visible()
    expect(tab.get_by_role("button", name="Cancel")).to_be_focused()
    expect(tab.get_by_role("button", name=f"Prepare {SHEETS} run sheets")).to_be_disabled()
    watched.let_go.set()
    expect(tab.get_by_role("heading", name=f"{SHEETS} run sheets ready")).to_be_visible()
    expect(bar).to_be_hidden()
    expect(tab.get_by_role("link", name="Open to print")).to_have_attribute("target", "_blank")
    name, pdf = saved(tab)
    assert name.endswith(".pdf")
    assert len(reading.texts(pdf)) == SHEETS
    assert len(reading.outline(pdf)) == SHEETS


def test_a_zip_is_saved_with_a_file_for_each(place, tab):
    chosen(tab, place)
    tab.get_by_role("group", name="As").get_by_role("radio", name="ZIP").check()
    prepare(tab)
    expect(tab.get_by_role("heading", name=f"{SHEETS} run sheets ready")).to_be_visible()
    expect(tab.get_by_role("link", name="Open to print")).to_have_count(0)
    name, archive = saved(tab)
    assert name.endswith(".zip")
    files = reading.files(archive)
    assert len(files) == SHEETS
    assert all(file.startswith(b"%PDF") for file in files.values())


def test_cancelling_says_how_far_it_was_and_leaves_nothing_running(place, tab, monkeypatch):
    watched = Watched(place[0].app, monkeypatch, free=FREE)
    chosen(tab, place)
    prepare(tab)
    expect(tab.get_by_role("progressbar")).to_have_attribute("value", str(FREE))
    tab.get_by_role("button", name="Cancel").click()
    expect(
        tab.get_by_text(f"Cancelled after {FREE} of {SHEETS} run sheets. Nothing is kept.").first
    ).to_be_visible()
    expect(tab.get_by_role("progressbar")).to_be_hidden()
    expect(tab.get_by_role("button", name=f"Prepare {SHEETS} run sheets")).to_be_enabled()
    watched.let_go.set()
    assert watched.ended.wait(PATIENCE), "the server still works at it"
    assert len(watched.begun) < SHEETS
    assert not BUILDING.locked()
    assert place[0].database.engine.pool.checkedout() == 0


def test_with_the_keyboard_alone(place, tab, monkeypatch):
    watched = Watched(place[0].app, monkeypatch, free=FREE)
    chosen(tab, place)
    tab.get_by_role("button", name=f"Prepare {SHEETS} run sheets").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Cancel")).to_be_focused()
    watched.let_go.set()
    end = tab.get_by_role("region", name="What became of it")
    expect(end).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Open to print")).to_be_focused()


def test_a_connection_that_breaks_is_told_and_nothing_is_offered(place, tab, monkeypatch):
    begun = []

    def breaking(session, sheet):
        begun.append(sheet.id)
        if len(begun) > FREE:
            raise OperationalError("SELECT", {}, Exception("the disk is gone"))
        return standing(session, sheet)

    standing = drawing.standing
    monkeypatch.setattr(drawing, "standing", breaking)
    chosen(tab, place)
    prepare(tab)
    expect(tab.get_by_role("heading", name="Not ready")).to_be_visible()
    expect(tab.get_by_text("The connection broke before the end. Prepare them again.").first).to_be_visible()
    expect(tab.get_by_role("link", name="Save")).to_have_count(0)
    looked_at(tab)


def test_while_others_are_prepared_the_page_says_so_and_then_goes_on_by_itself(place, tab):
    turns = turns_of(place[0].app)
    held = [turns.take(SHEETS) for _ in range(AT_ONCE)]
    prepare(chosen(tab, place))
    expect(tab.locator("[data-batch-words]")).to_contain_text("Others are prepared first")
    looked_at(tab)
    held.clear()
    expect(tab.get_by_role("heading", name=f"{SHEETS} run sheets ready")).to_be_visible()


def test_without_scripts_the_page_asks_again_until_the_file_comes(place, new_tab):
    turns = turns_of(place[0].app)
    held = [turns.take(SHEETS) for _ in range(AT_ONCE)]
    tab = new_tab(java_script_enabled=False)
    chosen(tab, place)
    prepare(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Others are prepared first")
    with tab.expect_download() as download:
        held.clear()
    assert download.value.suggested_filename.endswith(".pdf")


def test_what_is_chosen_and_not_shown_is_shown_before_it_is_printed(place, tab):
    """From the queue and beside the button that prepares them: nothing is printed but what one sees."""
    _world, address = place
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}/review")
    tab.get_by_label("State").select_option("Accepted")
    expect(tab.get_by_role("status").filter(has_text="Chosen and not shown yet: press Show.")).to_be_visible()
    tab.get_by_role("link", name="Print or download these").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Review")
    expect(tab.get_by_text("No run sheet matches")).to_be_visible()
    tab.goto(f"{address}/print")
    tab.get_by_label("State").select_option("Accepted")
    prepare(tab)
    expect(tab.get_by_text("No run sheet matches")).to_be_visible()
    tab.goto(f"{address}/print")
    tab.get_by_label("State").select_option("Any state")
    tab.get_by_role("button", name="Show").click()
    expect(tab.get_by_role("button", name=f"Prepare {SHEETS} run sheets")).to_be_visible()
