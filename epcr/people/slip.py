"""Slips: passwords that were made up for people, shown to whoever made them until they are taken note of.

No password is stored. It is worked out again from the server's secret, the slip and the login, and shown only while it is the
one that the person has.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import JSON, ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from epcr.db import Base, UtcMoment, now
from epcr.people.corrections import had_logins
from epcr.people.model import Classroom, Person
from epcr.people.password import readable_from
from epcr.people.passwords import may_reset
from epcr.sheet.section import new_id

# Chosen here: how long a slip that was taken note of still says so, to whoever presses the button again.
NOTED_FOR: Final = timedelta(days=7)


class Slip(Base):
    """A slip: who made it, for which class if for one, and by login a mark of the password's hash as it was made."""

    __tablename__ = "slip"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    maker_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id", ondelete="SET NULL"))
    marks: Mapped[dict[str, str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcMoment(), default=now)
    noted_at: Mapped[datetime | None] = mapped_column(UtcMoment(), default=None)


@dataclass(frozen=True)
class SlipLine:
    """One person on a slip. `password` is empty where it no longer holds, and `why` says so then."""

    person: Person
    password: str = ""
    why: str = ""


CHOSE_OWN: Final = "Has chosen their own"
ANOTHER_SINCE: Final = "No longer right; set a new one"


def password_on(secret: str, slip_id: str, login: str) -> str:
    """The made-up password of a login on a slip."""
    return readable_from(_keyed(secret, "password", slip_id, login))


def write_slip(
    session: Session,
    secret: str,
    slip_id: str,
    maker: Person,
    people: Iterable[Person],
    classroom: Classroom | None,
) -> Slip:
    """Keep a slip for people whose passwords are those of `password_on` now."""
    slip = Slip(
        id=slip_id,
        maker_id=maker.id,
        classroom_id=classroom.id if classroom else None,
        marks={person.login: _mark(secret, slip_id, person) for person in people},
    )
    session.add(slip)
    session.execute(delete(Slip).where(Slip.noted_at < now() - NOTED_FOR))
    session.flush()
    return slip


def find_slip(session: Session, reader: Person, slip_id: str) -> Slip | None:
    """The slip of this id, where this person made it."""
    slip = session.get(Slip, slip_id)
    return slip if slip is not None and slip.maker_id == reader.id else None


def lines_of(session: Session, secret: str, slip: Slip, reader: Person) -> list[SlipLine]:
    """Who stands on the slip, in its order, with the passwords that still hold.

    Left out are people who are gone, and those whose password the reader could not set any more.
    """
    had = had_logins(session, slip.marks, slip.made_at)
    there = [(login, _meant(secret, slip, login, had[login])) for login in slip.marks if login in had]
    return [_line(secret, slip, login, person) for login, person in there if may_reset(reader, person)]


def not_noted(
    session: Session, secret: str, maker: Person, classroom: Classroom | None
) -> list[tuple[Slip, list[SlipLine]]]:
    """The slips of a class, or of none, that their maker has not taken note of, the newest first, each with what it still shows."""
    of_class = Slip.classroom_id == classroom.id if classroom else Slip.classroom_id.is_(None)
    slips = session.scalars(
        select(Slip)
        .where(Slip.maker_id == maker.id, Slip.noted_at.is_(None), of_class)
        .order_by(Slip.made_at.desc(), Slip.id)
    )
    shown = (
        (slip, [line for line in lines_of(session, secret, slip, maker) if line.password]) for slip in slips
    )
    return [(slip, lines) for slip, lines in shown if lines]


def take_note(slip: Slip) -> None:
    """The passwords are written down: the slip shows none any more. Doing it twice changes nothing."""
    slip.noted_at = slip.noted_at or now()


def _meant(secret: str, slip: Slip, login: str, people: list[Person]) -> Person:
    """Whom the slip names by a login that several had since: whose password is the one on it, else the first."""
    of_the_slip = (person for person in people if slip.marks[login] == _mark(secret, slip.id, person))
    return next(of_the_slip, people[0])


def _line(secret: str, slip: Slip, login: str, person: Person) -> SlipLine:
    """`login` is the one that the password was made for; the person may have another since."""
    if not person.must_change_password:
        return SlipLine(person, why=CHOSE_OWN)
    if not hmac.compare_digest(slip.marks[login], _mark(secret, slip.id, person)):
        return SlipLine(person, why=ANOTHER_SINCE)
    return SlipLine(person, password_on(secret, slip.id, login))


def _mark(secret: str, slip_id: str, person: Person) -> str:
    """Of the stored hash, and of the secret: with another one the password could not be worked out again."""
    return _keyed(secret, "mark", slip_id, person.password_hash).hex()[:32]


def _keyed(secret: str, *words: str) -> bytes:
    return hmac.digest(secret.encode(), "\0".join(("slip", *words)).encode(), hashlib.sha256)
