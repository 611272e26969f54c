"""A college for the pages, and the demo class loaded once for all tests that only read it."""

import pytest

from tests.demo_class import loaded_in
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


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    with loaded_in(tmp_path_factory.mktemp("demo")) as database:
        yield database
