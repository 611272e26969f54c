"""The statements that an engine sends, and those of them that were sent while it held others back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event

# What keeps other writers waiting: all of them on SQLite, those of the same sheet on PostgreSQL.
_HOLDS = re.compile(r"BEGIN IMMEDIATE|FOR (?:NO KEY )?UPDATE|^\s*(?:INSERT|UPDATE|DELETE)")
_BEGINS = re.compile(r"BEGIN|COMMIT|ROLLBACK|PRAGMA")


@dataclass
class Statements:
    """What was sent since the last `clear`: all that read or write, those under a lock, and how long it was held."""

    sent: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    seconds: float = 0.0
    since: dict[int, float] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget what was sent so far."""
        self.sent.clear()
        self.held.clear()
        self.seconds = 0.0

    def reading(self, table: str) -> int:
        """How many statements begin to read from this table."""
        return sum(1 for one in self.sent if re.search(rf"FROM {table}\b", one))


@contextmanager
def listening(engine: Engine) -> Iterator[Statements]:
    """Note what is sent until the block ends, by any thread."""
    noted = Statements()

    def sent(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        key = id(connection.connection.dbapi_connection)
        if not _BEGINS.match(statement):
            noted.sent.append(statement)
            if key in noted.since or _HOLDS.search(statement):
                noted.held.append(statement)

    def holds(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if _HOLDS.search(statement):
            noted.since.setdefault(id(connection.connection.dbapi_connection), perf_counter())

    def ended(dbapi_connection: Any, *_more: Any) -> None:
        since = noted.since.pop(id(dbapi_connection), None)
        noted.seconds += perf_counter() - since if since is not None else 0.0

    heard = (("before_cursor_execute", sent), ("after_cursor_execute", holds), ("checkin", ended))
    for name, listener in heard:
        event.listen(engine, name, listener)
    try:
        yield noted
    finally:
        for name, listener in heard:
            event.remove(engine, name, listener)
