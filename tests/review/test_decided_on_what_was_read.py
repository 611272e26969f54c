"""Who decides on a sheet decides on what their page showed, and on nothing that came since."""

import pytest

from epcr.people.model import Role
from epcr.review import steps
from epcr.review.model import Comment
from epcr.review.state import State
from tests.web.test_error_pages import draft_of, saved_cookies
from tests.world import PASSWORD


@pytest.fixture
def second(college):
    """Another instructor of the same class; the login."""
    with college.world.database.write("x") as session:
        teacher = college.person(session, "teacher")
        lopez = type(teacher)(
            login="lopez", name="Ada Lopez", role=Role.INSTRUCTOR, password_hash=teacher.password_hash
        )
        lopez.classrooms.append(teacher.classrooms[0])
        session.add(lopez)
    assert PASSWORD
    return "lopez"


def changed_and_submitted_again(college, sheet):
    """The trainee takes the sheet back, writes another weight and name, and submits it again."""
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.withdraw(session, found, who)
        found.patient.weight = 71
        found.patient.last_name = "Brandt"
        found.patient.version += 1
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.submit(session, found, who, [])


def say(college, login, sheet, anchor="incident-unit", kind="Improve", text="Which unit was it?"):
    page = college.desk(sheet, login, query=f"?at={anchor}").choose("Type of comment", kind)
    return page.fill("Comment", text).submit("Save")


def changes(page):
    return [
        " ".join(row.get_text(" ").split()) for row in page.html.select(".desk-moved table.changes tbody tr")
    ]


# The sheet was changed since ------------------------------------------------------------------------------------------


def test_a_sheet_that_was_changed_and_submitted_again_is_not_accepted_from_the_page_of_before(college):
    sheet = college.submitted()
    page = college.desk(sheet).fill("A note, if you like", "Nicely timed")
    changed_and_submitted_again(college, sheet)
    page = page.submit("Accept it")
    assert page.status == 409
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    assert "Dana Ruiz withdrew it" in page.words
    assert "Dana Ruiz submitted revision 2" in page.words
    assert any("Last name" in row and "Brandt" in row for row in changes(page))
    assert any("Weight" in row and "71" in row for row in changes(page))
    assert page.value("A note, if you like").strip() == "Nicely timed"
    assert "Accepted." in page.submit("Accept it").words


def test_what_the_trainee_reads_then_is_the_note_sent_from_the_page_that_showed_it(college):
    sheet = college.submitted()
    page = college.desk(sheet).fill("What should they fix?", "Weigh the patient")
    changed_and_submitted_again(college, sheet)
    page = page.submit("Return it")
    assert (page.status, page.value("What should they fix?").strip()) == (409, "Weigh the patient")
    assert "Not returned" in page.words
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_a_comment_about_a_value_that_is_another_now_is_not_stored_and_stays_in_its_form(college):
    sheet = college.submitted()
    page = college.desk(sheet, query="?at=patient-weight").choose("Type of comment", "Must fix")
    before = page.html.select_one(".comment-form .hint").get_text()
    page = page.fill("Comment", "Too heavy")
    changed_and_submitted_again(college, sheet)
    page = page.submit("Save")
    assert page.status == 409
    assert college.asking(sheet, steps.comments) == []
    assert (page.value("Comment").strip(), page.value("Type of comment")) == ("Too heavy", "Must fix")
    assert "71" not in before
    page.submit("Save")
    (comment,) = college.asking(sheet, steps.comments)
    assert (comment.revision, comment.value.split()[0]) == (2, "71")


def test_a_review_is_not_begun_of_another_revision_than_the_queue_showed(college):
    sheet = college.submitted()
    page = college.world.as_("teacher").open("/review")
    changed_and_submitted_again(college, sheet)
    page = page.submit("Begin review of Dana Ruiz, sheet " + college.world.sheet(sheet).number)
    assert page.status == 409
    assert not college.asking(sheet, steps.opened)
    assert any("Brandt" in row for row in changes(page))
    page.submit("Begin review")
    assert college.asking(sheet, steps.opened)


def test_what_was_written_for_a_sheet_that_is_a_draft_again_is_not_thrown_away(college):
    sheet = college.submitted()
    page = college.desk(sheet).fill("What should they fix?", "Weigh the patient")
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.withdraw(session, found, who)
    page = page.submit("Return it")
    assert page.status == 409
    assert "Dana Ruiz withdrew it" in page.words
    assert "Weigh the patient" in page.words


