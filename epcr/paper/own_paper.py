"""Documents bound into one that is printed on both sides: each begins on a paper of its own, and a side that is left blank says so.

It knows how many pages there are; what stands on them is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from epcr.paper import lines, style
from epcr.paper.binding import Binding
from epcr.paper.blocks import BUILDING, Paper
from epcr.paper.finished import Finished
from epcr.paper.imprint import SUBJECT, TRAINING
from epcr.paper.style import Style

_TEXT: Final = Style(size=10.5, leading=14, bold=True)  # as the band, so that a page needs one font


@dataclass(frozen=True)
class Sides:
    """The size of paper (`letter` or `a4`), and whether two documents of one page may stand on one sheet of it."""

    paper: str
    shared: bool = False


class OwnPaper:
    """One document in the making, as a Binding is; between its parts stand the sides that are left blank."""

    def __init__(self, title: str, sides: Sides) -> None:
        """The title of the whole, and how it is printed."""
        self._binding = Binding(title=title, subject=SUBJECT)
        self._sides = sides
        self._number = ""
        self._waiting = b""
        self.begin = self._binding.begin

    def add(self, pdf: bytes, *, title: str, number: str) -> bytes:
        """A finished document, with its title in the outline and the number of its sheet. Raises Unreadable, and binds nothing of
        it, where it is not of our making.
        """
        if self._binding.pages % 2 and not (self._sides.shared and Finished(pdf).pages == 1):
            # What is bound is written: should the document itself be refused, its blank side waits for the next.
            self._waiting += self._binding.add(blank_side(self._number, self._sides.paper))
        bound = self._binding.add(pdf, title=title, label=number)
        waiting, self._waiting, self._number = self._waiting, b"", number
        return waiting + bound

    def end(self) -> Iterator[bytes]:
        """What holds all together."""
        yield self._waiting
        yield from self._binding.end()


def blank_side(number: str, paper: str) -> bytes:
    """A page that says that it is left blank, and behind which sheet."""
    size = style.PAPERS[paper]
    words = f"This side is left blank · sheet {number}" if number else "This side is left blank"
    with BUILDING:
        page = Paper(size, title=words, subject=SUBJECT)
        with page.artifact():
            page.band(TRAINING, room=page.width - 2 * style.MARGIN - 12)
        room = page.width - 2 * style.MARGIN
        with page.element("P"):
            page.write(
                style.MARGIN,
                page.height / 2,
                lines.cut(words, _TEXT, room),
                _TEXT,
                room=room,
                align="center",
            )
        return page.finish()
