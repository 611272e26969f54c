"""What is said when a file in `schemas/` cannot be used: which file, which key, why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


class BrokenSchema(Exception):  # noqa: N818 - it is named for what it found
    """A schema file that stops the start."""

    def __init__(self, file: Path | str, key: str, reason: str) -> None:
        """Name the file, the key or line in it, and the reason in words."""
        super().__init__(f"{file}: {key}: {reason}")
        self.file = str(file)
        self.key = key
        self.reason = reason


# Takes the file, the key or line in it, and the reason.
Complain = Callable[[Path, str, str], None]


def stop(file: Path, key: str, reason: str) -> None:
    """Complain by raising BrokenSchema: what a start does at the first thing that cannot be used."""
    raise BrokenSchema(file, key, reason)
