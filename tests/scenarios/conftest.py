"""A college for the pages, and the demo class loaded once for all tests that only read it."""

import pytest

from tests.demo_class import loaded_in


@pytest.fixture(scope="session")
def college(world_to_read):
    return world_to_read


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    with loaded_in(tmp_path_factory.mktemp("demo")) as database:
        yield database
