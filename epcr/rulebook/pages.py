"""The running lines of rules on paper: the band on top of every page, and at its foot a warning and which page it is.

What stands between them is strips (`epcr.paper.strips`), and what is printed in those is for `paper` and `card`.
"""

from __future__ import annotations

from typing import Final

from epcr.paper import lines, style
from epcr.paper.blocks import Paper

BAND: Final = style.BAND
FOOT: Final = 2 * style.BODY.leading + 4


def band(paper: Paper, words: str) -> None:
    """The black band of every page: that this is training, and what the page is of."""
    paper.band("TRAINING – NOT FOR CARE", room=170, of_what=words)


def foot(paper: Paper, words: str, place: str) -> None:
    """The last two lines of every page: a warning, and which page it is."""
    left, width = style.MARGIN, paper.width - 2 * style.MARGIN
    top = paper.height - style.EDGE - 2 * style.BODY.leading
    written, _ = lines.first_lines(words, style.BODY, width - 90, 2)
    paper.set_lines(left, top + (2 - len(written)) * style.BODY.leading, written, style.BODY)
    paper.write(left + width - 84, top + style.BODY.leading, place, style.BODY, room=84, align="right")
