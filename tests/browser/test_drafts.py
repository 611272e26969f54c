"""Nothing typed is lost: it stands at its field again, for whoever typed it and for nobody else, until the server has saved it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, Route, expect

from tests import build
from tests.browser.keying import sign_in, signed_in
from tests.browser.serving import serving
from tests.class_rules.conftest import copied
from tests.review.college import College
from tests.world import PASSWORD

KEPT = re.compile(r"Kept from \d\d:\d\d, not sent yet")
WORDS = "Say how the pupils were, both of them"


@pytest.fixture(scope="module")
def college(lasting_world):
    """A college that is served."""
    made = College(lasting_world)
    with serving(made.world.app) as address:
        made.address = address
        yield made


def at_the_desk(college: College, tab: Page, sheet: str, *, place: str = "history-chief_complaint") -> None:
    """Open the form for a comment at a field and type half of one."""
    tab.goto(f"{college.address}/review/{sheet}?at={place}#{place}")
    tab.get_by_label("Comment", exact=True).fill(WORDS)


def soon_empty(tab: Page, storage: str) -> None:
    """Nothing is kept there, once the scripts of the page have run."""
    for _ in range(200):
        if tab.evaluate(f"{storage}.length") == 0:
            return
        tab.wait_for_timeout(100)
    raise AssertionError(tab.evaluate(f"JSON.stringify({{...{storage}}})"))


def held(tab: Page, path: str, *, arrives: bool) -> None:
    """Let what is sent to this path hang: before it arrives, or after it was saved."""

    def hold(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif arrives:
            route.fetch(max_redirects=0)

    tab.route(re.compile(path), hold)


def pressed_and_stopped(tab: Page, button: str) -> None:
    """Press a button whose answer does not come, then the browser's Stop."""
    browser = tab.context.new_cdp_session(tab)
    with tab.expect_request(lambda request: request.method == "POST"):
        tab.get_by_role("button", name=button, exact=True).first.click(no_wait_after=True)
    browser.send("Page.stopLoading")


def test_a_half_written_comment_outlives_every_way_away_from_it(college, tab):
    sheet, other = college.submitted(), college.submitted()
    signed_in(tab, college.address, "teacher", PASSWORD)
    at_the_desk(college, tab, sheet)
    tab.get_by_role("heading", level=1).click()
    tab.keyboard.press("n")
    tab.wait_for_url(f"**/review/{other}")
    tab.goto(f"{college.address}/review/{sheet}")
    kept = tab.get_by_text("1 draft is kept on this device, not sent yet")
    kept.click()
    expect(tab.locator(".kept-list")).to_contain_text(WORDS)
    tab.locator(".kept-list a").click()
    expect(tab.get_by_text(KEPT)).to_be_visible()
    expect(tab.get_by_label("Comment", exact=True)).to_have_value(WORDS)
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("The comment is written.")).to_be_visible()
    expect(tab.locator(".kept-list")).to_have_count(0)
    tab.goto(f"{college.address}/review/{sheet}?at=history-chief_complaint")
    expect(tab.get_by_label("Comment", exact=True)).to_have_value("")


@pytest.mark.parametrize(("opens", "does"), [("Accept…", "Accept it"), ("Return…", "Return it")])
def test_what_ends_the_review_asks_first_where_a_comment_is_half_written(college, tab, opens, does):
    sheet = college.submitted()
    signed_in(tab, college.address, "teacher", PASSWORD)
    at_the_desk(college, tab, sheet)
    asked = []
    tab.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    tab.get_by_text(opens, exact=True).click()
    tab.locator(".decide[open] textarea").fill("Thank you")
    tab.get_by_role("button", name=does).click()
    expect(tab.get_by_label("Comment", exact=True)).to_have_value(WORDS)
    assert WORDS in asked[0]
    tab.once("dialog", lambda dialog: dialog.accept())
    tab.get_by_role("button", name=does).click()
    tab.wait_for_url(re.compile(r"/review(\?.*)?$"))
    expect(tab.locator(".kept-list")).to_contain_text("1 draft")
    tab.locator(".kept-list summary").click()
    tab.get_by_role("button", name="Discard").click()
    expect(tab.locator(".kept-list")).to_have_count(0)


