"""What may go wrong between a device and the server: each ends in words that say "kept" or "saved", and nothing typed is lost."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from epcr.audit import AuditLine
from epcr.people.model import Person
from epcr.review.model import Kind, Step
from tests import build
from tests.browser.keying import signed_in
from tests.world import PASSWORD

STATE = "[data-save-state]"
CITY = "incident-city"
# The store of the device answers only when it is let go.
LATE = """
  const open = indexedDB.open.bind(indexedDB);
  window.held = [];
  indexedDB.open = (...named) => {
    const late = {};
    window.held.push(() => {
      const asked = open(...named);
      for (const kind of ["onupgradeneeded", "onsuccess", "onerror"]) asked[kind] = (event) => {
        late.result = asked.result; late.error = asked.error; late[kind]?.(event);
      };
    });
    return late;
  };
"""
FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); };"
# Ten times as quick: twelve seconds until an answer is given up, one until the next try.
HURRIED = "const late = setTimeout; window.setTimeout = (act, wait, ...rest) => late(act, wait > 900 ? wait / 10 : wait, ...rest);"
OLD = """(record) => new Promise((done) => {
  const asked = indexedDB.open("epcr-changes", 1);
  asked.onsuccess = () => {
    const together = asked.result.transaction("change", "readwrite");
    together.objectStore("change").put({ ...record, person: document.documentElement.dataset.person });
    together.oncomplete = done;
  };
})"""


@pytest.fixture
def sheet(world):
    made = build.sheet()
    made.incident.left_scene = None
    return world.keep(made)


def opened(tab: Page, address: str, sheet: str, place: str) -> None:
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/{place}")
    tab.evaluate("for (const one of document.querySelectorAll('details.group')) one.open = true")


def type_city(tab: Page, text: str) -> None:
    tab.get_by_label("City", exact=True).fill(text)
    tab.get_by_label("City", exact=True).blur()


def sent(tab: Page) -> None:
    expect(tab.locator(STATE)).to_contain_text("Saved ")
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


def changes(world, sheet):
    """What came by changes, in order: each field and what was written there."""
    with world.database.reading() as session:
        mine = (AuditLine.run_sheet_id == sheet, AuditLine.op.is_not(None))
        return list(session.scalars(select(AuditLine.anchor).where(*mine).order_by(AuditLine.id)))


def submitted(world, sheet):
    with world.database.write("ruiz") as session:
        trainee = session.scalars(select(Person).where(Person.login == "ruiz")).one()
        session.add(Step(run_sheet_id=sheet, kind=Kind.SUBMITTED, actor=trainee))


def test_what_is_typed_before_the_store_of_the_device_answers_is_recorded(tab, address, world, sheet):
    tab.add_init_script(LATE)
    opened(tab, address, sheet, "incident")
    tab.get_by_label("City", exact=True).fill("Wrenport")
    expect(tab.locator(STATE)).to_have_attribute("data-dirty", "")
    tab.evaluate("for (const go of window.held) go()")
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_full_disk_is_said_and_what_was_typed_is_saved_all_the_same(tab, address, world, sheet):
    tab.add_init_script(FULL)
    opened(tab, address, sheet, "incident")
    tab.context.set_offline(True)
    type_city(tab, "Wrenport")
    expect(tab.locator(STATE)).to_contain_text("storage is full")
    tab.context.set_offline(False)
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 500, "body": "broken"}, "the server cannot save just now"),
        ({"status": 200, "body": "<html>another page</html>"}, "the server cannot save just now"),
        ({"status": 200, "content_type": "application/json", "body": json.dumps({"ok": 1})}, "cannot save just now"),
        ({"status": 404, "body": "no such address"}, "no longer on the server"),
    ],
    ids=["500", "a page", "another JSON", "404"],
)  # fmt: skip
def test_a_server_that_does_not_take_it_is_said_and_it_is_sent_once_it_does(
    tab, address, world, sheet, answer, words
):
    opened(tab, address, sheet, "incident")
    tab.route("**/changes", lambda route: route.fulfill(**answer))
    type_city(tab, "Wrenport")
    expect(tab.locator(STATE)).to_contain_text("Kept on this device")
    expect(tab.locator(STATE)).to_contain_text(words)
    tab.unroute("**/changes")
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_server_that_writes_and_never_answers_is_asked_again_and_writes_once(tab, address, world, sheet):
    tab.add_init_script(HURRIED)
    opened(tab, address, sheet, "incident")
    unanswered = []

    def keep_silent(route):
        route.fetch()
        unanswered.append(route)

    tab.route("**/changes", keep_silent)
    type_city(tab, "Wrenport")
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    tab.unroute("**/changes")
    sent(tab)
    assert unanswered
    assert world.sheet(sheet).incident.city == "Wrenport"
    assert changes(world, sheet) == [CITY]


def test_a_message_that_arrives_twice_is_written_once(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    outcomes = []

    def twice(route):
        for _ in range(2):
            answer = route.fetch()
            outcomes.extend(result["outcome"] for result in answer.json()["results"])
        route.fulfill(response=answer)

    tab.route("**/changes", twice)
    type_city(tab, "Wrenport")
    sent(tab)
    expect(tab.locator("[data-contested]")).to_have_count(0)
    assert outcomes == ["applied", "applied"]
    assert changes(world, sheet) == [CITY]
    tab.unroute("**/changes")


def test_a_server_of_an_earlier_version_says_less_and_takes_it_all_the_same(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")

    def say_less(route):
        answer = route.fetch()
        known = {
            key: value for key, value in answer.json().items() if key in {"results", "contested", "parts"}
        }
        route.fulfill(response=answer, json=known)

    tab.route("**/changes", say_less)
    type_city(tab, "Wrenport")
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")
    expect(tab.locator(STATE)).not_to_contain_text("no network")
    tab.goto(f"{address}/sheets/{sheet}/call")
    tab.get_by_role("button", name="Left scene").click()
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")
    expect(tab.locator(STATE)).not_to_contain_text("no network")
    tab.unroute("**/changes")
    stored = world.sheet(sheet).incident
    assert stored.city == "Wrenport"
    assert stored.left_scene is not None


def test_a_full_disk_on_the_call_screen_is_said_and_the_note_is_saved_all_the_same(
    tab, address, world, sheet
):
    tab.add_init_script(FULL)
    opened(tab, address, sheet, "call")
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Note").click()
    tab.get_by_role("textbox", name="What happened?").fill("Wife gave him one")
    tab.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(tab.locator(STATE)).to_contain_text("storage is full")
    expect(tab.locator("[data-waiting]")).to_contain_text("Wife gave him one")
    tab.context.set_offline(False)
    sent(tab)
    assert [note.words for note in world.sheet(sheet).entries("notes")] == ["Wife gave him one"]


@pytest.mark.parametrize("full", [FULL, ""], ids=["full", "room"])
def test_a_new_act_that_finds_no_room_on_the_device_stays_in_its_form_and_one_that_is_kept_is_said(
    tab, address, world, sheet, full
):
    tab.add_init_script(full or "true")
    opened(tab, address, sheet, "interventions")
    form = tab.locator("#sheet-form")
    form.get_by_label("Remark", exact=True).fill("Given by his wife")
    tab.context.set_offline(True)
    form.get_by_role("button", name="Save this").first.click()
    alert = tab.get_by_role("alert").filter(has_text="storage is full")
    expect(alert).to_have_count(int(bool(full)))
    kept = tab.get_by_role("status").filter(has_text=re.compile("^Kept on this device: "))
    expect(kept).to_have_count(int(not full))
    expect(form.get_by_label("Remark", exact=True)).to_have_value("Given by his wife" if full else "")
    tab.context.set_offline(False)


def test_a_disk_that_is_really_full_is_said_and_there_is_room_again_later(tab, address, world, sheet):
    opened(tab, address, sheet, "narrative")
    quota = tab.context.new_cdp_session(tab)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1000})
    tab.context.set_offline(True)
    text = "He fell from a ladder. " * 400
    tab.get_by_label("Narrative", exact=True).fill(text)
    tab.get_by_label("Narrative", exact=True).blur()
    expect(tab.locator(STATE)).to_contain_text("storage is full")
    quota.send("Storage.overrideQuotaForOrigin", {"origin": address})
    tab.get_by_label("Narrative", exact=True).press_sequentially("He")
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    tab.context.set_offline(False)
    sent(tab)
    assert world.sheet(sheet).narrative.text.startswith(text.strip()[:5000])


def test_what_an_older_version_kept_is_sent(tab, address, world, sheet):
    opened(tab, address, sheet, "history")
    path = f"/sheets/{sheet}/changes"
    tab.evaluate(OLD, {"sheet": path, "anchor": "incident-county", "value": ["Wren County"]})
    tab.evaluate(
        OLD, {"sheet": path, "op": "7" * 32, "anchor": "incident-gone", "value": ["Wren"], "was": ""}
    )
    tab.goto(f"{address}/sheets/{sheet}/incident")
    expect(tab.locator("[data-elsewhere]")).to_contain_text("no such field")
    expect(tab.locator("[data-elsewhere]")).to_contain_text("Wren")
    tab.locator("[data-elsewhere]").get_by_role("button", name="Discard").click()
    expect(tab.locator("[data-elsewhere]")).to_have_count(0)
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


def test_a_sheet_that_was_submitted_meanwhile_says_so_and_gives_back_what_was_typed(
    tab, address, world, sheet
):
    opened(tab, address, sheet, "incident")
    tab.context.set_offline(True)
    type_city(tab, "Wrenport")
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    submitted(world, sheet)
    tab.context.set_offline(False)
    expect(tab.get_by_role("alert")).to_contain_text("submitted")
    expect(tab.get_by_label("City", exact=True)).to_have_value("Wrenport")
    tab.goto(f"{address}/")
    left = tab.locator("[data-outbox]")
    expect(left).to_contain_text("Wrenport")
    expect(left).to_contain_text("submitted")
    left.get_by_role("button", name="Copy").click()
    expect(left.get_by_role("button", name="Copied")).to_be_visible()
    left.get_by_role("button", name="Discard").click()
    expect(left).to_have_count(0)


def test_a_contested_time_is_decided_by_a_tap_on_the_call_screen(new_tab, address, world, sheet):
    phone, tablet = new_tab(width=390), new_tab()
    for tab in (phone, tablet):
        opened(tab, address, sheet, "call")
    times = ("1733", "1741")
    for tab, clock in zip((phone, tablet), times, strict=True):
        tab.get_by_role("button", name="On scene").click()
        tab.get_by_label("Time, like 1732").fill(clock)
        tab.get_by_role("dialog").get_by_role("button", name="Save").click()
        expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")
    box = tablet.locator("[data-contested]")
    expect(box).to_contain_text("has two values")
    expect(box).to_contain_text("Dana Ruiz")
    expect(box).to_contain_text("on this device")
    expect(tablet.locator(STATE)).to_have_text("1 field needs a decision")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # somebody looks at it again
    expect(phone.locator(STATE)).to_have_text("1 field needs a decision")
    expect(phone.locator("[data-contested]")).to_contain_text("last seen at")
    box.get_by_role("button", name="Take 17:41").click()
    expect(box).to_have_count(0)
    sent(tablet)
    assert world.sheet(sheet).incident.on_scene == build.clock("17:41")


def test_another_tab_shows_what_this_one_wrote_before_it_builds_on_it(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    other = tab.context.new_page()
    other.goto(f"{address}/sheets/{sheet}/incident")
    other.evaluate("for (const one of document.querySelectorAll('details.group')) one.open = true")
    type_city(tab, "Wrenport")
    sent(tab)
    expect(other.get_by_label("City", exact=True)).to_have_value("Wrenport")
    type_city(other, "Marlow")
    sent(other)
    assert world.sheet(sheet).incident.city == "Marlow"
    expect(other.locator("[data-contested]")).to_have_count(0)


def test_a_note_that_was_closed_and_opened_again_after_a_tap_stands_against_nothing(
    tab, address, world, sheet
):
    opened(tab, address, sheet, "call")
    tab.get_by_role("button", name="Note").click()
    tab.get_by_role("textbox", name="What happened?").fill("Wife gave")
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Left scene").click()
    expect(tab.locator(".call-log")).to_contain_text("Left scene")
    tab.get_by_role("button", name="Note").click()
    tab.get_by_role("textbox", name="What happened?").fill("Wife gave him one")
    tab.get_by_role("dialog").get_by_role("button", name="Save").click()
    sent(tab)
    assert [note.words for note in world.sheet(sheet).entries("notes")] == ["Wife gave him one"]
    expect(tab.locator("[data-contested]")).to_have_count(0)


def test_findings_and_counts_are_drawn_anew_after_a_field_saved_itself(tab, address, world, sheet):
    opened(tab, address, sheet, f"vitals?entry={build.FIRST}")
    systolic = tab.get_by_label("Systolic blood pressure", exact=True)
    systolic.fill("300")
    systolic.blur()
    sent(tab)
    expect(tab.locator(f".field:has(#vitals-{build.FIRST}-systolic) .said-warning")).to_be_visible()
    line = tab.locator("[data-piece=outline] a[data-goto=vitals]")
    expect(line).to_contain_text("to check")
    with_finding = line.inner_text()
    systolic.fill("128")
    systolic.blur()
    sent(tab)
    expect(tab.locator(f".field:has(#vitals-{build.FIRST}-systolic) .said-warning")).to_have_count(0)
    assert line.inner_text() != with_finding
