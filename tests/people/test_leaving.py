"""Somebody leaves a class or is removed from it: their sheets stay, they begin no new ones, and they can come back."""

import pytest

from epcr.people.model import RosterLine
from tests.people.test_classes import classroom, post
from tests.people.test_signing_in import person


@pytest.fixture
def number(world):
    return classroom(world).id


def members(world, name="Evening class"):
    return {one.login for one in classroom(world, name).people}


def remove(world, number, who="teacher", name="Dana Ruiz"):
    page = world.as_(who).open(f"/classes/{number}").follow(f"Remove {name}")
    return page.submit(f"Remove {name}")


def test_an_instructor_removes_a_trainee_after_a_question_and_the_sheets_stay(world, number):
    sheet = world.begin("ruiz")
    page = world.as_("teacher").open(f"/classes/{number}").follow("Remove Dana Ruiz")
    assert "stay in the class" in page.words
    assert "ruiz" in members(world)
    page = page.submit("Remove Dana Ruiz")
    assert "Dana Ruiz is removed from Evening class. Their sheets stay." in page.words
    assert "ruiz" not in members(world)
    assert world.as_("teacher").open(f"/review?classroom={number}&state=").status == 200
    assert world.sheet(sheet).classroom_id == number
    assert world.as_("ruiz").open(f"/sheets/{sheet}/incident").status == 200


def test_the_sheets_of_who_left_are_reviewed_as_before(world, number):
    sheet = world.begin("ruiz")
    remove(world, number)
    page = world.as_("teacher").open(f"/classes/{number}").follow("Sheets of Dana Ruiz")
    assert sheet in str(page.html)
    assert world.as_("teacher").open(f"/review/{sheet}").status == 200


def test_who_was_removed_begins_no_sheet_and_is_told_so(world, number):
    home = world.as_("ruiz").open("/")
    assert "Begin a run sheet" in home.words
    remove(world, number)
    page = home.submit("Begin")
    assert page.address == "/"
    assert "You are no longer in that class." in page.words
    assert "You are in no class." in page.words
    assert page.html.find_all("input", attrs={"name": "classroom"}) == []


def test_who_was_removed_is_added_back(world, number):
    remove(world, number)
    page = world.as_("teacher").open(f"/classes/{number}")
    assert "No longer in the class" in page.words
    page = page.submit("Add back Dana Ruiz")
    assert "Dana Ruiz is in Evening class again." in page.words
    assert "ruiz" in members(world)
    assert "No longer in the class" not in page.words
    assert world.begin("ruiz")


def test_who_was_removed_joins_again_with_the_code(world, number):
    remove(world, number)
    page = world.as_("ruiz").open("/join/another").fill("Class code", "EVEN42").submit("Join")
    assert "You are in Evening class now." in page.words
    assert "No longer in the class" not in world.as_("teacher").open(f"/classes/{number}").words


def test_a_trainee_leaves_a_class_after_a_question(world, number):
    sheet = world.begin("ruiz")
    page = world.as_("ruiz").open("/").follow("Leave Evening class")
    assert "ruiz" in members(world)
    page = page.submit("Leave the class")
    assert "You left Evening class." in page.words
    assert "ruiz" not in members(world)
    assert world.sheet(sheet).classroom_id == number
    assert "left by ruiz" in world.as_("teacher").open(f"/classes/{number}").words


def test_who_did_it_and_when_stays_written(world, number):
    remove(world, number, who="boss")
    world.as_("teacher").open(f"/classes/{number}").submit("Add back Dana Ruiz")
    with world.database.read() as session:
        lines = [
            (one.login, one.kind, one.actor) for one in session.query(RosterLine).order_by(RosterLine.id)
        ]
    assert lines == [("ruiz", "removed", "boss"), ("ruiz", "added back", "teacher")]


def test_removed_by_two_at_once_it_happens_once(world, number):
    first = world.as_("teacher").open(f"/classes/{number}").follow("Remove Dana Ruiz")
    second = world.as_("boss").open(f"/classes/{number}").follow("Remove Dana Ruiz")
    first.submit("Remove Dana Ruiz")
    assert "is not in Evening class any more" in second.submit("Remove Dana Ruiz").words
    with world.database.read() as session:
        assert session.query(RosterLine).count() == 1


def test_leaving_one_class_leaves_the_other(world, number):
    world.as_("ruiz").open("/join/another").fill("Class code", "OTHER7").submit("Join")
    remove(world, number)
    assert "ruiz" in members(world, "Other class")
    assert "Leave Other class" in world.as_("ruiz").open("/").words
    assert "Leave Evening class" not in world.as_("ruiz").open("/").words


def test_an_administrator_takes_an_instructor_out_and_an_instructor_does_not(world, number):
    teacher = person(world, "teacher")
    address = f"/classes/{number}/people/{teacher.id}"
    assert post(world, "teacher", f"{address}/remove").status_code == 404
    page = world.as_("boss").open(f"/classes/{number}").fill("Login of the instructor", "other_teacher")
    page.submit("Add the instructor")  # the last one is not taken out of a class that goes on
    assert "Toni Teacher is removed" in remove(world, number, who="boss", name="Toni Teacher").words
    assert world.as_("teacher").client.get(f"/classes/{number}").status_code == 404
    assert "again" in world.as_("boss").open(f"/classes/{number}").submit("Add back Toni Teacher").words
    assert world.as_("teacher").client.get(f"/classes/{number}").status_code == 200


def test_nobody_is_removed_or_fetched_by_way_of_another_class(world, number):
    ruiz, stranger = person(world, "ruiz"), person(world, "stranger")
    other = classroom(world, "Other class").id
    assert post(world, "other_teacher", f"/classes/{number}/people/{ruiz.id}/remove").status_code == 404
    assert post(world, "other_teacher", f"/classes/{other}/people/{ruiz.id}/remove").status_code == 404
    assert post(world, "okafor", f"/classes/{number}/people/{ruiz.id}/remove").status_code == 404
    post(world, "teacher", f"/classes/{number}/people/{stranger.id}/add-back")
    assert "stranger" not in members(world)
    assert "ruiz" in members(world)
    assert post(world, "stranger", f"/classes/{number}/leave").status_code == 404


def test_the_password_of_who_left_is_no_longer_the_instructors_to_set(world, number):
    ruiz = person(world, "ruiz")
    remove(world, number)
    assert post(world, "teacher", f"/classes/{number}/people/{ruiz.id}/password").status_code == 404
    assert person(world, "ruiz").password_hash == ruiz.password_hash


def test_added_back_by_two_at_once_it_happens_once_and_the_second_is_told(world, number):
    remove(world, number)
    first, second = (world.as_(who).open(f"/classes/{number}") for who in ("teacher", "boss"))
    first.submit("Add back Dana Ruiz")
    page = second.submit("Add back Dana Ruiz")
    assert page.status == 200
    assert "Dana Ruiz is in Evening class already." in page.words
    with world.database.read() as session:
        assert [one.kind for one in session.query(RosterLine).order_by(RosterLine.id)] == [
            "removed",
            "added back",
        ]
