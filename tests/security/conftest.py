"""A college of its own for each attack, and the means of one: a form sent as somebody, with whatever one likes in it."""

import pytest

from tests.security.attack import Attack
from tests.world import make_world


@pytest.fixture
def attack(tmp_path):
    made = Attack(make_world(tmp_path))
    yield made
    made.world.database.engine.dispose()


@pytest.fixture
def strict_attack(tmp_path):
    made = Attack(make_world(tmp_path, mode="strict"))
    yield made
    made.world.database.engine.dispose()
