"""The same press more than once: made once, and every answer leads to what was made. On both databases."""

from io import BytesIO

import pytest

from epcr.db import now
from epcr.people.model import Classroom, Person
from epcr.people.slip import Slip
from epcr.visit.press import KEPT, Press
from tests.page import Visitor
from tests.people.test_classes import classroom
from tests.people.test_signing_in import person
from tests.people.test_slips import passwords
from tests.pressing import all_lead_to_one_page, press_again_and_again, sent_by, several_times


@pytest.fixture
def world(world_on_either):
    return world_on_either


def counted(world, stored, /, **fields):
    with world.database.read() as session:
        return session.query(stored).filter_by(**fields).count()


@several_times
def test_a_class_is_made_once(world, several_times):
    page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Night class")
    page = all_lead_to_one_page(world.as_("teacher"), several_times(page, "Make the class"))
    assert "Night class" in page.words
    assert counted(world, Classroom, name="Night class") == 1


@several_times
def test_every_answer_to_an_import_shows_the_passwords_that_let_in(world, several_times):
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}/import")
    page = page.fill("Paste the list", "Ana Reyes, reyes\nBo Sand, sand").submit("Look at the list")
    page = all_lead_to_one_page(world.as_("teacher"), several_times(page, "Add 2 people"))
    assert counted(world, Person, login="reyes") == 1
    for login, password in passwords(page).items():
        assert Visitor(world.app).sign_in(login, password).address == "/password"


@several_times
def test_a_password_is_reset_once_and_the_slip_shows_the_one_that_is_right(world, several_times):
    trainee = person(world, "ruiz")
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}/people/{trainee.id}/password")
    page = all_lead_to_one_page(world.as_("teacher"), several_times(page, "Make a new password"))
    assert counted(world, Slip) == 1
    assert person(world, "ruiz").session_epoch == trainee.session_epoch + 1
    assert Visitor(world.app).sign_in("ruiz", passwords(page)["ruiz"]).address == "/password"


@several_times
def test_a_person_is_added_once(world, several_times):
    page = world.as_("boss").open("/people/new").fill("Name", "Kim Vale").fill("Login", "Vale")
    page.choose("Role", "Instructor")
    page = all_lead_to_one_page(world.as_("boss"), several_times(page, "Add"))
    assert Visitor(world.app).sign_in("vale", passwords(page)["vale"]).address == "/password"


@several_times
def test_whoever_joins_by_a_double_tap_is_in_and_signed_in(world, several_times):
    page = Visitor(world.app).open("/join").fill("Class code", "EVEN42").fill("Your name", "Nora Newbie")
    page.fill("Login", "newbie").fill("Password", "a fine password")
    for answer in several_times(page, "Join"):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        assert any("epcr=" in told for told in answer.headers.getlist("Set-Cookie"))
    assert counted(world, Person, login="newbie") == 1


@several_times
def test_another_class_is_joined_once_and_every_answer_says_so(world, several_times):
    page = world.as_("ruiz").open("/join/another").fill("Class code", "OTHER7")
    for answer in several_times(page, "Join"):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert {one.name for one in person_classes(world, "ruiz")} == {"Evening class", "Other class"}


def person_classes(world, login):
    with world.database.read() as session:
        return list(session.query(Person).filter_by(login=login).one().classrooms)


@several_times
def test_an_instructor_is_added_to_a_class_once(world, several_times):
    page = world.as_("boss").open(f"/classes/{classroom(world).id}")
    page.fill("Login of the instructor", "other_teacher")
    page = all_lead_to_one_page(world.as_("boss"), several_times(page, "Add the instructor"))
    assert page.words.count("Olu Teacher (other_teacher)") == 1


@several_times
def test_a_new_code_is_made_once_and_stays_the_one_that_was_shown(world, several_times):
    address = f"/classes/{classroom(world).id}"
    page = world.as_("teacher").open(address)
    renew = page.html.find("button", value="renew")
    page.form = renew.find_parent("form")
    several_times(page, "Make a new code")
    code = classroom(world).join_code
    assert code != "EVEN42"
    assert f"{code[:4]} {code[4:]}" in world.as_("teacher").open(address).words
    several_times(page, "Make a new code")
    assert classroom(world).join_code == code


def test_the_same_form_with_other_words_is_another_press(world):
    page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Night class")
    press_again_and_again(page, "Make the class")
    page.fill("Name of the class", "Dawn class").submit("Make the class")
    assert counted(world, Classroom) == 4


