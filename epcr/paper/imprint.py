"""What every paper says of itself: that it is training, and on its last line what it is, so that it can be found again, and at the
end of that its class.
"""

from __future__ import annotations

from typing import Final

from epcr.paper import lines
from epcr.paper.blocks import Paper
from epcr.paper.style import BODY
from epcr.words.language import gettext, marked

TRAINING: Final = marked("TRAINING RECORD – NOT A REAL PATIENT")  # on every page
SUBJECT: Final = marked("Training record, not a real patient")  # in the properties of every document
BETWEEN: Final = 10.0  # points
SHARE: Final = 0.28  # of the line, that is the class's where both are longer than the line


def beside(identity: str, classroom: str, room: float) -> bool:
    """Whether the class stands on the line whole."""
    return (
        not classroom
        or lines.one_line(identity, BODY) + BETWEEN + lines.one_line(named(classroom), BODY) <= room
    )


def imprint(paper: Paper, x: float, y: float, identity: str, classroom: str, *, room: float) -> None:
    """What this paper is, and at the right its class; whichever is too long ends with an ellipsis."""
    if not classroom:
        paper.write(x, y, identity, BODY, room=room)
        return
    whole = lines.one_line(identity, BODY)
    rest = max(room - whole - BETWEEN, room * SHARE)
    wide = min(lines.one_line(named(classroom), BODY) + 0.1, rest)
    paper.write(x, y, identity, BODY, room=room - wide - BETWEEN)
    paper.write(x + room - wide, y, named(classroom), BODY, room=wide)


def named(classroom: str) -> str:
    """How the class is named on paper."""
    return gettext("Class: %(name)s", name=classroom)
