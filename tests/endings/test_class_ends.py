"""A class ends: nothing new begins in it, what was begun can be finished until a day, and everything stays to read."""

from datetime import timedelta

import pytest

from epcr.people.ending import local_day
from epcr.people.model import Classroom
from epcr.review import steps
from epcr.review.state import State
from epcr.sheet.run_sheet import RunSheet
from tests.endings.ending import class_number, end, let_the_day_pass, stored
from tests.page import Visitor
from tests.people.test_classes import post
from tests.two_classes import put_into


def counted(world, kind):
    with world.database.read() as session:
        return session.query(kind).count()


# Ended ----------------------------------------------------------------------------------------------------------------


def test_a_class_ends_after_a_question_that_shows_whose_work_hangs_on_it(world, college):
    college.sheet()
    college.submitted("okafor")
    page = world.as_("teacher").open(f"/classes/{class_number(world)}").follow("End the class")
    assert "Run sheets being written 1" in page.words
    assert "Run sheets waiting for review 1" in page.words
    assert stored(world).ended_at is None
    page = page.submit("End the class")
    assert "Evening class has ended. Its run sheets can be changed and submitted until" in page.words
    assert stored(world).ended_at is not None
    assert "Ended by teacher" in page.words


def test_without_another_choice_its_sheets_can_be_changed_for_two_weeks(world):
    end(world)
    room = stored(world)
    assert room.drafts_until == local_day(room) + timedelta(days=14)


def test_another_day_is_chosen(world):
    day = local_day(stored(world)) + timedelta(days=3)
    end(world, day=f"{day:%m/%d/%Y}")
    assert stored(world).drafts_until == day


@pytest.mark.parametrize("typed", ["01/31/2025", "", "soon", "01/31/2125", "13/45/2027"])
def test_a_day_that_cannot_be_is_refused_and_the_class_goes_on(world, typed):
    page = world.as_("teacher").open(f"/classes/{class_number(world)}/end")
    page = page.fill("Run sheets can be changed until", typed).submit("End the class")
    assert page.status == 422
    assert page.value("Run sheets can be changed until") == typed
    assert stored(world).ended_at is None


def test_nothing_is_ended_that_was_not_seen(world, college):
    page = world.as_("teacher").open(f"/classes/{class_number(world)}/end")
    college.sheet()
    page = page.submit("End the class")
    assert page.status == 409
    assert "Run sheets being written 1 changed since" in page.words
    assert stored(world).ended_at is None
    assert "has ended." in page.submit("End the class").words


@pytest.mark.parametrize("shown", ["", "[", "[1]", "null", "x" * 200_000, "The-class:000000", "The class:12"])
def test_a_form_that_does_not_say_what_it_showed_ends_nothing(world, shown):
    page = world.as_("teacher").open(f"/classes/{class_number(world)}/end")
    page.form = page.html.find("input", attrs={"name": "seen"}).find_parent("form")
    page.typed["seen"] = [shown]
    assert page.submit("End the class").status == 409
    assert stored(world).ended_at is None


def test_two_who_end_it_at_once_end_it_once(world):
    first, second = (
        world.as_(who).open(f"/classes/{class_number(world)}/end") for who in ("teacher", "boss")
    )
    first.submit("End the class")
    page = second.submit("End the class")
    assert page.status == 200
    assert "Evening class has ended already" in page.words
    assert page.words.count("Ended by") == 1


def test_another_day_typed_meanwhile_is_no_second_end_but_a_question(world):
    second = world.as_("boss").open(f"/classes/{class_number(world)}/end")
    end(world)
    day = local_day(stored(world)) + timedelta(days=2)
    page = second.fill("Run sheets can be changed until", f"{day:%m/%d/%Y}").submit("End the class")
    assert page.status == 409
    assert page.value("Run sheets can be changed until") == f"{day:%m/%d/%Y}"
    page = page.submit("Change the day")
    assert stored(world).drafts_until == day
    assert "Day changed by boss" in page.words


@pytest.mark.parametrize("who", ["other_teacher", "ruiz", "okafor"])
def test_nobody_else_ends_it_or_opens_it(world, who):
    number = class_number(world)
    for path in ("end", "open"):
        assert post(world, who, f"/classes/{number}/{path}", until="12/31/2026").status_code == 404
    assert stored(world).ended_at is None


# Nothing new ------------------------------------------------------------------------------------------------------------


