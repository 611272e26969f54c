"""Long words break: no page of any role scrolls sideways, whatever is typed; typed words stand apart where scripts write them, and
never part the sentence around them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from epcr.sheet.run_sheet import RunSheet
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.every_page import PASSWORD, full_college, pages

WIDTHS = (390, 360, 820)  # a phone, a narrow one, a tablet held upright
WHO = ("", "ruiz", "teacher", "boss")  # nobody, a trainee, an instructor, an administrator
WORD = "Wm" * 60
HEBREW = "\u05d6\u05d3\u05d3\u05e7"
# What stands out to the right at the first width at which the page is too wide, by its place in the page.
TOO_WIDE = """
() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return "";
  const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right + scrollX > innerWidth + 0.5
    && !one.closest(".table-scroll, .visually-hidden"));
  const name = (one) => `${one.tagName.toLowerCase()}.${[...one.classList].join(".")}`;
  return `${wide} px: ${out.slice(0, 6).map(name).join(" > ")}`;
}
"""
# Text of a person that stands in no element of its own, once the scripts have run.
LOOSE = """
(letters) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const within = walker.currentNode.parentElement;
    if (walker.currentNode.data.includes(letters) && !within.closest("bdi, option, textarea, script, datalist, title, desc")) {
      found.push(walker.currentNode.data.trim().slice(0, 80));
    }
  }
  return found;
}
"""

# Words of one sentence that a row of boxes has parted, since an element in the middle of them became a box of its own.
PARTED = """
() => [...document.querySelectorAll("bdi")].map((one) => one.parentElement)
  .filter((row) => /flex|grid/.test(getComputedStyle(row).display)
    && [...row.childNodes].some((other) => other.nodeType === 3 && other.data.trim()))
  .map((row) => `${row.tagName.toLowerCase()}.${row.className}: ${row.textContent.trim().slice(0, 30)}`)
"""

# What of a field lies on something else of it.
OVERLAID = """
() => [...document.querySelectorAll(".fields > .field")].filter((field) => {
  const frames = [...field.children]
    .filter((one) => one.checkVisibility() && one.innerText.trim() && getComputedStyle(one).position === "static")
    .map((one) => one.getBoundingClientRect()).filter((frame) => frame.height > 4);
  return frames.some((one, at) => frames.slice(at + 1).some((other) => one.top < other.bottom - 4 && other.top < one.bottom - 4
    && one.left < other.right - 4 && other.left < one.right - 4));
}).map((field) => field.innerText.trim().slice(0, 40))
"""


def long_word(most: int) -> str:
    """One word that nothing breaks, with letters that read the other way and a sign that turns directions."""
    return f"\u202e{HEBREW}{WORD}"[: min(most, 121)]


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    made = full_college(tmp_path_factory.mktemp("sideways"), long_word)
    with serving(made.world.app) as address:
        yield made, address
    made.world.database.engine.dispose()


def sideways(tab):
    """What of this page does not fit, by width, first as it is and then with everything open that can be."""
    for opened, widths in ((False, WIDTHS), (True, WIDTHS[::-1])):
        if opened:
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for width in widths:
            if tab.viewport_size["width"] != width:  # every change lays the page out anew
                tab.set_viewport_size({"width": width, "height": 844})
            if words := tab.evaluate(TOO_WIDE):
                yield f"{width} px{', everything open' if opened else ''}: {words}"


def test_everybody_who_opens_a_page_opens_theirs(college):
    assert {login for login, _ in pages(college[0])} == set(WHO)


@pytest.mark.parametrize("login", WHO)
def test_no_page_scrolls_sideways_and_scripts_let_typed_words_stand_apart(college, new_tab, login):
    made, address = college
    tab = new_tab(width=390)
    if login:
        signed_in(tab, address, login, PASSWORD)
    found = {}
    for path in (path for who, path in pages(made) if who == login):
        tab.goto(f"{address}{path}")
        loose = (f"loose: {words}" for words in tab.evaluate(LOOSE, HEBREW))
        parted = (f"parted: {words}" for words in tab.evaluate(PARTED))
        overlaid = (f"overlaid: {words}" for words in tab.evaluate(OVERLAID))
        if wrong := [*sideways(tab), *loose, *parted, *overlaid]:
            found[path] = wrong
    assert found == {}


def test_what_is_refused_or_in_conflict_does_not_scroll_sideways_either(college, new_tab):
    made, address = college
    tab = new_tab(width=390)
    signed_in(tab, address, "ruiz", PASSWORD)
    section = f"{address}/sheets/{made.sheets['draft']}"
    tab.goto(f"{section}/patient")
    tab.get_by_label("Date of birth", exact=True).fill(WORD)
    tab.get_by_role("button", name="Save", exact=True).last.click()
    tab.wait_for_selector(".error-summary")
    assert list(sideways(tab)) == []
    tab.goto(f"{section}/patient")
    with made.world.database.write("ruiz") as session:
        patient = session.get_one(RunSheet, made.sheets["draft"]).patient
        patient.last_name, patient.version = long_word(50) + "!", patient.version + 1
    tab.locator("#patient-last_name").fill(f"{WORD[:50]} again")
    tab.get_by_role("button", name="Save", exact=True).last.click()
    expect(tab.locator("[data-contested]")).to_be_visible()
    assert list(sideways(tab)) == []
    tab.goto(f"{section}/history")
    tab.locator("#history-chief_complaint").fill(f"{WORD} kept")
    tab.goto(f"{address}/")
    assert list(sideways(tab)) == []
    tab.context.clear_cookies()
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}/classes/{made.classroom}/import")
    tab.locator("textarea").fill(f"{WORD},{WORD}1,EMT\n{WORD} Ann,short,{WORD}")
    tab.get_by_role("button", name="Look at the list").click()
    tab.wait_for_load_state()
    assert list(sideways(tab)) == []
