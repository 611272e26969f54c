"""The sheets of the call screen: a set of vital signs, a medication, a procedure, each in a few taps and without a page load."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import KPA
from tests import build
from tests.browser.axe import violations
from tests.browser.keying import signed_in, tap_twice
from tests.world import PASSWORD

STATE = "[data-save-state]"
NARROW = """(dialog) => [...dialog.querySelectorAll("button")].filter((key) => key.checkVisibility())
  .filter((key) => Math.min(key.offsetWidth, key.offsetHeight) < 44).map((key) => key.textContent)"""


@pytest.fixture
def sheet(world):
    return world.keep(build.sheet())


class Finger:
    """A tap each time, counted; and the pages that were loaded since it began."""

    def __init__(self, tab: Page, kind: str) -> None:
        self.tab, self.taps, self.loads = tab, 1, []
        self.dialog = tab.locator(f"[data-call-sheet={kind}]")
        tab.on("framenavigated", lambda frame: self.loads.append(frame.url))
        tab.locator(f"[data-sheet={kind}]").click()
        expect(self.dialog).to_be_visible()
        self.look()

    def look(self) -> None:
        """As long as somebody looks at what has come; taps before that are passed over."""
        self.tab.wait_for_timeout(300)

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.dialog.locator(selector).locator("visible=true").first.click()
        if "data-item" in selector:
            self.look()

    def keys(self, text: str) -> None:
        for digit in text:
            self.tap(f"[data-key='{digit}']")


@pytest.fixture
def in_the_call(monkeypatch):
    """The server's clock stands in the call, after all that is on the sheet, at whatever hour the tests run."""
    at = build.clock("17:40").timestamp()
    monkeypatch.setattr("epcr.web.frame_view.time", SimpleNamespace(time=lambda: at))


@pytest.fixture
def call(new_tab, address, sheet, in_the_call):
    tab = new_tab(width=390, height=844)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/call")
    expect(tab.locator("[data-call]")).to_be_visible()
    tab.wait_for_load_state("networkidle")
    return tab


def sent(tab: Page) -> None:
    expect(tab.locator(STATE)).to_contain_text("Saved ")
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


def test_a_set_of_six_takes_few_taps_and_no_page_load(call, world, sheet):
    finger = Finger(call, "vitals")
    finger.keys("12874881697896")  # 128/74, 88, 16, 97 %, pain 8, 96 mg/dL: each goes on by itself
    finger.tap("[data-coma-best]")
    finger.tap("[data-save]")
    assert finger.taps <= 20
    sent(call)
    assert finger.loads == []
    made = world.sheet(sheet).vitals[-1]
    assert (made.systolic, made.diastolic, made.heart_rate, made.respiratory_rate, made.spo2, made.glucose) == (
        128, 74, 88, 16, 97, 96,
    )  # fmt: skip
    assert (made.gcs_eye, made.gcs_verbal, made.gcs_motor) == ("4", "5", "6")
    assert made.taken_at == build.clock("17:40")
    assert (made.pain, made.absent) == (8, {})
    assert (made.avpu, made.temperature, made.etco2, made.etco2_unit) == (None,) * 4
    expect(call.locator(".call-last")).to_contain_text("BP 128/74")


@pytest.mark.parametrize("kind", ["medication", "procedure"])
def test_every_key_of_an_intervention_is_as_wide_as_a_fingertip(call, kind):
    finger = Finger(call, kind)
    finger.tap("[data-item]")
    assert finger.dialog.evaluate(NARROW) == []


def test_palpated_and_unable_are_one_tap_each(call, world, sheet):
    finger = Finger(call, "vitals")
    finger.keys("90")
    finger.tap("[data-chips-of=diastolic] [data-code=P]")
    finger.tap("[data-chips-of=heart_rate] [data-code=unable_to_complete]")
    finger.tap("[data-avpu='3326005']")
    finger.tap("[data-save]")
    sent(call)
    made = world.sheet(sheet).vitals[-1]
    assert (made.systolic, made.diastolic, made.heart_rate, made.avpu) == (90, "P", None, "3326005")
    assert made.absent == {"heart_rate": "unable_to_complete"}


