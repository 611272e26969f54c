"""A sheet that saves itself: what is typed reaches the server without a button, through cuts of the network and closed tabs, once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from epcr.audit import AuditLine
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.browser.keying import signed_in, tap_twice, unfolded
from tests.world import PASSWORD

STATE = "[data-save-state]"


@pytest.fixture
def sheet(world):
    made = build.sheet()
    made.incident.street = "12 Mill Road"  # its group stands open
    return world.keep(made)


def opened(tab: Page, address: str, sheet: str, place: str) -> None:
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/{place}")
    tab.evaluate("for (const one of document.querySelectorAll('details.group')) one.open = true")


def sent(tab: Page) -> None:
    expect(tab.locator(STATE)).to_contain_text("Saved ")
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


def lines(world, sheet):
    with world.database.reading() as session:
        return session.scalar(
            select(func.count()).where(AuditLine.run_sheet_id == sheet, AuditLine.op.is_not(None))
        )


def test_a_field_that_is_left_is_saved(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"
    tab.reload()
    expect(tab.get_by_label("City", exact=True)).to_have_value("Wrenport")
    assert lines(world, sheet) == 1


def test_a_new_set_is_made_by_what_is_typed_first_with_the_time_it_was_begun(tab, address, world, sheet):
    opened(tab, address, sheet, "vitals")
    tab.get_by_label("Systolic blood pressure", exact=True).fill("94")
    tab.get_by_label("Diastolic blood pressure", exact=True).fill("54")
    tab.get_by_label("Diastolic blood pressure", exact=True).blur()
    sent(tab)
    made = world.sheet(sheet).vitals[-1]
    assert (made.systolic, made.diastolic) == (94, 54)
    assert len(world.sheet(sheet).vitals) == 3


@pytest.mark.parametrize("host", ["127.0.0.1", "classroom.test"])
def test_what_is_typed_without_a_network_is_kept_and_sent_when_it_is_back(tab, address, world, sheet, host):
    opened(tab, address.replace("127.0.0.1", host), sheet, "incident")
    assert tab.evaluate("isSecureContext") is (host == "127.0.0.1")
    tab.context.set_offline(True)
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    assert world.sheet(sheet).incident.city != "Wrenport"
    tab.context.set_offline(False)
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_what_was_typed_stands_in_a_page_that_is_opened_again(new_tab, address, world, sheet):
    tab = new_tab()
    opened(tab, address, sheet, "incident")
    tab.route("**/changes", lambda route: route.abort())
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    again = tab.context.new_page()
    tab.close()
    again.goto(f"{address}/sheets/{sheet}/incident")
    expect(again.get_by_label("City", exact=True)).to_have_value("Wrenport")
    sent(again)
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_page_that_is_opened_while_its_last_change_is_on_the_way_shows_it(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    tab.reload()
    expect(tab.get_by_label("City", exact=True)).to_have_value("Wrenport")
    sent(tab)
    assert lines(world, sheet) == 1


def test_an_answer_that_is_lost_does_not_double_the_change(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    tab.route("**/changes", lose)
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    sent(tab)
    assert lost[0].status == 200
    assert lines(world, sheet) == 1


def test_what_cannot_be_read_is_said_at_its_field_and_mended_there(tab, address, world, sheet):
    opened(tab, address, sheet, f"vitals?entry={build.FIRST}")
    systolic = tab.get_by_label("Systolic blood pressure", exact=True)
    systolic.fill("ninety")
    systolic.blur()
    expect(tab.locator(STATE)).to_have_text("1 field needs a decision")
    expect(tab.get_by_role("alert")).to_contain_text("whole number")
    systolic.fill("90")
    systolic.blur()
    sent(tab)
    expect(tab.get_by_role("alert")).to_have_count(0)
    assert world.sheet(sheet).vitals[0].systolic == 90


def test_two_devices_at_one_field_are_asked(new_tab, address, world, sheet):
    phone, tablet = new_tab(width=390), new_tab()
    for tab in (phone, tablet):
        opened(tab, address, sheet, "incident")
    for tab, city in ((phone, "Wrenport"), (tablet, "Marlow")):
        tab.get_by_label("City", exact=True).fill(city)
        tab.get_by_label("City", exact=True).blur()
        expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")
    box = tablet.locator("[data-contested]")
    expect(box).to_contain_text("City has two values")
    expect(box).to_contain_text("on this device")
    assert world.sheet(sheet).incident.city == "Wrenport"
    box.get_by_role("button", name="Marlow").click()
    expect(box).to_have_count(0)
    expect(tablet.get_by_label("City", exact=True)).to_have_value("Marlow")
    assert world.sheet(sheet).incident.city == "Marlow"


def both_typed_in_one_group(new_tab, address, sheet):
    """A phone and a tablet that saved fields side by side, so that the tablet never showed the city of the phone."""
    phone, tablet = new_tab(width=390), new_tab()
    for tab in (phone, tablet):
        opened(tab, address, sheet, "incident")
    for tab, label in ((phone, "City"), (tablet, "County")):
        tab.get_by_label(label, exact=True).fill("Wrenport")
        tab.get_by_label(label, exact=True).blur()
        sent(tab)
    return tablet


def press_save(tab: Page) -> None:
    tab.locator("#sheet-form").get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("button", [False, True], ids=["by itself", "by the button"])
def test_what_somebody_else_wrote_is_not_built_on_by_a_page_that_never_showed_it(
    new_tab, address, world, sheet, button
):
    tablet = both_typed_in_one_group(new_tab, address, sheet)
    tablet.get_by_label("City", exact=True).fill("Marlow")
    if button:
        press_save(tablet)
    else:
        tablet.get_by_label("City", exact=True).blur()
    expect(tablet.locator("[data-contested]")).to_contain_text("City has two values")
    expect(tablet.locator(STATE)).to_have_text("1 field needs a decision")
    press_save(tablet)  # nobody has chosen yet
    expect(tablet.locator("[data-contested]")).to_be_focused()
    expect(tablet.get_by_label("City", exact=True)).to_have_value("Marlow")
    assert world.sheet(sheet).incident.city == "Wrenport"
    assert world.sheet(sheet).incident.county == "Wrenport"


def test_two_values_are_not_written_over_by_the_button_of_a_page_that_showed_neither(
    new_tab, address, world, sheet
):
    tablet = both_typed_in_one_group(new_tab, address, sheet)
    desk, beside = new_tab(), tablet.context.new_page()
    opened(desk, address, sheet, "incident")
    beside.goto(f"{address}/sheets/{sheet}/incident")
    with world.database.write("ruiz") as session:
        session.get(RunSheet, sheet).incident.city = "Norwick"
    tablet.get_by_label("City", exact=True).fill("Marlow")
    tablet.get_by_label("City", exact=True).blur()
    expect(tablet.locator("[data-contested]")).to_be_visible()
    for page, label in ((desk, "County"), (beside, "Street address")):
        field = unfolded(page).get_by_label(label, exact=True)
        field.fill("12 Wren Hill")
        field.blur()
        expect(page.locator("[data-contested]")).to_be_visible()
        expect(page.locator(STATE)).not_to_have_attribute("data-dirty", "")
        with page.expect_navigation():
            press_save(page)
        assert world.sheet(sheet).incident.city == "Norwick"


def test_the_button_saves_as_before(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    tab.get_by_label("City", exact=True).fill("Wrenport")
    with tab.expect_navigation():
        tab.locator("#sheet-form button[type=submit]").first.click()
    expect(tab.locator(STATE)).to_contain_text("Saved")
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_session_that_ended_is_begun_again_on_the_spot(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    tab.context.clear_cookies()
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    expect(tab.locator(STATE)).to_have_text("Kept on this device")
    tab.get_by_role("button", name="Sign in").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("Login").fill("ruiz")
    dialog.get_by_label("Password", exact=True).fill("wrong")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Login").fill("ruiz")
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_have_count(0)
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_another_person_sends_nothing_of_what_stands_here(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    tab.context.clear_cookies()
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    tab.get_by_role("button", name="Sign in").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("Login").fill("okafor")
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(tab.locator(STATE)).to_contain_text("Somebody else is signed in")
    assert world.sheet(sheet).incident.city != "Wrenport"


def test_nobody_signs_out_over_what_is_not_sent(tab, address, world, sheet):
    opened(tab, address, sheet, "incident")
    tab.route("**/changes", lambda route: route.abort())
    tab.get_by_label("City", exact=True).fill("Wrenport")
    tab.get_by_label("City", exact=True).blur()
    tab.goto(f"{address}/")
    expect(tab.locator("[data-outbox]")).to_contain_text("1 change is kept on this device")
    tab.locator("[data-menu] summary").click()
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.locator("[data-outbox]")).to_contain_text("You are still signed in")
    tab.unroute("**/changes")
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/sign-in")
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_time_is_one_tap_on_the_call_screen_and_a_second_tap_corrects_it(tab, address, world):
    made = build.sheet()
    made.incident.left_scene = None
    sheet = world.keep(made)
    opened(tab, address, sheet, "call")
    button = tab.get_by_role("button", name="Left scene")
    tap_twice(button, 60)  # a finger that bounces
    sent(tab)
    expect(tab.get_by_role("dialog")).to_have_count(0)
    first = world.sheet(sheet).incident.left_scene
    assert first is not None
    assert lines(world, sheet) == 1
    tab.wait_for_timeout(
        300
    )  # a tap that comes sooner is the finger that bounces (epcr/static/same_finger.js)
    tab.get_by_role("button", name="Left scene").click()
    tab.get_by_label("Time, like 1732").fill("1733")
    tab.get_by_role("dialog").get_by_role("button", name="Save").click()
    sent(tab)
    assert lines(world, sheet) == 2


def test_a_new_set_that_is_saved_at_once_by_its_button_keeps_its_time_and_says_nothing_against_itself(
    tab, address, world, sheet, monkeypatch
):
    monkeypatch.setattr("epcr.web.saving.now", lambda: build.clock("17:32"))
    opened(tab, address, sheet, "vitals")
    expect(tab.get_by_label("Time taken", exact=True)).to_have_value("17:32")
    tab.get_by_label("Heart rate", exact=True).fill("77")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Save this set", exact=True).click()
    expect(tab.locator(STATE)).to_contain_text("Saved ")
    tab.wait_for_timeout(1500)  # what was on the way has arrived
    expect(tab.locator("[data-contested]")).to_have_count(0)
    expect(tab.get_by_text("Also changed on another screen")).to_have_count(0)
    made = world.sheet(sheet).vitals[-1]
    assert (made.heart_rate, made.taken_at) == (77, build.clock("17:32"))
    tab.goto(f"{address}/sheets/{sheet}/check")
    expect(tab.get_by_text("two values")).to_have_count(0)


SLOW_STORE = """
const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
  set(act) { set.call(this, (event) => setTimeout(act, 400, event)); },
});
"""


def test_what_is_tapped_before_the_device_has_noted_an_answer_builds_on_it(tab, address, world, sheet):
    tab.add_init_script(SLOW_STORE)
    opened(tab, address, sheet, "injury")
    expect(tab.locator("form[data-taken-up]")).to_be_attached()
    tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    chips = tab.get_by_role("group", name="High risk of serious injury (red)").first.locator("label.chip")
    codes = [chips.nth(number).locator("input").get_attribute("value") for number in range(4)]
    for number in range(4):
        with tab.expect_response("**/changes") as answer:
            chips.nth(number).click()
        answer.value.finished()
    with tab.expect_response("**/changes") as answer:
        chips.nth(0).click()  # taken back: as the page was drawn at first, but not as it stands
    answer.value.finished()
    with tab.expect_navigation():
        tab.locator("#sheet-form button[type=submit]").first.click()
    assert sorted(world.sheet(sheet).injury.high_risk) == sorted(codes[1:])
    expect(tab.locator("[data-contested]")).to_have_count(0)
