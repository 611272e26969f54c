"""A college of its own for each test of the pages."""

import pytest

from tests.world import make_world


@pytest.fixture
def world(tmp_path):
    made = make_world(tmp_path)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def strict_world(tmp_path):
    made = make_world(tmp_path, mode="strict")
    yield made
    made.database.engine.dispose()