def test_no_new_sheet_begins_and_who_pressed_is_told(world):
    home = world.as_("ruiz").open("/")
    end(world)
    page = home.submit("Begin")
    assert page.address == "/"
    assert "Evening class ended on" in page.words
    assert "No new run sheets begin in it." in page.words
    assert counted(world, RunSheet) == 0
    assert page.html.find_all("input", attrs={"name": "classroom"}) == []


def test_the_code_says_kindly_that_the_class_is_over(world):
    end(world)
    visitor = Visitor(world.app)
    page = (
        visitor.open("/join").fill("Class code", "EVEN42").fill("Your name", "Nia New").fill("Login", "nia")
    )
    page = page.fill("Password", "a fine password").submit("Join")
    assert page.status == 422
    assert "Evening class ended on" in page.words
    assert "Ask your instructor for the code of the class that goes on." in page.words
    assert page.value("Your name") == "Nia New"
    assert "No class that is open" not in page.words


@pytest.mark.parametrize("code", ["EVEN42", "even 42", "E-V-E-N-4-2"])
def test_an_old_address_with_the_code_says_so_before_anything_is_typed(world, code):
    end(world)
    page = Visitor(world.app).open(f"/join?code={code}")
    assert page.status == 200
    assert "Evening class ended on" in page.words


def test_who_is_here_already_does_not_get_in_by_the_code_either(world):
    end(world)
    page = world.as_("stranger").open("/join/another").fill("Class code", "EVEN42").submit("Join")
    assert page.status == 422
    assert "Nobody can join with its code any more." in page.words


def test_a_room_full_of_people_with_the_old_code_holds_nobody_up(world):
    world.app.extensions["epcr.throttle"]._limits["JOIN_FAILURES_PER_ADDRESS"].amount = 3
    end(world)
    answers = [
        world.as_("stranger").open("/join/another").fill("Class code", "EVEN42").submit("Join")
        for _ in range(8)
    ]
    assert {one.status for one in answers} == {422}


@pytest.mark.parametrize("do", ["open", "renew", "close"])
def test_its_code_is_neither_opened_nor_renewed(world, do):
    end(world)
    code = stored(world).join_code
    post(world, "teacher", f"/classes/{class_number(world)}/code", do=do)
    assert (stored(world).join_code, stored(world).join_open) == (code, False)


def test_nobody_comes_in_by_a_list_and_the_list_is_kept(world):
    number = class_number(world)
    page = world.as_("teacher").open(f"/classes/{number}/import").fill("Paste the list", "Ana Lopez,ana.l")
    looked = page.submit("Look at the list")
    end(world, who="boss")
    page = looked.submit("Add 1 person")
    assert page.status == 409
    assert "Evening class ended on" in page.words
    assert "Ana Lopez,ana.l" in page.value("Paste the list")
    again = world.as_("teacher").open(f"/classes/{number}/import")
    assert again.address == f"/classes/{number}"
    assert "Nobody can be added to it." in again.words


def test_who_was_removed_does_not_come_back_into_it(world):
    number = class_number(world)
    page = world.as_("teacher").open(f"/classes/{number}").follow("Remove Dana Ruiz")
    page = page.submit("Remove Dana Ruiz")
    end(world, who="boss")
    assert "Nobody can be added to it." in page.submit("Add back Dana Ruiz").words


# Until the day ------------------------------------------------------------------------------------------------------------


def test_until_the_day_a_draft_is_changed_and_submitted_and_returned(world, college):
    sheet = college.sheet()
    end(world)
    page = world.page(sheet, "incident")
    assert "You can change and submit this sheet until" in page.words
    assert page.fill("Unit", "Medic 9").save().status == 200
    assert world.sheet(sheet).incident.unit == "Medic 9"
    page = world.page(sheet, "check").submit("Submit to your instructor")
    assert "Submitted. You can withdraw it" in page.words
    desk = college.desk(sheet)
    desk.form = desk.html.find("form", action=f"/review/{sheet}/return")
    desk.typed["note"] = ["Write the times."]
    assert "Returned." in desk.submit("Return it").words
    assert world.page(sheet, "incident").fill("Unit", "Medic 4").save().status == 200


# After the day ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def late(world, college):
    """A draft of a class whose day has passed."""
    sheet = college.sheet()
    let_the_day_pass(world)
    return sheet


def test_after_the_day_a_sheet_is_read_and_says_why_it_cannot_be_changed(world, late):
    page = world.page(late, "incident")
    assert page.status == 200
    assert "could be changed until January 31, 2025 and can only be read now" in page.words
    assert page.html.find("form", id="sheet-form") is None
    check = world.page(late, "check")
    assert check.status == 200
    assert "Submit to your instructor" not in check.words
    assert world.as_("ruiz").open(f"/sheets/{late}/print").status == 200


