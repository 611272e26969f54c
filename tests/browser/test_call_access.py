"""The call screen for everybody: with a keyboard alone, enlarged to 200 %, without motion, without scripts, in the dark, and with a
finger that taps twice.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from epcr.audit import AuditLine
from epcr.sheet.exam import NO_ABNORMALITY
from epcr.sheet.interventions import Intervention
from tests import build
from tests.browser.axe import violations
from tests.browser.call_keying import STATE, sent
from tests.browser.keying import signed_in
from tests.browser.test_nothing_sideways import TOO_WIDE
from tests.world import PASSWORD

TILES = ("vitals", "medication", "procedure", "finding", "note")
ENLARGED = {390: (195, 422), 820: (410, 590), 1440: (720, 450)}  # half of what there is: 200 %
STATES = ("time", "parts", "answer", *TILES, "medication chosen", "procedure chosen")
# What can be pressed and that something else lies over in its middle, once it is brought into view.
COVERED = """
(within) => [...document.querySelectorAll(`${within} :is(a, button, input, textarea)`)].filter((one) => one.checkVisibility()
  && !one.closest(".visually-hidden, [hidden], [inert]") && one.getBoundingClientRect().width > 1).filter((one) => {
  one.focus();
  one.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !(top && (one.contains(top) || top.contains(one) && top.matches("a, button, label")));
}).map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`)
"""
SIDEWAYS = "() => [...document.querySelectorAll('dialog[open]')].filter((one) => one.scrollWidth > one.clientWidth).length"
MOVING = """
() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return [style.transitionDuration, style.animationDuration].some((times) => times.split(",").some((time) => parseFloat(time) > 0))
    || style.scrollBehavior === "smooth";
}).map((one) => one.className).slice(0, 5)
"""
AT_ONCE = 60  # milliseconds between the two taps of a finger that bounces


@pytest.fixture
def sheet(world):
    """A call that runs: three times are left, a medication was given by somebody who may not, nothing was examined."""
    made = build.sheet()
    made.incident.left_scene = made.incident.at_destination = made.incident.transfer_of_care = None
    made.exam = []
    made.interventions.append(
        Intervention(item="io_access", performer=build.BASIC, performed_at=build.clock("17:14"))
    )
    made.interventions.append(
        Intervention(item="aspirin_po", performer=build.MEDIC, performed_at=build.clock("17:16"))
    )
    for name in ("airway", "airway_obstruction", "airway_adjunct"):
        setattr(made.primary, name, None)
    return world.keep(made)


def on_the_call(new_tab, address, sheet, **options) -> Page:
    tab = new_tab(**options)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/call")
    expect(tab.locator("[data-call]")).to_be_visible()
    return tab


def shown(tab: Page, state: str) -> Locator:
    """Open one of the sheets, as far as its name says."""
    if state == "time":
        tab.locator("[data-time$=on_scene]").click()
        return tab.locator("[data-time-sheet]")
    if state == "answer":
        tab.locator(".call-line [data-answer]").first.click()
        expect(tab.locator("[data-answer-sheet]")).to_be_visible()
        return tab.locator("[data-answer-sheet]")
    kind = {"parts": "vitals"}.get(state, state.partition(" ")[0])
    dialog = tab.locator(f"[data-call-sheet={kind}]")
    tab.locator(f"[data-sheet={kind}]").click()
    expect(dialog).to_be_visible()
    if state == "parts":
        dialog.locator("[data-coma-open]").click()
    if state.endswith("chosen"):
        dialog.get_by_role("searchbox").fill("aspirin" if kind == "medication" else "12-lead")
        dialog.locator("[data-item]").locator("visible=true").first.click()
        expect(dialog.locator("[data-judged]:not([data-stale])")).to_contain_text("scope", ignore_case=True)
    return dialog


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_sheet_breaks_a_rule_of_access(new_tab, address, sheet, scheme):
    tab = on_the_call(new_tab, address, sheet, width=390, height=844, scheme=scheme)
    for state in STATES:
        dialog = shown(tab, state)
        assert violations(tab) == [], state
        tab.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


@pytest.mark.parametrize("width", ENLARGED)
def test_enlarged_to_200_percent_all_of_it_is_reached(new_tab, address, sheet, width):
    wide, high = ENLARGED[width]
    tab = on_the_call(new_tab, address, sheet, width=wide, height=high)
    assert tab.evaluate(TOO_WIDE) == ""
    assert tab.evaluate(COVERED, "main") == []
    for state in STATES:
        dialog = shown(tab, state)
        assert tab.evaluate(SIDEWAYS) == 0, state
        assert tab.evaluate(COVERED, "dialog[open]") == [], state
        tab.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def test_nothing_moves_for_who_asks_for_no_motion(new_tab, address, sheet):
    tab = on_the_call(new_tab, address, sheet, width=390, height=844)
    for state in STATES:
        dialog = shown(tab, state)
        assert tab.evaluate(MOVING) == [], state
        tab.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


# --- a keyboard alone ---
def tab_to(tab: Page, place: Locator, most: int = 80) -> None:
    """Press Tab until it has the focus, and see that this can be seen."""
    for _ in range(most):
        if place.evaluate("(one) => one === document.activeElement"):
            assert (
                place.evaluate("(one) => one.matches(':focus-visible') && getComputedStyle(one).outlineStyle")
                == "solid"
            )
            return
        tab.keyboard.press("Tab")
    message = f"Tab never comes to it: {place}"
    raise AssertionError(message)


def press(tab: Page, place: Locator, key: str = "Enter") -> None:
    tab_to(tab, place)
    tab.keyboard.press(key)


@pytest.fixture
def keyed(new_tab, address, sheet):
    return on_the_call(new_tab, address, sheet, width=820)


@pytest.mark.parametrize("kind", TILES)
def test_escape_closes_a_sheet_and_the_focus_is_where_it_was(keyed, kind):
    tile = keyed.locator(f"[data-sheet={kind}]")
    press(keyed, tile)
    dialog = keyed.locator(f"[data-call-sheet={kind}]")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("(one) => one.contains(document.activeElement)")
    keyed.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(tile).to_be_focused()


def test_a_set_of_vital_signs_by_keyboard(keyed, world, sheet):
    tile = keyed.locator("[data-sheet=vitals]")
    press(keyed, tile)
    dialog = keyed.locator("[data-call-sheet=vitals]")
    keyed.keyboard.type("128748816")
    press(keyed, dialog.get_by_role("button", name="Alert"), "Space")
    press(keyed, dialog.locator(".key-pad [data-save]"))
    sent(keyed)
    made = world.sheet(sheet).vitals[-1]
    assert (made.systolic, made.diastolic, made.heart_rate, made.respiratory_rate) == (128, 74, 88, 16)
    assert made.avpu is not None
    expect(tile).to_be_focused()


@pytest.mark.parametrize(
    ("kind", "words", "item"),
    [("medication", "aspirin", "aspirin_po"), ("procedure", "jaw thr", "airway_jaw_thrust")],
)
def test_an_intervention_by_keyboard(keyed, world, sheet, kind, words, item):
    tile = keyed.locator(f"[data-sheet={kind}]")
    press(keyed, tile)
    dialog = keyed.locator(f"[data-call-sheet={kind}]")
    tab_to(keyed, dialog.get_by_role("searchbox"))
    keyed.keyboard.type(words)
    press(keyed, dialog.locator(f"[data-item={item}]").locator("visible=true").first)
    assert dialog.evaluate("(one) => one.contains(document.activeElement)")
    press(keyed, dialog.locator("[data-step=say] [data-choice=performer]").first)
    if kind == "medication":
        tab_to(keyed, dialog.locator("[data-choice=route]").first)
        keyed.keyboard.press("ArrowRight")
        keyed.keyboard.press("Enter")
        expect(dialog.locator("[data-choice=route]").nth(1)).to_have_attribute("aria-pressed", "true")
    press(keyed, dialog.locator("[data-step=say] [data-save]"))
    sent(keyed)
    assert world.sheet(sheet).interventions[-1].item == item
    expect(tile).to_be_focused()


def test_a_finding_by_keyboard(keyed, world, sheet):
    tile = keyed.locator("[data-sheet=finding]")
    press(keyed, tile)
    press(keyed, keyed.get_by_role("button", name="All normal Airway"))
    press(keyed, keyed.get_by_role("button", name="Normal Chest"))
    sent(keyed)
    assert keyed.evaluate("document.activeElement.closest('dialog') !== null")
    press(keyed, keyed.get_by_role("button", name="Close"))
    expect(tile).to_be_focused()
    stored = world.sheet(sheet)
    assert (stored.primary.airway, [entry.region for entry in stored.entries("exam")]) == ("open", ["chest"])


def test_a_note_by_keyboard(keyed, world, sheet):
    tile = keyed.locator("[data-sheet=note]")
    press(keyed, tile)
    tab_to(keyed, keyed.get_by_role("textbox", name="What happened?"))
    keyed.keyboard.type("Elevator out")
    press(keyed, keyed.get_by_role("dialog").get_by_role("button", name="Save"))
    sent(keyed)
    assert [note.words for note in world.sheet(sheet).entries("notes")] == ["Elevator out"]
    expect(tile).to_be_focused()


def test_a_time_by_keyboard_and_its_correction(keyed, world, sheet):
    button = keyed.locator("[data-time$=left_scene]")
    press(keyed, button)
    expect(button.locator("b")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(button).to_be_focused()
    keyed.keyboard.press("Enter")
    box = keyed.get_by_label("Time, like 1732")
    expect(box).to_be_focused()
    keyed.keyboard.type("1726")
    keyed.keyboard.press("Enter")
    sent(keyed)
    assert world.sheet(sheet).incident.left_scene == build.clock("17:26")
    expect(button).to_be_focused()


# --- a finger that taps twice ---
class Bouncing:
    """A finger that taps twice at one place, by the clock of its taps and not by that of the machine."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.devtools = tab.context.new_cdp_session(tab)
        self.at = tab.evaluate("(performance.timeOrigin + performance.now()) / 1000")

    def tap(self, place: Locator) -> None:
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        assert box is not None
        self.at += 2
        for late in (0, AT_ONCE):
            for kind in ("mousePressed", "mouseReleased"):
                self.devtools.send("Input.dispatchMouseEvent", {
                    "type": kind, "x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "button": "left", "clickCount": 1,
                    "timestamp": self.at + late / 1000,
                })  # fmt: skip


@pytest.fixture
def bouncing(new_tab, address, sheet):
    tab = on_the_call(new_tab, address, sheet, width=390, height=844)
    here = tab.url
    yield Bouncing(tab)
    assert tab.url == here


def nothing_open(tab: Page) -> None:
    """No sheet came under the second tap."""
    expect(tab.locator("dialog[open]")).to_have_count(0)


def lines(world, sheet) -> list[str]:
    """What was written from devices, by field."""
    with world.database.read() as session:
        return [
            line.anchor
            for line in session.query(AuditLine).filter(
                AuditLine.run_sheet_id == sheet, AuditLine.op.is_not(None)
            )
        ]


def test_twice_on_a_time_writes_it_once_and_asks_nothing(bouncing, world, sheet):
    bouncing.tap(bouncing.tab.locator("[data-time$=left_scene]"))
    sent(bouncing.tab)
    nothing_open(bouncing.tab)
    assert len(lines(world, sheet)) == 1
    assert world.sheet(sheet).incident.left_scene is not None


def test_twice_on_save_of_a_time_touches_nothing_below_it(bouncing, world, sheet):
    dialog = shown(bouncing.tab, "time")
    dialog.get_by_role("textbox").fill("1704")
    bouncing.tap(dialog.get_by_role("button", name="Save"))
    sent(bouncing.tab)
    nothing_open(bouncing.tab)
    assert len(lines(world, sheet)) == 1


@pytest.mark.parametrize("kind", TILES)
def test_twice_on_a_tile_opens_its_sheet_and_chooses_nothing(bouncing, kind):
    bouncing.tap(bouncing.tab.locator(f"[data-sheet={kind}]"))
    dialog = bouncing.tab.locator(f"[data-call-sheet={kind}]")
    expect(dialog).to_be_visible()
    assert dialog.locator("[aria-pressed=true]:not([data-chip=unit])").count() == 0
    assert dialog.locator("[data-step=say]").locator("visible=true").count() == 0
    expect(bouncing.tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


@pytest.mark.parametrize("state", ["vitals", "medication", "medication chosen", "finding", "answer"])
def test_twice_on_close_closes_and_opens_nothing(bouncing, world, sheet, state):
    dialog = shown(bouncing.tab, state)
    bouncing.tap(dialog.locator("[data-leave], [data-close]").locator("visible=true").first)
    nothing_open(bouncing.tab)
    assert lines(world, sheet) == []


@pytest.mark.parametrize("button", ["[data-avpu]", "[data-coma-best]"])
def test_twice_on_a_choice_of_a_set_chooses_it(bouncing, button):
    dialog = shown(bouncing.tab, "vitals")
    bouncing.tap(dialog.locator(button).first)
    expect(dialog.locator(button).first).to_have_attribute("aria-pressed", "true")


def test_twice_on_a_part_of_the_gcs_and_on_the_way_there_and_back(bouncing):
    dialog = shown(bouncing.tab, "vitals")
    bouncing.tap(dialog.locator("[data-coma-open]"))
    part = dialog.locator("[data-part]").first
    bouncing.tap(part)
    expect(part).to_have_attribute("aria-pressed", "true")
    bouncing.tap(dialog.locator("[data-coma-close]"))
    expect(dialog.locator("[data-coma]")).to_be_hidden()
    expect(dialog.locator("[data-coma-said]")).to_have_text(re.compile("–"))
    assert dialog.locator("[data-typed]:not(.key-time *)").all_inner_texts() == [""] * 9


def test_twice_on_unable_says_so_of_one_number(bouncing):
    dialog = shown(bouncing.tab, "vitals")
    dialog.locator("[data-box=heart_rate]").click()
    bouncing.tap(dialog.locator("[data-chips-of=heart_rate] [data-code=unable_to_complete]"))
    assert dialog.locator(".key-word-in-it").count() == 1


def test_twice_on_save_of_a_set_makes_one_and_touches_nothing_below_it(bouncing, world, sheet):
    dialog = shown(bouncing.tab, "vitals")
    bouncing.tab.keyboard.type("12874")
    bouncing.tap(dialog.locator(".key-pad [data-save]"))
    sent(bouncing.tab)
    nothing_open(bouncing.tab)
    assert len(world.sheet(sheet).vitals) == 3
    assert {line.split("-")[0] for line in lines(world, sheet)} == {"vitals"}


def test_twice_on_each_button_of_an_intervention_makes_one(bouncing, world, sheet):
    before = len(world.sheet(sheet).interventions)
    dialog = shown(bouncing.tab, "procedure")
    dialog.get_by_role("searchbox").fill("jaw thr")
    bouncing.tap(dialog.locator("[data-found] button").first)
    expect(dialog.locator("[data-named]")).to_have_text("Jaw thrust")
    for choice in ("[data-choice=authorization]", "[data-choice=outcome]"):
        bouncing.tap(dialog.locator(choice).first)
        expect(dialog.locator(choice).first).to_have_attribute("aria-pressed", "true")
    bouncing.tap(dialog.locator("[data-step=say] [data-save]"))
    sent(bouncing.tab)
    nothing_open(bouncing.tab)
    assert len(world.sheet(sheet).interventions) == before + 1
    assert {line.split("-")[0] for line in lines(world, sheet)} == {"interventions"}


def test_twice_on_another_one_goes_back_to_choose(bouncing):
    dialog = shown(bouncing.tab, "medication chosen")
    bouncing.tap(dialog.locator("[data-another]"))
    expect(dialog.get_by_role("searchbox")).to_be_visible()


def test_twice_on_a_letter_says_it_of_that_one(bouncing, world, sheet):
    shown(bouncing.tab, "finding")
    bouncing.tap(bouncing.tab.get_by_role("button", name="All normal Airway"))
    sent(bouncing.tab)
    assert sorted(lines(world, sheet)) == [
        "primary-airway",
        "primary-airway_adjunct",
        "primary-airway_obstruction",
    ]


def test_twice_on_normal_says_it_of_one_region_and_twice_on_take_back_takes_it_back(bouncing, world, sheet):
    shown(bouncing.tab, "finding")
    bouncing.tap(bouncing.tab.get_by_role("button", name="Normal Chest"))
    sent(bouncing.tab)
    assert [entry.region for entry in world.sheet(sheet).entries("exam")] == ["chest"]
    bouncing.tap(bouncing.tab.get_by_role("button", name="Take back"))
    expect(bouncing.tab.get_by_role("button", name="Normal Chest")).to_be_visible()
    expect(bouncing.tab.locator(STATE)).not_to_have_attribute("data-dirty", "")
    assert [entry.region for entry in world.sheet(sheet).exam] == ["chest"]
    assert world.sheet(sheet).entries("exam") == []


def test_twice_on_rest_normal_says_it_once_of_each_region(bouncing, world, sheet):
    shown(bouncing.tab, "finding")
    bouncing.tap(bouncing.tab.get_by_role("button", name=re.compile("^Rest normal \\(")))
    sent(bouncing.tab)
    assert sorted(entry.region for entry in world.sheet(sheet).exam) == sorted(NO_ABNORMALITY)


@pytest.mark.parametrize(("button", "notes"), [("Save", ["Elevator out"]), ("Discard", [])])
def test_twice_on_save_or_discard_of_a_note(bouncing, world, sheet, button, notes):
    dialog = shown(bouncing.tab, "note")
    dialog.get_by_role("textbox").fill("Elevator out")
    bouncing.tap(dialog.get_by_role("button", name=button))
    expect(bouncing.tab.locator(STATE)).not_to_have_attribute("data-dirty", "")
    nothing_open(bouncing.tab)
    assert [note.words for note in world.sheet(sheet).entries("notes")] == notes


def test_twice_on_a_response_writes_it_of_one_medication(bouncing, world, sheet):
    bouncing.tap(bouncing.tab.locator("[data-responded]").first)
    sent(bouncing.tab)
    nothing_open(bouncing.tab)
    assert [line.rpartition("-")[2] for line in lines(world, sheet)] == ["response"]


# --- without scripts ---
def follow(tab: Page, address: str, sheet: str, words: str) -> None:
    """From the call screen to where it says."""
    tab.goto(f"{address}/sheets/{sheet}/call")
    tab.locator("main").get_by_role("link", name=words, exact=True).click()


def saved(tab: Page) -> None:
    tab.locator("#sheet-form button[type=submit]").first.click()
    expect(tab.locator("[role=alert]")).to_have_count(0)
    expect(tab.get_by_role("status").first).to_contain_text("Saved")


def test_without_scripts_a_call_is_written_and_judged(new_tab, address, world):
    made = build.sheet()
    made.incident.left_scene = None
    sheet = world.keep(made)
    tab = new_tab(width=390, java_script_enabled=False)
    signed_in(tab, address, "ruiz", PASSWORD)

    follow(tab, address, sheet, "Left scene Write")
    tab.get_by_label("Left scene", exact=True).fill("1726")
    saved(tab)

    follow(tab, address, sheet, "Vitals")
    for label, words in (
        ("Time taken", "1725"),
        ("Systolic blood pressure", "124"),
        ("Diastolic blood pressure", "76"),
    ):
        tab.get_by_label(label, exact=True).fill(words)
    saved(tab)

    follow(tab, address, sheet, "Procedure")
    tab.get_by_label("Intervention", exact=True).select_option(label="IO access")
    tab.get_by_label("Time performed", exact=True).fill("1722")
    tab.get_by_role("group", name="Performed by").get_by_label("T. Birch (EMT)").check()
    saved(tab)
    expect(tab.locator("main")).to_contain_text("Outside EMT scope here")
    stored = world.sheet(sheet)
    assert stored.incident.left_scene == build.clock("17:26")
    assert (len(stored.vitals), stored.vitals[-1].systolic) == (3, 124)
    assert stored.interventions[-1].verdict is not None
    tab.goto(f"{address}/sheets/{sheet}/call")
    expect(tab.locator(".call-log")).to_contain_text("outside scope")


def test_without_scripts_a_sheet_is_submitted(new_tab, address, world):
    sheet = world.keep(build.sheet())
    tab = new_tab(width=390, java_script_enabled=False)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/call")
    tab.get_by_role("button", name=re.compile("^Sections")).click()
    tab.get_by_role("link", name=re.compile("Check and submit")).click()
    tab.get_by_role("button", name=re.compile("^Submit")).click()
    expect(tab.get_by_role("main")).to_contain_text("Your instructor reads it next")
    tab.goto(f"{address}/sheets/{sheet}/call")
    assert not tab.url.endswith("/call")  # what was submitted is read
