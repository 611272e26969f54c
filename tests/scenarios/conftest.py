"""A college for the pages, and the demo class loaded once for all tests that only read it."""

from datetime import UTC, datetime

import pytest

from epcr.db import open_database
from epcr.migrations import upgrade
from epcr.scenarios.demo import load_demo
from tests.world import make_world

# A minute past midnight in New York: the newest call of the demo lies as near as it ever does.
LOADED = datetime(2026, 7, 1, 4, 1, tzinfo=UTC)


@pytest.fixture
def world(tmp_path):
    made = make_world(tmp_path)
    yield made
    made.database.engine.dispose()


@pytest.fixture(scope="session")
def college(tmp_path_factory):
    """For tests that only read."""
    made = make_world(tmp_path_factory.mktemp("college"))
    yield made
    made.database.engine.dispose()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    database = open_database(f"sqlite:///{folder / 'demo.sqlite'}")
    upgrade(database.engine)
    load_demo(database, at=LOADED)
    yield database
    database.engine.dispose()
