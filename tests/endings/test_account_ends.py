"""An account ends: nobody signs in with it, all that was written with it stays; and never the last one who is needed."""

import pytest

from epcr.endings import steps
from epcr.people.ending import Ending
from epcr.people.model import Person, Role
from epcr.refused import Refused
from tests.endings.ending import add, class_number, end
from tests.page import Visitor
from tests.people.test_classes import post
from tests.people.test_signing_in import person
from tests.world import PASSWORD


def end_page(world, login, who="boss"):
    return world.as_(who).open(f"/people/{person(world, login).id}/end")


def end_account(world, login, who="boss"):
    return end_page(world, login, who).submit("End the account")


def has_ended(world, login):
    return person(world, login).ended_at is not None


def test_an_administrator_ends_an_account_after_a_question(world):
    world.begin("ruiz")
    page = world.as_("boss").open("/people").follow("End the account of Dana Ruiz")
    assert "Classes that go on Evening class" in page.words
    assert "Run sheets being written 1" in page.words
    assert not has_ended(world, "ruiz")
    page = page.submit("End the account")
    assert "The account of Dana Ruiz has ended" in page.words
    assert has_ended(world, "ruiz")


def test_whoever_is_signed_in_with_it_is_signed_out_at_once(world):
    ruiz = world.as_("ruiz")
    sheet = world.begin("ruiz")
    page = world.page(sheet, "narrative").fill("Narrative", "Found sitting upright")
    end_account(world, "ruiz")
    assert ruiz.client.get("/").headers["Location"].startswith("/sign-in")
    page = page.save()
    assert page.status == 401
    assert "Found sitting upright" in page.words
    assert world.sheet(sheet).narrative.text is None


def test_the_right_password_is_told_why_and_a_wrong_one_learns_nothing(world):
    end_account(world, "ruiz")
    page = Visitor(world.app).sign_in("ruiz", PASSWORD)
    assert page.status == 422
    assert "This account ended on" in page.words
    assert "An administrator can open it again." in page.words
    page = Visitor(world.app).sign_in("ruiz", "another password")
    assert "ended" not in page.words
    assert "Login or password is wrong." in page.words


def test_what_was_written_with_it_stays_and_is_reviewed(world, college):
    sheet = college.submitted()
    end_account(world, "ruiz")
    assert "Dana Ruiz" in world.as_("teacher").open("/review").words
    assert college.post("teacher", f"/review/{sheet}/accept", note="").status_code == 303
    assert world.as_("teacher").client.get(f"/sheets/{sheet}/sbar.pdf").status_code == 200
    assert "Account ended" in world.as_("teacher").open(f"/classes/{class_number(world)}").words


@pytest.mark.parametrize("login", ["ruiz", "RUIZ", " ruiz "])
def test_its_login_stays_taken(world, login):
    end_account(world, "ruiz")
    page = world.as_("boss").open("/people/new").fill("Name", "Rob Ruiz").fill("Login", login)
    page = page.choose("Role", "Trainee").submit()
    assert page.status == 422
    assert "already has the login ruiz" in page.words


def test_its_password_is_not_set_by_anybody(world):
    end_account(world, "ruiz")
    before = person(world, "ruiz")
    path = f"/classes/{class_number(world)}/people/{before.id}/password"
    assert post(world, "teacher", path).status_code == 404
    assert post(world, "boss", f"/people/{before.id}/password").status_code == 404
    assert person(world, "ruiz").password_hash == before.password_hash


def test_it_is_out_of_the_list_of_people_unless_asked_for_and_opened_again_there(world):
    end_account(world, "ruiz")
    page = world.as_("boss").open("/people")
    assert "Dana Ruiz" not in page.html.find("table").get_text()
    page = page.follow("Show ended accounts").follow("Open again : the account of Dana Ruiz")
    assert "Ended by boss" in page.words
    page = page.submit("Open the account again")
    assert "Dana Ruiz can sign in again" in page.words
    assert Visitor(world.app).sign_in("ruiz", PASSWORD).address == "/"


def test_an_old_sign_in_does_not_come_back_with_the_account(world):
    world.as_("ruiz")
    end_account(world, "ruiz")
    end_page(world, "ruiz").submit("Open the account again")
    assert world.as_("ruiz").client.get("/").status_code == 302


def test_ended_twice_it_is_ended_once(world):
    add(world, "chief", Role.ADMINISTRATOR)
    first, second = end_page(world, "ruiz"), end_page(world, "ruiz", "chief")
    first.submit("End the account")
    assert "has ended already" in second.submit("End the account").words
    with world.database.read() as session:
        assert [(one.kind, one.actor) for one in session.query(Ending)] == [("ended", "boss")]


def test_nothing_is_ended_that_was_not_seen(world):
    page = end_page(world, "ruiz")
    world.as_("ruiz").open("/join/another").fill("Class code", "OTHER7").submit("Join")
    page = page.submit("End the account")
    assert page.status == 409
    assert "Classes that go on Evening class, Other class changed since" in page.words
    assert not has_ended(world, "ruiz")


