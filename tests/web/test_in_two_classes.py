"""Whoever belongs to two classes says in which a sheet is begun, and reads on every page of it which it is."""

import pytest

from epcr.people.model import Classroom, Person
from epcr.review import steps
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.web import saving
from tests import build
from tests.two_classes import number_of, put_into

CLASS = "For which class?"


@pytest.fixture
def both(world):
    """The number of the second class of ruiz."""
    return put_into(world, "ruiz", "Other class", mode="strict")


def test_nothing_is_chosen_beforehand_and_one_tap_chooses_the_class(world, both):
    page = world.as_("ruiz").open("/")
    boxes = page.html.find_all("input", attrs={"name": "classroom"})
    assert len(boxes) == 2
    assert not [one for one in boxes if one.has_attr("checked")]
    page = page.choose(CLASS, str(both)).submit("Begin")
    assert page.status == 200
    assert world.sheet(page.address.split("/")[2]).classroom_id == both


def test_a_sheet_without_a_class_is_not_begun_and_the_scenario_stays_chosen(world, both):
    page = (
        world.as_("ruiz")
        .open("/")
        .choose("Scenario", "For a call your instructor gives you.")
        .submit("Begin")
    )
    assert page.status == 422
    assert "Choose the class that this run sheet is for." in page.words
    chosen = page.html.find("input", attrs={"name": "scenario", "checked": True})
    assert chosen["value"] == ""
    assert world.as_("ruiz").open("/").words.count("Blank sheet") == 1, "none was begun"
    again = page.choose(CLASS, str(number_of(world, "Evening class"))).submit("Begin")
    assert world.sheet(again.address.split("/")[2]).classroom_id == number_of(world, "Evening class")


def test_two_classes_of_one_name_are_told_apart_by_who_teaches_them(world, both):
    with world.database.write("the tests") as session:
        session.get_one(Classroom, both).name = "Evening class"
    labels = [one.get_text(" ") for one in world.as_("ruiz").open("/").html.select("#begin-class label")]
    assert len(labels) == 2
    assert any("Toni Teacher" in one for one in labels)
    assert any("Olu Teacher" in one for one in labels)


def test_of_classes_alike_in_everything_but_the_name_only_the_name_is_read(world):
    with world.database.write("the tests") as session:
        third = Classroom(name="Morning class", join_code="MORN42")
        people = session.query(Person).filter(Person.login.in_(["ruiz", "teacher"])).all()
        third.people = people
        session.add(third)
    labels = [
        one.get_text(" ", strip=True) for one in world.as_("ruiz").open("/").html.select("#begin-class label")
    ]
    assert labels == ["Evening class", "Morning class"]


def test_with_one_class_nothing_is_asked_and_nothing_is_told(world):
    page = world.as_("okafor").open("/")
    assert page.html.find("input", attrs={"name": "classroom", "type": "radio"}) is None
    assert CLASS not in page.words
    assert page.submit("Begin").status == 200
    home = world.as_("okafor").open("/")
    assert "Class" not in [one.get_text() for one in home.html.select("thead th")]
    sheet = world.begin("okafor")
    assert not world.page(sheet, "vitals", "okafor").html.select(".sheet-class")
    assert "move" not in world.page(sheet, "check", "okafor").words.split()


@pytest.mark.parametrize("slug", [*BY_SLUG, "check", "print"])
def test_every_page_of_a_sheet_names_its_class(world, both, slug):
    sheet = world.keep(build.sheet())
    assert "Evening class" in world.page(sheet, slug).html.find("main").get_text()


def test_the_list_names_the_class_of_each_sheet_also_of_one_that_was_left(world, both):
    world.keep(build.sheet())
    page = world.as_("ruiz").open("/").choose(CLASS, str(both)).submit("Begin")
    assert page.status == 200
    cells = {one.get_text() for one in world.as_("ruiz").open("/").html.select("td[data-label=Class]")}
    assert cells == {"Evening class", "Other class"}
    with world.database.write("the tests") as session:
        who = session.query(Person).filter_by(login="ruiz").one()
        who.classrooms = [one for one in who.classrooms if one.id == both]
    cells = {one.get_text() for one in world.as_("ruiz").open("/").html.select("td[data-label=Class]")}
    assert cells == {"Evening class", "Other class"}


def test_desk_and_queue_name_the_class(world, both):
    sheet = world.keep(build.sheet())
    assert "Evening class" in world.as_("boss").open(f"/review/{sheet}").html.find("main").get_text()
    rows = world.as_("boss").open("/review?state=").html.select("table.queue tbody tr")
    assert ["Evening class" in row.get_text() for row in rows] == [True]


def test_a_struck_entry_and_a_submitted_sheet_name_the_class_too(world, both):
    sheet = world.keep(build.sheet())
    with world.database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet)
        saving.strike(stored.vitals[0], "Not this patient")
        session.flush()
        steps.submit(session, stored, session.get_one(Person, stored.trainee_id), [])
    assert "Evening class" in world.page(sheet, "vitals").html.find("main").get_text()


def test_a_class_whose_name_is_markup_is_shown_as_text(world, both):
    with world.database.write("the tests") as session:
        session.get_one(Classroom, both).name = "<b>Night</b> & day"
    page = world.as_("ruiz").open("/").choose(CLASS, str(both)).submit("Begin")
    assert "<b>Night</b> & day" in page.html.select_one(".sheet-class").get_text()


def test_somebody_who_came_into_a_second_class_while_the_page_was_open_begins_where_the_page_said(world):
    page = world.as_("ruiz").open("/")
    put_into(world, "ruiz", "Other class")
    page = page.submit("Begin")
    assert world.sheet(page.address.split("/")[2]).classroom_id == number_of(world, "Evening class")
