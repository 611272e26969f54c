"""The check walked at a phone: one finding at a time, filled in, answered and judged there, without leaving the page."""

import re

import pytest
from playwright.sync_api import expect

from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.review import steps
from epcr.review.state import State
from epcr.sheet.interventions import Intervention
from tests.browser.axe import violations
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.build import clock
from tests.review.college import College
from tests.world import PASSWORD

SAVED = "[data-save-state]"
ON = "[data-walk-on]"


@pytest.fixture
def college(world):
    return College(world)


def open_sheet(college):
    """A sheet that lacks its unit and a name, has a fast pulse, and an act outside scope that nothing was said of."""
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.incident.unit = found.patient.last_name = None
        found.vitals[0].heart_rate = 190
        found.interventions.append(
            Intervention(
                item="iv_access",
                performer=found.crew[1].id,
                performed_at=clock("17:20"),
                attempts=1,
                successful=True,
            )
        )
        judge_changed(found, now())
    return sheet


def walking(new_tab, address, sheet, **options):
    tab = new_tab(**options)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/check")
    return tab


def shown(tab):
    return tab.locator("[data-step]:visible")


def fill_unit(step, _look):
    step.get_by_label("Unit", exact=True).fill("Medic 9")


def fill_name(step, _look):
    step.get_by_label("Last name", exact=True).fill("Harper")


def choose_authorization(step, _look):
    step.get_by_label("Standing order (protocol)", exact=True).check()


def explain(step, look):
    look("warning")
    step.get_by_label(re.compile("It is right because")).fill("Ran up the stairs")
    step.get_by_role("button", name="Answer", exact=True).click()
    expect(step.locator("[data-walk-said]")).to_have_text("Answered.")


def answer_the_verdict(step, look):
    line = step.page.locator(f'[data-check-state] a[href="#{step.get_attribute("id")}"]')
    expect(step).to_have_attribute(
        "data-step", line.get_attribute("data-shows")
    )  # drawn anew with the authorization
    step.get_by_text("I went beyond my scope").click()
    step.get_by_label("Why", exact=True).fill("Nobody else was there")
    look("scope")
    step.get_by_role("button", name="Answer with this reason").click()
    expect(step.locator("[data-walk-said]")).to_contain_text("your instructor reads both")
    expect(step.locator("[data-walk-said]")).to_be_in_viewport()


WAYS = {
    "unit": fill_unit,
    "last_name": fill_name,
    "heart_rate": explain,
    "authorization": choose_authorization,
    "item": answer_the_verdict,
}


def settle(tab, look):
    """Settle the step that is shown, and go on."""
    here = shown(tab).get_attribute("id")
    WAYS[here.rpartition("-")[2]](tab.locator(f"[id='{here}']"), look)
    tab.locator(f"[id='{here}'] {ON}").click()
    expect(tab.locator(f'[data-check-state] a[href="#{here}"]')).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1440, "light")])
def test_every_finding_is_settled_without_a_page_load(new_tab, world, college, width, scheme, pictured):
    sheet = open_sheet(college)
    with serving(world.app) as address:
        tab = walking(new_tab, address, sheet, width=width, height=844, scheme=scheme)

        def look(name):
            pictured(tab, f"{name}-{width}-{scheme}")
            assert violations(tab) == []

        documents = []
        tab.on("domcontentloaded", lambda page: documents.append(page.url))
        expect(shown(tab)).to_have_count(1)
        submit = tab.get_by_role("button", name="Submit to your instructor")
        expect(submit).to_be_disabled()
        look("missing")
        for _ in WAYS:
            settle(tab, look)
        expect(submit).to_be_enabled()
        assert documents == []
        look("done")
        submit.click()
        expect(tab.get_by_text("What comes next")).to_be_visible()
        expect(tab.locator(".messages", has_text="Submitted.")).to_be_in_viewport()
        look("submitted")
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    kept = world.sheet(sheet)
    assert (kept.incident.unit, kept.patient.last_name) == ("Medic 9", "Harper")