def test_an_etco2_is_keyed_in_the_unit_of_the_monitor(call, world, sheet):
    finger = Finger(call, "vitals")
    finger.tap("[data-box=etco2]")
    finger.tap("[data-chips-of=etco2] [data-chip=unit] >> text=kPa")
    expect(finger.dialog.locator("[data-box=etco2]")).to_contain_text("kPa")
    finger.keys("5.3")
    finger.tap("[data-save]")
    sent(call)
    made = world.sheet(sheet).vitals[-1]
    assert (made.etco2, made.etco2_unit) == (5.3, KPA)
    again = Finger(call, "vitals")
    expect(again.dialog.locator("[data-box=etco2]")).to_contain_text(re.compile(r"kPa\s+last 5.3"))
    again.tap("[data-box=etco2]")
    again.tap("[data-chips-of=etco2] [data-chip=unit] >> text=mmHg")
    expect(again.dialog.locator("[data-box=etco2] .key-last")).to_be_hidden()  # it was in another unit


def test_the_time_of_a_set_is_corrected_on_the_same_keypad(call, world, sheet):
    finger = Finger(call, "vitals")
    finger.tap("[data-clock]")
    finger.keys("1732")
    finger.keys("118")
    finger.tap("[data-save]")
    sent(call)
    made = world.sheet(sheet).vitals[-1]
    assert (made.taken_at, made.systolic) == (build.clock("17:32"), 118)


def test_what_the_checks_say_of_a_set_is_said_at_once(call):
    finger = Finger(call, "vitals")
    finger.keys("60128")
    finger.tap("[data-save]")
    sent(call)
    expect(call.locator("[data-sheet-said]")).to_contain_text("Vital signs")
    finger.look()
    call.locator("[data-sheet-said-leave]").click()
    expect(call.locator("[data-sheet-said]")).to_be_hidden()


def test_what_is_said_of_a_set_stands_whole_over_the_bar_and_on_no_tile_until_the_next_sheet_opens(call):
    finger = Finger(call, "vitals")
    finger.keys("60128")
    finger.tap("[data-save]")
    said = call.locator("[data-sheet-said]")
    expect(said).to_be_visible()
    leave = said.locator("[data-sheet-said-leave]").bounding_box()
    middle = {"x": leave["x"] + leave["width"] / 2, "y": leave["y"] + leave["height"] / 2}
    assert call.evaluate(
        "({ x, y }) => document.elementFromPoint(x, y).closest('[data-sheet-said-leave]') !== null", middle
    )
    lines = said.locator("ul")
    assert lines.evaluate("(list) => list.scrollHeight <= list.clientHeight")
    Finger(call, "medication")
    expect(said).to_be_hidden()


def test_a_set_without_a_network_is_kept_and_sent_once(call, world, sheet):
    call.context.set_offline(True)
    finger = Finger(call, "vitals")
    finger.keys("128")
    finger.tap("[data-save]")
    expect(call.locator(STATE)).to_have_text("Kept on this device (no network)")
    expect(call.locator("[data-waiting]")).to_contain_text("SBP 128")
    assert len(world.sheet(sheet).vitals) == 2
    call.context.set_offline(False)
    sent(call)
    assert [taken.systolic for taken in world.sheet(sheet).vitals][2:] == [128]


def test_a_first_set_that_is_kept_is_not_denied_above_it(new_tab, world, address):
    made = build.sheet()
    made.vitals = []
    tab = new_tab(width=390, height=844, has_touch=True)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{world.keep(made)}/call")
    expect(tab.locator(".call-last")).to_contain_text("No vital signs yet")
    tab.context.set_offline(True)
    finger = Finger(tab, "vitals")
    finger.keys("128")
    finger.tap("[data-save]")
    expect(tab.locator("[data-waiting]")).to_contain_text("SBP 128")
    expect(tab.locator(".call-last")).to_contain_text("kept on this device")
    tab.context.set_offline(False)
    sent(tab)
    expect(tab.locator(".call-last")).to_contain_text("BP 128/–")


