"""A college of its own for each test of the review, and complete sheets in it."""

import pytest

from tests.review.college import College
from tests.world import make_world


@pytest.fixture
def college(tmp_path):
    made = make_world(tmp_path)
    yield College(made)
    made.database.engine.dispose()
