"""Somebody who belongs to two classes of the small college, and what of the classes differs."""

from __future__ import annotations

from typing import Any

from epcr.people.model import Classroom, Membership, Person
from tests.world import World


def number_of(world: World, name: str) -> int:
    """The number of a class by its name."""
    with world.database.read() as session:
        return int(session.query(Classroom).filter_by(name=name).one().id)


def person_of(world: World, login: str) -> int:
    """The number of a person by their login."""
    with world.database.read() as session:
        return int(session.query(Person).filter_by(login=login).one().id)


def put_into(world: World, login: str, name: str, **settings: Any) -> int:
    """Put somebody into another class, with these settings of the class; its number."""
    with world.database.write("the tests") as session:
        classroom = session.query(Classroom).filter_by(name=name).one()
        for key, value in settings.items():
            setattr(classroom, key, value)
        person = session.query(Person).filter_by(login=login).one()
        person.classrooms.append(classroom)
        return int(classroom.id)


def level(world: World, login: str, name: str) -> str | None:
    """What somebody plays in a class."""
    with world.database.read() as session:
        found = session.get(Membership, (person_of(world, login), number_of(world, name)))
        assert found is not None
        return found.level


def set_level(world: World, login: str, name: str, played: str | None) -> None:
    """Let somebody play a level in a class."""
    with world.database.write("the tests") as session:
        found = session.get_one(Membership, (person_of(world, login), number_of(world, name)))
        found.level = played
