"""A college of its own for each test of what ends."""

import pytest

from tests.review.college import College
from tests.world import make_world


@pytest.fixture
def world(tmp_path):
    made = make_world(tmp_path)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def college(world):
    return College(world)
