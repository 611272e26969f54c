"""Who serves a database: every process that does holds it, so that nothing is moved away under it and no two sign with two secrets.

The hold ends with the process, however that ends. Of a secret only its mark is kept, from which it cannot be found.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from epcr.database_file import Unusable, file_of, give_to_owner_of, require_own_log

PATIENCE: Final = 3.0  # seconds for another process that only looks whether it is alone
# The two numbers of a lock of PostgreSQL: the first is ours, as in epcr/migrations/env.py, the second the mark of the secret.
_OURS: Final = 0x65504352
_WITH_ANOTHER: Final = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %s AND objid <> %s AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_LOCKED: Final = (5, 6)  # https://www.sqlite.org/rescode.html#busy
TWO_SECRETS: Final = (
    "this database is served already by a process with another secret: whoever signs in at one is unknown to the other. Give every"
    " process the same SECRET_KEY, or the same EPCR_HOME"
)
SERVED: Final = (
    "a server or another command still runs on the database {}; stop it with Ctrl-C, or with `systemctl stop epcr` where it is a"
    " service, then try again"
)
MOVED: Final = "the database {} is being put back or moved; try again when that is done"


class Served(Unusable):
    """Somebody serves it."""


@dataclass(frozen=True)
class Hold:
    """That this process serves the database. `kept` lives as long as it does."""

    kept: Any

    def let_go(self) -> None:
        """End it before the process ends."""
        if isinstance(self.kept, int):
            os.close(self.kept)
        else:
            self.kept.close()


def hold(engine: Engine, secret: str) -> Hold:
    """Hold the database for a process that signs with this secret. Raises Unusable where one with another secret serves it."""
    mark = sha256(f"epcr serves with {secret}".encode()).digest()[:8]
    file = file_of(engine)
    return Hold(_of_server(engine, mark) if file is None else _of_file(file, mark))


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Nobody begins to serve this file within the block. Raises Served where somebody serves it."""
    descriptor = _opened(file)
    try:
        if not _lock(descriptor, shared=False):
            raise Served(SERVED.format(file))
        yield
    finally:
        os.close(descriptor)


def require_unused(file: Path) -> None:
    """Refuse while any process has the file open, of whatever version it is. Leaves one file without its log, where it is whole."""
    try:
        require_own_log(file)
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        mode = "wal" if error.sqlite_errorcode & 0xFF in _LOCKED else ""
    except (sqlite3.DatabaseError, Unusable):
        return  # it is damaged: nobody works with it
    if mode == "wal":
        raise Served(SERVED.format(file))


def _of_file(file: Path, mark: bytes) -> int:
    with ExitStack() as undone:
        descriptor = _opened(file)
        undone.callback(os.close, descriptor)
        until = time.monotonic() + PATIENCE
        while not (first := _lock(descriptor, shared=False)) and not _lock(descriptor, shared=True):
            if time.monotonic() > until:
                raise Unusable(MOVED.format(file))
            time.sleep(0.05)
        os.lseek(descriptor, 0, os.SEEK_SET)
        if first:
            os.write(descriptor, mark)
            _lock(descriptor, shared=True)
        elif os.read(descriptor, len(mark)) != mark:
            raise Unusable(TWO_SECRETS)
        undone.pop_all()
    return descriptor


def _opened(file: Path) -> int:
    held = file.with_name(f"{file.name}-served")
    # A lock of the database's own file would end with the next reading of that file in this process.
    descriptor = os.open(held, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    give_to_owner_of(file if file.exists() else file.parent, held)
    return descriptor


if sys.platform == "win32":
    import msvcrt

    _FROM, _PLACES = (
        1 << 20,
        1 << 20,
    )  # bytes beyond the mark: each process takes one, whoever is alone takes all

    def _lock(descriptor: int, *, shared: bool) -> bool:
        at, many = (_FROM + random.randrange(_PLACES), 1) if shared else (_FROM, _PLACES)  # noqa: S311 - no secret
        os.lseek(descriptor, _FROM, os.SEEK_SET)
        with suppress(OSError):  # it held none
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, _PLACES)
        os.lseek(descriptor, at, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, many)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _of_server(engine: Engine, mark: bytes) -> Any:
    """A connection of its own, outside the pool: PostgreSQL lets go of the lock when it ends."""
    number = int.from_bytes(mark[:4], "big") >> 1  # PostgreSQL's numbers have a sign
    dialect = engine.dialect
    words, options = dialect.create_connect_args(engine.url)
    # The driver's own connection: a child of this process, which some servers fork, leaves it alone when it ends.
    connection: Any = dialect.connect(*words, **options)
    connection.autocommit = True
    connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", (_OURS, number))
    if connection.execute(_WITH_ANOTHER, (_OURS, number)).fetchone()[0]:
        connection.close()
        raise Unusable(TWO_SECRETS)
    return connection
