"""A whole rehearsal in a browser: two people, one tablet, and a clock that the test turns forward."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from epcr.rehearsal import steps
from epcr.rehearsal.model import Rehearsal
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.browser.keying import signed_in
from tests.browser.screens import LIGHT_AND_DARK, looked_at
from tests.browser.serving import serving
from tests.world import PASSWORD


@pytest.fixture
def place(world):
    """A college that is served, and the address of a complete sheet in it."""
    sheet = build.sheet()
    sheet.handoff.situation = "June Harper, 68: chest pain since 16:30."
    kept = world.keep(sheet)
    with serving(world.app) as address:
        yield world, kept, address


def begun(tab, place, listener="Kim Vale"):
    """The speaker's page, just begun, under a clock that stands where the test turns it."""
    _world, sheet, address = place
    tab.clock.install()
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/rehearsals")
    tab.get_by_label("Who listens").fill(listener)
    tab.get_by_role("radio", name="60 seconds").check()
    tab.get_by_role("button", name="Start").click()
    expect(tab.get_by_role("timer")).to_be_visible()


def stored(place):
    world, sheet, _address = place
    with world.database.read() as session:
        return steps.rehearsals(session, session.get_one(RunSheet, sheet))


def test_every_page_of_a_rehearsal_fits_and_breaks_no_rule_of_access(place, new_tab):
    tab = new_tab(width=390, scheme="dark")
    _world, sheet, address = place
    begun(tab, place)
    looked_at(tab, LIGHT_AND_DARK)
    tab.clock.run_for(10_000)
    expect(tab.get_by_role("button", name="Done speaking")).to_be_visible()
    looked_at(tab, LIGHT_AND_DARK)
    tab.clock.run_for(90_000)
    looked_at(tab, LIGHT_AND_DARK)
    tab.get_by_role("button", name="Done speaking").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kim Vale, what do you remember?")
    looked_at(tab, LIGHT_AND_DARK)
    tab.get_by_role("button", name="Show the result").click()
    expect(tab.get_by_role("alert")).to_be_focused()
    looked_at(tab, LIGHT_AND_DARK)
    for group in tab.get_by_role("group").all():
        group.get_by_label("I do not remember").check()
    tab.get_by_role("button", name="Show the result").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kim Vale remembered 0 of 6")
    looked_at(tab, LIGHT_AND_DARK)
    tab.goto(f"{address}/sheets/{sheet}/rehearsals")
    looked_at(tab, LIGHT_AND_DARK)


def test_hands_off_then_the_time_that_is_left_then_what_is_over(place, tab):
    begun(tab, place)
    tab.clock.pause_at(
        datetime.fromtimestamp(tab.evaluate("Date.now()") / 1000 + 0.5, tz=UTC)
    )  # it runs on by itself else
    timer, bar = tab.get_by_role("timer"), tab.get_by_role("progressbar")
    done = tab.get_by_role("button", name="Done speaking")
    expect(timer).to_contain_text(re.compile("Hands off, eyes on the speaker [78] seconds"))
    expect(done).to_be_hidden()
    tab.clock.run_for(9_000)
    expect(timer).to_contain_text(re.compile("Speak (58|59|60) seconds left"))
    expect(done).to_be_visible()
    tab.clock.run_for(30_000)
    expect(timer).to_contain_text(re.compile("Speak 2[89] seconds left"))
    assert 30 <= float(bar.get_attribute("value")) <= 33
    assert bar.get_attribute("max") == "60"
    tab.clock.run_for(40_000)
    expect(timer).to_contain_text(re.compile("Time is up 1[0-3] seconds over"))
    assert bar.get_attribute("value") == "60"


def test_what_is_said_aloud_changes_only_with_the_phase(place, tab):
    begun(tab, place)
    told = tab.locator("[data-announce]")
    expect(told).to_have_text("Hands off, eyes on the speaker.")
    tab.clock.run_for(9_000)
    expect(told).to_have_text("Speak now.")
    changes = tab.evaluate_handle(
        """() => { const seen = { times: 0 };
        new MutationObserver(() => { seen.times += 1; }).observe(document.querySelector("[data-announce]"), { childList: true });
        return seen; }"""
    )
    tab.clock.run_for(30_000)
    assert changes.evaluate("seen => seen.times") == 0
    tab.clock.run_for(15_000)
    expect(told).to_have_text("10 seconds left.")
    tab.clock.run_for(20_000)
    expect(told).to_have_text("Time is up. Come to an end.")


