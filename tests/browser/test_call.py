"""The call screen in a browser: each thing is logged with a tap or two, and no page is loaded for any of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from epcr.sheet.exam import NO_ABNORMALITY
from tests import build
from tests.browser.axe import violations
from tests.browser.keying import signed_in
from tests.world import PASSWORD

STATE = "[data-save-state]"


@pytest.fixture
def sheet(world):
    made = build.sheet()
    made.incident.left_scene = made.incident.at_destination = made.incident.transfer_of_care = None
    made.exam = []
    for name in ("airway", "airway_obstruction", "airway_adjunct"):
        setattr(made.primary, name, None)
    return world.keep(made)


@pytest.fixture
def called(new_tab, address, sheet):
    """A phone that shows the call screen, and that nothing else was loaded into it at the end."""
    tab = new_tab(width=390, height=844, has_touch=True)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/call")
    tab.evaluate("window.stayed = true")
    yield tab
    assert tab.evaluate("window.stayed === true"), "a page was loaded"
    assert tab.url == f"{address}/sheets/{sheet}/call"


def sent(tab: Page) -> None:
    expect(tab.locator(STATE)).to_contain_text("Saved ")
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


def test_a_time_is_one_tap_and_the_next_one_stands_out_then(called, world, sheet):
    called.get_by_role("button", name="Left scene").tap()
    sent(called)
    assert world.sheet(sheet).incident.left_scene is not None
    expect(called.locator(".call-time-next")).to_contain_text("At destination")
    expect(called.locator(".call-log")).to_contain_text("Left scene")


def test_a_line_that_tells_a_time_opens_it_to_be_corrected(called, world, sheet):
    called.locator(".call-line", has_text="On scene").tap()
    called.get_by_label("Time, like 1732").fill("1704")
    called.get_by_role("dialog").get_by_role("button", name="Save").tap()
    sent(called)
    assert world.sheet(sheet).incident.on_scene == build.clock("17:04")
    called.locator(".call-line", has_text="On scene").tap()
    called.keyboard.press("Escape")
    expect(called.locator(STATE)).not_to_have_attribute("data-dirty", "")


def test_a_time_that_is_corrected_while_its_tap_is_on_the_way_does_not_stand_against_itself(
    called, world, sheet
):
    held = []
    called.route("**/changes", lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright asks for a function
    button = called.get_by_role("button", name="Left scene")
    with called.expect_request("**/changes"):
        button.tap()
    button.press("Enter")
    with called.expect_response("**/changes"):
        held[0].continue_()
    expect(called.locator(".call-log")).to_contain_text("Left scene")
    called.get_by_label("Time, like 1732").fill("1726")
    called.get_by_role("dialog").get_by_role("button", name="Save").tap()
    sent(called)
    assert world.sheet(sheet).incident.left_scene == build.clock("17:26")
    expect(called.locator("[data-contested]")).to_have_count(0)


def test_nothing_moves_under_the_finger_when_the_page_is_drawn_anew(called):
    where = "[...document.querySelectorAll('.call-time, .call-tile')].map((one) => one.getBoundingClientRect().top)"
    button = called.get_by_role("button", name="At destination")
    button.evaluate("(one) => { window.held = one; }")
    before = called.evaluate(where)
    called.get_by_role("button", name="Left scene").tap()
    sent(called)
    assert called.evaluate(where) == before
    assert button.evaluate("(one) => one === window.held")


def test_a_letter_is_all_normal_with_one_tap(called, world, sheet):
    called.get_by_role("button", name="Finding").tap()
    row = called.locator("[data-letter=A]")
    row.get_by_role("button", name="All normal").tap()
    sent(called)
    primary = world.sheet(sheet).primary
    assert (primary.airway, primary.airway_obstruction, primary.airway_adjunct) == (
        "open", ["no_obstruction"], ["no_adjunct"],
    )  # fmt: skip
    expect(row.get_by_role("button")).to_have_count(0)
    expect(row).to_contain_text("Airway: Open")


def test_a_region_is_normal_with_one_tap_and_the_rest_with_another(called, world, sheet):
    called.get_by_role("button", name="Finding").tap()
    called.get_by_role("button", name="Normal Chest").tap()
    expect(called.get_by_role("status").filter(has_text="Chest: no abnormality")).to_be_visible()
    rest = len(NO_ABNORMALITY) - 1
    called.get_by_role("button", name=f"Rest normal ({rest})").tap()
    sent(called)
    entries = world.sheet(sheet).entries("exam")
    assert {entry.region: entry.findings for entry in entries} == {
        region: [code] for region, code in NO_ABNORMALITY.items()
    }
    assert len(entries) == len(NO_ABNORMALITY)
    expect(called.locator("[data-region-normal], [data-rest-normal]")).to_have_count(0)


def test_a_tap_too_many_is_taken_back(called, world, sheet):
    called.get_by_role("button", name="Finding").tap()
    called.get_by_role("button", name=f"Rest normal ({len(NO_ABNORMALITY)})").tap()
    sent(called)
    called.get_by_role("button", name="Take back").tap()
    expect(called.get_by_role("button", name=f"Rest normal ({len(NO_ABNORMALITY)})")).to_be_visible()
    expect(called.locator(STATE)).not_to_have_attribute("data-dirty", "")
    assert world.sheet(sheet).entries("exam") == []
    assert {entry.struck_reason for entry in world.sheet(sheet).exam} == {"Tapped by mistake"}


def test_a_note_is_logged_with_its_time(called, world, sheet):
    called.get_by_role("button", name="Note").tap()
    called.get_by_role("textbox", name="What happened?").fill("Wife gave him one nitroglycerin")
    called.get_by_role("dialog").get_by_role("button", name="Save").tap()
    sent(called)
    (note,) = world.sheet(sheet).entries("notes")
    assert note.words == "Wife gave him one nitroglycerin"
    assert note.noted_at is not None
    expect(called.locator(".call-log")).to_contain_text("Wife gave him one nitroglycerin")
    called.get_by_role("button", name="Note").tap()
    expect(called.get_by_role("textbox", name="What happened?")).to_have_value("")


def test_a_note_that_is_closed_by_accident_stands_when_it_is_opened_again(called, world, sheet):
    called.get_by_role("button", name="Note").tap()
    called.get_by_role("textbox", name="What happened?").fill("Wife gave him")
    called.keyboard.press("Escape")
    called.get_by_role("button", name="Note").tap()
    expect(called.get_by_role("textbox", name="What happened?")).to_have_value("Wife gave him")
    called.get_by_role("button", name="Discard").tap()
    expect(called.locator(STATE)).not_to_have_attribute("data-dirty", "")
    assert world.sheet(sheet).entries("notes") == []


def test_without_a_network_all_of_it_stands_on_the_page_and_is_sent_later(called, world, sheet):
    called.context.set_offline(True)
    called.get_by_role("button", name="Left scene").tap()
    called.get_by_role("button", name="Finding").tap()
    called.get_by_role("button", name="All normal Airway").tap()
    called.get_by_role("button", name="Normal Chest").tap()
    expect(called.locator("[data-region=chest]")).to_contain_text("No abnormality")
    called.get_by_role("button", name="Close").tap()
    called.get_by_role("button", name="Note").tap()
    called.get_by_role("textbox", name="What happened?").fill("Elevator out")
    called.get_by_role("dialog").get_by_role("button", name="Save").tap()
    waiting = called.locator("[data-waiting]")
    for words in ("Left scene", "no obstruction", "Chest: no abnormality", "Elevator out"):
        expect(waiting).to_contain_text(words)
    expect(waiting.locator("li").first).to_contain_text("Elevator out")  # newest first, as in the log
    expect(waiting.locator("li").last).to_contain_text("Left scene")
    expect(called.locator(STATE)).to_have_text("Kept on this device (no network)")
    expect(called.locator(".call-time-next")).to_contain_text("At destination")
    assert world.sheet(sheet).incident.left_scene is None
    called.context.set_offline(False)
    sent(called)
    stored = world.sheet(sheet)
    assert stored.incident.left_scene is not None
    assert stored.primary.airway == "open"
    assert [entry.region for entry in stored.entries("exam")] == ["chest"]
    assert [note.words for note in stored.entries("notes")] == ["Elevator out"]
    expect(waiting.locator("li")).to_have_count(0)


def test_what_was_being_typed_as_a_note_outlives_the_page(new_tab, address, world, sheet):
    tab = new_tab(width=390, height=844)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/call")
    tab.get_by_role("button", name="Note").click()
    tab.get_by_role("textbox", name="What happened?").press_sequentially("Elevator out")
    again = tab.context.new_page()
    tab.close()
    again.goto(f"{address}/sheets/{sheet}/call")
    expect(again.locator(".call-log")).to_contain_text("Elevator out")
    (note,) = world.sheet(sheet).entries("notes")
    assert note.noted_at is not None


def test_a_note_goes_into_the_narrative_where_the_cursor_stands(tab, address, world, sheet):
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/notes")
    tab.get_by_label("Note", exact=True).fill("Elevator out")
    tab.get_by_label("Time noted", exact=True).fill("1712")
    tab.get_by_label("Time noted", exact=True).blur()
    sent(tab)
    tab.goto(f"{address}/sheets/{sheet}/narrative")
    text = tab.get_by_label("Narrative", exact=True)
    text.evaluate("(one) => { one.focus(); one.setSelectionRange(0, 0); }")
    tab.get_by_role("button", name="Use").click()
    sent(tab)
    written = world.sheet(sheet).narrative.text
    assert written.startswith("17:12 Elevator out\nDispatched for chest pain")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (390, "light"), (820, "light"), (1440, "dark")])
def test_no_rule_of_access_is_broken_and_every_tile_is_high_enough(new_tab, address, sheet, width, scheme):
    tab = new_tab(width=width, scheme=scheme)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/call")
    assert violations(tab) == []
    high = (
        "[...document.querySelectorAll('button.call-time, button.call-tile')].map((one) => one.offsetHeight)"
    )
    assert min(tab.evaluate(high)) >= 64
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for sheet_of in ("Finding", "Note"):
        tab.get_by_role("button", name=sheet_of).click()
        assert violations(tab) == []
        tab.keyboard.press("Escape")


def test_without_scripts_the_buttons_are_links(new_tab, address, sheet):
    tab = new_tab(width=390, java_script_enabled=False)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/call")
    expect(tab.locator("[data-time]").first).to_be_hidden()
    tab.get_by_role("link", name="Left scene").click()
    expect(tab.get_by_label("Left scene", exact=True)).to_be_visible()