def test_a_set_that_was_keyed_when_the_page_was_killed_is_sent_by_the_next(call, world, sheet, address):
    finger = Finger(call, "vitals")
    finger.keys("12874")
    finger.tap("[data-coma-best]")
    call.wait_for_timeout(300)
    assert len(world.sheet(sheet).vitals) == 2
    again = call.context.new_page()
    call.close()
    again.goto(f"{address}/sheets/{sheet}/call")
    sent(again)
    made = world.sheet(sheet).vitals[-1]
    assert (made.systolic, made.diastolic, made.gcs_motor) == (128, 74, "6")
    assert made.taken_at is not None


def test_a_set_that_is_closed_half_keyed_goes_on_where_it_was(call, world, sheet):
    finger = Finger(call, "vitals")
    finger.keys("128")
    finger.tap("[data-leave]")
    call.locator("[data-sheet=finding]").click()
    call.locator("[data-region-normal]").first.click()
    call.keyboard.press("Escape")
    expect(call.locator(STATE)).to_have_text("Vital signs not finished")  # the finding is sent
    stored = world.sheet(sheet)
    assert (len(stored.entries("exam")), len(stored.vitals)) == (2, 2)
    again = Finger(call, "vitals")
    again.tap("[data-box=systolic]")
    again.keys("11874")
    again.tap("[data-save]")
    sent(call)
    assert [(taken.systolic, taken.diastolic) for taken in world.sheet(sheet).vitals][2:] == [(118, 74)]


def test_a_sheet_that_is_closed_empty_leaves_nothing(call, world, sheet):
    finger = Finger(call, "vitals")
    finger.keys("12")
    finger.tap("[data-key=clear]")
    finger.tap("[data-leave]")
    call.reload()
    call.wait_for_load_state("networkidle")
    assert len(world.sheet(sheet).vitals) == 2


def test_a_medication_takes_few_taps_and_is_judged_before_it_is_saved(call, world, sheet):
    finger = Finger(call, "medication")
    finger.tap("[data-item=aspirin_po]")
    expect(finger.dialog.locator("[data-judged]")).to_contain_text("scope", ignore_case=True)
    assert len(world.sheet(sheet).interventions) == 2
    finger.tap("[data-choice=route]")
    finger.keys("81")
    finger.tap("[data-save]")
    assert finger.taps <= 6
    sent(call)
    assert finger.loads == []
    made = world.sheet(sheet).interventions[-1]
    assert (made.item, made.route, made.dose, made.dose_unit, made.performer) == (
        "aspirin_po", "9927035", 81.0, "3706021", build.MEDIC,
    )  # fmt: skip
    assert made.performed_at is not None


def test_a_procedure_is_found_by_what_people_call_it(call, world, sheet):
    finger = Finger(call, "procedure")
    finger.dialog.locator("[data-seek]").fill("jaw thr")
    finger.tap("[data-found] [data-item=airway_jaw_thrust]")
    finger.tap("[data-choice=outcome][data-code='1 yes']")
    finger.tap("[data-save]")
    sent(call)
    made = world.sheet(sheet).interventions[-1]
    assert (made.item, made.attempts, made.successful) == ("airway_jaw_thrust", 1, True)


def test_a_second_tap_of_the_same_finger_falls_on_nothing(call, world, sheet):
    finger = Finger(call, "medication")
    tap_twice(finger.dialog.locator("[data-found] [data-item=oxygen]"), 60)
    expect(finger.dialog.locator("[data-named]")).to_have_text("Oxygen")
    finger.look()
    assert finger.dialog.locator("[data-box=dose] [data-typed]").inner_text() == ""
    tap_twice(finger.dialog.locator("[data-step=say] [data-save]"), 60)
    sent(call)
    assert len(world.sheet(sheet).interventions) == 3


def test_a_strict_class_says_that_it_does_not_save_it(call, world, sheet):
    with world.database.write("x") as session:
        session.get(RunSheet, sheet).mode = "strict"
    finger = Finger(call, "procedure")
    finger.dialog.locator("[data-seek]").fill("intraosseous")
    finger.tap("[data-found] [data-item=io_access]")
    finger.tap(f"[data-choice=performer][data-code='{build.BASIC}']")
    expect(finger.dialog.locator("[data-judged]")).to_contain_text("This class does not save it")
    finger.tap("[data-save]")
    expect(finger.dialog.get_by_role("alert")).to_contain_text("Not saved")
    finger.tap(f"[data-choice=performer][data-code='{build.MEDIC}']")
    expect(finger.dialog.locator("[data-judged]")).not_to_contain_text("does not save")
    finger.tap("[data-save]")
    sent(call)
    assert world.sheet(sheet).interventions[-1].performer == build.MEDIC


