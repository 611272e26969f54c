"""A college for the pages."""

import pytest

from tests.world import make_world


@pytest.fixture
def world(tmp_path):
    made = make_world(tmp_path)
    yield made
    made.database.engine.dispose()