def test_an_accepted_sheet_that_was_reopened_and_accepted_anew_is_not_reopened_by_the_page_of_before(college):
    sheet = college.submitted()
    with college.acting("boss", sheet) as (session, found, who):
        steps.accept(session, found, who)
    page = college.desk(sheet).fill("Why it is reopened", "The weight")
    with college.acting("boss", sheet) as (session, found, who):
        steps.reopen(session, found, who, "look again")
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.submit(session, found, who, [])
    with college.acting("boss", sheet) as (session, found, who):
        steps.accept(session, found, who)
    page = page.submit("Reopen it")
    assert page.status == 409
    assert college.asking(sheet, steps.state) is State.ACCEPTED
    assert page.value("Why it is reopened").strip() == "The weight"


# Two instructors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "button"), [("A note, if you like", "Accept it"), ("What should they fix?", "Return it")]
)
def test_nothing_is_decided_past_a_comment_that_somebody_wrote_meanwhile(college, second, label, button):
    sheet = college.submitted()
    page = college.desk(sheet).fill(label, "My note")
    say(college, second, sheet, kind="Must fix")
    page = page.submit(button)
    assert page.status == 409
    assert "Ada Lopez wrote comment 1, must fix: Which unit was it?" in page.words
    assert page.value(label).strip() == "My note"
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_a_comment_that_was_reworded_meanwhile_is_read_before_anything_is_decided(college, second):
    sheet = college.submitted()
    say(college, second, sheet)
    page = college.desk(sheet)
    (comment,) = college.asking(sheet, steps.comments)
    college.desk(sheet, second, query=f"?edit={comment.id}").choose("Type of comment", "Must fix").fill(
        "Comment", "It was Medic 3"
    ).submit("Save")
    page = page.fill("A note, if you like", "Fine").submit("Accept it")
    assert page.status == 409
    assert "Ada Lopez changed comment 1, must fix: It was Medic 3" in page.words


def test_a_comment_that_was_deleted_meanwhile_is_missed_before_anything_is_decided(college, second):
    sheet = college.submitted()
    say(college, second, sheet)
    page = college.desk(sheet).fill("What should they fix?", "What Ada says")
    college.desk(sheet, second).submit("Delete the comment: Which unit was it?")
    page = page.submit("Return it")
    assert page.status == 409
    assert "Ada Lopez deleted a comment" in page.words


def test_of_two_comments_at_once_the_second_is_kept_in_its_form_beside_the_first(college, second):
    sheet = college.submitted()
    mine = college.desk(sheet, query="?at=incident-unit").fill("Comment", "Sure?")
    say(college, second, sheet)
    page = mine.submit("Save")
    assert page.status == 409
    assert page.value("Comment").strip() == "Sure?"
    page.submit("Save")
    assert [one.text for one in college.asking(sheet, steps.comments)] == ["Which unit was it?", "Sure?"]


def test_who_is_told_that_the_other_decided_first_keeps_what_was_written(college, second):
    sheet = college.submitted()
    mine = college.desk(sheet).fill("What should they fix?", "Add the second set")
    college.desk(sheet, second).fill("A note, if you like", "Fine").submit("Accept it")
    page = mine.submit("Return it")
    assert page.status == 409
    assert "Ada Lopez accepted it: Fine" in page.words
    assert "Add the second set" in page.words
    assert college.asking(sheet, steps.state) is State.ACCEPTED


def test_a_comment_is_changed_or_deleted_only_as_the_page_showed_the_comments(college, second):
    sheet = college.submitted()
    say(college, "teacher", sheet)
    (mine,) = college.asking(sheet, steps.comments)
    editing = college.desk(sheet, query=f"?edit={mine.id}").fill("Comment", "Which one?")
    deleting = college.desk(sheet)
    say(college, second, sheet, anchor="patient-sex", text="Sure?")
    for page in (
        editing.submit("Save"),
        deleting.submit("Delete the comment: Which unit was it?"),
    ):
        assert page.status == 409
    assert [one.text for one in college.asking(sheet, steps.comments)] == ["Which unit was it?", "Sure?"]


@pytest.mark.parametrize("seen", [None, "", "x", "revision-1", "revision-99999999999:aaaaaa", "<script>"])
@pytest.mark.parametrize("verb", ["open", "comment", "return", "accept"])
def test_a_press_that_does_not_say_what_its_page_showed_decides_nothing(college, verb, seen):
    sheet = college.submitted()
    page = college.desk(sheet)
    token = page.hidden("csrf_token")
    typed = {"note": "A note", "text": "A comment", "kind": "improve", "anchor": "incident-unit"}
    shown = {} if seen is None else {"seen": seen}
    answer = page.client.post(f"/review/{sheet}/{verb}", data={"csrf_token": token, **typed, **shown})
    assert answer.status_code == 409
    assert [step.kind for step in college.asking(sheet, steps.history)] == ["submitted"]
    assert college.asking(sheet, steps.comments) == []
    if verb != "open":
        assert ("A comment" if verb == "comment" else "A note") in answer.get_data(as_text=True)


