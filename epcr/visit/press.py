"""A press of a button that makes something, remembered with what it made, so that the same press once more finds it.

It knows no request. What was typed is not kept: a press is known by a keyed digest of who, where, which form and what.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, Text, delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from epcr.db import Base, UtcMoment, inserting, now

# Chosen here: a page that was left open over a long weekend still finds what it made.
KEPT = timedelta(days=7)
KEY_LENGTH = 64


class Press(Base):
    """One press: `key` is its digest in hex; `leads_to` and `said` are the address and the words that answered it."""

    __tablename__ = "press"

    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    leads_to: Mapped[str] = mapped_column(Text, default="")
    said: Mapped[str] = mapped_column(Text, default="")
    tone: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[datetime] = mapped_column(UtcMoment(), default=now, index=True)


def claim(session: Session, key: str) -> Press | None:
    """Take the press for this transaction, before anything is made; give the earlier one where it was made already.

    Of two at once the second waits here until the first is committed or undone: on SQLite because there is one writer, on
    PostgreSQL because of the key.
    """
    values = {"key": key, "leads_to": "", "said": "", "tone": "", "at": now()}
    taken = session.execute(
        inserting(session, Press).values(values).on_conflict_do_nothing().returning(Press.key)
    ).first()
    return None if taken else session.get_one(Press, key, populate_existing=True)


def earlier(session: Session, key: str) -> Press | None:
    """The same press where it was made and answered already; nothing is claimed."""
    return session.get(Press, key)


def answer(session: Session, key: str, leads_to: str, sentence: str = "", tone: str = "") -> None:
    """Keep how a claimed press was answered, and let go of those that nobody repeats any more."""
    kept = session.execute(
        update(Press)
        .where(Press.key == key)
        .values(leads_to=leads_to, said=sentence, tone=tone)
        .returning(Press.key)
    ).first()
    if kept is None:
        message = "a press is answered in the transaction that claimed it"
        raise RuntimeError(message)
    session.execute(delete(Press).where(Press.at < now() - KEPT))
