"""The rules of the last one hold when two act at the same moment, and a press ends a thing once. On both databases."""

import threading

import pytest

from epcr.endings import steps
from epcr.people import roster
from epcr.people.ending import Ending, local_day
from epcr.people.model import Classroom, Person, Role
from epcr.refused import Refused
from epcr.scenarios import begin
from epcr.sheet.run_sheet import RunSheet
from tests.endings.ending import add, class_number, stored
from tests.people.test_signing_in import person
from tests.pressing import all_lead_to_one_page, several_times
from tests.two_classes import level


@pytest.fixture
def world(world_on_either):
    return world_on_either


def at_once(world, *acts):
    """Each act in a transaction of its own, begun at the same moment; what each was refused with, else nothing."""
    together, said = threading.Barrier(len(acts)), ["?"] * len(acts)

    def act(place):
        together.wait()
        try:
            with world.database.write("the tests") as session:
                acts[place](session)
        except Refused as refused:
            said[place] = str(refused)
        else:
            said[place] = ""

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def of(session, login):
    return session.query(Person).filter_by(login=login).one()


def room(session, name="Evening class"):
    return session.query(Classroom).filter_by(name=name).one()


@several_times
def test_a_class_ends_once(world, several_times):
    page = world.as_("teacher").open(f"/classes/{class_number(world)}/end")
    page = all_lead_to_one_page(world.as_("teacher"), several_times(page, "End the class"))
    assert "Evening class ended on" in page.words
    with world.database.read() as session:
        assert session.query(Ending).count() == 1


@several_times
def test_an_account_ends_once(world, several_times):
    page = world.as_("boss").open(f"/people/{person(world, 'ruiz').id}/end")
    all_lead_to_one_page(world.as_("boss"), several_times(page, "End the account"))
    with world.database.read() as session:
        assert session.query(Ending).count() == 1


def test_of_two_administrators_who_end_each_other_at_one_moment_one_stays(world):
    add(world, "chief", Role.ADMINISTRATOR)
    said = at_once(
        world,
        lambda session: steps.end_account(session, of(session, "chief"), of(session, "boss")),
        lambda session: steps.end_account(session, of(session, "boss"), of(session, "chief")),
    )
    assert said.count("") == 1
    with world.database.read() as session:
        left = session.query(Person).filter_by(role=Role.ADMINISTRATOR).filter(Person.ended_at.is_(None))
        assert left.count() == 1


def test_of_two_instructors_who_leave_and_are_ended_at_one_moment_one_stays(world):
    add(world, "second", Role.INSTRUCTOR)
    said = at_once(
        world,
        lambda session: roster.teach_no_longer(session, room(session), of(session, "teacher")),
        lambda session: steps.end_account(session, of(session, "second"), None),
    )
    assert said.count("") == 1
    assert sum("the last instructor" in one for one in said) == 1


def test_a_sheet_that_begins_while_the_class_ends_lies_in_it_or_is_refused(world):
    day = local_day(stored(world))
    said = at_once(
        world,
        lambda session: steps.end_class(session, room(session), day),
        lambda session: begin(session, room(session), of(session, "ruiz"), None),
    )
    with world.database.read() as session:
        assert session.query(RunSheet).count() == (1 if said[1] == "" else 0)
    assert said[1] == "" or "No new run sheets begin in it." in said[1]


def test_a_second_list_takes_and_adds_on_both_databases(world):
    page = world.as_("teacher").open(f"/classes/{class_number(world)}/import")
    text = "Name,Login,Level\nDana Lopez,ruiz,AEMT\nSam Stranger,stranger,EMT\nLea Late,lea,Notfallsanitäter"
    page = page.fill("Paste the list", text).submit("Look at the list")
    page = page.choose("“Notfallsanitäter”, in 1 line", "Paramedic").submit("Look again")
    page.choose("The name of ruiz", "Take Dana Lopez").choose("The level of Dana Ruiz", "Take AEMT")
    page = page.submit("Add 2 people")
    assert "In Evening class now, with their own passwords: Sam Stranger." in page.words
    assert person(world, "ruiz").name == "Dana Lopez"
    assert level(world, "ruiz", "Evening class") == "AEMT"
    assert person(world, "lea").level == "Paramedic"
