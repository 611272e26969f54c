"""The file of a SQLite database beside its other files: whose it is, whether its log belongs to it, whether it is whole.

It knows nothing of tables. A log is the `-wal` of SQLite: what was saved and is not yet in the file itself.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import unquote, urlsplit

import sqlalchemy.exc
from sqlalchemy import Engine

BESIDE: Final = ("-wal", "-shm")
# https://www.sqlite.org/fileformat2.html#the_write_ahead_log: the heads of the log and of each page in it, in bytes.
_LOG_HEAD: Final = struct.Struct(">8I")
_PAGE_HEAD: Final = struct.Struct(">6I")
_MAGIC: Final = frozenset({0x377F0682, 0x377F0683})
_MALFORMED: Final = 11  # https://www.sqlite.org/rescode.html#corrupt


class Unusable(Exception):  # noqa: N818 - it is named for what was found
    """A database that must not be used as it lies there; the sentence says what to do."""


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return None
    name = str(engine.url.database)
    return Path(unquote(urlsplit(name).path)) if name.startswith("file:") else Path(name)


def log_of(file: Path) -> Path:
    """Where SQLite keeps the log of this file."""
    return file.with_name(f"{file.name}-wal")


def beside(file: Path) -> list[Path]:
    """The file and those that SQLite keeps beside it, as far as they are there."""
    there = (file, *(file.with_name(f"{file.name}{end}") for end in BESIDE))
    return [part for part in there if part.exists()]


def keep_private(file: Path) -> None:
    """Take away what others on this machine may do with the database, where it is ours to take."""
    for part in beside(file):
        with suppress(OSError):
            if part.stat().st_mode & 0o077:
                part.chmod(0o600)


def give_to_owner_of(model: Path, file: Path) -> None:
    """Where root made the file, give it to whoever owns `model`: the server could not use it else."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = model.stat()
        os.chown(file, owner.st_uid, owner.st_gid)


def require_own_log(file: Path) -> None:
    """Refuse a database beside the log of another: SQLite would write the log into it, and both would be lost.

    A copy that is laid over a database comes later than the last change in the log. Ask this only while nobody uses it.
    """
    log = log_of(file)
    with suppress(FileNotFoundError):
        logged = log.stat()
        if logged.st_size <= _LOG_HEAD.size:
            return
        if not file.exists():
            message = (
                f"{log.name} is there and {file.name} is not: put {file.name} back into {file.parent}, or a backup with:"
                " epcr restore FILE"
            )
            raise Unusable(message)
        if file.stat().st_ctime_ns > logged.st_ctime_ns and not _is_written_back(log, file):
            message = (
                f"{file.name} was changed after {log.name} was written, as when a copy is laid over a database that was not stopped"
                f" well. They do not belong together. To put a backup back: epcr restore FILE. If nothing was copied: touch {log}"
            )
            raise Unusable(message)


def require_whole(engine: Engine) -> None:
    """Refuse a SQLite database whose pages do not fit together. PostgreSQL looks after its own."""
    file = file_of(engine)
    if file is None:
        return
    try:
        with engine.connect() as connection:
            verdict = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    except sqlalchemy.exc.DatabaseError as error:
        if (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) != _MALFORMED:
            raise
        verdict = "malformed"
    if verdict != "ok":
        message = (
            f"the database {file} is damaged; put the latest backup back with: epcr restore FILE (the damaged one is moved aside,"
            " not deleted)"
        )
        raise Unusable(message)


def _is_written_back(log: Path, file: Path) -> bool:
    """Whether it was SQLite that changed the file after its log, by writing the log back: whole, or as far as it came before it was killed.

    It writes back what some transaction of the log left, the pages in the order of their numbers
    (https://www.sqlite.org/fileformat2.html#checkpoints, walCheckpoint in src/wal.c). So the first of them stands in the file as the log
    has it; where a copy was laid over the file it does not, since the log holds only what was changed.
    """
    with log.open("rb") as logged, file.open("rb") as kept:
        head = logged.read(_LOG_HEAD.size)
        magic, _, size, _, *salt = _LOG_HEAD.unpack(head)[:6]
        if magic not in _MAGIC:
            return True  # SQLite does not read it either
        empty = True
        for number, at in _first_pages(logged, size, salt):
            empty = False
            if _read(logged, at, size) == _read(kept, (number - 1) * size, size):
                return True
        return empty


def _first_pages(logged: BinaryIO, size: int, salt: list[int]) -> Iterator[tuple[int, int]]:
    """The page of the lowest number that the log holds when a transaction of it was finished, and where it stands there; each once.

    `size` is that of a page, in bytes; pages of another salt are of an earlier time. Whoever takes a page may read on elsewhere in the log.
    """
    first, at, last = 0, 0, 0
    while len(page_head := logged.read(_PAGE_HEAD.size)) == _PAGE_HEAD.size:
        number, ends, *own_salt = _PAGE_HEAD.unpack(page_head)[:4]
        if own_salt != salt:
            return
        here = logged.tell()
        if not first or number <= first:
            first, at = number, here
        if ends and last != at:
            last = at
            yield first, at
        logged.seek(here + size)


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)
