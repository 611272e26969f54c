"""How long somebody without an account waits to be refused, as a ratio to somebody who mistypes a password."""

from __future__ import annotations

from statistics import median
from time import process_time

from epcr.people.password import hash_password, matches

TIMES = 20


def ratio() -> str:
    """One line for `make bench`."""
    known = hash_password("correct horse battery")
    matches(None, "x")  # what it is compared with is made at the first
    took = {stored: median(_seconds(stored) for _ in range(TIMES)) for stored in (known, None)}
    return (
        f"sign-in refused for an unknown login / for a wrong password: {took[None] / took[known]:.2f}"
        " (1 tells a stranger nothing)"
    )


def _seconds(stored: str | None) -> float:
    began = process_time()
    matches(stored, "a guess")
    return process_time() - began
