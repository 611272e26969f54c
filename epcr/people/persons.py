"""Who signs in: found by login, verified, added, ended."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from epcr.db import now
from epcr.isolates import isolated
from epcr.people.ending import in_words
from epcr.people.listing import read_level, read_login, read_name
from epcr.people.model import Person, Role
from epcr.people.password import check_new_password, hash_password, matches
from epcr.refused import Refused
from epcr.words.language import gettext, marked

WRONG = marked("Login or password is wrong. Check both; your instructor can set a new password.")


def find_person(session: Session, login: str) -> Person | None:
    """Who has this login, whatever its case."""
    try:
        cleaned = read_login(login)
    except Refused:
        return None
    return session.scalar(select(Person).where(Person.login == cleaned))


def verify(session: Session, login: str, password: str) -> Person | None:
    """Whose login and password these are. An unknown login takes as long as a wrong password."""
    person = find_person(session, login)
    right = matches(person.password_hash if person else None, password)
    return person if right else None


def add_person(
    session: Session,
    *,
    login: str,
    name: str,
    role: Role,
    password: str,
    level: str | None = None,
    must_change: bool = False,
) -> Person:
    """Add somebody who signs in. A password of one's own choice is checked, one that must be changed is not."""
    cleaned = read_login(login)
    if not must_change:
        check_new_password(password, cleaned)
    return add_hashed(
        session, login=cleaned, name=name, role=role, password_hash=hash_password(password), level=level,
        must_change=must_change,
    )  # fmt: skip


def add_hashed(
    session: Session,
    *,
    login: str,
    name: str,
    role: Role,
    password_hash: str,
    level: str | None = None,
    must_change: bool = False,
) -> Person:
    """Add somebody whose password was hashed before, so that no other writer waits for it."""
    cleaned = read_login(login)
    person = Person(
        login=cleaned,
        name=read_name(name),
        role=Role(role),
        level=read_level(level or ""),
        password_hash=password_hash,
        must_change_password=must_change,
    )
    if find_person(session, cleaned) is not None:
        raise taken(cleaned)
    session.add(person)
    session.flush()
    return person


def taken(login: str) -> Refused:
    """That somebody has this login."""
    return Refused(f"Somebody already has the login {isolated(login)}; choose another.", "login")


def account_ended(person: Person) -> str:
    """That the account has ended, for whoever has its password; empty for one that has not."""
    if person.ended_at is None:
        return ""
    return gettext(
        "This account ended on %(day)s, so nobody signs in with it. What was written with it is kept. "
        "An administrator can open it again.",
        day=in_words(person.ended_at.date()),
    )


def note_first_sign_in(session: Session, person: Person) -> None:
    """Keep when somebody signed in for the first time; who did is not removed with the list they came by."""
    unnoted = update(Person).where(Person.id == person.id, Person.first_sign_in_at.is_(None))
    session.execute(unnoted.values(first_sign_in_at=now()), execution_options={"synchronize_session": False})


def everybody(session: Session) -> Sequence[Person]:
    """All people, by name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()
