"""The look, measured: every page at three widths, light and dark, without violations; and what the scripts promise a keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from epcr import create_app
from epcr.config import Settings
from epcr.scenarios.demo import ACCOUNTS
from tests.browser.keying import sign_in, unfolded
from tests.browser.screens import looked_at
from tests.browser.serving import serving
from tests.copied import copy_into
from tests.demo_class import demo_of_today

SECTIONS = (
    "call", "incident", "crew", "patient", "primary", "history", "arrest", "exam", "vitals", "interventions", "narrative", "handoff",
    "notes", "disposition", "signatures", "attachments", "check", "print",
)  # fmt: skip


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    """Where the demo class is served, and the passwords by login."""
    database = f"sqlite:///{tmp_path_factory.mktemp('look') / 'demo.sqlite'}"
    app = create_app(Settings(database, "secret of the tests", testing=True))
    opened = app.extensions["epcr.database"]
    copy_into(opened, demo_of_today)
    passwords = {account.login: account.password for account in ACCOUNTS}
    with serving(app) as address:
        yield address, passwords
    opened.engine.dispose()


def begin(tab, address, passwords):
    sign_in(tab, address, "emt", passwords["emt"])
    tab.get_by_label(re.compile("Blank sheet")).check()
    tab.get_by_role("button", name="Begin", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Call")
    sheet = tab.url.rsplit("/", 1)[0]
    tab.goto(f"{sheet}/incident")  # its scripts listen from then on
    return sheet


def test_every_page_of_a_trainee_fits_and_breaks_no_rule_of_access(college, new_tab):
    address, passwords = college
    tab = new_tab(width=390, scheme="dark")
    tab.goto(f"{address}/sign-in")
    looked_at(tab)
    sign_in(tab, address, "emt", passwords["emt"])
    looked_at(tab)
    tab.locator("tr", has_text="Returned").get_by_role("link").first.click()
    sheet = tab.url.rsplit("/", 1)[0]
    for slug in SECTIONS:
        tab.goto(f"{sheet}/{slug}")
        looked_at(tab)


def test_every_page_of_an_instructor_fits_and_breaks_no_rule_of_access(college, new_tab):
    address, passwords = college
    tab = new_tab(width=390, scheme="dark")
    sign_in(tab, address, "instructor", passwords["instructor"])
    looked_at(tab)
    tab.locator("a.row-link").first.click()
    looked_at(tab)
    rules = "/rulesets/us-national-2019"
    compared = "/rulesets/compare?one=us-national-2019&other=us-mt"
    for place in (
        "/classes",
        "/scenarios",
        "/password",
        "/rulesets",
        f"{rules}?kind=fluid",
        f"{rules}/items/ett",
        compared,
    ):
        tab.goto(f"{address}{place}")
        looked_at(tab)


# What is chosen in a list of the filters, and by how much its words are wider than their room.
CUT = """() => [...document.querySelectorAll(".filters select")].map((list) => {
  const look = getComputedStyle(list);
  const pen = Object.assign(document.createElement("canvas").getContext("2d"), { font: look.font });
  const words = list.selectedOptions[0].text;
  const room = list.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
  return [words, Math.round(pen.measureText(words).width - room)];
}).filter(([, over]) => over > 0)"""


@pytest.mark.parametrize("width", [360, 390, 820])
def test_what_a_list_is_narrowed_to_is_read_whole(college, new_tab, width):
    address, passwords = college
    tab = new_tab(width=width)
    sign_in(tab, address, "instructor", passwords["instructor"])
    for path in ("/review", "/print", "/review?scenario=inferior-stemi"):
        tab.goto(f"{address}{path}")
        assert tab.evaluate(CUT) == []


def test_on_a_phone_what_is_outside_scope_stands_beside_its_label(college, new_tab):
    address, passwords = college
    tab = new_tab(width=390, height=844, has_touch=True)
    sign_in(tab, address, "instructor", passwords["instructor"])
    tab.goto(f"{address}/review")
    cell = tab.locator("td[data-label=Scope]:has(.outside)").first
    left = "node => node.getBoundingClientRect().left"
    assert cell.locator("summary").evaluate(left) - cell.evaluate(left) > 40
    cell.locator("summary").tap()
    expect(cell.locator("li").first).to_be_visible()


def test_a_term_is_found_by_its_abbreviation_without_a_mouse(college, tab):
    sheet = begin(tab, *college)
    tab.goto(f"{sheet}/interventions")
    item = tab.get_by_role("combobox", name="Intervention", exact=True)
    item.focus()
    tab.keyboard.type("ASA")
    expect(item).to_have_attribute("aria-expanded", "true")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("[role=option][aria-selected=true]")).to_contain_text("Aspirin")
    tab.keyboard.press("Enter")
    expect(item).to_have_value("Aspirin")
    expect(tab.get_by_label("Dose", exact=True)).to_be_visible()
    expect(tab.get_by_label("Attempts", exact=True)).to_be_hidden()
    tab.keyboard.press("Backspace")
    tab.keyboard.press("Escape")
    expect(item).to_have_attribute("aria-expanded", "false")


def test_a_word_that_is_not_in_a_list_is_answered(college, tab):
    begin(tab, *college)
    place = unfolded(tab).get_by_role("combobox", name="Location type", exact=True)
    place.press_sequentially("xyz")
    expect(tab.get_by_role("option", name="Nothing in the list fits")).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(place).to_have_value("xyz")


def test_a_note_that_something_is_missing_goes_when_it_is_entered_and_comes_back_when_it_is_emptied(
    college, tab
):
    begin(tab, *college)
    note = tab.get_by_text("Enter the unit's call sign")
    tab.get_by_label("Unit", exact=True).fill("Medic 4")
    expect(note).to_be_hidden()
    tab.get_by_label("Unit", exact=True).fill("")
    expect(note).to_be_visible()
    tab.get_by_role("group", name="Response mode").get_by_role("radio", name="Emergent", exact=True).check()
    expect(tab.get_by_text("Choose the response mode")).to_be_hidden()


def test_what_is_typed_into_one_answer_stays_while_another_is_sent(college, tab):
    sheet = begin(tab, *college)
    tab.goto(f"{sheet}/vitals")
    tab.get_by_label("Heart rate", exact=True).fill("200")
    tab.get_by_label("SpO2", exact=True).fill("80")
    tab.get_by_role("button", name="Save this set").click()
    expect(tab).to_have_url(re.compile("saved=1"))
    tab.goto(f"{sheet}/check")
    right = re.compile("It is right because")
    at_step(tab, "heart_rate").get_by_label(right).fill("Ran up the stairs")
    step = at_step(tab, "spo2")
    step.get_by_label(right).fill("Cold fingers")
    step.get_by_role("button", name="Answer", exact=True).click()
    expect(step.locator("[data-walk-said]")).to_have_text("Answered.")
    expect(step.get_by_label(right)).to_be_hidden()
    expect(at_step(tab, "heart_rate").get_by_label(right)).to_have_value("Ran up the stairs")


def at_step(tab, field):
    """The step of the check at a field, reached from the list of what is open."""
    tab.locator(f"[data-check-state] .check-list a[href$='-{field}']").click()
    step = tab.locator(f"[data-step][id$='-{field}']")
    expect(step).to_be_visible()
    return step


def test_one_tap_writes_the_time_of_the_classs_clock(college, tab):
    begin(tab, *college)
    tab.get_by_role("button", name="Now for On scene").click()
    expect(tab.get_by_label("On scene", exact=True)).to_have_value(re.compile(r"^\d\d:\d\d$"))
    tab.get_by_label("At patient", exact=True).fill("1732")
    tab.keyboard.press("Tab")
    expect(tab.get_by_label("At patient", exact=True)).to_have_value("17:32")


def test_a_link_to_another_section_saves_what_was_typed_on_the_way(college, tab):
    sheet = begin(tab, *college)
    tab.get_by_label("Unit", exact=True).fill("Medic 4")
    tab.get_by_role("button", name="Sections").click()
    tab.get_by_role("navigation", name="Sections").get_by_role("link", name="Crew").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Crew")
    expect(tab.locator("[data-save-state]")).to_have_text(re.compile("^Saved"))
    tab.goto(f"{sheet}/incident")
    expect(tab.get_by_label("Unit", exact=True)).to_have_value("Medic 4")


def test_a_choice_is_taken_back_by_keyboard(college, tab):
    begin(tab, *college)
    first = unfolded(tab).get_by_role("group", name="First EMS unit on scene")
    first.get_by_label("Yes", exact=True).check()
    expect(first.get_by_text("Clear")).to_be_visible()
    tab.keyboard.press("Backspace")
    expect(first.get_by_label("Yes", exact=True)).not_to_be_checked()


def test_the_error_summary_has_the_focus_and_its_links_land_in_the_control(college, tab):
    sheet = begin(tab, *college)
    tab.goto(f"{sheet}/vitals")
    tab.get_by_label("SpO2", exact=True).fill("150")
    tab.get_by_role("button", name="Save this set").click()
    expect(tab.get_by_role("alert")).to_be_focused()
    looked_at(tab)
    tab.get_by_role("alert").get_by_role("link").first.press("Enter")
    expect(tab.get_by_label("SpO2", exact=True)).to_be_focused()


def test_a_signature_is_drawn_and_comes_back(college, tab):
    sheet = begin(tab, *college)
    tab.goto(f"{sheet}/signatures")
    tab.get_by_label("Name", exact=True).fill("Dana Ruiz")
    pad = tab.locator("[data-signature] canvas")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    tab.mouse.move(frame["x"] + 60, frame["y"] + 40)
    tab.mouse.down()
    tab.mouse.move(frame["x"] + 160, frame["y"] + 90, steps=4)
    tab.mouse.up()
    drawn = tab.locator("[data-strokes]").input_value()
    tab.get_by_role("button", name="Save this signature").click()
    tab.get_by_role("link", name=re.compile("^Change")).click()
    expect(tab.locator("[data-strokes]")).to_have_value(drawn)
    tab.wait_for_load_state()  # the page's scripts listen from then on
    tab.get_by_role("button", name="Clear the signature").click()
    expect(tab.locator("[data-strokes]")).to_have_value("")


def test_a_call_is_written_without_scripts(college, new_tab):
    tab = new_tab(java_script_enabled=False)
    sheet = begin(tab, *college)
    tab.goto(f"{sheet}/history")
    tab.get_by_label("Medication allergies", exact=True).fill("Penicillin\nShellfish")
    tab.get_by_role("button", name="Save", exact=True).first.click()
    expect(tab.get_by_label("Medication allergies", exact=True)).to_have_value("Penicillin\nShellfish")
    tab.goto(f"{sheet}/interventions")
    tab.get_by_label("Intervention", exact=True).select_option(label="IV access, peripheral")
    tab.get_by_role("group", name="Performed by").get_by_label(re.compile("Ruiz")).check()
    tab.get_by_role("button", name="Save this intervention").click()
    expect(tab.get_by_text("Outside EMT scope here")).to_be_visible()
    tab.get_by_text("I went beyond my scope").click()
    tab.get_by_label("Why", exact=True).fill("Nobody else could reach the patient")
    tab.get_by_role("button", name="Answer with this reason").click()
    expect(tab.get_by_text("Nobody else could reach the patient")).to_be_visible()
