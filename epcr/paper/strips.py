"""Pages filled from the top: strips one below the other, none of them cut, with the notes that they call for at the foot.

It knows strips and notes; what is printed in them is for others. Lengths are points, y downward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from epcr.paper import lines, style
from epcr.paper.blocks import Paper
from epcr.paper.style import Style

Numbers = Mapping[str, int]
Draw = Callable[[Paper, float, float, Numbers], None]

NOTE: Final = Style(size=9, leading=10.4)
SIGN: Final = 15.0  # the room of a note's number
RULE: Final = 6.0  # above the notes


@dataclass(frozen=True)
class Strip:
    """A part of a page that is never cut; `draw` is given its left and upper edge and the numbers of the page's notes.

    `notes` are the words that it calls for at the foot. One that `leads` stays on the page of the next. `head` is what
    stands above it where it begins a page: said before, it is no content there.
    """

    height: float
    draw: Draw
    notes: tuple[str, ...] = ()
    leads: bool = False
    head: Strip | None = None


@dataclass
class Filled:
    """One page: its strips, how high they are together, and its notes with their numbers."""

    strips: list[Strip] = field(default_factory=list)
    high: float = 0.0
    notes: dict[str, int] = field(default_factory=dict)

    def takes(self, strips: Sequence[Strip], room: float, width: float) -> bool:
        """Whether these strips fit below those that stand there, with their notes."""
        high = self.high + sum(strip.height for strip in strips)
        called = [note for strip in strips for note in strip.notes]
        if not (self.notes or called):
            return high <= room
        return high + notes_height(dict.fromkeys([*self.notes, *called]), width) <= room

    def add(self, strips: Iterable[Strip]) -> None:
        """Put strips below those that stand there."""
        for strip in strips:
            self.strips.append(strip)
            self.high += strip.height
            for note in strip.notes:
                self.notes.setdefault(note, len(self.notes) + 1)


def filled(strips: Iterable[Strip], room: float, width: float) -> Iterator[Filled]:
    """Fill pages of so much room, notes included. What is higher than a page gets one of its own.

    Strips that lead each other to more than a page are parted where it ends.
    """
    page = Filled()
    for part in _parts(strips, room, width):
        if page.strips and not page.takes(part, room, width):
            yield page
            page = _begun_with(part, room, width)
        page.add(part)
    if page.strips:
        yield page


def _parts(strips: Iterable[Strip], room: float, width: float) -> Iterator[list[Strip]]:
    """Strips that stay together: those that lead each other, as far as one page takes them."""
    for together in _together(strips):
        if Filled().takes(together, room, width):
            yield together
        else:
            yield from ([strip] for strip in together)


def _begun_with(part: Sequence[Strip], room: float, width: float) -> Filled:
    """The page on which this comes first: the head above it is repeated where both have room."""
    page, head = Filled(), part[0].head
    if head is not None and page.takes([head, *part], room, width):
        page.add([_repeated(head)])
    return page


def _together(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Strips that must stand on one page."""
    held: list[Strip] = []
    for strip in strips:
        held.append(strip)
        if not strip.leads:
            yield held
            held = []
    if held:
        yield held


def _repeated(head: Strip) -> Strip:
    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        with paper.artifact():
            head.draw(paper, x, y, numbers)

    return Strip(head.height, draw, head.notes)


def notes_height(notes: Iterable[str], width: float) -> float:
    """How high notes stand at the foot, with the rule above them."""
    count = sum(len(_note(note, width)) for note in notes)
    return count * NOTE.leading + RULE if count else 0


def _note(note: str, width: float) -> list[str]:
    return list(lines.wrap(note, NOTE, width - SIGN))


def draw_strips(paper: Paper, page: Filled, x: float, y: float) -> None:
    """Draw the strips of a page one below the other, from this corner."""
    for strip in page.strips:
        strip.draw(paper, x, y, page.notes)
        y += strip.height


def draw_notes(paper: Paper, notes: Numbers, bottom: float) -> None:
    """Write the notes of a page so that they end at `bottom`."""
    if not notes:
        return
    left, width = style.MARGIN, paper.width - 2 * style.MARGIN
    y = bottom - notes_height(notes, width)
    paper.rules([(left, y + 2, left + 120, y + 2)], weight=style.THIN, gray=style.BLACK)
    y += RULE
    for note, number in notes.items():
        written = _note(note, width)
        paper.note_missing(note)
        paper.write(left, y, str(number), NOTE, room=SIGN)
        paper.set_lines(left + SIGN, y, written, NOTE)
        y += len(written) * NOTE.leading


def text(words: str, width: float, how: Style = style.BODY, *, above: float = 0, below: float = 0) -> Strip:
    """A paragraph as a strip."""
    written = list(lines.wrap(words, how, width))

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        paper.note_missing(words)
        paper.set_lines(x, y + above, written, how)

    return Strip(above + len(written) * how.leading + below, draw)


def paragraphs(heading: str, words: Sequence[str], width: float) -> Iterator[Strip]:
    """A heading and what stands under it; nothing where there is nothing."""
    for number, paragraph in enumerate(words):
        if number == 0:
            yield replace(text(heading, width, style.HEADING, above=10, below=2), leads=True)
        yield text(paragraph, width, below=2)
