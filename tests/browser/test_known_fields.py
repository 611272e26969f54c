"""A page that only names its fields is the page that has them whole, before any other script runs, and nobody is left without a form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from epcr.sheet.run_sheet import BY_SLUG
from epcr.web.known_fields import COOKIE
from tests import build
from tests.browser.keying import signed_in
from tests.every_field import every_field, no_field
from tests.world import PASSWORD

# What stands in a form, without what is another each time it is drawn: the token, the number of a new entry, the minute of its time.
AS_DRAWN = """form => {
  for (const one of form.querySelectorAll('script, [name=csrf_token], [name=seen], [name$=-began]')) one.remove();
  const entry = form.querySelector('[name=entry]')?.value;
  return form.outerHTML.replaceAll(entry || '?', 'ENTRY').replace(/data-usual="[^"]*"/, '');
}"""
_CLOCK = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d|\d\d:\d\d")


def refused():
    """A sheet that says of each field why it has no value: the first reason that it takes."""
    sheet = no_field()
    for part in sheet.parts():
        part.absent = {name: spec.reasons[0] for name, spec in part.fields().items() if spec.reasons}
    return sheet


SHEETS = {
    "an ordinary call": build.sheet,
    "everything filled in": every_field,
    "nothing filled in": no_field,
    "nothing could be found out": refused,
}


def _drawn(tab, address):
    """The form as it stands when the page was read and no module has run."""
    tab.goto(address, wait_until="domcontentloaded")
    return _lines(tab.locator("#sheet-form").evaluate(AS_DRAWN))


def _lines(html):
    return [
        line for words in re.split(r"(?=<)|\n", _CLOCK.sub("TIME", html)) if (line := " ".join(words.split()))
    ]


@pytest.mark.parametrize("kind", SHEETS)
def test_a_page_that_names_its_fields_is_the_page_that_has_them(world, address, tab, kind):
    sheet = world.keep(SHEETS[kind]())
    tab.route("**/static/page.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    signed_in(tab, address, "ruiz", PASSWORD)
    for slug in BY_SLUG:
        entries = world.sheet(sheet).entries(slug) if BY_SLUG[slug].many else []
        there = f"{address}/sheets/{sheet}/{slug}" + (f"?entry={entries[0].id}" if entries else "")
        tab.context.clear_cookies(name=COOKIE)
        whole = _drawn(tab, there)
        assert tab.locator("script[data-whole]").count() == 0
        named = _drawn(tab, there)  # the page before has said that there are scripts
        assert [pair for pair in zip(whole, named, strict=False) if pair[0] != pair[1]][:3] == [], slug
        assert len(named) == len(whole)


def unusual():
    """A sheet whose sets and acts are asked about too, each in a form of its own."""
    sheet = build.sheet()
    for taken in sheet.vitals:
        taken.heart_rate, taken.systolic, taken.gcs_verbal = 190, 300, None
    for act in sheet.interventions:
        act.performed_at = act.authorization = None
    return sheet


OF_STEPS = "forms => forms.map(form => form.querySelector('.fields').outerHTML).join('\\n')"


@pytest.mark.parametrize("kind", [unusual, no_field, refused])
def test_a_check_that_names_the_fields_of_its_steps_is_the_check_that_has_them(world, address, tab, kind):
    sheet = world.keep(kind())
    tab.route("**/static/page.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.context.clear_cookies(name=COOKIE)
    drawn = []
    for scripts in (0, 1):  # the page before has said that there are scripts
        tab.goto(f"{address}/sheets/{sheet}/check", wait_until="domcontentloaded")
        assert (tab.locator("script[data-of]").count() > 0) == bool(scripts)
        drawn.append(_lines(tab.locator(".walk-form").evaluate_all(OF_STEPS)))
    assert tab.locator(".walk-step:visible").count() == 1  # before walk.js: nothing flashes by
    whole, named = drawn
    assert [pair for pair in zip(whole, named, strict=False) if pair[0] != pair[1]][:3] == []
    assert len(named) == len(whole) > 20


def test_a_call_screen_that_names_its_pieces_is_the_call_screen_that_has_them(world, address, tab):
    sheet = world.keep(build.sheet())
    tab.route("**/static/page.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.context.clear_cookies(name=COOKIE)
    drawn = []
    for named in (False, True):
        tab.goto(f"{address}/sheets/{sheet}/call", wait_until="domcontentloaded")
        assert (tab.locator("script[data-whole]").count() > 0) == named
        drawn.append(
            [line for line in _lines(tab.locator(".call").evaluate(AS_DRAWN)) if "script" not in line]
        )
    assert [pair for pair in zip(*drawn, strict=True) if pair[0] != pair[1]][:3] == []
    assert tab.locator(".call .key").count() > 40


def test_where_the_file_of_its_pieces_does_not_come_the_call_screen_comes_whole(world, address, tab):
    sheet = world.keep(build.sheet())
    tab.route("**/static/fields-*.js", lambda route: route.abort())
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/")
    tab.goto(f"{address}/sheets/{sheet}/call")
    expect(tab).to_have_url(re.compile(r"reasons=1"))
    tab.locator("[data-sheet=vitals]").click()
    expect(tab.locator("[data-call-sheet=vitals] [data-save]")).to_be_visible()


def test_where_a_file_of_its_steps_does_not_come_the_check_comes_whole_at_the_same_step(world, address, tab):
    sheet = world.keep(no_field())
    tab.route("**/static/fields-*.js", lambda route: route.abort())
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/")
    tab.goto(f"{address}/sheets/{sheet}/check#step-patient-last_name")
    expect(tab).to_have_url(re.compile(r"reasons=1#step-patient-last_name$"))
    tab.get_by_role("textbox", name="Last name", exact=True).fill("Harper")
    tab.locator("[data-walk-on]").click()
    expect(tab.locator('[data-check-state] a[href="#step-patient-last_name"]')).to_have_count(0)
    assert world.sheet(sheet).patient.last_name == "Harper"


def test_a_browser_whose_scripts_were_turned_off_since_is_sent_the_whole_check(world, address, new_tab):
    sheet = world.keep(no_field())
    tab = new_tab(java_script_enabled=False)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.context.add_cookies([{"name": COOKIE, "value": "1", "url": address}])
    tab.goto(f"{address}/sheets/{sheet}/check")
    expect(tab).to_have_url(re.compile(r"reasons=1"))
    step = tab.locator("#step-patient-last_name")
    step.get_by_role("textbox", name="Last name", exact=True).fill("Harper")
    step.get_by_role("button", name="Save", exact=True).click()
    expect(tab.locator("#step-patient-last_name")).to_have_count(0)
    assert world.sheet(sheet).patient.last_name == "Harper"


def test_where_the_file_of_the_fields_does_not_come_the_page_comes_whole(world, address, tab):
    sheet = world.keep(build.sheet())
    tab.route("**/static/fields-*.js", lambda route: route.abort())
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/")
    tab.goto(f"{address}/sheets/{sheet}/patient")
    expect(tab).to_have_url(re.compile(r"reasons=1"))
    expect(tab.get_by_role("textbox", name="First name", exact=True)).to_be_visible()


def test_a_browser_whose_scripts_were_turned_off_since_is_sent_the_whole_form(world, address, new_tab):
    sheet = world.keep(build.sheet())
    tab = new_tab(java_script_enabled=False)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.context.add_cookies([{"name": COOKIE, "value": "1", "url": address}])
    tab.goto(f"{address}/sheets/{sheet}/patient")
    expect(tab).to_have_url(re.compile(r"reasons=1"))
    tab.get_by_role("textbox", name="First name", exact=True).fill("Imogen")
    tab.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    expect(tab.get_by_role("status").first).to_contain_text("Saved")
    assert world.sheet(sheet).patient.first_name == "Imogen"