def test_the_same_list_in_another_file_is_another_press(world):
    """What is in a file belongs to what was pressed."""
    address = f"/classes/{classroom(world).id}/import"
    visitor = world.as_("teacher")

    def sent(text):
        page = visitor.open(address).fill("Paste the list", text).submit("Look at the list")
        _, fields = sent_by(page, "Add 1 person")
        fields["form_id"] = ["0" * 32]
        del fields["people"]
        return visitor.client.post(address, data={**fields, "file": (BytesIO(text.encode()), "list.csv")})

    first, second = sent("Ana Reyes,reyes"), sent("Bo Sand,sand")
    assert first.headers["Location"] != second.headers["Location"]


def test_another_form_makes_another_thing(world):
    for _ in range(2):
        page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Night class")
        page.submit("Make the class")
    assert counted(world, Classroom, name="Night class") == 2


def test_a_form_keeps_its_id_while_it_comes_back_with_errors(world):
    page = world.as_("teacher").open("/classes/new")
    first = page.html.find("input", attrs={"name": "form_id"})["value"]
    page = page.submit("Make the class")
    assert page.status == 422
    assert page.html.find("input", attrs={"name": "form_id"})["value"] == first
    page = page.fill("Name of the class", "Night class").submit("Make the class")
    assert "Night class is made." in page.words


def test_what_was_refused_is_not_remembered_as_made(world):
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}/import")
    page = page.fill("Paste the list", "Ana Reyes, reyes").submit("Look at the list")
    with world.database.write("x") as session:
        session.query(Person).filter_by(login="stranger").one().login = "reyes"
    assert {answer.status_code for answer in press_again_and_again(page, "Add 1 person")} == {409}
    with world.database.write("x") as session:
        session.query(Person).filter_by(login="reyes").one().login = "stranger"
    assert {answer.status_code for answer in press_again_and_again(page, "Add 1 person")} == {303}


@pytest.mark.parametrize("form_id", ["", "x", "A" * 32, "0" * 31, "ü" * 32])
def test_a_request_without_an_id_of_a_form_makes_a_thing_of_its_own(world, form_id):
    page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Night class")
    address, fields = sent_by(page, "Make the class")
    fields["form_id"] = [form_id]
    answers = [page.client.post(address, data=fields) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert counted(world, Classroom, name="Night class") == 2


def test_the_id_of_somebody_elses_form_leads_to_nothing_of_theirs(world):
    mine = world.as_("teacher").open("/classes/new").fill("Name of the class", "Night class")
    theirs = world.as_("other_teacher").open("/classes/new").fill("Name of the class", "Night class")
    theirs.typed["form_id"] = [str(mine.html.find("input", attrs={"name": "form_id"})["value"])]
    first, second = mine.submit("Make the class"), theirs.submit("Make the class")
    assert first.address != second.address
    assert (first.status, second.status) == (200, 200)


def test_the_id_of_a_join_form_lets_nobody_guess_a_password(world):
    page = Visitor(world.app).open("/join").fill("Class code", "EVEN42").fill("Your name", "Nora Newbie")
    page.fill("Login", "newbie").fill("Password", "a fine password")
    press_again_and_again(page, "Join", times=1)
    page.fill("Password", "a wrong guess")
    (answer,) = press_again_and_again(page, "Join", times=1)
    assert answer.status_code == 422
    assert "already has the login newbie" in answer.get_data(as_text=True)


def test_a_press_on_join_signs_nobody_in_once_the_password_is_another(world):
    page = Visitor(world.app).open("/join").fill("Class code", "EVEN42").fill("Your name", "Nora Newbie")
    page.fill("Login", "newbie").fill("Password", "a fine password")
    press_again_and_again(page, "Join", times=1)
    with world.database.write("x") as session:
        session.query(Person).filter_by(login="newbie").one().password_hash = "another"
    assert press_again_and_again(page, "Join", times=1)[0].status_code == 422


def test_a_press_is_forgotten_after_days_and_what_was_typed_is_never_kept(world):
    page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Night class")
    page.submit("Make the class")
    with world.database.write("x") as session:
        (old,) = session.query(Press)
        assert "Night" not in old.key + old.leads_to
        old.at = now() - KEPT * 2
    page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Dawn class")
    page.submit("Make the class")
    assert counted(world, Press) == 1


def test_what_is_sent_again_from_the_page_about_a_stale_token_is_the_same_press(world):
    page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Night class")
    made = page.submit("Make the class")
    page.typed["csrf_token"] = ["stale"]
    page = page.submit("Make the class")
    assert page.status == 400
    assert page.submit("Send it again").address == made.address
    assert counted(world, Classroom, name="Night class") == 1
