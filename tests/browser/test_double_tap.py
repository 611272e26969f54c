"""Two taps on a button, 60 and 150 milliseconds apart, with and without the scripts: one thing is made, and the page shows it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from epcr.people.model import Person
from epcr.sheet.run_sheet import RunSheet
from tests.browser.keying import sign_in
from tests.browser.serving import serving
from tests.world import PASSWORD

APART = pytest.mark.parametrize("milliseconds", [60, 150])
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def served(world):
    with serving(world.app) as address:
        yield world, address


def tap_twice(button: Locator, milliseconds: int) -> None:
    """As two fingers do: by place, so that nothing waits for the page in between."""
    button.page.wait_for_load_state("networkidle")  # until then the page may still move to where one was
    box = button.bounding_box()
    assert box is not None
    tab, x, y = button.page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.click(x, y)
    tab.wait_for_timeout(milliseconds)
    tab.mouse.click(x, y)


@SCRIPTS
@APART
def test_two_taps_on_begin_make_one_sheet(served, new_tab, milliseconds, scripts):
    world, address = served
    tab = new_tab(java_script_enabled=scripts)
    sign_in(tab, address, "ruiz", PASSWORD)
    button = tab.get_by_role("button", name="Begin")
    button.scroll_into_view_if_needed()
    tap_twice(button, milliseconds)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Incident and times")
    with world.database.read() as session:
        assert session.query(RunSheet).count() == 1


@SCRIPTS
@APART
def test_two_taps_on_add_show_the_passwords(served, new_tab, milliseconds, scripts):
    world, address = served
    tab = new_tab(java_script_enabled=scripts)
    sign_in(tab, address, "teacher", PASSWORD)
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
    sign_in(tab, address, "teacher", PASSWORD)
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
