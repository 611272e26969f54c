"""What depends on the database: two devices that begin, end or answer one rehearsal at the same moment."""

import threading

import pytest
from sqlalchemy import select

from epcr import audit
from epcr.db import Base
from epcr.people.model import Classroom, Person
from epcr.refused import Refused
from epcr.rehearsal import steps
from epcr.rehearsal.model import Rehearsal
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.review.college import give_new_ids

audit.install()


@pytest.fixture
def database(either_database):
    Base.metadata.create_all(either_database.engine)
    with either_database.write("x") as session:
        classroom = Classroom(name="Evening class", join_code="EVEN42")
        classroom.people.append(Person(login="ruiz", name="Ruiz", role="trainee", password_hash="x"))
        session.add(classroom)
    return either_database


@pytest.fixture
def sheet(database):
    with database.write("ruiz") as session:
        who = trainee(session)
        made = build.sheet(trainee_id=who.id, classroom_id=who.classrooms[0].id)
        give_new_ids(made)
        session.add(made)
        return made.id


def trainee(session):
    return session.scalars(select(Person).where(Person.login == "ruiz")).one()


def begin(database, sheet, attempt=1, listener="Kim"):
    with database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        return steps.begin(
            session, found, trainee(session), listener=listener, seconds=60, attempt=attempt
        ).attempt


def in_rehearsal(session, sheet, attempt=1):
    found = session.get_one(RunSheet, sheet)
    return found, steps.rehearsal(session, found, attempt)


def end_speech(database, sheet):
    with database.write("ruiz") as session:
        steps.end_speech(session, *in_rehearsal(session, sheet))


def answer(database, sheet, given):
    with database.write("ruiz") as session:
        return steps.answer(session, *in_rehearsal(session, sheet), given)


def at_once(*acts):
    """Do all of it at the same moment; what each gave, or raised."""
    found, gate = [], threading.Barrier(len(acts))

    def run(act):
        gate.wait(10)
        try:
            found.append(act())
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
            found.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_what_was_asked_and_answered_comes_back_as_it_was_stored(database, sheet):
    begin(database, sheet)
    end_speech(database, sheet)
    with database.read() as session:
        _, before = in_rehearsal(session, sheet)
        right = [one["right"] for one in before.questions]
    assert answer(database, sheet, [*right[:4], None, None]) is True
    with database.read() as session:
        _, one = in_rehearsal(session, sheet)
        assert (one.score, one.number_of_questions) == (4, 6)
        assert [question["given"] for question in one.questions] == [*right[:4], None, None]
        assert one.answered_at.utcoffset().total_seconds() == 0
        assert [{**question, "given": 0} for question in one.questions] == [
            {**question, "given": 0} for question in before.questions
        ]


def test_the_same_form_from_two_devices_begins_one_rehearsal(database, sheet):
    assert at_once(*[lambda: begin(database, sheet)] * 4) == [1, 1, 1, 1]
    with database.read() as session:
        assert len(session.scalars(select(Rehearsal)).all()) == 1


def test_two_listeners_begun_at_once_are_two_rehearsals(database, sheet):
    found = at_once(lambda: begin(database, sheet), lambda: begin(database, sheet, listener="Lee"))
    assert sorted(found) == [1, 2]


def test_of_two_who_answer_at_once_the_first_counts(database, sheet):
    begin(database, sheet)
    end_speech(database, sheet)
    found = at_once(lambda: answer(database, sheet, [0] * 6), lambda: answer(database, sheet, [None] * 6))
    assert sorted(found) == [False, True]
    with database.read() as session:
        _, one = in_rehearsal(session, sheet)
        assert len({question["given"] for question in one.questions}) == 1


def test_done_pressed_on_two_devices_is_one_end(database, sheet):
    begin(database, sheet)
    assert at_once(*[lambda: end_speech(database, sheet)] * 3) == [None] * 3


@pytest.mark.parametrize("given", [[0] * 5, [0] * 7, [0, 0, 0, 0, 0, 4], [0, 0, 0, 0, 0, -1], []])
def test_answers_of_another_form_are_refused(database, sheet, given):
    begin(database, sheet)
    end_speech(database, sheet)
    with pytest.raises(Refused, match="Answer every question"):
        answer(database, sheet, given)


def test_a_sheet_is_rehearsed_so_often_and_no_more(database, sheet, monkeypatch):
    monkeypatch.setattr(steps, "MOST", 2)
    assert [begin(database, sheet, number) for number in (1, 2)] == [1, 2]
    with pytest.raises(Refused, match="rehearsed 2 times"):
        begin(database, sheet, 3)


def test_a_sheet_that_says_too_little_is_refused_with_what_to_document(database):
    with database.write("ruiz") as session:
        who = trainee(session)
        made = build.empty_sheet(trainee_id=who.id, classroom_id=who.classrooms[0].id)
        session.add(made)
        session.flush()
        with pytest.raises(Refused, match="Document the primary impression"):
            steps.begin(session, made, who, listener="Kim", seconds=60, attempt=1)
