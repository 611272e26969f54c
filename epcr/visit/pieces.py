"""Pieces of pages as values: what can be done with one thing of a list, a mark in words and shape, an option of a choice.

Pages receive them ready; `templates/macros/pieces.html` lays them out and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ActLink:
    """A link to what can be done with one thing of a list. Only heard are `aloud` and the name after it: whose it is."""

    words: str
    address: str
    aloud: str = ""
    name: str = ""


@dataclass(frozen=True)
class Mark:
    """Words with a shape and a tone, as `macros/marks.html` draws them."""

    tone: str
    shape: str
    words: str


@dataclass(frozen=True)
class Option:
    """One of those that can be chosen."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class Chooser:
    """A choice from a list under its label; `name` is that of the field, `id` that of the control."""

    id: str
    name: str
    words: str
    options: tuple[Option, ...]


def options(pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    """Values and their words, with the one that is chosen."""
    return tuple(Option(value, words, value == chosen) for value, words in pairs)