def test_what_a_strict_class_refuses_when_it_is_sent_stays_to_be_copied_or_discarded(call, world, sheet):
    with world.database.write("x") as session:
        session.get(RunSheet, sheet).mode = "strict"
    call.context.set_offline(True)
    finger = Finger(call, "procedure")
    finger.dialog.locator("[data-seek]").fill("intraosseous")
    finger.tap("[data-found] [data-item=io_access]")
    finger.tap(f"[data-choice=performer][data-code='{build.BASIC}']")
    expect(finger.dialog.locator("[data-judged]")).to_contain_text("Will be judged when sent")
    finger.tap("[data-save]")
    expect(call.locator(STATE)).to_have_text("Kept on this device (no network)")
    call.context.set_offline(False)
    refused = call.locator(".call-refused")
    expect(refused).to_contain_text("IO access")
    expect(refused.get_by_role("button", name="Copy")).to_be_visible()
    expect(call.locator(STATE)).to_have_text("1 entry needs a decision")
    call.reload()
    expect(refused).to_have_count(1)
    refused.get_by_role("button", name="Discard").click()
    expect(refused).to_have_count(0)
    expect(call.locator(STATE)).not_to_have_attribute("data-dirty", "")
    call.reload()
    expect(call.locator(".call-times")).to_be_visible()
    expect(refused).to_have_count(0)
    assert [act.item for act in world.sheet(sheet).interventions] == ["aspirin_po", "ecg12_acquire"]


def test_what_is_in_no_list_is_asked_about_and_kept_by_its_name(call, world, sheet):
    finger = Finger(call, "medication")
    finger.dialog.locator("[data-seek]").fill("Zorblax")
    finger.tap("[data-found] [data-item=other_medication]")
    finger.tap("[data-save]")
    sent(call)
    made = world.sheet(sheet).interventions[-1]
    assert (made.item, made.other_name) == ("other_medication", "Zorblax")


def test_nothing_moves_when_the_verdict_comes(call):
    finger = Finger(call, "medication")
    finger.tap("[data-item=aspirin_po]")
    save = finger.dialog.locator("[data-step=say] [data-save]")
    before = save.bounding_box()
    expect(finger.dialog.locator("[data-judged]")).to_contain_text("scope", ignore_case=True)
    finger.tap("[data-choice=performer][data-code^=b]")
    expect(finger.dialog.locator("[data-judged]:not([data-stale])")).to_be_visible()
    assert save.bounding_box() == before


def test_a_medication_without_a_network_is_judged_when_it_is_sent(call, world, sheet):
    call.context.set_offline(True)
    finger = Finger(call, "medication")
    finger.tap("[data-item=aspirin_po]")
    expect(finger.dialog.locator("[data-judged]")).to_contain_text("Will be judged when sent")
    finger.tap("[data-save]")
    expect(call.locator(STATE)).to_have_text("Kept on this device (no network)")
    call.context.set_offline(False)
    sent(call)
    assert world.sheet(sheet).interventions[-1].verdict is not None


def test_each_sheet_keeps_the_rules_of_accessibility_and_takes_a_keyboard(call, world, sheet):
    vitals = Finger(call, "vitals")
    assert violations(call) == []
    call.keyboard.type("12874")
    vitals.tap("[data-coma-open]")
    vitals.look()
    assert violations(call) == []
    vitals.tap("[data-coma-close]")
    vitals.look()
    vitals.dialog.locator("[data-save]").focus()
    call.keyboard.press("Enter")
    sent(call)
    assert world.sheet(sheet).vitals[-1].diastolic == 74
    for kind, item in (("medication", "aspirin_po"), ("procedure", "ecg12_acquire")):
        finger = Finger(call, kind)
        assert violations(call) == []
        finger.tap(f"[data-item={item}]")
        expect(finger.dialog.locator("[data-judged]")).to_contain_text("scope", ignore_case=True)
        assert violations(call) == []
        call.keyboard.press("Escape")
        expect(finger.dialog).to_be_hidden()


