"""The database: one engine, its declarative base, sessions that only read and sessions that write.

It knows nothing of run sheets or people. Times are kept in UTC and come back aware.
"""

from __future__ import annotations

import math
import os
import selectors
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, DateTime, Engine, MetaData, String, TypeDecorator, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from epcr.turns import ServedInTurn

# How long a writer waits on SQLite, in milliseconds: for those of this process, and then for another process.
BUSY_MILLISECONDS = 5000
# How long PostgreSQL may take to answer a new connection: a machine that is off does not answer at all.
CONNECT_SECONDS = 10
# A connection to PostgreSQL that lay unused for longer is asked whether it still works: a router may have forgotten it meanwhile.
QUIET_SECONDS = 30.0
_FILE = "epcr.file"  # of a connection to SQLite: the path, and which file it was when it was opened
_LEFT = "epcr.left"  # of a connection to PostgreSQL: when it came back to the pool, by the clock that only runs forward
_HOLDS = "epcr.holds"  # of a connection to SQLite, while it has the turn of those that write


class Base(DeclarativeBase):
    """The parent of every stored class; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC to the second and returned aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC; a naive one is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time must carry its zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment aware, in UTC (SQLite forgets the zone)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class NumberOrWord(TypeDecorator[int | float | str]):
    """A measured number, or the word a meter shows instead of one ("High")."""

    impl = String(16)
    cache_ok = True

    def process_bind_param(self, value: float | str | None, dialect: Dialect) -> str | None:
        """Store the number as its shortest text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | float | str | None:
        """Return an int where the text is one, a float where it has a fraction, else the word."""
        if value is None:
            return None
        for number in (int, float):
            try:
                return number(value)
            except ValueError:
                continue
        return value


def now() -> datetime:
    """The present moment, aware, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Database:
    """An engine and the two kinds of session over it."""

    engine: Engine
    reading: sessionmaker[Session]
    writing: sessionmaker[Session]
    steady: Engine
    """The engine, with transactions that see one state of all tables from their first statement on, as SQLite's do."""
    turns: ServedInTurn = field(default_factory=ServedInTurn)

    @contextmanager
    def write(self, actor: str) -> Iterator[Session]:
        """A writing session in the name of `actor`, committed when the block ends well."""
        with self.writing(info={"actor": actor}) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that is only read from."""
        with self.reading() as session:
            yield session

    def reading_first(self, actor: str) -> Session:
        """A session in the name of `actor` that reads and keeps nobody waiting, until it is made to `hold`. It flushes when it commits."""
        return self.writing(bind=self.steady, info={"actor": actor}, autoflush=False)

    def hold(self, session: Session) -> None:
        """From here on a session that read first sees what is stored now, and on SQLite it is the one that writes.

        PostgreSQL lets several write, and keeps them apart by the rows that they lock.
        """
        connection = session.connection()
        # What was read is of an older state, and nothing can be written on top of it (SQLITE_BUSY_SNAPSHOT, 40001).
        connection.exec_driver_sql("COMMIT")
        if connection.dialect.name == "sqlite":
            _begin_writing(connection, self.turns)
        elif driver := connection.connection.dbapi_connection:
            connection.dialect.set_isolation_level(driver, "READ COMMITTED")


class DatabaseGone(OperationalError):  # noqa: N818 - it is named for what was found
    """The file of the database is not the one that was opened: it was moved, deleted or replaced while it was in use."""

    def __init__(self, file: str) -> None:
        """Name the file."""
        reason = f"{file} is not there any more, or is another file than the one that was opened"
        super().__init__("BEGIN", None, sqlite3.OperationalError(reason))


def inserting(session: Session, stored: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT in the words of the session's database, which can say what becomes of a row whose key is there already."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(stored)
    return postgresql.insert(stored)


def hold_row(session: Session, row: Base) -> None:
    """Keep others from changing what is stored in a row until the transaction ends, and read it as it is then.

    SQLite does so by itself: whoever may write waits before reading.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.refresh(row, with_for_update=True)


def open_database(url: str | URL) -> Database:
    """Open the database at `url`: SQLite or PostgreSQL. A file that is not there is not made: see `make_file`."""
    # Neither a page nor the log may show what was typed: it stands in the parameters of statements.
    engine = create_engine(url, hide_parameters=True, **_engine_options(make_url(url)))
    on_sqlite = engine.dialect.name == "sqlite"
    made = Database(
        engine=engine,
        reading=sessionmaker(engine, expire_on_commit=False),
        writing=sessionmaker(engine.execution_options(writes=True), expire_on_commit=False),
        steady=engine if on_sqlite else engine.execution_options(isolation_level="REPEATABLE READ"),
    )
    if on_sqlite:
        _listen_sqlite(engine, made.turns)
    else:
        _listen_postgres(engine)
    return made


