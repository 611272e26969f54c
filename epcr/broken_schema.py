"""What is said when a file in `schemas/` cannot be used: which file, which key, why."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, ValidationError, convert

Shape = TypeVar("Shape", bound=Struct)


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


def read_toml(path: Path, shape: type[Shape], noun: str) -> Shape:
    """What a TOML file holds, in this shape; `noun` names what the file is of. Raises BrokenSchema with the key and the reason."""
    try:
        return convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except FileNotFoundError:
        raise BrokenSchema(path, "(file)", f"there is no file of {noun}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrokenSchema(path, "(file)", f"it is not TOML in UTF-8: {error}") from None
    except ValidationError as error:
        reason, _, at = str(error).partition(" - at ")
        raise BrokenSchema(path, at.strip("`").removeprefix("$.") or "(file)", reason) from None
