"""Deciding on a sheet in Chromium without scripts: nothing half written is lost, and a standing must fix is asked about."""

import pytest
from playwright.sync_api import expect

from epcr.review import steps
from epcr.review.state import State
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.review.college import College
from tests.world import PASSWORD


@pytest.fixture
def college(world):
    with serving(world.app) as address:
        college = College(world)
        college.address = address
        yield college


def test_without_scripts_a_half_written_must_fix_is_kept_and_asked_about_before_accepting(college, new_tab):
    sheet = college.submitted()
    tab = new_tab(width=390, height=800, java_script_enabled=False)
    signed_in(tab, college.address, "teacher", PASSWORD)
    tab.goto(f"{college.address}/review/{sheet}?at=incident-unit")
    tab.get_by_role("radio", name="Must fix", exact=True).check()
    tab.get_by_label("Comment", exact=True).fill("Which unit was")
    expect(tab.get_by_role("button", name="Accept it")).to_have_count(0)
    tab.get_by_role("button", name="Accept…").click()
    tab.get_by_label("A note, if you like").fill("Good enough")
    tab.get_by_role("button", name="Accept it").click()
    expect(tab.get_by_text("Comment 1, a must fix by Toni Teacher, still stands.")).to_be_visible()
    expect(tab.get_by_label("A note, if you like")).to_have_value("Good enough")
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    assert [one.text for one in college.asking(sheet, steps.comments)] == ["Which unit was"]
    tab.get_by_role("button", name="Accept anyway").click()
    tab.wait_for_url(f"{college.address}/review*")
    assert college.asking(sheet, steps.state) is State.ACCEPTED


def test_a_note_that_is_sent_along_after_the_question_is_no_draft_and_asks_nothing_more(college, new_tab):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(session, found, who, anchor="incident-unit", kind="must_fix", text="Which?")
    tab, asked = new_tab(width=390, height=800), []
    tab.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    signed_in(tab, college.address, "teacher", PASSWORD)
    tab.goto(f"{college.address}/review/{sheet}")
    tab.locator("summary", has_text="Accept").click()
    tab.get_by_label("A note, if you like").fill("Good.")
    tab.get_by_role("button", name="Accept it").click()
    tab.get_by_role("button", name="Accept anyway").click()
    tab.wait_for_url(f"{college.address}/review*")
    assert asked == []
    assert college.asking(sheet, steps.state) is State.ACCEPTED
    expect(tab.get_by_text("kept on this device")).to_have_count(0)