def test_by_the_keyboard_alone_one_skips_goes_back_and_fills_in(new_tab, world, college):
    sheet = open_sheet(college)
    with serving(world.app) as address:
        tab = walking(new_tab, address, sheet, width=390, height=844)
        expect(tab.locator("#step-incident-unit")).to_be_visible()
        expect(tab.locator(f"{ON}:visible")).to_have_text("Skip")
        tab.locator(f"{ON}:visible").focus()
        tab.keyboard.press("Enter")
        expect(tab.locator("#step-patient-last_name")).to_be_focused()
        expect(tab.locator("#step-incident-unit")).to_be_hidden()
        tab.go_back()
        expect(tab.locator("#step-incident-unit")).to_be_visible()
        tab.get_by_label("Unit", exact=True).focus()
        tab.keyboard.type("Medic 9")
        tab.keyboard.press("Enter")
        expect(tab.locator("#step-patient-last_name")).to_be_focused()
        expect(tab.locator("[data-check-lead]")).to_contain_text("2 entries missing")
        expect(tab.locator('[data-check-state] a[href="#step-incident-unit"]')).to_have_count(0)
        tab.locator("[data-walk-back]:visible").click()
        expect(tab.locator("#step-incident-unit").get_by_text("Done")).to_be_visible()
    assert world.sheet(sheet).incident.unit == "Medic 9"


def test_what_an_answer_brought_up_comes_before_what_was_skipped(new_tab, world, college):
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.patient.last_name = found.history.possible_injury = None
    with serving(world.app) as address:
        tab = walking(new_tab, address, sheet, width=390, height=844, has_touch=True)
        expect(shown(tab)).to_have_attribute("id", "step-patient-last_name")
        shown(tab).locator(ON).tap()
        shown(tab).get_by_label("Yes", exact=True).check()
        expect(tab.locator("[data-check-state]")).to_contain_text("Injury")
        shown(tab).locator(ON).tap()
        expect(shown(tab)).to_have_attribute("id", re.compile("^step-injury-"))
        shown(tab).locator(ON).tap()
        expect(shown(tab)).to_have_attribute("id", re.compile("^step-injury-"))


def test_from_a_section_one_comes_back_to_where_one_was(new_tab, world, college):
    sheet = open_sheet(college)
    with serving(world.app) as address:
        tab = walking(new_tab, address, sheet, width=390, height=844)
        tab.locator(f"{ON}:visible").click()
        tab.get_by_role("link", name=re.compile("Open patient")).click()
        expect(tab.get_by_label("Last name", exact=True)).to_be_focused()
        tab.get_by_label("Last name", exact=True).fill("Harper")
        expect(tab.locator(".thumb-save", has_text="Next missing")).to_be_in_viewport()
        tab.locator(".thumb-save").click()
        expect(shown(tab)).to_have_attribute("id", re.compile("heart_rate"))
        expect(tab.locator('[data-check-state] a[href="#step-patient-last_name"]')).to_have_count(0)


def test_a_value_that_is_corrected_and_unusual_still_is_asked_about_as_it_is_now(new_tab, world, college):
    sheet = open_sheet(college)
    with serving(world.app) as address:
        tab = walking(new_tab, address, sheet, width=390, height=844)
        for _ in range(2):
            tab.locator(f"{ON}:visible").click()
        shown(tab).get_by_label("Heart rate", exact=True).fill("180")
        shown(tab).get_by_label("Heart rate", exact=True).press("Tab")
        expect(shown(tab).locator(".walk-words")).to_contain_text("180 /min")
        explain(shown(tab), lambda _name: None)


def test_without_a_network_the_walk_goes_on_and_what_was_filled_in_is_sent_later(new_tab, world, college):
    sheet = open_sheet(college)
    with serving(world.app) as address:
        tab = walking(new_tab, address, sheet, width=390, height=844)
        tab.context.set_offline(True)
        tab.get_by_label("Unit", exact=True).fill("Medic 9")
        tab.locator(f"{ON}:visible").click()
        expect(tab.locator("#step-patient-last_name")).to_be_visible()
        expect(tab.locator(SAVED)).to_contain_text("Kept on this device")
        tab.context.set_offline(False)
        expect(tab.locator('[data-check-state] a[href="#step-incident-unit"]')).to_have_count(0)
    assert world.sheet(sheet).incident.unit == "Medic 9"


def test_what_became_of_an_answer_is_in_view_on_the_page_of_interventions(new_tab, world, college):
    sheet = open_sheet(college)
    with serving(world.app) as address:
        tab = walking(new_tab, address, sheet, width=390, height=844)
        tab.goto(f"{address}/sheets/{sheet}/interventions")
        tab.get_by_text("I went beyond my scope").click()
        tab.get_by_label("Why", exact=True).fill("Nobody else was there")
        tab.get_by_role("button", name="Answer with this reason").click()
        expect(tab.locator(".message-here")).to_be_in_viewport()
