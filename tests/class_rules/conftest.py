"""A ruleset of its class, begun by the instructor."""

import pytest

from epcr.class_rules import steps
from epcr.people.model import Classroom, Person


@pytest.fixture
def begun(world):
    """The id of the class, and of its own ruleset over the national model."""
    return copied(world, "us-national-2019")


def copied(world, parent):
    with world.database.write("teacher") as session:
        classroom = session.query(Classroom).filter_by(name="Evening class").one()
        teacher = session.query(Person).filter_by(login="teacher").one()
        own = steps.copy(session, classroom, teacher, parent=parent, title="Evening rules")
        return classroom.id, own.name
