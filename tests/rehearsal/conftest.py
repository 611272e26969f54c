"""A college of its own for each test of the rehearsal, and complete sheets in it."""

import pytest

from tests.rehearsal.rehearsing import Rehearsing


@pytest.fixture
def college(world):
    return Rehearsing(world)
