"""Where one was stays where it was: on a phone, after a save, after what was refused, on the desk, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from epcr.people.model import Person
from epcr.review.frozen import freeze
from epcr.review.model import Kind, Revision, Step
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.browser.keying import signed_in, unfolded
from tests.review.college import give_new_ids
from tests.world import PASSWORD

PHONE = {"width": 390, "height": 844}
# The control with the focus, how far from the top of the screen it stands, and between what it can be seen.
HERE = """
() => {
  const frame = (one) => one.getBoundingClientRect();
  const stuck = [...document.querySelectorAll(".bar, .thumb, .save-strip, .desk-bar")]
    .filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position)).map(frame).filter((one) => one.height);
  const at = document.activeElement;
  return {
    id: at.id, top: frame(at).top, bottom: frame(at).bottom, scrolled: scrollY,
    from: Math.max(0, ...stuck.filter((one) => one.top <= 0).map((one) => one.bottom)),
    to: Math.min(innerHeight, ...stuck.filter((one) => one.top > innerHeight / 2).map((one) => one.top)),
  };
}
"""


@pytest.fixture
def sheet(served):
    """The address of a sheet with everything on it, and its id."""
    world, address = served
    made = build.sheet()
    made.history.last_oral_intake_what = "Toast"  # its group stands open
    give_new_ids(made)
    kept = world.keep(made)
    return f"{address}/sheets/{kept}", kept


def phone(new_tab, served, login="ruiz", **options):
    tab = new_tab(**PHONE, **options)
    signed_in(tab, served[1], login, PASSWORD)
    return tab


def press_save(tab):
    with tab.expect_navigation():
        send(tab)
    tab.wait_for_load_state()


def send(tab):
    """Send the whole form by its button, which stands under the thumb where no script saves each field by itself."""
    button = tab.locator("button.thumb-save")
    if button.is_visible():
        button.click()
    else:
        button.dispatch_event("click")


def is_seen(here):
    return here["from"] - 1 <= here["top"] and here["bottom"] <= here["to"] + 1


def go_to(tab, control):
    """The control in the middle of the screen, with the focus, as a thumb leaves it."""
    control.evaluate("(one) => { one.scrollIntoView({block: 'center'}); one.focus({preventScroll: true}); }")


@pytest.mark.parametrize(
    ("slug", "name", "words"),
    [
        ("incident", "incident-back_in_service", "18:10"),
        ("history", "history-last_oral_intake", "12:10"),
        ("patient", "patient-kin_last_name", "Harper"),
    ],
)
def test_a_save_leaves_the_field_where_it_was_with_the_focus(served, sheet, new_tab, slug, name, words):
    tab = phone(new_tab, served)
    tab.goto(f"{sheet[0]}/{slug}")
    unfolded(tab)
    control = tab.locator(f"#{name}")
    go_to(tab, control)
    control.fill(words)
    before = tab.evaluate(HERE)
    press_save(tab)
    after = tab.evaluate(HERE)
    assert before["scrolled"] > 300
    assert after["id"] == before["id"]
    assert abs(after["top"] - before["top"]) < 3 or is_seen(after)
    assert is_seen(after)


def test_of_two_fields_the_one_that_was_used_last_has_the_focus_wherever_it_stands(served, sheet, new_tab):
    tab = phone(new_tab, served)
    tab.goto(f"{sheet[0]}/incident")
    unfolded(tab)
    for name, words in (("incident-city", "Marlow Falls"), ("incident-unit", "Medic 44")):
        go_to(tab, tab.locator(f"#{name}"))
        tab.locator(f"#{name}").fill(words)
    press_save(tab)
    tab.wait_for_load_state()  # the browser goes to a fragment once all is there
    expect(tab.locator("#incident-unit")).to_be_focused()
    here = tab.evaluate(HERE)
    assert here["id"] == "incident-unit"
    assert is_seen(here)


def test_a_new_entry_has_the_focus_after_it_was_added(served, sheet, new_tab):
    tab = phone(new_tab, served)
    before = {one.id for one in served[0].sheet(sheet[1]).vitals}
    tab.goto(f"{sheet[0]}/vitals")
    go_to(tab, tab.get_by_label("Heart rate", exact=True))
    tab.get_by_label("Heart rate", exact=True).fill("91")
    press_save(tab)
    here = tab.evaluate(HERE)
    # Not the last one: it has the clock's time, and in the afternoon of New York others are later.
    (added,) = {one.id for one in served[0].sheet(sheet[1]).vitals} - before
    assert here["id"] == f"vitals-{added}"
    assert is_seen(here)


def test_what_was_refused_is_said_where_one_is_and_the_field_stays_in_view(served, sheet, new_tab):
    tab = phone(new_tab, served)
    tab.goto(f"{sheet[0]}/incident")
    control = tab.locator("#sheet-form [data-moment]:visible").last
    go_to(tab, control)
    control.fill("a quarter past")
    scrolled = tab.evaluate("scrollY")
    press_save(tab)
    expect(tab.locator(".error-summary")).to_be_focused()
    expect(tab.locator(".error-summary")).to_be_in_viewport()
    expect(control).to_be_in_viewport()
    assert abs(tab.evaluate("scrollY") - scrolled) < 844
    tab.locator(".error-summary a").first.click()
    expect(control).to_be_focused()


def test_a_conflict_is_said_where_one_is(served, sheet, new_tab):
    tab = phone(new_tab, served)
    tab.goto(f"{sheet[0]}/history")
    control = tab.get_by_label("Events leading up", exact=True)
    go_to(tab, control)
    with served[0].database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet[1])
        stored.history.events, stored.history.version = "Sat in a chair", stored.history.version + 1
    control.fill("Shoveled snow")
    send(tab)
    both = tab.locator(
        "[data-contested][data-at=history-events]"
    )  # as the field itself was sent, it stands beside it
    expect(both).to_be_focused()
    expect(both).to_be_in_viewport()
    assert served[0].sheet(sheet[1]).history.events == "Sat in a chair"


def test_without_scripts_the_page_comes_back_at_the_field(served, sheet, new_tab):
    tab = phone(new_tab, served, java_script_enabled=False)
    tab.goto(f"{sheet[0]}/history")
    control = tab.get_by_label("Events leading up", exact=True)
    control.fill("Shoveled snow")
    press_save(tab)
    assert tab.url.endswith("#history-events")
    box = control.bounding_box()
    bar, thumb = (tab.locator(place).bounding_box() for place in (".bar", ".thumb"))
    assert bar["y"] + bar["height"] <= box["y"]
    assert box["y"] + box["height"] <= thumb["y"]


def test_a_comment_on_the_desk_comes_back_at_its_line(served, sheet, new_tab):
    with served[0].database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet[1])
        session.add(Revision(run_sheet_id=stored.id, number=1, snapshot=freeze(stored)))
        for login, kind in (("ruiz", Kind.SUBMITTED), ("teacher", Kind.OPENED)):
            who = session.query(Person).filter_by(login=login).one()
            session.add(Step(run_sheet_id=stored.id, actor_id=who.id, kind=kind, revision=1))
    tab = phone(new_tab, served, "teacher")
    tab.goto(f"{served[1]}/review/{sheet[1]}?at=disposition-destination#disposition-destination")
    tab.locator(".comment-form").get_by_role("radio", name="Improve").check()
    tab.locator(".comment-form textarea").fill("Which entrance?")
    with tab.expect_navigation():
        tab.locator(".comment-form button[type=submit]").click()
    tab.wait_for_load_state()
    here = tab.evaluate(HERE)
    assert here["id"] == "disposition-destination"
    assert here["scrolled"] > 300
    assert here["from"] <= here["top"] <= here["to"]


@pytest.mark.parametrize("height", [180, 240, 300])
def test_what_is_typed_into_is_seen_whole_beside_a_keyboard(served, sheet, new_tab, height):
    tab = phone(new_tab, served)
    tab.set_viewport_size({"width": 844, "height": height})
    tab.goto(f"{sheet[0]}/history")
    for label in ("Chief complaint", "Events leading up"):
        control = tab.get_by_label(label, exact=True)
        control.focus()
        tab.wait_for_function(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )
        here = tab.evaluate(HERE)
        assert is_seen(here), (label, here)
        assert here["to"] - here["from"] >= min(height, 170)  # nothing takes the room that is left
    tab.evaluate("scrollTo(0, 0)")
    expect(tab.locator(".menu > summary")).to_be_in_viewport()


def test_save_leaves_the_page_where_it_was_also_where_nothing_is_in_use(sheet, new_tab, served):
    """Defect 22 of the measured use: Save under the thumb, after reading on, went back to the top."""
    tab = phone(new_tab, served)
    tab.goto(f"{sheet[0]}/incident")
    tab.wait_for_load_state()
    tab.evaluate("scrollTo({top: 900, behavior: 'instant'})")
    tab.evaluate("addEventListener('submit', () => sessionStorage.setItem('before', scrollY))")
    press_save(tab)
    now, before = tab.evaluate("[scrollY, Number(sessionStorage.getItem('before'))]")
    assert before >= 900
    assert abs(now - before) < 60  # a line on top of the page may come or go


@pytest.mark.parametrize("width", [390, 1440])
def test_a_list_that_is_looked_at_before_it_is_added_begins_at_its_top(served, new_tab, width):
    tab = new_tab(width=width, height=844)
    signed_in(tab, served[1], "teacher", PASSWORD)
    tab.goto(f"{served[1]}/classes")
    tab.get_by_role("link", name="Evening class").click()
    tab.get_by_role("link", name="Import a list").click()
    people = "\n".join(f"Person {number}, p.{number}, EMT" for number in range(20))
    tab.get_by_label("Paste the list").fill(people)
    tab.get_by_role("button", name="Look at the list").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Look at the list")
    tab.wait_for_load_state()
    assert tab.evaluate("scrollY") == 0
    expect(tab.get_by_text("Nobody is added yet.")).to_be_in_viewport()
