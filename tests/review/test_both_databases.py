"""What depends on the database: the queue's order and counts, and two people who act on one sheet at the same moment."""

import threading

import pytest
from sqlalchemy import select

from epcr import audit
from epcr.db import Base
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.review import steps
from epcr.review.queue import Filter, next_waiting, queue
from epcr.review.state import State
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.review.college import give_new_ids

audit.install()


@pytest.fixture
def database(either_database):
    Base.metadata.create_all(either_database.engine)
    with either_database.write("x") as session:
        classroom = Classroom(name="Evening class", join_code="EVEN42")
        for login, role in (("ruiz", "trainee"), ("teacher", "instructor")):
            classroom.people.append(Person(login=login, name=login.title(), role=role, password_hash="x"))
        session.add(classroom)
    return either_database


def person(session, login):
    return session.scalars(select(Person).where(Person.login == login)).one()


def new_sheet(database, *, submitted):
    with database.write("ruiz") as session:
        who = person(session, "ruiz")
        made = build.sheet(trainee_id=who.id, classroom_id=who.classrooms[0].id)
        give_new_ids(made)
        session.add(made)
        session.flush()
        if submitted:
            steps.submit(session, made, who)
        return made.id


def test_the_queue_is_narrowed_and_ordered_alike(database):
    first, draft = new_sheet(database, submitted=True), new_sheet(database, submitted=False)
    second = new_sheet(database, submitted=True)
    with database.read() as session:
        rooms = person(session, "teacher").classrooms
        everything = queue(session, rooms, Filter(state=None))
        waiting = queue(session, rooms, Filter())
        assert {row.sheet.id for row in waiting.rows} == {first, second}
        assert [row.sheet.id for row in everything.rows][-1] == draft
        assert [row.state for row in everything.rows] == [State.SUBMITTED, State.SUBMITTED, State.DRAFT]
        assert [row.sheet.id for row in queue(session, rooms, Filter(state=State.DRAFT)).rows] == [draft]
        assert next_waiting(session, rooms, waiting.rows[0].sheet).id == waiting.rows[1].sheet.id
        assert queue(session, [], Filter(state=None)).total == 0


def test_of_two_who_act_at_once_the_second_is_told_what_the_first_did(database):
    sheet = new_sheet(database, submitted=True)
    said = []

    def withdraw():
        try:
            with database.write("ruiz") as session:
                steps.withdraw(session, session.get_one(RunSheet, sheet), person(session, "ruiz"))
        except Refused as refused:
            said.append(str(refused))

    with database.write("teacher") as session:
        steps.open_for_review(session, session.get_one(RunSheet, sheet), person(session, "teacher"))
        other = threading.Thread(target=withdraw)
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join(10)
    assert len(said) == 1
    assert "has begun to read" in said[0]


def test_what_was_saved_while_a_step_waited_is_in_the_frozen_revision(database):
    sheet = new_sheet(database, submitted=False)

    def submit():
        with database.write("ruiz") as session:
            steps.submit(session, session.get_one(RunSheet, sheet), person(session, "ruiz"), [])

    with database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        steps.hold(session, found)
        found.incident.unit = "Medic 9"
        session.flush()
        other = threading.Thread(target=submit)
        other.start()
        other.join(0.3)
    other.join(10)
    with database.read() as session:
        parts = session.scalars(select(steps.Revision)).one().snapshot["parts"]
    assert (
        next(part for part in parts if part["section"] == "incident")["fields"]["unit"]["words"] == "Medic 9"
    )
