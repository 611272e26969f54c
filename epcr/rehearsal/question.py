"""One recall question, and the lot that is drawn for it: the same for the same seed, on every machine.

It knows nothing of run sheets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from epcr.sheet.anchor import Anchor

OPTIONS = 4

T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """A choice of four of which one is right. `topic` is what it asks about; no two of a rehearsal share one.

    `anchors` are the fields that the answer came from, `part` the part of the handoff that says it, and `statement` how.
    `gap` marks a question whose answer is that something is not documented.
    """

    topic: str
    text: str
    options: tuple[str, ...]
    right: int
    anchors: tuple[Anchor, ...]
    part: str
    statement: str
    gap: bool = False

    @property
    def answer(self) -> str:
        """The option that is right."""
        return self.options[self.right]


@dataclass(frozen=True)
class Lot:
    """Chance that can be repeated: `seed` is all that it depends on. `about` keeps the draws of one rehearsal apart."""

    seed: str

    def number(self, about: str, below: int) -> int:
        """A number from 0 to below `below`."""
        return int(self._digest(about), 16) % below

    def order(self, things: Iterable[T], about: str) -> list[T]:
        """The things in an order of their own; equal things must not be among them."""
        return sorted(things, key=lambda thing: self._digest(f"{about}/{thing}"))

    def pick(self, things: Sequence[T], about: str) -> T:
        """One of the things."""
        return things[self.number(about, len(things))]

    def _digest(self, about: str) -> str:
        return hashlib.sha256(f"{self.seed}/{about}".encode()).hexdigest()


def mixed(right: str, wrong: Sequence[str], lot: Lot, about: str) -> tuple[tuple[str, ...], int] | None:
    """The right answer among three wrong ones, and its place; None where there are no three that differ from it."""
    differing = {text.casefold(): text for text in wrong if text.casefold() != right.casefold()}
    chosen = list(differing.values())[: OPTIONS - 1]
    if len(chosen) < OPTIONS - 1:
        return None
    options = tuple(lot.order([right, *chosen], f"{about}/order"))
    return options, options.index(right)
