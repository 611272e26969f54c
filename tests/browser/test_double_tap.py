"""Two taps on a button, 60 and 150 milliseconds apart, with and without the scripts: one thing is made, and the page shows it."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from epcr.audit import AuditLine
from epcr.people.model import Person
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.browser.keying import sign_in, signed_in, tap_at, tap_twice, unfolded
from tests.browser.serving import serving
from tests.world import PASSWORD

APART = pytest.mark.parametrize("milliseconds", [60, 150])
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def served(world):
    with serving(world.app) as address:
        yield world, address


def section(served, new_tab, place: str, *, scripts: bool = True) -> tuple[Page, str]:
    """A section of a sheet, opened, and the sheet."""
    world, address = served
    sheet = world.keep(build.sheet())
    tab = new_tab(java_script_enabled=scripts)
    signed_in(tab, address, "ruiz", PASSWORD)
    tab.goto(f"{address}/sheets/{sheet}/{place}")
    return tab, sheet


def sent(tab: Page) -> None:
    expect(tab.locator("[data-save-state]")).to_contain_text("Saved ")
    expect(tab.locator("[data-save-state]")).not_to_have_attribute("data-dirty", "")


def changed(world, sheet: str) -> list[str]:
    """The fields that changes came for, by their anchors."""
    with world.database.reading() as session:
        mine = (AuditLine.run_sheet_id == sheet, AuditLine.op.is_not(None))
        return list(session.scalars(select(AuditLine.anchor).where(*mine).order_by(AuditLine.id)))


@SCRIPTS
@APART
def test_two_taps_on_begin_make_one_sheet(served, new_tab, milliseconds, scripts):
    world, address = served
    tab = new_tab(java_script_enabled=scripts)
    sign_in(tab, address, "ruiz", PASSWORD)
    tab.get_by_label("Blank sheet").check()
    button = tab.get_by_role("button", name="Begin")
    tap_twice(button, milliseconds)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Call")
    with world.database.read() as session:
        assert session.query(RunSheet).count() == 1


@SCRIPTS
@APART
def test_two_taps_on_add_show_the_passwords(served, new_tab, milliseconds, scripts):
    world, address = served
    tab = new_tab(java_script_enabled=scripts)
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}/classes/1/import")
    tab.get_by_label("Paste the list").fill("Ana Reyes, reyes\nBo Sand, sand")
    tab.get_by_role("button", name="Look at the list").click()
    tap_twice(tab.get_by_role("button", name="Add 2 people"), milliseconds)
    expect(tab.get_by_role("heading", level=1)).to_have_text("2 new passwords")
    with world.database.read() as session:
        assert session.query(Person).filter(Person.login.in_(["reyes", "sand"])).count() == 2


def test_a_button_pressed_again_later_is_let_through(served, new_tab):
    _, address = served
    tab = new_tab()
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}/classes/new")
    tab.get_by_label("Name of the class").fill("Night class")
    # In the place of a server that does not answer.
    tab.evaluate(
        "window.sent = 0; addEventListener('submit', (event) => { window.sent += 1; event.preventDefault(); })"
    )
    button = tab.get_by_role("button", name="Make the class")
    tab.evaluate("button => { button.click(); button.click(); }", button.element_handle())
    assert tab.evaluate("window.sent") == 1
    expect(button).not_to_have_attribute("aria-busy", "true")
    button.click()
    assert tab.evaluate("window.sent") == 2
    expect(button).to_have_attribute("aria-busy", "true")


@APART
def test_two_taps_on_a_chip_tick_it(served, new_tab, milliseconds):
    tab, sheet = section(served, new_tab, "disposition")
    chip = (
        unfolded(tab)
        .get_by_role("group", name="Why this destination")
        .locator(".chip input:not(:checked)")
        .first
    )
    name, code = chip.get_attribute("name"), chip.get_attribute("value")
    chip = tab.locator(f"input[name={name}][value='{code}']")
    tap_twice(chip, milliseconds)
    sent(tab)
    expect(chip).to_be_checked()
    assert code in served[0].sheet(sheet).disposition.destination_reasons
    assert changed(served[0], sheet) == [name]
    tab.wait_for_timeout(300)  # it is looked at, and taken back
    chip.click()
    expect(chip).not_to_be_checked()


@APART
def test_two_taps_on_now_write_the_time_once(served, new_tab, milliseconds):
    tab, sheet = section(served, new_tab, f"vitals?entry={build.FIRST}")
    now = unfolded(tab).locator("[data-now]").first
    tap_twice(now, milliseconds)
    sent(tab)
    assert changed(served[0], sheet) == [f"vitals-{build.FIRST}-taken_at"]


@SCRIPTS
@APART
@pytest.mark.parametrize(
    ("button", "title"), [("Save this set", "Vital signs"), ("Save and go", "Interventions")]
)
def test_two_taps_on_save_make_one_set(served, new_tab, milliseconds, scripts, button, title):
    tab, sheet = section(served, new_tab, "vitals", scripts=scripts)
    tab.get_by_label("Heart rate", exact=True).fill("77")
    tap_twice(tab.locator("#sheet-form").get_by_role("button", name=button), milliseconds)
    expect(tab.get_by_label("Heart rate", exact=True).and_(tab.locator("[value='77']"))).to_have_count(0)
    expect(tab).to_have_url(
        re.compile(r"saved=1|/interventions$")
    )  # the page that is left may have the same heading
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)
    tab.goto(f"{served[1]}/sheets/{sheet}/vitals")
    expect(tab.get_by_role("link", name="change this set")).to_have_count(3)
    assert [taken.heart_rate for taken in served[0].sheet(sheet).vitals][2:] == [77]


@SCRIPTS
@APART
def test_two_taps_on_add_another_begin_one_set(served, new_tab, milliseconds, scripts):
    tab, sheet = section(served, new_tab, f"vitals?entry={build.FIRST}", scripts=scripts)
    tap_twice(tab.locator(".entry-head a"), milliseconds)
    tab.wait_for_url("**/vitals*")
    tab.get_by_label("Heart rate", exact=True).fill("77")
    tab.locator("#sheet-form").get_by_role("button", name="Save this set").click()
    expect(tab.get_by_role("link", name="change this set")).to_have_count(3)
    assert [taken.heart_rate for taken in served[0].sheet(sheet).vitals][2:] == [77]


PRESSED = "window.pressed = []; document.addEventListener('click', ({target}) => window.pressed.push(target.tagName))"


@APART
@pytest.mark.parametrize("link", [".thumb [data-goto=interventions]", ".call-log .call-line-vitals a"])
def test_the_second_tap_on_a_link_of_the_call_screen_presses_nothing_on_the_next_page(
    served, new_tab, milliseconds, link
):
    tab, _ = section(served, new_tab, "call")
    tab.set_viewport_size({"width": 390, "height": 844})
    place = tab.locator(link).first
    place.scroll_into_view_if_needed()
    tab.wait_for_load_state("networkidle")
    box = place.bounding_box()
    assert box is not None
    middle = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    first = time.time()
    tap_at(tab, middle, first)
    tab.wait_for_url(re.compile("/(interventions|vitals)"))
    tab.wait_for_load_state("networkidle")
    tab.evaluate(PRESSED)
    tap_at(tab, middle, first + milliseconds / 1000)
    assert tab.evaluate("window.pressed") == []
    tab.evaluate("addEventListener('click', (event) => event.preventDefault())")
    tap_at(tab, middle, first + 5)
    assert len(tab.evaluate("window.pressed")) == 1