# A standing must fix --------------------------------------------------------------------------------------------------


def test_accepting_over_a_standing_must_fix_asks_with_its_number_and_whose(college, second):
    sheet = college.submitted()
    say(college, "teacher", sheet, anchor="patient-sex", text="Sure?")
    say(college, second, sheet, kind="Must fix")
    page = college.desk(sheet).fill("A note, if you like", "Good enough").submit("Accept it")
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    assert "Comment 2, a must fix by Ada Lopez, still stands. Accept anyway?" in page.words
    assert page.value("A note, if you like").strip() == "Good enough"
    page.submit("Accept anyway")
    assert college.asking(sheet, steps.state) is State.ACCEPTED
    assert college.asking(sheet, steps.history)[-1].note == "Good enough"


def test_the_draft_of_a_note_ends_with_the_answer_to_the_question_though_no_script_ran(college):
    sheet = college.submitted()
    say(college, "teacher", sheet, kind="Must fix")
    page = college.desk(sheet).fill("A note, if you like", "Good enough")
    asked = draft_of(page).submit("Accept it")
    assert saved_cookies(asked) == []
    (told,) = saved_cookies(asked.submit("Accept anyway"))
    assert told.startswith(f"saved-{'a' * 32}=1")


def returned_and_submitted(college, sheet, *, unit=None):
    with college.acting("teacher", sheet) as (session, found, who):
        steps.give_back(session, found, who, "One thing to fix")
    with college.acting("ruiz", sheet) as (session, found, who):
        if unit:
            found.incident.unit = unit
        steps.submit(session, found, who, [])


def test_a_must_fix_of_an_earlier_review_stands_until_something_changed_there(college):
    sheet = college.submitted()
    say(college, "teacher", sheet, kind="Must fix")
    returned_and_submitted(college, sheet)
    returned_and_submitted(college, sheet)
    page = college.desk(sheet).fill("A note, if you like", "").submit("Accept it")
    assert "Comment 1, a must fix by Toni Teacher, still stands." in page.words
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_a_must_fix_that_was_fixed_is_not_asked_about(college):
    sheet = college.submitted()
    say(college, "teacher", sheet, kind="Must fix")
    returned_and_submitted(college, sheet, unit="Medic 9")
    assert "Accepted." in college.desk(sheet).fill("A note, if you like", "").submit("Accept it").words


def test_a_must_fix_that_was_not_asked_about_is_not_accepted_over(college, second):
    sheet = college.submitted()
    say(college, second, sheet, kind="Must fix")
    page = college.desk(sheet).fill("A note, if you like", "").submit("Accept it")
    say(college, second, sheet, anchor="patient-sex", kind="Must fix", text="Sure?")
    page = page.submit("Accept anyway")
    assert page.status == 409
    page = page.submit("Accept it")
    assert "Comment 1, a must fix by Ada Lopez, still stands. Comment 2," in page.words
    assert college.asking(sheet, steps.state) is State.SUBMITTED


# Half written ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("button", "decision"), [("Accept…", "Accept it"), ("Return…", "Return it")])
def test_a_half_written_comment_is_kept_when_the_decision_is_pressed_without_scripts(
    college, button, decision
):
    sheet = college.submitted()
    page = college.desk(sheet, query="?at=incident-unit").fill("Comment", "Which un").submit(button)
    assert [one.text for one in college.asking(sheet, steps.comments)] == ["Which un"]
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    (form,) = page.html.select("details.decide[open]")
    assert decision in form.get_text()


def test_a_comment_form_left_empty_does_not_stand_in_the_way_of_deciding(college):
    sheet = college.submitted()
    page = college.desk(sheet, query="?at=incident-unit").fill("Comment", "  ").submit("Accept…")
    assert page.html.select_one("details.decide[open]") is not None
    page.fill("A note, if you like", "").submit("Accept it")
    assert college.asking(sheet, steps.state) is State.ACCEPTED


def test_a_half_written_comment_that_is_too_long_comes_back_whole(college):
    sheet = college.submitted()
    page = college.desk(sheet, query="?at=incident-unit").fill("Comment", "x" * 1001).submit("Accept…")
    assert page.value("Comment").strip() == "x" * 1001
    with college.world.database.read() as session:
        assert session.query(Comment).count() == 0
