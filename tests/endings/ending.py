"""What the tests of endings say in a word: end a class by its page, let its day pass, see how it stands."""

from __future__ import annotations

from datetime import date, timedelta

from epcr.db import now
from epcr.people.model import Classroom, Person, Role
from tests.page import Page
from tests.world import World

NAME = "Evening class"
PASSED = date(2025, 1, 31)


def class_number(world: World, name: str = NAME) -> int:
    with world.database.read() as session:
        return session.query(Classroom).filter_by(name=name).one().id


def stored(world: World, name: str = NAME) -> Classroom:
    with world.database.read() as session:
        return session.query(Classroom).filter_by(name=name).one()


def end(world: World, who: str = "teacher", name: str = NAME, day: str = "") -> Page:
    page = world.as_(who).open(f"/classes/{class_number(world, name)}/end")
    if day:
        page.fill("Run sheets can be changed until", day)
    return page.submit("End the class")


def let_the_day_pass(world: World, name: str = NAME) -> None:
    """The class ended long ago, and so did the day for its sheets."""
    with world.database.write("the tests") as session:
        found = session.query(Classroom).filter_by(name=name).one()
        found.ended_at = now() - timedelta(days=60)
        found.drafts_until = PASSED
        found.join_open = False


def add(world: World, login: str, role: Role, name: str = NAME) -> None:
    """Somebody else of a role, in a class where it is one that is in classes."""
    with world.database.write("the tests") as session:
        like = session.query(Person).filter_by(login="teacher").one()
        one = Person(login=login, name=login.title(), role=role, password_hash=like.password_hash)
        if role != Role.ADMINISTRATOR:
            one.classrooms.append(session.query(Classroom).filter_by(name=name).one())
        session.add(one)
