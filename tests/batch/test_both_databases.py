"""What depends on the database: which sheets are printed, and in which order."""

import pytest

from epcr.batch.choosing import how_many, in_order
from epcr.db import Base
from epcr.people.model import Classroom, Person
from epcr.review import steps
from epcr.review.queue import Filter
from tests import build
from tests.review.college import give_new_ids


@pytest.fixture
def database(either_database):
    Base.metadata.create_all(either_database.engine)
    return either_database


def test_sheets_are_printed_by_class_then_by_trainee_then_as_they_were_begun(database):
    wanted = []
    with database.write("x") as session:
        for room in ("Dawn class", "Evening class"):
            classroom = Classroom(name=room, join_code=room[:4])
            session.add(classroom)
            for name in ("Zoe Birch", "Ana Ruiz"):
                person = Person(login=f"{name} {room}", name=name, role="trainee", password_hash="x")
                classroom.people.append(person)
                session.flush()
                for hour in ("18", "17"):
                    made = build.sheet(
                        trainee_id=person.id, classroom_id=classroom.id, created_at=build.clock(f"{hour}:00")
                    )
                    give_new_ids(made)
                    session.add(made)
                    session.flush()
                    wanted.append((room, name, hour, made.id))
                    if hour == "17":
                        steps.submit(session, made, person, [])
    with database.read() as session:
        rooms = list(session.query(Classroom))
        submitted = [number for *_, hour, number in sorted(wanted) if hour == "17"]
        assert in_order(session, rooms, Filter(state=None)) == tuple(number for *_, number in sorted(wanted))
        assert in_order(session, rooms, Filter()) == tuple(submitted)
        assert how_many(session, rooms, Filter()) == 4
        assert in_order(session, rooms[:1], Filter(state=None)) == tuple(
            number for room, *_, number in sorted(wanted) if room == rooms[0].name
        )
        assert in_order(session, [], Filter(state=None)) == ()
