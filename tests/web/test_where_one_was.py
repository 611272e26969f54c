"""After something was sent the page comes back where one was, without scripts too: the answer's fragment says what was used last."""

from __future__ import annotations

import re

import pytest

from epcr.people.model import Classroom
from tests import build


@pytest.fixture
def sheet(world):
    return world.begin()


def sent(world, who, address, at, **typed):
    """Where the answer of a form leads that somebody sends from a page, with what that page keeps hidden in it."""
    page = world.as_(who).open(at)
    form = next(one for one in page.html.find_all("form") if one.get("action") == address)
    hidden = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    return page.client.post(address, data={**hidden, **typed}).headers["Location"]


def saved(page):
    """Where the save of a section leads."""
    form = page.html.find("form", id="sheet-form")
    answer = page.client.post(str(form["action"]), data=page._sent(form))
    assert answer.status_code == 303
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("slug", "label", "words"),
    [
        ("history", "Events leading up", "Shoveling snow"),
        ("patient", "First name", "June"),
        ("narrative", "Narrative", "Found seated."),
        ("incident", "Incident number", "25-0314"),
    ],
)
def test_a_saved_section_comes_back_at_the_field_that_was_changed(world, sheet, slug, label, words):
    page = world.page(sheet, slug).fill(label, words)
    control = page._field(label)["id"]
    assert saved(page).partition("#")[2] == control
    assert world.page(sheet, slug).html.find(id=control)


def test_of_several_fields_the_last_one_counts_and_without_a_change_the_form(world, sheet):
    page = world.page(sheet, "patient").fill("Last name", "Harper").fill("First name", "June")
    assert saved(page).endswith("#patient-first_name") or saved(page).endswith("#patient-last_name")
    assert saved(world.page(sheet, "patient")).endswith("#sheet-form")


def test_a_new_entry_and_a_changed_one_are_where_the_page_begins(world, sheet):
    page = world.page(sheet, "vitals").fill("Heart rate", "88")
    leads = saved(page)
    assert leads.endswith(f"#vitals-{world.entry(sheet, 'vitals')}")
    entry = world.entry(sheet, "vitals")
    again = world.page(sheet, "vitals", query=f"?entry={entry}").fill("Heart rate", "92")
    assert saved(again).endswith(f"#vitals-{entry}")


def test_what_was_struck_and_what_was_put_back_is_where_the_page_begins(world):
    sheet = world.keep(build.sheet())
    address = f"/sheets/{sheet}/vitals/{build.FIRST}/strike"
    its_page = f"/sheets/{sheet}/vitals?entry={build.FIRST}"
    assert sent(world, "ruiz", address, its_page, reason="Wrong patient").endswith(f"#vitals-{build.FIRST}")
    assert world.page(sheet, "vitals").html.find(id=f"vitals-{build.FIRST}").name == "li"
    assert sent(world, "ruiz", address, f"/sheets/{sheet}/vitals", restore="1").endswith(
        f"#vitals-{build.FIRST}"
    )


def test_an_answered_warning_leads_on_to_the_next_one(world):
    made = build.sheet()
    made.vitals[0].heart_rate, made.vitals[1].spo2 = 190, 71
    sheet = world.keep(made)
    page = world.page(sheet, "check")
    first, second = (step["id"] for step in page.html.select("[data-step]"))
    form = page.html.find(id=first).select_one(".warning-answer form")
    typed = {**page._sent(form).to_dict(), "text": "Ran upstairs"}
    onward = page.client.post(str(form["action"]), data=typed).headers["Location"]
    assert page.client.get(onward).headers["Location"] == f"/sheets/{sheet}/check#{second}"
    assert world.page(sheet, "check").html.find(id=second)


def test_the_pages_of_a_class_come_back_at_the_part_that_was_used(world):
    with world.database.read() as session:
        number = session.query(Classroom).filter_by(name="Evening class").one().id
    assert sent(world, "teacher", f"/classes/{number}/code", f"/classes/{number}", do="close").endswith(
        "#code-title"
    )
    its_page = f"/classes/{number}"
    added = sent(world, "boss", f"{its_page}/instructors", its_page, login="other_teacher")
    assert added.endswith("#instructors-title")
    page = world.as_("teacher").open(f"/classes/{number}")
    assert {"code-title", "instructors-title", "trainees-title"} <= {
        tag["id"] for tag in page.html.find_all(id=True)
    }


def test_a_kept_certificate_is_where_its_page_begins(world):
    page = world.as_("ruiz").open("/certificates")
    page = page.choose("Certification level", "EMT").fill("Certificate number", "E-1")
    form = page.html.find("form", id="certificate-form")
    answer = page.client.post(str(form["action"]), data=page._sent(form))
    fragment = answer.headers["Location"].partition("#")[2]
    assert re.fullmatch(r"certificate-\d+", fragment)
    assert world.as_("ruiz").open("/certificates").html.find(id=fragment).name == "tr"
