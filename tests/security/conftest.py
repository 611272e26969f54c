"""A college of its own for each attack, and the means of one: a form sent as somebody, with whatever one likes in it."""

import pytest

from tests.security.attack import Attack


@pytest.fixture
def attack(world):
    return Attack(world)


@pytest.fixture
def strict_attack(strict_world):
    return Attack(strict_world)
