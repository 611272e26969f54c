"""A college of its own for each test of the rulebook's pages, and one for all that only read."""

import pytest

from tests.world import make_world


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
