"""Documents of an invented agency and of an invented state, whole by the published schema, and the official ones; taken into a college."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from epcr.agencies import taking
from epcr.agencies.reading import agency_set
from epcr.people.model import Classroom, Person
from epcr.standard.document import read
from tests.page import Page

HERE = Path(__file__).parent
RIVERSIDE = (HERE / "riverside.xml").read_text("utf-8")
STATE = (HERE / "state.xml").read_text("utf-8")


def as_read(text):
    """What a document says."""
    return agency_set(read(BytesIO(text.encode())))


def look_at(world, number, text, login="teacher"):
    """Send a file to be looked at; the page that answers."""
    address = f"/classes/{number}/agency/document"
    who = world.as_(login)
    content = text if isinstance(text, bytes) else text.encode()
    sent = {"csrf_token": who.open(address).hidden("csrf_token"), "file": (BytesIO(content), "agency.xml")}
    return Page(who.client, who.client.post(address, data=sent, content_type="multipart/form-data"))


@dataclass(frozen=True)
class Playing:
    """A college whose evening class takes documents."""

    world: object

    def take(self, text, author="teacher"):
        """Take a document as its instructor; what was changed."""
        with self.world.database.write(author) as session:
            who = session.scalars(select(Person).where(Person.login == author)).one()
            return taking.take(session, self.room(session), who, as_read(text))

    @staticmethod
    def room(session):
        """The class."""
        return session.scalars(select(Classroom).where(Classroom.name == "Evening class")).one()

    @property
    def number(self):
        """Its number."""
        with self.world.database.read() as session:
            return self.room(session).id

    @property
    def classroom(self):
        """The class as it is stored now."""
        with self.world.database.read() as session:
            return self.room(session)

    def lines(self, table):
        """The lines of one of its lists."""
        with self.world.database.read() as session:
            return [line.listed() for line in taking.lines_of(session, self.room(session).id, table)]

    def stored(self):
        """Everything that a document can change, to be compared."""
        with self.world.database.read() as session:
            room = self.room(session)
            return (
                room.agency,
                room.ruleset,
                room.version,
                [[line.id for line in taking.lines_of(session, room.id, table)] for table in taking.TABLES],
            )


@pytest.fixture
def playing(world):
    return Playing(world)


@pytest.fixture
def official(shared):
    """The text of an official document: `DEM` or `STATE`."""
    return lambda name: (shared / "nemsis" / "cases" / "full" / f"2025-{name}-1_v351.xml").read_text("utf-8")