def test_a_save_that_hangs_and_is_stopped_loses_nothing(college, tab):
    sheet = college.sheet()
    signed_in(tab, college.address, "ruiz", PASSWORD)
    address = f"{college.address}/sheets/{sheet}/narrative"
    tab.goto(address)
    held(tab, "/(narrative|changes)$", arrives=False)
    tab.get_by_label("Narrative", exact=True).fill("Found on the stairs")
    pressed_and_stopped(tab, "Save")
    expect(tab.get_by_label("Narrative", exact=True)).to_have_value("Found on the stairs")
    tab.goto(f"{college.address}/rulesets")
    tab.unroute_all()
    tab.goto(address)
    expect(tab.get_by_label("Narrative", exact=True)).to_have_value("Found on the stairs")
    expect(tab.locator("[data-save-state]")).to_contain_text("Saved")
    assert college.world.sheet(sheet).narrative.text == "Found on the stairs"


def test_a_new_set_that_was_saved_though_the_answer_never_came_is_not_offered_once_more(college, tab):
    sheet = college.sheet()
    before = len(college.world.sheet(sheet).vitals)
    signed_in(tab, college.address, "ruiz", PASSWORD)
    address = f"{college.address}/sheets/{sheet}/vitals"
    tab.goto(address)
    held(tab, "/vitals$", arrives=True)
    tab.get_by_label("Heart rate", exact=True).fill("91")
    pressed_and_stopped(tab, "Save this set")
    tab.unroute_all()
    tab.goto(address)
    expect(tab.get_by_text(KEPT)).to_have_count(0)
    expect(tab.get_by_label("Heart rate", exact=True)).to_have_value("")
    assert len(college.world.sheet(sheet).vitals) == before + 1


def test_the_next_to_sign_in_never_sees_what_the_first_typed_and_the_first_finds_it_again(college, tab):
    sheet = college.sheet()
    sign_in(tab, college.address, "ruiz", PASSWORD)
    address = f"{college.address}/sheets/{sheet}/narrative"
    tab.goto(address)
    tab.get_by_label("Narrative", exact=True).fill("Only for me")
    beside = tab.context.new_page()
    beside.goto(f"{college.address}/")
    beside.context.clear_cookies()
    sign_in(beside, college.address, "okafor", PASSWORD)
    expect(beside.locator(".kept-list")).to_have_count(0)
    tab.locator("#sheet-form button[type=submit]").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Somebody else is signed in on this browser now")
    expect(tab.get_by_role("main")).to_contain_text("Only for me")
    tab.goto(f"{college.address}/")
    expect(tab.locator(".kept-list")).to_have_count(0)
    tab.context.clear_cookies()
    sign_in(tab, college.address, "ruiz", PASSWORD)
    tab.goto(address)
    expect(tab.get_by_label("Narrative", exact=True)).to_have_value("Only for me")


def test_what_was_saved_meanwhile_and_what_was_typed_are_both_shown_and_one_is_taken(college, tab):
    sheet = college.sheet()
    signed_in(tab, college.address, "ruiz", PASSWORD)
    address = f"{college.address}/sheets/{sheet}/patient"
    tab.goto(address)
    tab.context.set_offline(True)
    tab.get_by_label("Last name", exact=True).fill("Lind")
    tab.get_by_label("Last name", exact=True).blur()
    expect(tab.locator("[data-save-state]")).to_have_text("Kept on this device (no network)")
    with college.world.database.write("ruiz") as session:
        session.get_one(type(college.world.sheet(sheet)), sheet).patient.last_name = "Moss"
    tab.context.set_offline(False)
    tab.get_by_role("button", name="Keep Moss").click()
    expect(tab.get_by_label("Last name", exact=True)).to_have_value("Moss")
    expect(tab.get_by_role("button", name="Keep Moss")).to_have_count(0)


def typed_and_left(tab: Page, page: str, label: str, words: str) -> None:
    """Type into a field of a page, go away, come back: the words stand there and say so."""
    tab.goto(page)
    if not tab.get_by_label(label, exact=True).is_visible():
        tab.get_by_text("Strike this").click()
    tab.get_by_label(label, exact=True).fill(words)
    tab.goto(urljoin(page, "/rulesets"))
    tab.goto(page)
    expect(tab.get_by_text(KEPT)).to_be_visible()
    expect(tab.get_by_label(label, exact=True)).to_have_value(words)