@pytest.mark.parametrize("who", ["ruiz", "okafor", "teacher", "other_teacher"])
def test_only_an_administrator_ends_or_opens_an_account(world, who):
    number = person(world, "stranger").id
    for path in ("end", "open"):
        assert post(world, who, f"/people/{number}/{path}").status_code == 404
    assert not has_ended(world, "stranger")


# The last one ---------------------------------------------------------------------------------------------------------


def test_nobody_ends_their_own_account(world):
    add(world, "chief", Role.ADMINISTRATOR)
    page = end_page(world, "boss")
    assert "Another administrator can end it." in page.words
    assert "End the account" not in [tag.get_text() for tag in page.html.find_all("button")]
    seen = end_page(world, "boss", "chief").html.find("input", attrs={"name": "seen"})["value"]
    assert post(world, "boss", f"/people/{person(world, 'boss').id}/end", seen=seen).status_code == 409
    assert not has_ended(world, "boss")


def test_of_two_administrators_who_end_each_other_one_stays(world):
    add(world, "chief", Role.ADMINISTRATOR)
    first, second = end_page(world, "chief", "boss"), end_page(world, "boss", "chief")
    first.submit("End the account")
    assert second.submit("End the account").status == 401
    assert (has_ended(world, "chief"), has_ended(world, "boss")) == (True, False)


def test_the_last_administrator_is_never_ended_whoever_asks(world):
    add(world, "chief", Role.ADMINISTRATOR)
    end_account(world, "chief")
    with world.database.write("epcr user end") as session:
        boss = session.query(Person).filter_by(login="boss").one()
        with pytest.raises(Refused, match="the last administrator"):
            steps.end_account(session, boss, None)
    assert not has_ended(world, "boss")


def test_the_last_instructor_of_a_class_that_goes_on_is_never_ended(world):
    page = end_account(world, "teacher")
    assert page.status == 409
    assert "Toni Teacher is the last instructor of Evening class." in page.words
    assert not has_ended(world, "teacher")
    end(world, who="boss")
    end_account(world, "teacher")
    assert has_ended(world, "teacher")


def test_an_instructor_whose_account_has_ended_does_not_count_as_another(world):
    add(world, "second", Role.INSTRUCTOR)
    end_account(world, "second")
    assert "the last instructor" in end_account(world, "teacher").words


def teaches_no_longer(world, who="teacher"):
    page = world.as_(who).open(f"/classes/{class_number(world)}").follow("Teach it no longer")
    return page.submit("Teach it no longer")


def test_an_instructor_leaves_a_class_that_another_teaches(world):
    add(world, "second", Role.INSTRUCTOR)
    page = teaches_no_longer(world)
    assert "You no longer teach Evening class." in page.words
    assert world.as_("teacher").client.get(f"/classes/{class_number(world)}").status_code == 404
    page = world.as_("second").open(f"/classes/{class_number(world)}")
    assert "teaches no longer by teacher" in page.words
    assert "Add back Toni Teacher" in page.words


def test_the_last_instructor_does_not_leave_a_class_that_goes_on(world):
    page = teaches_no_longer(world)
    assert page.status == 409
    assert "Let another instructor teach it first, or end the class." in page.words
    assert "Who else teaches it nobody" in page.words
    end(world, who="boss")
    page = world.as_("teacher").open(f"/classes/{class_number(world)}/teach-no-longer")
    assert "You no longer teach Evening class." in page.submit("Teach it no longer").words


def test_the_last_instructor_is_not_removed_by_an_administrator_either(world):
    page = world.as_("boss").open(f"/classes/{class_number(world)}").follow("Remove Toni Teacher")
    page = page.submit("Remove Toni Teacher")
    assert "is the last instructor of Evening class" in page.words
    assert world.as_("teacher").client.get(f"/classes/{class_number(world)}").status_code == 200


def test_of_two_instructors_who_leave_at_once_one_stays(world):
    add(world, "second", Role.INSTRUCTOR)
    address = f"/classes/{class_number(world)}/teach-no-longer"
    first, second = (world.as_(who).open(address) for who in ("teacher", "second"))
    first.submit("Teach it no longer")
    page = second.submit("Teach it no longer")
    assert page.status == 409
    assert "Who else teaches it nobody changed since" in page.words
    assert "the last instructor" in page.submit("Teach it no longer").words


def test_pressed_twice_teaching_ends_once(world):
    add(world, "second", Role.INSTRUCTOR)
    first, again = (
        world.as_("teacher").open(f"/classes/{class_number(world)}/teach-no-longer") for _ in range(2)
    )
    first.submit("Teach it no longer")
    page = again.submit("Teach it no longer")
    assert page.status == 200
    assert "You no longer teach Evening class." in page.words


@pytest.mark.parametrize("who", ["ruiz", "boss", "other_teacher"])
def test_nobody_leaves_a_class_that_they_do_not_teach(world, who):
    assert post(world, who, f"/classes/{class_number(world)}/teach-no-longer").status_code == 404
