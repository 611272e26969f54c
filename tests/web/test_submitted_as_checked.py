"""A trainee submits, answers and strikes what their page showed: what came from another screen since is read first."""

import pytest

from epcr.db import now
from epcr.review import steps
from epcr.review.state import State
from epcr.sheet.answer import Answer
from epcr.sheet.exam import ExamFinding
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.build import keep_verdict
from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)


def check(college, sheet):
    page = college.world.page(sheet, "check")
    page.form = page.html.find("form", action=f"/sheets/{sheet}/submit")
    return page


def changed(page):
    return [
        tuple(" ".join(cell.get_text(" ").split()) for cell in row.find_all("td"))
        for row in page.html.select(".check-new table tbody tr")
    ]


BUTTON = "Submit to your instructor"


# Submitting -----------------------------------------------------------------------------------------------------------


def test_a_value_changed_on_another_phone_is_read_before_the_sheet_is_submitted(college):
    sheet = college.sheet()
    page = check(college, sheet)
    college.world.page(sheet, "patient").fill("Last name", "Brandt").save()
    page = page.submit(BUTTON)
    assert page.status == 409
    assert college.asking(sheet, steps.state) is State.DRAFT
    assert changed(page) == [("Last name Patient", "Harper", "Brandt")]
    assert "Changed by Dana Ruiz" in page.words
    page.form = page.html.find("form", action=f"/sheets/{sheet}/submit")
    assert "Submitted." in page.submit(BUTTON).words


def test_a_finding_that_came_since_is_told_before_the_sheet_is_submitted(college):
    sheet = college.sheet()
    entry = college.world.entry(sheet, "vitals", 0)
    page = check(college, sheet)
    college.world.page(sheet, "vitals", query=f"?entry={entry}").fill("Heart rate", "190").save()
    page = page.submit(BUTTON)
    assert page.status == 409
    (row,) = changed(page)
    assert "Heart rate" in row[0]
    assert row[2].startswith("190")
    new = page.html.select_one(".check-new .check-list").get_text(" ")
    assert "Heart rate" in new
    assert "190" in new


def test_a_reason_in_the_place_of_a_value_is_told_in_words(college):
    sheet = college.sheet()
    page = check(college, sheet)
    form = college.world.page(sheet, "patient").fill("Date of birth", "").why("Date of birth", "Refused")
    form.save()
    (row,) = changed(page.submit(BUTTON))
    assert row[0].startswith("Date of birth")
    assert "1957" in row[1]
    assert row[2] == "Refused"


def test_an_entry_added_or_struck_on_another_screen_is_told(college):
    sheet = college.sheet()
    entry = college.world.entry(sheet, "vitals", 0)
    page = check(college, sheet)
    college.world.page(sheet, "vitals", query=f"?entry={entry}").fill(
        "Why is it struck?", "Wrong one"
    ).submit("Strike it")
    rows = changed(page.submit(BUTTON))
    assert any(row[1:] == ("recorded", "struck: Wrong one") for row in rows)


def test_what_another_tab_changed_and_changed_back_is_no_news(college):
    sheet = college.sheet()
    page = check(college, sheet)
    for name in ("Brandt", "Harper"):
        college.world.page(sheet, "patient").fill("Last name", name).save()
    assert "Submitted." in page.submit(BUTTON).words


def test_a_tab_from_before_a_sheet_was_returned_does_not_submit_past_the_return(college):
    sheet = college.sheet()
    page = check(college, sheet)
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.submit(session, found, who, [])
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(session, found, who, anchor="incident-unit", kind="must_fix", text="Which?")
        steps.give_back(session, found, who, "One thing to fix")
    page = page.submit(BUTTON)
    assert page.status == 409
    assert "Returned by Toni Teacher: One thing to fix" in page.words
    assert college.asking(sheet, steps.state) is State.RETURNED


def test_a_tab_of_the_revision_before_does_not_withdraw_the_one_that_lies_there(college):
    sheet = college.submitted()
    page = college.world.page(sheet, "check")
    with college.acting("teacher", sheet) as (session, found, who):
        steps.give_back(session, found, who, "One thing to fix")
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.submit(session, found, who, [])
    page = page.submit("Withdraw to change it")
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    assert "The sheet was changed after you opened this page" in page.words


