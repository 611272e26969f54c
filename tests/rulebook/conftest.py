"""A college of its own for each test of the rulebook's pages, and one for all that only read."""

import pytest


@pytest.fixture(scope="session")
def college(world_to_read):
    return world_to_read
