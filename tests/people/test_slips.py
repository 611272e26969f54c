"""Passwords that were made up: shown until they are taken note of, to whoever made them, and stored nowhere."""

import pytest

from epcr.people.model import Person
from epcr.people.slip import Slip, password_on
from tests.page import Visitor
from tests.people.test_classes import classroom, post
from tests.people.test_signing_in import person
from tests.world import PASSWORD


def passwords(page):
    """By login, what stands on the page."""
    codes = [tag.get_text() for tag in page.html.select("table.passwords code")]
    return dict(zip(codes[::2], codes[1::2], strict=True))


def import_two(world):
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}/import")
    return (
        page.fill("Paste the list", "Ana Reyes, reyes\nBo Sand, sand")
        .submit("Look at the list")
        .submit("Add 2 people")
    )


def test_a_slip_is_read_again_and_again_until_its_passwords_are_written_down(world):
    page = import_two(world)
    shown = passwords(page)
    assert set(shown) == {"reyes", "sand"}
    assert passwords(world.as_("teacher").open(page.address)) == shown
    assert page.response.headers["Cache-Control"] == "no-store"
    page = page.submit("I have written them down")
    assert page.address == f"/classes/{classroom(world).id}"
    with world.database.read() as session:
        slip = session.query(Slip).one()
    again = world.as_("teacher").open(f"/passwords/{slip.id}")
    assert again.html.select("table.passwords code") == []
    assert "no longer shown" in again.words
    assert Visitor(world.app).sign_in("reyes", shown["reyes"]).address == "/password"


def test_the_class_page_leads_to_passwords_that_are_not_written_down(world):
    shown = passwords(import_two(world))
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}")
    assert "2 new passwords not noted yet" in page.words
    slip = page.follow("reyes and 1 more")
    assert passwords(slip) == shown
    assert "not noted yet" not in slip.submit("I have written them down").words


def test_no_password_of_a_slip_is_stored(world):
    shown = passwords(import_two(world))
    world.database.engine.dispose()
    stored = b"".join(file.read_bytes() for file in world.file.parent.glob(f"{world.file.name}*"))
    assert b"reyes" in stored
    for password in shown.values():
        assert password.encode() not in stored


def test_whoever_chose_their_own_password_no_longer_stands_on_the_slip_with_one(world):
    page = import_two(world)
    own = Visitor(world.app).sign_in("reyes", passwords(page)["reyes"])
    own.fill("Current password", passwords(page)["reyes"]).fill("New password", "a fine new password")
    own.fill("New password again", "a fine new password").submit("Change password")
    page = world.as_("teacher").open(page.address)
    assert "Ana Reyes reyes Has chosen their own" in page.words
    assert len(page.html.select("table.passwords code")) == 3
    assert (
        "1 new password not noted yet: sand"
        in world.as_("teacher").open(f"/classes/{classroom(world).id}").words
    )


def test_a_slip_does_not_show_what_a_later_slip_replaced(world):
    first = import_two(world)
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}").follow("New password for Ana Reyes")
    second = page.submit("Make a new password")
    assert "Ana Reyes reyes No longer right; set a new one" in world.as_("teacher").open(first.address).words
    assert Visitor(world.app).sign_in("reyes", passwords(second)["reyes"]).address == "/password"


def test_with_another_secret_no_password_is_shown_that_would_be_wrong(world):
    page = import_two(world)
    world.app.config["SECRET_KEY"] = "another secret of the tests"
    world.visitors.clear()
    assert "Ana Reyes reyes No longer right; set a new one" in world.as_("teacher").open(page.address).words


@pytest.mark.parametrize("login", ["ruiz", "other_teacher", "boss"])
def test_the_slip_of_somebody_else_is_not_found(world, login):
    page = import_two(world)
    assert world.as_(login).open(page.address).status == 404
    assert post(world, login, page.address).status_code == 404
    assert passwords(world.as_("teacher").open(page.address))


def test_whoever_no_longer_teaches_a_trainee_does_not_read_their_password(world):
    page = import_two(world)
    with world.database.write("x") as session:
        teacher = session.query(Person).filter_by(login="teacher").one()
        teacher.classrooms.clear()
    assert "reyes" not in world.as_("teacher").open(page.address).words


def test_a_person_who_is_gone_is_not_on_the_slip(world):
    page = import_two(world)
    with world.database.write("x") as session:
        for one in session.query(Person).filter(Person.login.in_(["reyes", "sand"])):
            session.delete(one)
    assert "Nobody on this slip is left" in world.as_("teacher").open(page.address).words


def test_passwords_of_one_slip_differ_by_login_by_slip_and_by_secret():
    made = {
        password_on(secret, slip, login) for secret in "ab" for slip in ("1", "2") for login in ("x", "y")
    }
    assert len(made) == 8
    assert all(len(one) == 14 for one in made)


def test_a_new_person_has_a_slip_that_the_list_of_people_leads_to(world):
    page = world.as_("boss").open("/people/new").fill("Name", "Kim Vale").fill("Login", "vale")
    page = page.choose("Role", "Instructor").submit("Add")
    shown = passwords(page)
    assert passwords(world.as_("boss").open("/people").follow("vale")) == shown
    assert "not noted" not in page.submit("I have written it down").words
    assert person(world, "vale").must_change_password
    assert Visitor(world.app).sign_in("vale", PASSWORD).status == 422