def test_the_check_page_says_at_which_field_each_comment_stands(college):
    sheet = college.submitted()
    entry = college.world.entry(sheet, "vitals", 0)
    with college.acting("teacher", sheet) as (session, found, who):
        for anchor in ("incident-unit", f"vitals-{entry}-heart_rate", f"vitals-{entry}", "vitals"):
            steps.write_comment(session, found, who, anchor=anchor, kind="must_fix", text="Look again")
        steps.give_back(session, found, who, "Four things")
    page = college.world.page(sheet, "check")
    heads = [" ".join(tag.get_text().split()) for tag in page.html.select(".check-list .check-text u")]
    heads = [head for head in heads if head.startswith(("Incident", "Vital"))]
    assert heads[0] == "Incident and times · Unit"
    assert heads[1].startswith("Vital signs · Vital-sign set · ")
    assert heads[1].endswith(" · Heart rate")
    assert heads[2] == heads[1].removesuffix(" · Heart rate")
    assert heads[3] == "Vital signs"


# Answering and striking -----------------------------------------------------------------------------------------------


def test_an_answer_to_a_warning_that_says_something_else_now_is_not_taken_and_stays_in_its_form(world):
    made = build.sheet()
    made.vitals[0].heart_rate = 190
    sheet = world.keep(made)
    page = world.page(sheet, "check")
    page.form, page.typed["text"] = page.html.select_one(".warning-answer form"), ["Ran up the stairs"]
    world.page(sheet, "vitals", query=f"?entry={build.FIRST}").fill("Heart rate", "205").save()
    page = page.submit("Answer")
    assert page.status == 409
    assert "205" in page.html.find(id="half-title").parent.get_text()
    with world.database.read() as session:
        assert session.query(Answer).filter_by(text="Ran up the stairs").count() == 0
    (control,) = page.html.select("input[name=text][value='Ran up the stairs']")
    page.form = control.find_parent("form")
    assert "Answered." in page.submit("Answer").words


def test_an_entry_that_was_changed_on_another_screen_is_not_struck_unread(world):
    sheet = world.keep(build.sheet())
    page = world.page(sheet, "vitals", query=f"?entry={build.FIRST}").fill("Why is it struck?", "Wrong one")
    world.page(sheet, "vitals", query=f"?entry={build.FIRST}").fill("Heart rate", "91").save()
    page = page.submit("Strike it")
    assert page.status == 409
    assert "changed on another screen" in page.words
    assert "Wrong one" in page.words
    assert not any(one.struck for one in world.sheet(sheet).vitals)


def test_an_answer_to_a_verdict_that_is_another_now_is_not_taken(world):
    made = build.sheet()
    keep_verdict(made, made.interventions[0], verdict="not_permitted", level="EMT", rule="r",
                 reason="It starts at AEMT", source="x")  # fmt: skip
    sheet = world.keep(made)
    page = world.page(sheet, "interventions")
    page.form = next(
        form
        for form in page.html.select("form.answer-form")
        if form.find(attrs={"name": "kind", "value": "exceeded"})
    )
    page.typed["why"] = ["The medic was driving"]
    with world.database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        keep_verdict(found, found.interventions[0], verdict="not_permitted", level="EMT", rule="r",
                     reason="It starts at the Paramedic", source="x")  # fmt: skip
    page = page.submit("Answer with this reason")
    assert page.status == 409
    assert "The medic was driving" in page.words
    with world.database.read() as session:
        assert session.query(Answer).filter_by(text="The medic was driving").count() == 0


def test_one_tap_does_not_call_a_region_normal_where_something_was_found_meanwhile(world):
    sheet = world.begin()
    page = world.page(sheet, "exam")
    page.form = page.html.select_one("form[data-keeps-place]")
    button = page.form.button
    with world.database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        found.exam.append(ExamFinding(region=button["value"], saved_at=now()))
    before = len(world.sheet(sheet).exam)
    page = page.submit(button.get_text(" ", strip=True))
    assert "was already recorded on another screen" in page.words
    assert len(world.sheet(sheet).exam) == before