def test_settings_rules_lists_and_people_keep_what_was_typed(college, tab):
    number, rules = copied(college.world, "us-national-2019")
    here = f"{college.address}/classes/{number}"
    signed_in(tab, college.address, "teacher", PASSWORD)
    for page, label, words in (
        (f"{here}/settings", "Name of the class", "Evening class, spring"),
        (f"{here}/rules/{rules}/items/fentanyl?level=Paramedic", "Why", "Our director wrote so"),
        (f"{here}/rules", "Title of the class’s rules", "Rules of the spring"),
        (f"{here}/import", "Paste the list", "Pat New,pat.new"),
        (f"{college.address}/classes/new", "Name of the class", "Another class"),
    ):
        typed_and_left(tab, page, label, words)


def test_an_addendum_a_certificate_and_a_reason_keep_what_was_typed(college, tab):
    sheet = college.sheet()
    entry = college.world.entry(sheet, "vitals")
    accepted = college.submitted()
    college.post("teacher", f"/review/{accepted}/accept", note="")
    signed_in(tab, college.address, "ruiz", PASSWORD)
    for page, label, words in (
        (f"{college.address}/certificates", "Certificate number", "E-4711"),
        (f"{college.address}/sheets/{accepted}/check", "Addendum", "The daughter called back"),
        (
            f"{college.address}/sheets/{sheet}/vitals?entry={entry}",
            "Why is it struck?",
            "It was another patient",
        ),
    ):
        typed_and_left(tab, page, label, words)


def test_a_password_is_never_kept_and_what_nobody_typed_is_gone_once_somebody_signs_in(college, tab):
    tab.goto(f"{college.address}/join")
    tab.get_by_label("Your name").fill("Pat New")
    tab.get_by_label("Password").fill("a secret of mine")
    tab.reload()
    expect(tab.get_by_label("Your name")).to_have_value("Pat New")
    expect(tab.get_by_label("Password")).to_have_value("")
    assert "a secret" not in tab.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    soon_empty(tab, "localStorage")
    sign_in(tab, college.address, "ruiz", PASSWORD)
    soon_empty(tab, "sessionStorage")


def test_what_cannot_be_read_in_a_new_set_stands_in_its_form_again_until_it_is_mended(college, tab):
    sheet = college.sheet()
    before = len(college.world.sheet(sheet).vitals)
    signed_in(tab, college.address, "ruiz", PASSWORD)
    address = f"{college.address}/sheets/{sheet}/vitals"
    tab.goto(address)
    tab.context.set_offline(True)
    tab.get_by_label("Heart rate", exact=True).fill("9000")
    tab.get_by_label("Heart rate", exact=True).blur()
    expect(tab.locator("[data-save-state]")).to_have_text("Kept on this device (no network)")
    tab.route(re.compile("/changes$"), lambda route: route.abort())
    tab.context.set_offline(False)
    tab.goto(address)
    expect(tab.get_by_label("Heart rate", exact=True)).to_have_value("9000")
    tab.unroute_all()
    tab.get_by_label("Heart rate", exact=True).fill("90")
    tab.get_by_label("Heart rate", exact=True).blur()
    expect(tab.locator("[data-save-state]")).to_contain_text("Saved")
    assert len(college.world.sheet(sheet).vitals) == before + 1
    assert college.world.sheet(sheet).vitals[-1].heart_rate == 90


def test_a_set_that_arrives_late_keeps_the_time_at_which_it_was_begun(college, tab, monkeypatch):
    sheet = college.sheet()
    signed_in(tab, college.address, "ruiz", PASSWORD)
    address = f"{college.address}/sheets/{sheet}/vitals"
    monkeypatch.setattr("epcr.web.saving.now", lambda: build.clock("17:32"))
    tab.goto(address)
    tab.context.set_offline(True)
    tab.get_by_label("Heart rate", exact=True).fill("91")
    tab.get_by_label("Heart rate", exact=True).blur()
    expect(tab.locator("[data-save-state]")).to_have_text("Kept on this device (no network)")
    monkeypatch.setattr("epcr.web.saving.now", lambda: build.clock("17:50"))
    tab.context.set_offline(False)
    expect(tab.locator("[data-save-state]")).to_contain_text("Saved")
    tab.goto(address)
    made = college.world.sheet(sheet).vitals[-1]
    assert (made.heart_rate, made.taken_at) == (91, build.clock("17:32"))
