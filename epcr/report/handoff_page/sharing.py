"""How the room of a page is shared: nobody is cut while another block has room that it does not use.

It knows heights and wishes, no words. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class GrowingBlock(Protocol):
    """A part of the page that can be higher or lower than it usually is."""

    @property
    def usual(self) -> float:
        """How high it is on a calm page, with the gap below it."""

    @property
    def fits(self) -> bool:
        """Whether nothing of it is cut at its usual height."""

    @property
    def least(self) -> float:
        """How high it is at least."""

    @property
    def steady(self) -> float:
        """How high it must be so that nothing of it is cut and nothing in it moves aside, in the smallest type."""

    @property
    def whole(self) -> float:
        """The same where what stands in it may move aside."""

    @property
    def line(self) -> float:
        """By how much it grows."""

    def used(self, high: float) -> float:
        """How much of this height it really needs: what cannot be parted may leave a line of it empty."""


@dataclass(frozen=True)
class Wish:
    """What a block asks for. It is `calm` where it is as high as usual and nothing is cut; it grows by a `line`."""

    least: float
    usual: float
    whole: float
    calm: float
    line: float


def wish(block: GrowingBlock, *, steady: bool) -> Wish:
    """What a block asks for; where it is to be `steady`, so much that nothing in it moves aside."""
    whole = max(block.least, block.steady if steady else block.whole)
    return Wish(block.least, block.usual, whole, max(block.usual, whole), block.line)


def shared(wishes: Sequence[Wish], room: float) -> list[float]:
    """The height of each: first what each must have, then as much as usual, then all of each, then what a calm page has.

    What does not reach for all of them is given line by line, in turn, in the order of the wishes.
    """
    high = [asked.least for asked in wishes]
    goals: tuple[Callable[[Wish], float], ...] = (
        lambda asked: min(asked.usual, asked.whole),
        lambda asked: asked.whole,
        lambda asked: asked.calm,
    )
    for goal in goals:
        aims = [max(now, goal(asked)) for now, asked in zip(high, wishes, strict=True)]
        if sum(aims) > room + _EXACT:
            aims = _in_turn(high, aims, [asked.line for asked in wishes], room - sum(high))
        high = aims
    return high


_EXACT = 0.001


def _in_turn(
    high: Sequence[float], aims: Sequence[float], steps: Sequence[float], left: float
) -> list[float]:
    given = list(high)
    grown = True
    while grown:
        grown = False
        for number, aim in enumerate(aims):
            step = min(steps[number], aim - given[number])
            if _EXACT < step <= left:
                given[number] += step
                left -= step
                grown = True
    return given
