"""How paper looks: sizes, weights, grays and distances of every document, in points.

It knows no content. Nothing is set below 9 points. All text is black on white or white on black, and nothing is shaded: paper is
often a copy of a copy, on which gray turns into dots.
"""

from __future__ import annotations

from dataclasses import dataclass

LETTER = (612.0, 792.0)  # ANSI/ASME Y14.1: 8.5 × 11 inches at 72 points an inch
A4 = (595.2756, 841.8898)  # ISO 216: 210 × 297 mm
PAPERS = {"letter": LETTER, "a4": A4}

MARGIN = 27.0  # left and right
EDGE = 22.0  # top and bottom; printers reach to within 18
GAP = 5.0
PAD = 4.0
BAND = 17.0  # the black band on top of a page

BLACK = 0.0
WHITE = 1.0
LINE = 0.45  # rules to write on
HAIR = 0.75  # rules between rows, where their absence would lose nothing

THIN = 0.5
FRAME = 0.9
HEAVY = 2.0

SMALLEST = 9.0  # LOOK, "Handoff on paper"


@dataclass(frozen=True)
class Style:
    """How one piece of text is set. `leading` is the distance from line to line, `gray` 0 for black."""

    size: float = SMALLEST
    leading: float = 10.8
    bold: bool = False
    gray: float = BLACK


BODY = Style()
STRONG = Style(bold=True)
REVERSED = Style(bold=True, gray=WHITE)
BANNER = Style(size=11, leading=13, bold=True, gray=WHITE)
NAME = Style(size=20, leading=23, bold=True)
WHO = Style(size=18, leading=22, bold=True)
MARK = Style(size=17, leading=20, bold=True)
LETTER_OF_PART = Style(size=13, leading=15, bold=True, gray=WHITE)
HEADING = Style(size=10.5, leading=13, bold=True)
REVERSED_HEADING = Style(size=10.5, leading=13, bold=True, gray=WHITE)


def size_of(paper: str) -> tuple[float, float]:
    """Width and height of a sheet of paper. Raises ValueError for one that is not printed on."""
    if paper not in PAPERS:
        message = f"paper is {' or '.join(PAPERS)}, not {paper}"
        raise ValueError(message)
    return PAPERS[paper]
