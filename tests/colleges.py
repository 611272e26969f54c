"""The small college as a fixture: one of its own for each test that changes something, and one for all that only read.

Passwords cost next to nothing here: hundreds of people sign in, and what a hash costs is the subject of one test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from epcr.people import password
from tests.lent import Lender
from tests.world import World, make_world

HASHER_OF_THE_PRODUCT = password.HASHER
password.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the least that argon2 takes


@pytest.fixture(scope="session")
def lender(tmp_path_factory: pytest.TempPathFactory) -> Lender:
    """Lends the applications of this process."""
    return Lender(tmp_path_factory.mktemp("lent"))


@pytest.fixture
def world(lender: Lender) -> Iterator[World]:
    """A college of its own."""
    with lender.lend() as lent:
        yield lent


@pytest.fixture
def strict_world(lender: Lender) -> Iterator[World]:
    """A college of its own whose classes refuse what is beyond somebody's scope."""
    with lender.lend(mode="strict") as lent:
        yield lent


@pytest.fixture(params=["sqlite", "postgresql"])
def world_on_either(request: pytest.FixtureRequest, lender: Lender) -> Iterator[World]:
    """A college of its own on SQLite, and one on PostgreSQL."""
    if request.param == "sqlite":
        with lender.lend() as lent:
            yield lent
    else:
        yield request.getfixturevalue("world_on_postgres")


@pytest.fixture
def world_on_postgres(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    """A college of its own on PostgreSQL."""
    made = make_world(tmp_path, database_url=postgres_url)
    yield made
    made.database.engine.dispose()


@pytest.fixture(scope="module")
def lasting_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The college of all tests of a file, each of which begins sheets of its own."""
    made = make_world(tmp_path_factory.mktemp("world"))
    yield made
    made.database.engine.dispose()


@pytest.fixture(scope="session")
def world_to_read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The college of all tests of this process that change nothing."""
    made = make_world(tmp_path_factory.mktemp("world"))
    yield made
    made.database.engine.dispose()