def test_a_save_in_flight_when_the_day_passes_is_told_and_keeps_every_word(world, college):
    sheet = college.sheet()
    page = world.page(sheet, "narrative").fill("Narrative", "Found sitting upright on the porch")
    let_the_day_pass(world)
    page = page.save()
    assert page.status == 409
    assert "can only be read now" in page.words
    assert page.value("Narrative").strip() == "Found sitting upright on the porch"
    assert world.sheet(sheet).narrative.text != "Found sitting upright on the porch"


def test_a_new_set_in_flight_when_the_day_passes_keeps_what_was_typed(world, college):
    sheet = college.sheet()
    page = world.page(sheet, "vitals").fill("Heart rate", "88")
    before = len(world.sheet(sheet).vitals)
    let_the_day_pass(world)
    page = page.save()
    assert (page.status, page.value("Heart rate")) == (409, "88")
    assert len(world.sheet(sheet).vitals) == before


def every_post_of_a_trainee(world, sheet):
    act, member = world.entry(sheet, "interventions"), world.entry(sheet, "crew")
    return {
        f"/sheets/{sheet}/incident": {"incident-unit": "Late 1", "version": "0"},
        f"/sheets/{sheet}/crew/{member}/strike": {"reason": "Late words"},
        f"/sheets/{sheet}/exam/no-abnormality": {"region": "head", "entry": "f" * 32},
        f"/sheets/{sheet}/interventions/{act}/answer": {"kind": "mistake", "text": "Late words"},
        f"/sheets/{sheet}/answers": {"text": "Late words", "anchor": "x", "source": "y"},
        f"/sheets/{sheet}/interventions/preview": {"entry": act},
        f"/sheets/{sheet}/submit": {},
        f"/sheets/{sheet}/discard": {},
        f"/sheets/{sheet}/rehearsals": {"listener": "Kim Vale", "seconds": "60", "number": "1"},
    }


def stands(world, sheet):
    with world.database.read() as session:
        found = session.get(RunSheet, sheet)
        return (
            found.incident.unit,
            found.discarded_at,
            [entry.struck_at for entry in found.crew],
            len(found.exam),
            len(found.answers),
            steps.state(session, found),
        )


def test_after_the_day_no_form_changes_a_sheet_and_each_says_so(world, late):
    before = stands(world, late)
    for path, sent in every_post_of_a_trainee(world, late).items():
        answer = post(world, "ruiz", path, **sent)
        said = answer.get_data(as_text=True)
        if answer.status_code == 303:
            said = world.as_("ruiz").client.get(answer.headers["Location"]).get_data(as_text=True)
        assert answer.status_code in {303, 409, 422}, path
        assert "Evening class ended on" in said, path
        if "Late words" in sent.values():
            assert "Late words" in said, path
    assert stands(world, late) == before


def test_after_the_day_a_submitted_sheet_is_not_withdrawn(world, college):
    sheet = college.submitted()
    let_the_day_pass(world)
    assert "Withdraw" not in world.page(sheet, "check").words
    answer = post(world, "ruiz", f"/sheets/{sheet}/withdraw")
    assert "can only be read now" in world.as_("ruiz").open(answer.headers["Location"]).words
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_after_the_day_an_instructor_comments_and_accepts(world, college):
    sheet = college.submitted()
    let_the_day_pass(world)
    page = college.desk(sheet)
    assert "can be commented on and accepted" in page.words
    assert "Return it" not in page.words
    answer = college.post(
        "teacher", f"/review/{sheet}/comment", anchor="incident-unit", kind="improve", text="Write it out."
    )
    assert answer.status_code == 303
    assert college.post("teacher", f"/review/{sheet}/accept", note="Fine.").status_code == 303
    assert college.asking(sheet, steps.state) is State.ACCEPTED
    assert college.post("teacher", f"/sheets/{sheet}/addendum", note="Kept for the file.").status_code == 303
    answer = college.post("ruiz", f"/sheets/{sheet}/addendum", note="One more thing")
    assert answer.status_code == 409
    assert "One more thing" in answer.get_data(as_text=True)


@pytest.mark.parametrize("verb", ["return", "reopen"])
def test_after_the_day_nothing_is_given_back_to_who_could_not_change_it(world, college, verb):
    sheet = college.submitted()
    if verb == "reopen":
        college.post("teacher", f"/review/{sheet}/accept", note="")
    let_the_day_pass(world)
    answer = college.post("teacher", f"/review/{sheet}/{verb}", note="Write the times again.")
    said = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write the times again." in said
    assert "ask for the class to be opened again" in said
    assert college.asking(sheet, steps.state) is not State.RETURNED


