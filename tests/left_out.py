"""How a test says that this machine lacks what it needs.

With CI=true that is a failure; tests/conftest.py sees to it.
"""

from __future__ import annotations

from typing import NoReturn

import pytest

MARK = "left out: "


def left_out(lacking: str, remedy: str) -> NoReturn:
    """Leave the running test out, naming what is lacking and the command that brings it."""
    pytest.skip(f"{MARK}{lacking}; to have it: {remedy}")
