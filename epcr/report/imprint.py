"""The last line of every paper: what it is, so that it can be found again, and at its end the class that it is of."""

from __future__ import annotations

from typing import Final

from epcr.report import lines
from epcr.report.blocks import Paper
from epcr.report.style import BODY

BETWEEN: Final = 10.0  # points
SHARE: Final = 0.28  # of the line, that is the class's where both are longer than the line


def beside(told: str, classroom: str, room: float) -> bool:
    """Whether the class stands on the line whole."""
    return (
        not classroom or lines.one_line(told, BODY) + BETWEEN + lines.one_line(named(classroom), BODY) <= room
    )


def imprint(paper: Paper, x: float, y: float, told: str, classroom: str, *, room: float) -> None:
    """What this paper is, and at the right its class; whichever is too long ends with an ellipsis."""
    if not classroom:
        paper.write(x, y, told, BODY, room=room)
        return
    whole = lines.one_line(told, BODY)
    rest = max(room - whole - BETWEEN, room * SHARE)
    wide = min(lines.one_line(named(classroom), BODY) + 0.1, rest)
    paper.write(x, y, told, BODY, room=room - wide - BETWEEN)
    paper.write(x + room - wide, y, named(classroom), BODY, room=wide)


def named(classroom: str) -> str:
    """How the class is named on paper."""
    return f"Class: {classroom}"
