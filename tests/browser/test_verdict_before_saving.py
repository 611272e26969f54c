"""The scope check while an intervention is chosen, in a real browser: at once, by keyboard, calm, and harmless where it fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from epcr.sheet.catalog import catalog
from epcr.sheet.crew import CrewMember
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import vocabulary
from tests.browser.keying import signed_in
from tests.browser.screens import looked_at
from tests.browser.serving import serving
from tests.sheet.field_words import CONDITIONS, INTERVENTIONS
from tests.world import PASSWORD

LISTS = {
    "past_history": "Past medical history",
    "symptom": "Primary symptom",
    "impression": "Primary impression",
}


@pytest.fixture(scope="module")
def college(lasting_world):
    with serving(lasting_world.app) as address:
        yield lasting_world, address


def at_the_interventions(tab, college):
    """A new sheet with an EMT and a Paramedic on the crew, open at its interventions; its id."""
    world, address = college
    sheet = world.begin()
    with world.database.write("ruiz") as session:
        run_sheet = session.get(RunSheet, sheet)
        run_sheet.crew.append(CrewMember(member="Ike Okafor", level="Paramedic"))
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/interventions")
    return sheet


def by(tab, name):
    tab.get_by_role("group", name="Performed by").get_by_role("radio", name=re.compile(name)).check()


def choose(tab, item):
    control = tab.get_by_role("combobox", name="Intervention", exact=True)
    control.fill(item)
    control.press("Enter")
    return control


def said(tab):
    return tab.locator("[data-verdict-here]")


def test_the_verdict_stands_there_before_anything_is_saved_and_follows_the_facts(college, tab):
    world, _ = college
    sheet = at_the_interventions(tab, college)
    choose(tab, "IV access, peripheral")
    expect(said(tab)).to_contain_text("Choose who performed it")
    by(tab, "Ruiz")
    expect(said(tab)).to_contain_text("Outside EMT scope here")
    by(tab, "Okafor")
    expect(said(tab)).to_contain_text("In scope")
    by(tab, "Ruiz")
    choose(tab, "Epinephrine 1 mg/mL drawn up, IM")
    expect(said(tab)).to_contain_text("Needs an order here")
    tab.get_by_role("group", name="Authorized by").get_by_role(
        "radio", name="Online order", exact=True
    ).check()
    expect(said(tab)).to_contain_text("In scope")
    assert said(tab).get_attribute("aria-live") == "polite"
    assert world.sheet(sheet).interventions == []


def test_every_item_of_the_list_carries_its_mark_in_words(college, tab):
    at_the_interventions(tab, college)
    by(tab, "Ruiz")
    control = tab.get_by_role("combobox", name="Intervention", exact=True)
    control.fill("nitroglycerin")
    option = tab.get_by_role("option", name=re.compile("agency stock.*Not in EMT scope"))
    expect(option).to_be_visible()
    expect(
        tab.get_by_role("option", name=re.compile("patient's own.*Patient’s own: in scope"))
    ).to_be_visible()
    assert option.locator("svg").get_attribute("aria-hidden") == "true"
    control.press("Escape")
    by(tab, "Okafor")
    control.fill("nitroglycerin")
    expect(tab.get_by_role("option", name=re.compile("agency stock.*In scope"))).to_be_visible()


def test_nothing_is_hidden_from_the_list(college, tab):
    at_the_interventions(tab, college)
    by(tab, "Ruiz")
    tab.get_by_role("combobox", name="Intervention", exact=True).click()
    expect(tab.locator(".scope-mark").first).to_be_visible()
    choices = tab.locator("select[data-kinds] option[value]:not([value=''])").count()
    assert tab.get_by_role("listbox").first.get_by_role("option").count() == choices
    assert tab.locator(".scope-mark").count() == choices


def test_what_is_missing_leads_to_its_control_and_one_of_several_is_tapped(college, tab):
    at_the_interventions(tab, college)
    by(tab, "Ruiz")
    choose(tab, "ECG, other")
    said(tab).get_by_role("link", name="Say what was done with it").press("Enter")
    expect(
        tab.get_by_role("group", name="What was done with it").get_by_label("Started or done")
    ).to_be_focused()
    said(tab).get_by_role("button", name="12-lead ECG, acquire and send").press("Enter")
    item = tab.get_by_role("combobox", name="Intervention", exact=True)
    expect(item).to_have_value("12-lead ECG, acquire and send")
    expect(item).to_be_focused()
    expect(said(tab)).to_contain_text("In scope")


def test_the_whole_way_is_gone_by_keyboard(college, tab):
    world, _ = college
    sheet = at_the_interventions(tab, college)
    item = tab.get_by_role("combobox", name="Intervention", exact=True)
    item.focus()
    tab.keyboard.type("needle D")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.get_by_role("group", name="Performed by").get_by_label(re.compile("Ruiz")).focus()
    tab.keyboard.press("Space")
    more = said(tab).get_by_text("Rule, source and facts")
    expect(more).to_be_visible()
    more.focus()
    tab.keyboard.press("Enter")
    expect(said(tab).get_by_text("Where it failed")).to_be_visible()
    said(tab).get_by_role("link", name=re.compile("Performed by")).focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("ArrowRight")
    expect(said(tab)).to_contain_text("In scope")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("saved=1"))
    assert world.sheet(sheet).interventions[0].verdict.verdict == "permitted"


def test_an_answer_that_fails_says_nothing_of_scope_and_stops_nobody(college, tab):
    world, _ = college
    sheet = at_the_interventions(tab, college)
    by(tab, "Ruiz")
    choose(tab, "IV access, peripheral")
    expect(said(tab)).to_contain_text("Outside EMT scope here")
    tab.route("**/interventions/preview", lambda route: route.abort())
    by(tab, "Okafor")
    expect(said(tab)).to_contain_text("Will be judged when sent. Nothing can be said of scope now.")
    expect(said(tab)).not_to_contain_text("Outside")
    tab.unroute("**/interventions/preview")
    tab.route("**/interventions/preview", lambda route: route.fulfill(status=503, body="<h1>Busy</h1>"))
    choose(tab, "Aspirin")
    tab.get_by_label("Dose", exact=True).fill("324")
    expect(said(tab)).to_contain_text("Will be judged when sent. Nothing can be said of scope now.")
    tab.get_by_role("button", name="Save this intervention").click()
    expect(tab).to_have_url(re.compile("saved=1"))
    assert world.sheet(sheet).interventions[0].dose == 324


def test_a_slow_answer_about_other_facts_is_never_shown(college, tab):
    at_the_interventions(tab, college)
    by(tab, "Ruiz")
    held = []
    tab.route("**/interventions/preview", lambda route: held.append(route))  # noqa: PLW0108 - asked for its name
    choose(tab, "IV access, peripheral")
    asked(tab, held, 1)
    by(tab, "Okafor")
    asked(tab, held, 2)
    held[1].continue_()
    expect(said(tab)).to_contain_text("In scope")
    expect(said(tab)).not_to_contain_text("Outside")


def asked(tab, held, times):
    """Wait until the page has asked so many times."""
    for _ in range(200):
        if len(held) >= times:
            break
        tab.wait_for_timeout(50)  # a route is heard only while the tab is waited for
    assert len(held) == times


def test_before_saving_and_in_a_half_answer_no_rule_of_access_is_broken(college, new_tab):
    tab = new_tab(width=390, scheme="dark")
    at_the_interventions(tab, college)
    by(tab, "Ruiz")
    choose(tab, "IV access, peripheral")
    said(tab).get_by_text("Rule, source and facts").click()
    looked_at(tab)
    tab.get_by_role("combobox", name="Intervention", exact=True).fill("epi")
    expect(tab.locator(".scope-mark").first).to_be_visible()
    looked_at(tab)
    choose(tab, "IV access, peripheral")
    tab.get_by_role("button", name="Save this intervention").click()
    tab.get_by_text("An order was given").click()
    tab.get_by_label("Who gave the order", exact=True).fill("Dr. Hane")
    tab.get_by_role("button", name="Check again").click()
    expect(tab.get_by_role("alert")).to_be_focused()
    expect(tab.get_by_label("Who gave the order", exact=True)).to_have_value("Dr. Hane")
    looked_at(tab)
    tab.get_by_role("link", name="Write when the order was given.").click()
    expect(tab.get_by_label("When", exact=True)).to_be_focused()


def test_the_words_of_the_field_find_what_is_meant_among_the_first_three(college, tab):
    at_the_interventions(tab, college)
    item = tab.get_by_role("combobox", name="Intervention", exact=True)
    assert missed(item, INTERVENTIONS, {one.id: one.label for one in catalog()}) == {}
    tab.goto(tab.url.replace("interventions", "history"))
    for name, label in LISTS.items():
        control = tab.get_by_role("combobox", name=label, exact=True)
        labels = {term.code: term.label for term in vocabulary(name)}
        assert missed(control, CONDITIONS[name], labels) == {}, name


def missed(control, words, labels):
    """The words that do not bring what is meant, with what they bring."""
    found = {word: first_three(control, word) for word in words}
    meant = {word: {labels[code] for code in words[word].split()} for word in words}
    control.fill("")
    return {word: found[word] for word in words if not meant[word] & set(found[word])}


def first_three(control, word):
    """The first three that the list offers for a word."""
    return control.evaluate(
        """(input, word) => {
          input.value = word;
          input.dispatchEvent(new Event("input", { bubbles: true }));
          const list = document.getElementById(input.getAttribute("aria-controls"));
          return [...list.querySelectorAll("[role=option]:not(.none) > :first-child")].slice(0, 3).map((one) => one.textContent);
        }""",
        word,
    )
