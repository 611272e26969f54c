"""A small college for tests: an application on a database of its own, two classes, and people who sign in to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from epcr import create_app
from epcr.config import Settings
from epcr.db import Database
from epcr.people.model import Classroom, Person, Role
from epcr.people.password import hash_password
from epcr.sheet.run_sheet import RunSheet
from tests.copied import copy_into
from tests.page import Page, Visitor

PASSWORD = "correct horse battery"
PEOPLE = (
    ("ruiz", "Dana Ruiz", Role.TRAINEE, "EMT", "Evening class"),
    ("okafor", "Ike Okafor", Role.TRAINEE, "Paramedic", "Evening class"),
    ("stranger", "Sam Stranger", Role.TRAINEE, "EMT", "Other class"),
    ("teacher", "Toni Teacher", Role.INSTRUCTOR, None, "Evening class"),
    ("other_teacher", "Olu Teacher", Role.INSTRUCTOR, None, "Other class"),
    ("boss", "Bo Boss", Role.ADMINISTRATOR, None, None),
)


@dataclass
class World:
    """The application and who signs in to it."""

    app: Flask
    database: Database
    visitors: dict[str, Visitor] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The file of its database, where that is SQLite."""
        return Path(str(self.database.engine.url.database))

    def as_(self, login: str) -> Visitor:
        """Somebody signed in; the same browser each time."""
        if login not in self.visitors:
            self.visitors[login] = Visitor(self.app)
            self.visitors[login].be_signed_in(login, PASSWORD)
        return self.visitors[login]

    def begin(self, login: str = "ruiz", scenario: str = "") -> str:
        """A run sheet begun by pressing the button; its id."""
        who = self.as_(login)
        token = who.token("/password")  # the shortest page that has one
        with self.database.read() as session:
            (classroom,) = session.query(Person).filter_by(login=login).one().classrooms
            number = classroom.id
        answer = who.client.post(
            "/sheets", data={"csrf_token": token, "classroom": number, "scenario": scenario}
        )
        assert answer.status_code == 303, answer.get_data(as_text=True)[:500]
        return answer.headers["Location"].split("/")[2]

    def keep(self, sheet: RunSheet, login: str = "ruiz") -> str:
        """Store a sheet made in memory as this trainee's; its id."""
        with self.database.write(login) as session:
            owner = session.query(Person).filter_by(login=login).one()
            sheet.trainee_id, sheet.classroom_id = owner.id, owner.classrooms[0].id
            session.add(sheet)
            return sheet.id

    def page(self, sheet: str, slug: str, login: str = "ruiz", query: str = "") -> Page:
        """A page of a sheet."""
        return self.as_(login).open(f"/sheets/{sheet}/{slug}{query}")

    def sheet(self, sheet: str) -> RunSheet:
        """The sheet as it is stored."""
        with self.database.read() as session:
            found = session.get(RunSheet, sheet)
            assert found is not None
            _ = found.imported  # read when it is asked for, and nobody can ask behind the session
            return found

    def entry(self, sheet: str, slug: str, number: int = -1) -> str:
        """The id of an entry."""
        return str(self.sheet(sheet).entries(slug)[number].id)


def make_world(
    folder: Path, *, mode: str = "teach", temperature: str = "°C", database_url: str = ""
) -> World:
    """A college whose database lies in `folder`, or at another address."""
    url = database_url or f"sqlite:///{folder / 'world.sqlite'}"
    app = create_app(Settings(url, "secret of the tests", testing=True))
    database: Database = app.extensions["epcr.database"]
    college_in(database, mode=mode, temperature=temperature)
    # Templates are compiled once, not once a test; without their indentation they are others (epcr/web/unindented.py).
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(pattern="__jinja2_unindented_%s.cache")
    return World(app, database)


def college_in(database: Database, *, mode: str = "teach", temperature: str = "°C") -> None:
    """Put the people and the classes into a database that is not there yet or holds nothing."""
    copy_into(database, _two_classes)
    if (mode, temperature) != ("teach", "°C"):
        with database.write("the tests") as session:
            for classroom in session.query(Classroom):
                classroom.mode, classroom.temperature = mode, temperature


def _two_classes(database: Database) -> None:
    hashed = hash_password(PASSWORD)
    with database.write("the tests") as session:
        classes = {
            name: Classroom(name=name, join_code=code, mode="teach", temperature="°C")
            for name, code in (("Evening class", "EVEN42"), ("Other class", "OTHER7"))
        }
        session.add_all(classes.values())
        for login, name, role, level, classroom in PEOPLE:
            person = Person(login=login, name=name, role=role, level=level, password_hash=hashed)
            if classroom:
                person.classrooms.append(classes[classroom])
            session.add(person)
