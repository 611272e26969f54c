"""A college with complete run sheets, and the steps of a review as its people take them through the pages."""

from __future__ import annotations

from contextlib import contextmanager

from sqlalchemy import select

from epcr.people.model import Person
from epcr.review import steps
from epcr.sheet.run_sheet import ENTRY_SLUGS, RunSheet
from epcr.sheet.section import new_id
from tests import build
from tests.page import Page
from tests.world import World

OF_THE_CHECK = ("submit", "withdraw", "addendum")


def give_new_ids(sheet: RunSheet) -> None:
    """The builder's entries have fixed ids; of two sheets in one database each needs its own."""
    crew = {}
    for slug in ENTRY_SLUGS:
        for entry in getattr(sheet, slug):
            old, entry.id = entry.id, new_id()
            crew[old] = entry.id
    for act in sheet.interventions:
        act.performer = crew.get(act.performer)


class College:
    """What a test says in one word."""

    def __init__(self, world: World) -> None:
        self.world = world

    def person(self, session, login: str) -> Person:
        return session.scalars(select(Person).where(Person.login == login)).one()

    def sheet(self, login: str = "ruiz", **values) -> str:
        """A complete sheet with nothing left open, as a draft; its id."""
        with self.world.database.write(login) as session:
            who = self.person(session, login)
            made = build.sheet(trainee_id=who.id, classroom_id=who.classrooms[0].id, **values)
            give_new_ids(made)
            session.add(made)
            return made.id

    def submitted(self, login: str = "ruiz", **values) -> str:
        """A complete sheet that was submitted."""
        sheet = self.sheet(login, **values)
        with self.acting(login, sheet) as (session, found, who):
            steps.submit(session, found, who)
        return sheet

    @contextmanager
    def acting(self, login: str, sheet: str):
        """A session in somebody's name, the sheet and the person; committed in the end."""
        with self.world.database.write(login) as session:
            yield session, session.get_one(RunSheet, sheet), self.person(session, login)

    def asking(self, sheet: str, question):
        """The answer to a question like `steps.state`."""
        with self.world.database.read() as session:
            return question(session, session.get_one(RunSheet, sheet))

    def desk(self, sheet: str, login: str = "teacher", query: str = "") -> Page:
        return self.world.as_(login).open(f"/review/{sheet}{query}")

    def post(self, login: str, path: str, **typed):
        """Send a form as somebody, with the token of their own page; about a sheet, with what its desk shows them now."""
        visitor = self.world.as_(login)
        where, _, verb = path.rpartition("/")
        its_page = where if path.startswith("/review/") else f"{where}/check" if verb in OF_THE_CHECK else "/"
        page = visitor.open(its_page)
        if page.status == 404 and verb in OF_THE_CHECK:  # whoever reviews it has its desk
            page = visitor.open(f"/review/{where.rpartition('/')[2]}")
        if page.hidden("csrf_token") is None:
            page = visitor.open("/")
        token = page.hidden("csrf_token")
        seen = page.hidden("seen")
        shown = {} if seen is None else {"seen": seen}
        return visitor.client.post(path, data={"csrf_token": token, **shown, **typed})
