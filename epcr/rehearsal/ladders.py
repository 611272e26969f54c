"""Numbers and times that look like the right one: in equal steps around it, so that neither place nor form gives it away.

The right value stands anywhere among the four, drawn by lot. It knows no field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from epcr.rehearsal.question import OPTIONS, Lot

Ladder = tuple[tuple[str, ...], int]
"""Four texts in rising order, and the place of the right one."""


def ladder(
    value: float,
    steps: Sequence[float],
    possible: tuple[float, float],
    write: Callable[[float], str],
    lot: Lot,
) -> Ladder | None:
    """The value among three others in equal steps, written alike; None where no step gives such values.

    `steps` are tried in an order drawn by lot.
    """
    low, high = possible
    for step in lot.order(steps, "step"):
        for place in lot.order(range(OPTIONS), "place"):
            values = [value + step * (rung - place) for rung in range(OPTIONS)]
            if values[0] < low or values[-1] > high:
                continue
            texts = tuple(write(number) for number in values)
            if written_alike(texts):
                return texts, place
    return None


def times(
    moment: datetime, minutes: Sequence[int], write: Callable[[datetime], str], lot: Lot
) -> Ladder | None:
    """The moment among three others some minutes apart, written alike."""
    for step in lot.order(minutes, "minutes"):
        for place in lot.order(range(OPTIONS), "place"):
            texts = tuple(write(moment + timedelta(minutes=step * (rung - place))) for rung in range(OPTIONS))
            if len({len(text) for text in texts}) == 1 and written_alike(texts):
                return texts, place
    return None


def grid(first: tuple[str, str], second: tuple[str, str], join: str, lot: Lot) -> Ladder:
    """Two answers in one, each right or wrong, so that no option shares more with the others than any other does.

    The right ones stand first in their pairs.
    """
    right = f"{first[0]}{join}{second[0]}"
    options = tuple(lot.order([f"{answer}{join}{other}" for answer in first for other in second], "grid"))
    return options, options.index(right)


def written_alike(texts: Sequence[str]) -> bool:
    """Whether they differ and have as many decimals as each other."""
    return len(set(texts)) == len(texts) and len({_decimals(text) for text in texts}) == 1


def _decimals(text: str) -> int:
    number = text.split(" ", 1)[0].rstrip("%")
    return len(number.partition(".")[2])
