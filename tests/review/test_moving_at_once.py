"""A sheet that is moved while somebody else does something with it, or with its class, on both databases."""

import threading

import pytest
from sqlalchemy import select

from epcr import audit
from epcr.db import Base
from epcr.people.classrooms import change_class
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.review import moving, steps
from epcr.review.model import Kind
from epcr.sheet.run_sheet import RunSheet
from tests import build

audit.install()


@pytest.fixture
def database(either_database):
    Base.metadata.create_all(either_database.engine)
    with either_database.write("x") as session:
        rooms = [Classroom(name=name, join_code=name) for name in ("Day", "Night")]
        for login, role in (("ruiz", "trainee"), ("boss", "administrator")):
            person = Person(login=login, name=login.title(), role=role, password_hash="x")
            person.classrooms = rooms if role == "trainee" else []
            session.add(person)
        session.add_all(rooms)
    return either_database


def sheet_in(database, name):
    with database.write("ruiz") as session:
        made = build.sheet(trainee_id=person(session, "ruiz").id, classroom_id=room(session, name).id)
        session.add(made)
        session.flush()
        return made.id


def person(session, login):
    return session.scalars(select(Person).where(Person.login == login)).one()


def room(session, name):
    return session.scalars(select(Classroom).where(Classroom.name == name)).one()


def mark(database, sheet, name="Night"):
    with database.read() as session:
        return moving.preview(session, session.get_one(RunSheet, sheet), room(session, name)).shown()


def move(database, sheet, shown, login="ruiz"):
    with database.write(login) as session:
        moving.move(
            session, session.get_one(RunSheet, sheet), person(session, login), room(session, "Night"), shown
        )


def at_once(*verbs):
    together, told = threading.Barrier(len(verbs)), []

    def do(verb):
        together.wait()
        try:
            verb()
        except (Refused, moving.ChangedMeanwhile) as why:
            told.append(type(why))

    threads = [threading.Thread(target=do, args=(verb,)) for verb in verbs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


def kinds(database, sheet):
    with database.read() as session:
        return [one.kind for one in steps.history(session, session.get_one(RunSheet, sheet))]


def test_two_who_move_a_sheet_at_once_move_it_once(database):
    sheet = sheet_in(database, "Day")
    shown = mark(database, sheet)
    assert at_once(*[lambda who=who: move(database, sheet, shown, who) for who in ("ruiz", "boss")]) == []
    assert kinds(database, sheet) == [Kind.MOVED]


def test_a_sheet_that_is_submitted_at_the_same_moment_is_moved_before_or_not_at_all(database):
    sheet = sheet_in(database, "Day")
    shown = mark(database, sheet)

    def submit():
        with database.write("ruiz") as session:
            steps.submit(session, session.get_one(RunSheet, sheet), person(session, "ruiz"), [])

    told = at_once(submit, lambda: move(database, sheet, shown))
    assert (told, kinds(database, sheet)) in (
        ([], [Kind.MOVED, Kind.SUBMITTED]),
        ([Refused], [Kind.SUBMITTED]),
    )


@pytest.mark.parametrize("name", ["Day", "Night"])
def test_a_class_that_changes_its_rules_meanwhile_leaves_the_sheet_with_those_of_the_class_it_lies_in(
    database, name
):
    sheet = sheet_in(database, "Day")
    shown = mark(database, sheet)

    def change():
        with database.write("boss") as session:
            change_class(session, room(session, name), ruleset="us-vt")

    at_once(change, lambda: move(database, sheet, shown))
    with database.read() as session:
        found = session.get_one(RunSheet, sheet)
        assert found.ruleset == session.get_one(Classroom, found.classroom_id).ruleset