def test_a_reload_in_the_middle_of_the_speech_goes_on_where_it_was(place, tab):
    begun(tab, place)
    expect(tab.get_by_role("timer")).to_contain_text("Hands off")
    # The server tells the page how long ago it was begun, so it is the server's record that is moved.
    (one,) = stored(place)
    with place[0].database.write("the tests") as session:
        earlier = one.begun_at - timedelta(seconds=30)
        session.execute(update(Rehearsal).values(begun_at=earlier))
    tab.reload()
    expect(tab.get_by_role("timer")).to_contain_text(re.compile("Speak 3[0-8] seconds left"))
    assert len(stored(place)) == 1


def test_the_page_of_the_speaker_stays_where_it_is_when_the_phase_changes(place, new_tab):
    tab = new_tab(width=390)
    begun(tab, place)
    before = tab.get_by_role("heading", level=1).bounding_box()
    tab.clock.run_for(9_000)
    expect(tab.get_by_role("timer")).to_contain_text("Speak")
    assert tab.get_by_role("heading", level=1).bounding_box() == before


def test_two_people_rehearse_and_the_score_stays_with_the_sheet(place, tab):
    begun(tab, place)
    expect(tab.get_by_role("main")).to_contain_text("June Harper, 68: chest pain since 16:30.")
    tab.clock.run_for(60_000)
    tab.get_by_role("button", name="Done speaking").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kim Vale, what do you remember?")
    (one,) = stored(place)
    groups = tab.get_by_role("group").all()
    for number, (group, question) in enumerate(zip(groups, one.questions, strict=True)):
        right = question["options"][question["right"]]
        group.get_by_label("I do not remember" if number == 5 else right, exact=True).check()
    tab.get_by_role("button", name="Show the result").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kim Vale remembered 5 of 6")
    _world, sheet, address = place
    tab.goto(f"{address}/sheets/{sheet}/check")
    expect(tab.get_by_role("main")).to_contain_text("Rehearsed once: 5 of 6 with Kim Vale.")


def test_back_from_the_questions_the_speech_is_not_seen_again(place, tab):
    begun(tab, place)
    tab.clock.run_for(20_000)
    tab.get_by_role("button", name="Done speaking").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kim Vale, what do you remember?")
    tab.go_back()
    expect(tab.get_by_role("heading", level=1)).to_have_text(
        re.compile("what do you remember|Rehearse the handoff")
    )
    expect(tab.get_by_text("June Harper, 68: chest pain")).to_have_count(0)


def test_a_choice_is_made_by_keys_alone(place, tab):
    begun(tab, place)
    tab.clock.run_for(10_000)
    done = tab.get_by_role("button", name="Done speaking")
    done.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kim Vale, what do you remember?")
    groups = tab.get_by_role("group").all()
    groups[0].get_by_role("radio").first.focus()
    for _ in groups:
        tab.keyboard.press("Space")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("of 6")


def test_the_whole_screen_is_offered_and_not_required(place, tab):
    begun(tab, place)
    button = tab.get_by_role("button", name="Full screen")
    expect(button).to_be_visible()
    button.click()
    expect(tab.get_by_role("button", name="Leave full screen")).to_be_visible()
    tab.get_by_role("button", name="Leave full screen").click()
    expect(tab.get_by_role("button", name="Full screen", exact=True)).to_be_visible()


def test_without_scripts_the_rehearsal_is_sentences_and_forms(place, new_tab):
    tab = new_tab(java_script_enabled=False)
    _world, sheet, address = place
    tab.goto(f"{address}/sign-in?next=/sheets/{sheet}/rehearsals")
    tab.get_by_label("Login").fill("ruiz")
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_label("Who listens").fill("Kim Vale")
    tab.get_by_role("button", name="Start").click()
    expect(tab.get_by_text(re.compile(r"Hands off until \d\d:\d\d:\d\d, then speak until"))).to_be_visible()
    expect(tab.get_by_role("timer")).to_have_count(0)
    tab.get_by_role("button", name="Done speaking").click()
    for group in tab.get_by_role("group").all():
        group.get_by_label("I do not remember").check()
    tab.get_by_role("button", name="Show the result").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kim Vale remembered 0 of 6")
