"""Databases that are brought to the newest version and filled once in a process, and copied wherever else they are wanted.

All migrations take as long as a hundred pages; a copy takes as long as writing a file.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

from epcr.db import Database, make_file, open_database
from epcr.migrations import upgrade

Filling = Callable[[Database], None]
_TEMPLATES: dict[tuple[URL, Filling], str] = {}


def nothing(_: Database) -> None:
    """The filling of a database that has its tables and nobody in them."""


def copy_into(database: Database, filling: Filling = nothing) -> None:
    """Make a database that holds nothing yet, and that nobody is connected to, one of the newest version filled like this."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite":
        make_file(database.engine)
        Path(str(url.database)).write_bytes(_file(filling))
    else:
        again = f"CREATE DATABASE {url.database} TEMPLATE {_template(url, filling)}"
        on_server(url, f"DROP DATABASE IF EXISTS {url.database}", again)


def on_server(url: URL, *statements: str) -> None:
    """Say something to a PostgreSQL server about its databases, from none of those that tests use."""
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def drop_templates(server: URL) -> None:
    """Take what is copied from off a server that may outlive the tests."""
    for there, filling in list(_TEMPLATES):
        if there == server.set(database=None):
            on_server(server, f"DROP DATABASE {_TEMPLATES.pop((there, filling))}")


@cache
def _file(filling: Filling) -> bytes:
    with tempfile.TemporaryDirectory(prefix="epcr-copied-") as folder:
        file = Path(folder) / "filled.sqlite"
        _fill(f"sqlite:///{file}", filling)
        return file.read_bytes()


def _template(url: URL, filling: Filling) -> str:
    key = (url.set(database=None), filling)
    if key not in _TEMPLATES:
        name = f"copied_{uuid.uuid4().hex[:12]}"
        on_server(url, f"CREATE DATABASE {name}")
        _fill(url.set(database=name), filling)
        _TEMPLATES[key] = name
    return _TEMPLATES[key]


def _fill(url: str | URL, filling: Filling) -> None:
    database = open_database(url)
    upgrade(database.engine)
    filling(database)
    database.engine.dispose()  # the last to close it writes everything into the one file
