"""A college of its own for each test of the rehearsal, and complete sheets in it."""

import pytest

from tests.rehearsal.rehearsing import Rehearsing
from tests.world import make_world


@pytest.fixture
def college(tmp_path):
    made = make_world(tmp_path)
    yield Rehearsing(made)
    made.database.engine.dispose()
