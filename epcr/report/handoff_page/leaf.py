"""The page of a handoff while it is drawn: its paper, its sheet, and what was read from the sheet once for all blocks.

Blocks are drawn at the height they are given; where they stand is for `epcr.report.sbar`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from epcr.checks.verdicts import Judged, judging
from epcr.handoff.statement import Statement
from epcr.handoff.trend import Trend
from epcr.paper import style
from epcr.paper.blocks import Paper
from epcr.report.handoff_page.formats import Format
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet

ROW: Final = 11.2  # a row of a table


@dataclass(frozen=True)
class Leaf:
    """What every block needs. `parts` is the draft, `course` the first, worst and last vital signs."""

    page: Paper
    run_sheet: RunSheet
    context: Context
    form: Format
    parts: dict[str, list[Statement]]
    course: Trend

    @cached_property
    def judged(self) -> Judged:
        """The verdict that stands at an act."""
        return judging(self.run_sheet)

    @property
    def left(self) -> float:
        return style.MARGIN

    @property
    def width(self) -> float:
        return self.page.width - 2 * style.MARGIN

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def spare(self) -> int:
        """How many lines more than Letter the paper has room for."""
        return int((self.page.height - style.LETTER[1]) // ROW)

    def heading(self, text: str, x: float, y: float, room: float, letter: str = "") -> float:
        """A heading of the page, and its place in the outline, after its letter if it has one. Returns how wide it is."""
        self.page.bookmark(text, y, level=1)
        before = self.letter(letter, x, y)
        with self.page.element("H2"):
            return before + self.page.write(x + before, y, text, style.HEADING, room=room - before)

    def letter(self, letter: str, x: float, y: float) -> float:
        """A letter of the format, white on black; it stands for what follows. Returns the room it takes."""
        if not letter:
            return 0.0
        with self.page.artifact():
            self.page.fill(x, y, 12, 12, style.BLACK)
            self.page.write(x, y - 0.5, letter, style.REVERSED_HEADING, room=12, align="center")
        return 16.0
