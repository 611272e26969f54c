"""Who is asking: the person signed in, and the database session of this request.

Requests that may change something get a writing session in that person's name; the route commits it, once. A view that reads
first (`epcr.review.holding`) holds nothing until it changes something.
"""

from __future__ import annotations

import secrets
from typing import Final, cast

from flask import Flask, abort, current_app, g, request
from flask import session as cookie
from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from epcr.db import Database
from epcr.people.model import Person
from epcr.visit.devices import recognize

HOLDS: Final = "epcr.holds"  # of a session that reads first: what makes it hold the thing that it will change
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PERSON: Final = select(Person).where(Person.id == bindparam("number"))  # made once: each request asks for it


def database() -> Database:
    """The application's database."""
    return cast(Database, current_app.extensions["epcr.database"])


def session() -> Session:
    """The session of this request: reading for safe methods and for views that only read, writing for all others."""
    if "session" not in g:
        g.session = _opened()
        g.session.info["device_at"] = g.get("device_at")
        g.person = None  # a locked database refuses to say who it is; the page about that is then nobody's
        somebody = _somebody(g.session)
        g.person = somebody
        g.session.info["actor"] = somebody.login if somebody else ""
    return cast(Session, g.session)


def somebody() -> Person | None:
    """The person signed in, or None."""
    session()
    return cast("Person | None", g.person)


def person() -> Person:
    """The person signed in; 401 where nobody is."""
    who = somebody()
    if who is None:
        abort(401)
    return who


def remember(who: Person) -> None:
    """Sign somebody in on this browser. The cookie is renewed so that nothing of an earlier visitor stays in it.

    The token of its forms names the person for whom they are drawn (epcr.web.tokens reads it).
    """
    cookie.clear()
    cookie["csrf_token"] = f"{who.id}.{secrets.token_hex(20)}"
    g.pop("csrf_token", None)  # one that was drawn in this request already is the earlier visitor's
    cookie["person"] = who.id
    cookie["epoch"] = who.session_epoch
    recognize(who.login)
    session()
    g.person = who
    g.session.info["actor"] = who.login


def forget() -> None:
    """Sign out on this browser."""
    cookie.clear()
    g.person = None


def give_up() -> None:
    """Undo what this request did, after a failure. Where only the database could still say who asks, the page about it is nobody's."""
    held = g.get("session")
    if held is None:
        return
    if g.person is not None and not inspect(g.person).expired_attributes:
        held.expunge(g.person)  # what was read of them stays known
    else:
        g.person = None
    held.rollback()


def start_over(*, holding: bool) -> None:
    """Let go of all that this request read, to read it anew; `holding` keeps other writers waiting from the first word on."""
    session().close()
    del g.session
    g.holds_from_the_start = holding


def only_asked() -> bool:
    """Whether the page is asked for and nothing was sent to it: HEAD asks for the head of what GET gives."""
    return request.method in SAFE_METHODS


def only_reads() -> bool:
    """Whether the request changes nothing: by its method, or because its view says so of itself."""
    return only_asked() or _marked("only_reads")


def install(app: Flask) -> None:
    """Close the session of each request when it ends."""

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        held = g.pop("session", None)
        if held is not None:
            held.close()


def _marked(mark: str) -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), mark, False)


def _opened() -> Session:
    """A session of the kind that the view of this request asks for, in nobody's name yet."""
    if only_reads():
        return database().reading(info={"actor": ""})
    if _marked("reads_first") and not g.get("holds_from_the_start"):
        return database().reading_first("")
    return database().writing(info={"actor": ""})


def _somebody(db: Session) -> Person | None:
    number = cookie.get("person")
    who = db.scalars(_PERSON, {"number": number}).first() if isinstance(number, int) else None
    if who is None or who.ended_at is not None:
        return None
    return who if cookie.get("epoch") == who.session_epoch else None
