"""The means of an attack: requests that no page of ours sends, answered as outside of tests, where nothing may break."""

from __future__ import annotations

from werkzeug.test import TestResponse

from epcr.sheet.section import new_id
from tests.page import Visitor
from tests.world import World


class Attack:
    """A college and what is sent to it."""

    def __init__(self, world: World) -> None:
        # An exception is to become the page that a visitor would get.
        world.app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
        self.world = world

    def stranger(self) -> Visitor:
        """Somebody who is not signed in, in a browser of their own."""
        return Visitor(self.world.app)

    def token(self, visitor: Visitor, page: str = "/password") -> str:
        """The token of that visitor's own page."""
        return str(visitor.open(page).hidden("csrf_token"))

    def post(self, login: str, path: str, typed: dict | None = None, **more) -> TestResponse:
        """Send a form as somebody, with the token of their own page."""
        visitor = self.world.as_(login)
        sent = {"csrf_token": self.token(visitor), **(typed or {})}
        return visitor.client.post(path, data=sent, **more)

    def opened(self, login: str, path: str) -> dict[str, str]:
        """What the page of a form that several may change keeps hidden: how it was opened."""
        told = self.world.as_(login).open(path).html.find("input", attrs={"name": "seen"})
        return {"seen": str(told["value"])} if told else {}

    def save(self, sheet: str, slug: str, login: str = "ruiz", entry: str = "", **fields) -> TestResponse:
        """Send the form of a section or entry, with these fields in it and nothing else."""
        part = self.world.sheet(sheet).part(slug, entry)
        typed = {"version": str(part.version if part else 0), "entry": entry}
        for name, value in fields.items():
            typed["-".join(word for word in (slug, entry, name.replace("__", "-")) if word)] = value
        return self.post(login, f"/sheets/{sheet}/{slug}", typed)

    def entry(self, sheet: str, slug: str, **fields) -> str:
        """A new entry that was saved; its id."""
        entry = new_id()
        answer = self.save(sheet, slug, entry=entry, **fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
        return entry

    def first_crew_member(self, sheet: str) -> str:
        """The id of who wrote the sheet."""
        return str(self.world.sheet(sheet).crew[0].id)
