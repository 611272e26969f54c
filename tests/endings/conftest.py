"""A college of its own for each test of what ends."""

import pytest

from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)
