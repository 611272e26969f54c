"""A backup made while the database is used, and a backup put back: one file of SQLite, whole or not there at all.

What is put back is looked at first, brought to this version and looked at again; what was there is moved aside and never deleted.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alembic.util.exc import CommandError
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import SQLAlchemyError, StatementError

from epcr import in_use
from epcr.database_file import beside, give_to_owner_of, log_of
from epcr.db import Base, now, open_database
from epcr.migrations import Version, upgrade, version

OURS: Final = ("person", "classroom", "run_sheet")  # tables that every version has


class NotDone(Exception):  # noqa: N818 - it is named for what it says
    """Nothing was changed; the sentence says why."""


@dataclass(frozen=True)
class Holdings:
    """What a database holds: how many people and run sheets, and its size in bytes."""

    people: int
    sheets: int
    size: int


def back_up(source: Path, target: Path, *, replace: bool) -> Holdings:
    """Write a whole copy of the database to `target`, as it is at this moment. Raises NotDone, and OSError where it cannot be written."""
    if any(target.resolve() == file.resolve() for file in (*beside(source), source)):
        raise NotDone(f"{target} is the database itself; give the backup another name")
    if target.exists() and not (replace and target.is_file()):
        raise NotDone(f"{target} is there already; give another name, or write it anew with --replace")
    if leftover := [file for file in beside(target) if file != target]:
        raise NotDone(f"{leftover[0]} would be taken for a part of the backup; move it away first")
    with _made_beside(target) as copy:
        with closing(_connected(source)) as live, closing(_connected(copy)) as kept:
            live.backup(kept)  # in one step: it reads one moment, and nobody who saves waits for it
            kept.execute("PRAGMA journal_mode=DELETE").fetchone()  # one file, without others beside it
            _require_sound(kept, source)
        held = _held(copy)
        _to_disk(copy)
        if target.exists() and not replace:
            raise NotDone(f"{target} was made meanwhile; give another name")
        copy.replace(target)
    _to_disk(target.parent)
    return held


@dataclass(frozen=True)
class RestoredDatabase:
    """What was put back, and where what was there before is now, if anything was."""

    held: Holdings
    aside: Path | None


def put_back(source: Path, target: Path) -> RestoredDatabase:
    """Put a backup in the place of the database. Raises NotDone, and Served where somebody serves it: then all is as it was."""
    if any(source.resolve() == file.resolve() for file in (*beside(target), target)):
        raise NotDone(f"{source} is the database itself; copy it to another name, then restore that")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _made_beside(target) as copy:
        give_to_owner_of(target if target.exists() else target.parent, copy)
        shutil.copyfile(source, copy)
        if log_of(source).exists():  # a copy of the files themselves, as it lay beside a server
            shutil.copyfile(log_of(source), log_of(copy))
        _require_ours(copy, source)  # before anybody is asked to stop a server
        with in_use.alone(target):
            held = _brought_up(copy, source)
            if target.exists():
                in_use.require_unused(target)  # last: it may write the log into the file
            aside = _moved_aside(target)
            copy.replace(target)
            _to_disk(target.parent)
    return RestoredDatabase(held, aside)


def _brought_up(copy: Path, source: Path) -> Holdings:
    """Bring the copy to this version, all of it in one file and on the disk."""
    database = open_database(URL.create("sqlite", database=str(copy)))
    try:
        _bring_up(database.engine, source)
    finally:
        database.engine.dispose()
    with closing(_connected(copy)) as kept:
        kept.execute("PRAGMA journal_mode=DELETE").fetchone()
        _require_sound(kept, source)
    held = _held(copy)
    _to_disk(copy)
    return held


def command_for_postgresql(engine: Engine, program: str, file: str) -> list[str]:
    """The words of the command that does it on PostgreSQL, without a password: it is asked for, or lies in ~/.pgpass."""
    url = engine.url
    query = {name: value for name, value in url.query.items() if name not in {"password", "sslpassword"}}
    address = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    where = f"--dbname={address.render_as_string(hide_password=False)}"
    if program == "pg_dump":
        return [program, "--format=custom", f"--file={file}", where]
    return [program, "--clean", "--if-exists", "--no-owner", "--single-transaction", where, file]


@contextmanager
def _made_beside(target: Path) -> Iterator[Path]:
    """An empty file beside the target, for this user alone, that is gone afterwards unless it took the target's place."""
    if not target.parent.is_dir():
        raise NotDone(f"there is no folder {target.parent}; make it, or check its name")
    copy = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield copy
    except sqlite3.DatabaseError as error:
        raise NotDone(f"{target} cannot be written: {error}") from None
    finally:
        for file in [*beside(copy), copy.with_name(f"{copy.name}-journal")]:
            with suppress(OSError):
                file.unlink()


