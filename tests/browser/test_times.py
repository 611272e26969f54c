"""Times in a real browser: the date stands beside a time at once, and letters are one tap from the keypad."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from playwright.sync_api import expect

from tests import build
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.world import PASSWORD


def test_the_date_stands_beside_a_past_time_before_it_is_saved(world, new_tab):
    made = build.sheet()
    made.history.secondary_complaint = "Tired"  # its group stands open
    sheet = world.keep(made)
    with serving(world.app) as address:
        tab = new_tab(width=390, has_touch=True)
        signed_in(tab, address, "ruiz", PASSWORD)
        tab.goto(f"{address}/sheets/{sheet}/history")
        box = tab.get_by_label("Last known well", exact=True)
        box.fill("1800")
        box.press("Tab")
        expect(box).to_have_value("18:00")
        said = tab.locator("#history-last_known_well-date")
        expect(said).to_have_text("Thu 03/13/2025, the day before the date of call")
        box.fill("1600")
        box.press("Tab")
        expect(said).to_have_text("")


def test_letters_are_one_tap_from_the_keypad(world, new_tab):
    sheet = world.keep(build.sheet())
    with serving(world.app) as address:
        tab = new_tab(width=390, has_touch=True)
        signed_in(tab, address, "ruiz", PASSWORD)
        tab.goto(f"{address}/sheets/{sheet}/history")
        box = tab.get_by_label("Onset", exact=True)
        expect(box).to_have_attribute("inputmode", "numeric")
        key = tab.locator("[data-keys='history-onset']")
        expect(key).to_be_hidden()
        box.focus()
        key.tap()
        expect(box).to_have_attribute("inputmode", "text")
        expect(box).to_be_focused()
        key.tap()
        expect(box).to_have_attribute("inputmode", "numeric")


def test_now_in_the_hour_that_repeats_says_which_it_is(world, new_tab, monkeypatch):
    # The server's clock counts, in its pages and in its answers, and a device that shows the same has nothing to put right.
    clock = SimpleNamespace(at=datetime.fromisoformat("2026-11-01T06:30:00+00:00"))

    def seconds():
        return clock.at.timestamp()

    monkeypatch.setattr("epcr.web.frame_view.time", SimpleNamespace(time=seconds))

    def dated(answer):
        answer.date = clock.at
        return answer

    world.app.after_request_funcs.setdefault(None, []).append(dated)
    made = build.sheet()
    sheet = world.keep(made)
    with serving(world.app) as address:
        tab = new_tab()
        signed_in(tab, address, "ruiz", PASSWORD)
        tab.clock.set_fixed_time(clock.at)
        tab.goto(f"{address}/sheets/{sheet}/history")
        with (
            tab.expect_response("**/changes"),
            tab.expect_response("**/dates"),
        ):  # none comes between the two clocks
            tab.locator("[data-now='history-onset']").click()
        expect(tab.get_by_label("Onset", exact=True)).to_have_value("11/01/2026 01:30 -05:00")
        clock.at += timedelta(hours=2)
        tab.clock.set_fixed_time(clock.at)
        tab.locator("[data-now='history-onset']").click()
        expect(tab.get_by_label("Onset", exact=True)).to_have_value("11/01/2026 03:30")