def test_usual_doses_are_offered_and_never_chosen(call, world, sheet):
    finger = Finger(call, "medication")
    finger.tap("[data-item=aspirin_po]")
    offered = finger.dialog.locator("[data-usual-doses] button")
    expect(offered).to_have_text(["162 mg · Oral", "324 mg · Oral"])
    assert finger.dialog.locator("[data-box=dose] [data-typed]").inner_text() == ""
    assert finger.dialog.locator("[data-choice=route][aria-pressed=true]").count() == 0
    finger.tap("[data-usual='1']")
    finger.tap("[data-save]")
    sent(call)
    made = world.sheet(sheet).interventions[-1]
    assert (made.dose, made.dose_unit, made.route) == (324.0, "3706021", "9927035")


def test_usual_doses_are_offered_for_a_medication_that_was_searched_as_a_procedure_too(call):
    finger = Finger(call, "procedure")
    finger.dialog.locator("[data-seek]").fill("aspirin")
    finger.tap("[data-found] [data-item=aspirin_po]")
    expect(finger.dialog.locator("[data-usual-doses] button")).to_have_text(
        ["162 mg · Oral", "324 mg · Oral"]
    )


def test_a_chosen_route_leaves_the_doses_that_are_usual_by_it(call):
    finger = Finger(call, "medication")
    finger.dialog.locator("[data-seek]").fill("ondansetron iv")
    finger.tap("[data-found] [data-item=ondansetron_parenteral]")
    expect(finger.dialog.locator("[data-usual-doses] button").first).to_have_text("4 mg")
    finger.tap("[data-choice=route]")
    expect(finger.dialog.locator("[data-usual-doses] button").locator("visible=true").first).to_have_text(
        "4 mg"
    )


def test_a_slip_is_asked_about_before_it_is_saved_and_saving_goes_on(call, world, sheet):
    finger = Finger(call, "medication")
    finger.tap("[data-item=aspirin_po]")
    finger.keys("3240")
    judged = finger.dialog.locator("[data-judged]")
    expect(judged).to_contain_text("Check the dose: 3,240 mg")
    expect(judged).to_contain_text("is the decimal point right?")
    assert violations(call) == []
    finger.tap("[data-save]")
    sent(call)
    assert world.sheet(sheet).interventions[-1].dose == 3240.0


def test_a_long_verdict_says_that_more_stands_below_until_it_is_read(call):
    finger = Finger(call, "medication")
    finger.tap("[data-item=aspirin_po]")
    finger.keys("3240")
    judged, more = finger.dialog.locator("[data-judged]"), finger.dialog.locator("[data-more]")
    expect(judged).to_contain_text("Check the dose")
    expect(more).to_be_visible()
    judged.evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
    expect(more).to_be_hidden()


def test_the_name_of_the_box_that_is_keyed_stands_whole(call):
    finger = Finger(call, "vitals")
    for box in (
        "systolic",
        "diastolic",
        "heart_rate",
        "respiratory_rate",
        "spo2",
        "pain",
        "glucose",
        "temperature",
        "etco2",
    ):
        finger.tap(f"[data-box={box}]")
        name = finger.dialog.locator(f"[data-chips-of={box}] .key-now")
        assert name.evaluate(
            "(words) => words.scrollWidth <= words.clientWidth && words.scrollHeight <= 48"
        ), box


def test_a_dose_without_a_unit_is_asked_about_and_a_unit_stays_when_it_is_tapped_again(call, world, sheet):
    finger = Finger(call, "medication")
    finger.dialog.locator("[data-seek]").fill("Zorblax")
    finger.tap("[data-found] [data-item=other_medication]")
    finger.keys("3240")
    finger.tap("[data-save]")
    expect(finger.dialog.get_by_role("alert")).to_have_text("3240 of what? Tap the unit.")
    for _ in range(2):
        finger.tap("[data-choice=dose_unit][data-code='3706021']")
    finger.tap("[data-save]")
    sent(call)
    assert world.sheet(sheet).interventions[-1].dose_unit == "3706021"