def _connected(file: Path) -> sqlite3.Connection:
    # A file that comes from elsewhere may hold programs; none of ours does.
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=60)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def _require_ours(copy: Path, source: Path) -> None:
    """Refuse what is no database of this program, before anything of it is run."""
    try:
        with closing(_connected(copy)) as opened:
            tables = {
                str(name) for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            programs = opened.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
            ).fetchone()
            if not tables >= {*OURS, "alembic_version"}:
                raise NotDone(f"{source} is not a database of epcr; give what `epcr backup` wrote")
            if programs:
                raise NotDone(
                    f"{source} holds something that epcr did not put there ({programs[0]!r}); it is not put back"
                )
            _require_sound(opened, source)
    except sqlite3.DatabaseError as error:
        raise NotDone(f"{source} cannot be put back: {error}; give what `epcr backup` wrote") from None


def _require_sound(opened: sqlite3.Connection, file: Path) -> None:
    """Read every page; refuse what does not fit together."""
    try:
        (verdict,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise NotDone(f"{file} is damaged: {' '.join(verdict.split())}")


def _bring_up(engine: Engine, source: Path) -> None:
    """Bring the copy to this version, and end every sign-in in it.

    Sign-ins are numbered, so that one that was ended since the backup would hold again.
    """
    if version(engine) is Version.UNKNOWN:
        raise NotDone(f"{source} is of a newer version of epcr than this one; install that version first")
    try:
        upgrade(engine)
    except (SQLAlchemyError, CommandError) as error:
        why = str(error.orig) if isinstance(error, StatementError) else str(error)
        raise NotDone(f"{source} cannot be brought to this version: {why}") from None
    with engine.execution_options(writes=True).begin() as connection:
        later = {"later": 1 + secrets.randbelow(1_000_000_000)}
        connection.execute(
            text("UPDATE person SET session_epoch = session_epoch % 1000000000 + :later"), later
        )
        for table in Base.metadata.sorted_tables:
            columns = {row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")')}
            if not columns >= set(table.columns.keys()):
                raise NotDone(f"{source} lacks a part of its table {table.name}; it is not put back")


def _held(file: Path) -> Holdings:
    with closing(_connected(file)) as opened:
        (people,) = opened.execute("SELECT count(*) FROM person").fetchone()
        (sheets,) = opened.execute("SELECT count(*) FROM run_sheet").fetchone()
    return Holdings(people, sheets, file.stat().st_size)


def _moved_aside(target: Path) -> Path | None:
    """Move the database with its log to another name, at which SQLite still knows them as one; None where none is there."""
    there = beside(target)
    if not there:
        return None
    aside = target.with_name(f"{target.stem}-before-restore-{now():%Y%m%d-%H%M%S}{target.suffix}")
    if beside(aside):
        raise NotDone(f"{aside} is there already; try again in a second")
    for file in reversed(there):  # the file itself last: without its log it must never stand at its own name
        file.rename(aside.with_name(aside.name + file.name.removeprefix(target.name)))
    return aside


def _to_disk(place: Path) -> None:
    """Wait until the disk has it; a folder cannot be asked everywhere."""
    with suppress(OSError):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