def make_file(engine: Engine) -> None:
    """Make the empty file of a SQLite database that is not there, for this user alone. Migrations fill it."""
    if engine.dialect.name == "sqlite":
        with suppress(OSError):  # opening it says why it cannot be
            # Not `touch`: a file that is there would be newer than its log, which then seems to be another's (`database_file`).
            os.close(os.open(str(engine.url.database), os.O_RDONLY | os.O_CREAT, 0o600))


def wait_for_writers(connection: Any, milliseconds: int = BUSY_MILLISECONDS) -> None:
    """Set how long a connection of the SQLite driver waits for another that writes."""
    connection.execute(f"PRAGMA busy_timeout={milliseconds}").close()


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        return {}
    if url.get_backend_name() == "sqlite":
        # Whoever waits for a turn to write keeps a connection, and those who only read need one as well.
        return {"pool_size": 10, "max_overflow": -1}
    waiting = {} if "connect_timeout" in url.query else {"connect_args": {"connect_timeout": CONNECT_SECONDS}}
    return {"pool_size": 10, "max_overflow": 10, **waiting}


def _open_only(
    _dialect: Dialect, _entry: ConnectionPoolEntry, given: list[Any], options: dict[str, Any]
) -> None:
    # The driver makes a file that is not there, and a database that was removed would come back empty without a word.
    if options.get("uri"):  # somebody wrote in DATABASE_URL how the file is to be opened
        return
    given[0] = f"file:{quote(str(given[0]))}?mode=rw"
    options["uri"] = True


def _prepare_sqlite(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE; we say it ourselves in _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",  # first: the others wait too
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    file = cursor.execute("PRAGMA database_list").fetchone()[2]
    entry.info[_FILE] = (file, _identity(file))
    cursor.close()


def _listen_sqlite(engine: Engine, turns: ServedInTurn) -> None:
    event.listen(engine, "do_connect", _open_only)
    event.listen(engine, "connect", _prepare_sqlite)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails with "database is locked" under several writers,
        # whatever the time-out, unless it takes the write lock at once.
        if connection.get_execution_options().get("writes", False):
            _begin_writing(connection, turns)
        else:
            _require_same_file(connection)
            connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "checkin")
    def give_back(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        # A connection comes back to the pool when its transaction has ended, whichever way.
        if entry.record_info and entry.record_info.pop(_HOLDS, False):
            turns.give_back()


def _listen_postgres(engine: Engine) -> None:
    """A connection that the server has ended is noticed before it is used. To ask it each time would be a round trip a request."""

    @event.listens_for(engine, "checkin")
    def note(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info[_LEFT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def require_there(connection: Any, entry: ConnectionPoolEntry, _lent: object) -> None:
        try:
            if time.monotonic() - entry.info.get(_LEFT, math.inf) > QUIET_SECONDS or _has_word(connection):
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # what ended this one has ended the others


def _has_word(connection: Any) -> bool:
    """Whether something came while nothing was asked: that the server ended the connection, as a rule."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(connection.fileno(), selectors.EVENT_READ)
        return bool(waiting.select(0))


def _begin_writing(connection: Connection, turns: ServedInTurn) -> None:
    """Wait for one's turn in this process, then for the writers of others."""
    _require_same_file(connection)
    holding = connection.connection.record_info
    if holding is not None and not holding.get(_HOLDS, False):
        if not turns.take(BUSY_MILLISECONDS / 1000):
            raise _busy()
        holding[_HOLDS] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _busy() -> OperationalError:
    """As SQLite says it of another process."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
    return OperationalError("BEGIN IMMEDIATE", None, error)


def _require_same_file(connection: Connection) -> None:
    file, opened = connection.connection.info[_FILE]
    if _identity(file) != opened:
        connection.invalidate()  # the next one opens what is there now, if anything is
        raise DatabaseGone(file)


def _identity(file: str) -> tuple[int, int]:
    """Which file it is, whatever its name; (0, 0) where there is none."""
    try:
        status = Path(file).stat()
    except OSError:
        return (0, 0)
    return (status.st_dev, status.st_ino)
