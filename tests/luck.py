"""How many invented examples a test looks at: few, and the same ones, in `make test`; many, and others each time, in `make explore`.

A gate must say the same of the same code, here and in CI. Luck is for finding what nobody thought of; it says its seed.
"""

from __future__ import annotations

import os

from hypothesis import settings

TIMES = int(os.environ.get("EXPLORE", "0"))  # as many as in `make test`; 0 is `make test` itself
# Two slow cores are no fault of a test.
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.register_profile(
    "luck", deadline=None, derandomize=False, max_examples=settings.default.max_examples * max(TIMES, 1)
)
settings.load_profile("luck" if TIMES else "gate")


def examples(few: int, like: settings | None = None) -> settings:
    """So many examples in `make test`, in all else like these settings; `make explore` multiplies them."""
    return settings(like, max_examples=few * max(TIMES, 1))
