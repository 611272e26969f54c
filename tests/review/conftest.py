"""A college of its own for each test of the review, and complete sheets in it."""

import pytest

from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)
