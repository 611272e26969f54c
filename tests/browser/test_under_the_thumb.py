"""Nothing moves under a thumb: a tap chooses what it was aimed at, and the page stays where it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import build
from tests.browser.keying import signed_in
from tests.review.college import College, give_new_ids
from tests.world import PASSWORD

SIZES = {390: 844, 820: 1180}
# The lower edge of what a thumb reaches: the upper edge of the bar at the bottom, or of the window.
FAR_DOWN = """
(css) => [...document.querySelectorAll(`#sheet-form ${css}`)].find((one) => one.checkVisibility()
  && one.getBoundingClientRect().top > innerHeight + 40 && !one.querySelector("input").checked)
"""
REACH = """
() => Math.min(innerHeight, ...[...document.querySelectorAll(".thumb, .save-strip")]
  .filter((bar) => ["sticky", "fixed"].includes(getComputedStyle(bar).position))
  .map((bar) => bar.getBoundingClientRect()).filter((frame) => frame.height && frame.top > innerHeight / 2).map((frame) => frame.top))
"""


@pytest.fixture
def sheet(served):
    """The address of a sheet with everything on it."""
    world, address = served
    made = build.sheet()
    give_new_ids(made)
    return f"{address}/sheets/{world.keep(made)}"


def at_the_bottom(tab, chip, above):
    """Scroll until the lower edge of a choice stands so many pixels above the bar at the bottom; where a thumb would tap it."""
    reach = tab.evaluate(REACH)
    chip.evaluate(
        "(one, to) => scrollBy({top: one.getBoundingClientRect().bottom - to, behavior: 'instant'})",
        reach - above,
    )
    frame = chip.bounding_box()
    assert frame is not None
    return frame["x"] + frame["width"] - 12, frame["y"] + frame["height"] - 12


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("above", [2, 10, 60])
@pytest.mark.parametrize(
    ("slug", "choice"),
    [("primary", ".segments .segment"), ("primary", ".chips .chip"), ("disposition", ".segments .segment")],
)
def test_a_tap_on_a_choice_near_the_lower_bar_does_not_move_the_page(
    served, sheet, new_tab, width, above, slug, choice
):
    tab = new_tab(width, SIZES[width], has_touch=True, is_mobile=True)
    signed_in(tab, served[1], "ruiz", PASSWORD)
    tab.goto(f"{sheet}/{slug}")
    tab.evaluate(
        "document.querySelectorAll('#sheet-form details:not(.why)').forEach((one) => { one.open = true; })"
    )
    chip = tab.evaluate_handle(FAR_DOWN, choice).as_element()
    assert chip is not None
    x, y = at_the_bottom(tab, chip, above)
    before = tab.evaluate("scrollY")
    tab.touchscreen.tap(x, y)
    tab.wait_for_function("(one) => one.checked", arg=chip.query_selector("input"))
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert tab.evaluate("scrollY") == before


@pytest.mark.parametrize("width", SIZES)
def test_now_writes_the_time_and_leaves_the_keyboard_where_it_is(served, sheet, new_tab, width):
    tab = new_tab(width, SIZES[width], has_touch=True, is_mobile=True)
    signed_in(tab, served[1], "ruiz", PASSWORD)
    tab.goto(f"{sheet}/incident")
    now = tab.locator("[data-now]:visible").first
    box = tab.locator(f"[id='{now.get_attribute('data-now')}']")
    before = box.input_value()
    now.tap()
    expect(box).not_to_have_value(before)
    expect(box).not_to_be_focused()


@pytest.mark.parametrize("height", [844, 508])
def test_a_list_of_suggestions_opens_where_there_is_room_for_it(served, sheet, new_tab, height):
    """Also with the little that a keyboard leaves; under no bar."""
    tab = new_tab(390, height, has_touch=True, is_mobile=True)
    signed_in(tab, served[1], "ruiz", PASSWORD)
    tab.goto(f"{sheet}/interventions#new")
    box = tab.get_by_role("combobox", name="Intervention", exact=True)
    for above in (8, 300):
        reach = tab.evaluate(REACH)
        box.evaluate(
            "(one, to) => scrollBy({top: one.getBoundingClientRect().bottom - to, behavior: 'instant'})",
            reach - above,
        )
        box.fill("o")
        shown = tab.locator(".seek-list:visible")
        frame = shown.bounding_box()
        under_the_bar = tab.evaluate("document.querySelector('.bar').getBoundingClientRect().bottom")
        assert under_the_bar <= frame["y"]
        assert frame["y"] + frame["height"] <= tab.evaluate(REACH)
        assert frame["height"] >= 120
        box.press("Escape")


@pytest.mark.parametrize("width", SIZES)
def test_striking_an_entry_opens_above_the_bar_and_what_was_struck_keeps_its_button_whole(
    served, sheet, new_tab, width
):
    tab = new_tab(width, SIZES[width], has_touch=True, is_mobile=True)
    signed_in(tab, served[1], "ruiz", PASSWORD)
    tab.goto(f"{sheet}/vitals")
    tab.goto(tab.get_by_role("link", name="17:08").first.evaluate("(one) => one.href"))
    x, y = at_the_bottom(tab, tab.locator(".strike > summary"), 4)
    tab.touchscreen.tap(x - 20, y)
    form = tab.locator(".strike-form")
    expect(form).to_be_visible()
    tab.wait_for_function(
        "([css, reach]) => document.querySelector(css).getBoundingClientRect().bottom <= reach",
        arg=[".strike-form", tab.evaluate(REACH)],
    )
    form.get_by_label("Why is it struck?").fill("Tapped by mistake, this was another patient’s set")
    with tab.expect_navigation():
        form.get_by_role("button", name="Strike it").tap()
    back = tab.locator(".struck").get_by_role("button", name="Put back").bounding_box()
    assert back is not None
    assert back["width"] > back["height"]
    assert back["y"] + back["height"] <= tab.evaluate(REACH)


@pytest.mark.parametrize("path", ["/classes", "the class", "/review", "the desk", "the desk, commenting"])
def test_nothing_that_is_pressed_is_printed(served, new_tab, path):
    world, address = served
    college = College(world)
    submitted = college.submitted()
    tab = new_tab(width=1440, height=1000)
    signed_in(tab, address, "teacher", PASSWORD)
    desk = f"/review/{submitted}"
    tab.goto(
        f"{address}{ {'the class': '/classes', 'the desk': desk, 'the desk, commenting': f'{desk}?at=incident-unit'}.get(path, path) }"
    )
    if path == "the class":
        tab.get_by_role("link", name="Evening class").click()
    expect(tab.locator(".btn:visible").first).to_be_visible()
    tab.emulate_media(media="print")
    expect(tab.locator(":is(.btn, .desk-bar, td.acts):visible")).to_have_count(0)


def test_begin_is_in_reach_once_a_scenario_is_chosen(served, new_tab):
    tab = new_tab(390, 600, has_touch=True, is_mobile=True)
    signed_in(tab, served[1], "ruiz", PASSWORD)
    tab.goto(f"{served[1]}/")
    begin = tab.get_by_role("button", name="Begin", exact=True)
    scenario = tab.locator(".begin-choice").first
    tab.evaluate(
        "document.querySelectorAll('.begin-choice').forEach((one) => { one.style.minHeight = '400px'; })"
    )
    scenario.scroll_into_view_if_needed()
    tab.evaluate("scrollTo(0, 0)")
    expect(begin).not_to_be_in_viewport()
    scenario.scroll_into_view_if_needed()
    scenario.tap()
    expect(begin).to_be_in_viewport(ratio=1)
    begin.tap()
    tab.wait_for_url("**/sheets/*/*")