def test_after_the_day_it_is_printed_alone_and_with_its_class(world, college):
    sheet = college.submitted()
    let_the_day_pass(world)
    teacher = world.as_("teacher").client
    assert teacher.get(f"/sheets/{sheet}/sbar.pdf").mimetype == "application/pdf"
    assert teacher.get(f"/print/bundle?classroom={class_number(world)}&state=").data.startswith(b"%PDF")
    assert world.as_("ruiz").client.get(f"/sheets/{sheet}/run-sheet.pdf").status_code == 200


# The lists ------------------------------------------------------------------------------------------------------------


def test_an_ended_class_is_out_of_the_list_of_classes_unless_asked_for(world):
    end(world)
    page = world.as_("teacher").open("/classes")
    assert "Evening class" not in page.words
    page = page.follow("Show ended classes")
    assert "Evening class" in page.words
    assert "Evening class" not in page.follow("Hide ended classes").words


def test_after_the_day_its_sheets_leave_the_trainees_list_unless_asked_for(world, late):
    page = world.as_("ruiz").open("/")
    assert f"/sheets/{late}/" not in str(page.html)
    assert "1 run sheet to read" in page.words
    assert f"/sheets/{late}/" in str(page.follow("Show ended classes").html)


def test_until_the_day_a_trainee_sees_what_is_left_to_do(world, college):
    sheet = college.sheet()
    end(world)
    page = world.as_("ruiz").open("/")
    assert f"/sheets/{sheet}/" in str(page.html)
    assert "Class ended; change it until" in page.words


def test_after_the_day_the_queue_lists_what_waits_and_nothing_else_unless_asked(world, college):
    waits, draft = college.submitted(), college.sheet("okafor")
    let_the_day_pass(world)
    teacher = world.as_("teacher")
    assert waits in str(teacher.open("/review").html)
    assert draft not in str(teacher.open("/review?state=").html)
    asked = teacher.open("/review?state=&ended=1")
    assert draft in str(asked.html)
    assert draft in str(teacher.open(f"/review?state=&classroom={class_number(world)}").html)
    assert "ended=1" in str(asked.follow("Print or download these").html)


def test_a_queue_of_ended_classes_only_does_not_ask_to_make_the_first_one(world):
    let_the_day_pass(world)
    page = world.as_("teacher").open("/review")
    assert "You have no class yet" not in page.words
    assert "Show ended classes" in page.words


# Opened again ---------------------------------------------------------------------------------------------------------


def test_it_is_opened_again_and_everything_goes_on(world, late):
    page = world.as_("teacher").open(f"/classes/{class_number(world)}")
    page = page.follow("Change the day or open it again").submit("Open the class again")
    assert "Evening class goes on. Joining is closed" in page.words
    assert "Opened again by teacher" in page.words
    assert world.page(late, "incident").fill("Unit", "Medic 9").save().status == 200
    assert world.begin("ruiz")
    assert "EVEN 42" not in page.words
    page = page.submit("Open joining")
    assert "EVEN 42" in page.words


def test_opened_twice_it_is_opened_once(world):
    end(world)
    first, second = (
        world.as_(who).open(f"/classes/{class_number(world)}/end") for who in ("teacher", "boss")
    )
    first.submit("Open the class again")
    assert "goes on already" in second.submit("Open the class again").words


def test_another_class_of_the_same_people_goes_on_as_before(world, college):
    end(world, who="other_teacher", name="Other class")
    assert world.begin("ruiz")
    with world.database.read() as session:
        assert session.query(Classroom).filter_by(name="Evening class").one().ended_at is None


# Moving ---------------------------------------------------------------------------------------------------------------


def test_no_sheet_is_moved_into_a_class_that_has_ended_nor_out_of_one_that_can_only_be_read(world, college):
    put_into(world, "ruiz", "Other class")
    sheet = college.sheet()
    page = world.as_("ruiz").open(f"/sheets/{sheet}/move")
    end(world, who="boss", name="Other class")
    assert "That class has ended" in page.submit("Move it").words
    assert "You are in no other class." in world.as_("ruiz").open(f"/sheets/{sheet}/move").words
    let_the_day_pass(world)
    assert "can only be read" in world.as_("ruiz").open(f"/sheets/{sheet}/move").words
