"""Rules on paper: strips of a page stacked from the top, with the notes that they call for at the foot, page x of y.

It knows strips, notes and running lines; what is printed is for `paper` and `card`. Lengths are points, y downward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from epcr.report import lines, style
from epcr.report.blocks import Paper
from epcr.report.style import Style

Numbers = Mapping[str, int]
Draw = Callable[[Paper, float, float, Numbers], None]

BAND: Final = style.BAND
FOOT: Final = 2 * style.BODY.leading + 4
NOTE: Final = Style(size=9, leading=10.4)
SIGN: Final = 15.0  # the room of a note's number
RULE: Final = 6.0  # above the notes


@dataclass(frozen=True)
class Strip:
    """A part of a page that is never cut; `draw` is given its left and upper edge and the numbers of the page's notes.

    `notes` are the words that it calls for at the foot. One that `leads` stays on the page of the next. `head` is what
    stands above it where it begins a page.
    """

    height: float
    draw: Draw
    notes: tuple[str, ...] = ()
    leads: bool = False
    head: Strip | None = None


@dataclass
class Filled:
    """One page: its strips, and its notes with their numbers."""

    strips: list[Strip] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def height(self, width: float) -> float:
        """How much of the page is used."""
        return sum(strip.height for strip in self.strips) + notes_height(self.notes, width)

    def with_more(self, strips: Iterable[Strip]) -> Filled:
        """The page with these strips at its end."""
        more = Filled([*self.strips, *strips])
        for strip in more.strips:
            for note in strip.notes:
                more.notes.setdefault(note, len(more.notes) + 1)
        return more


def filled(strips: Iterable[Strip], room: float, width: float) -> Iterator[Filled]:
    """Fill pages of so much room, notes included. What is higher than a page gets one of its own."""
    page = Filled()
    for together in _together(strips):
        more = page.with_more(together)
        if page.strips and more.height(width) > room:
            yield page
            head = together[0].head
            more = Filled().with_more([head, *together] if head else together)
        page = more
    if page.strips:
        yield page


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


def band(paper: Paper, said: str) -> None:
    """The black band of every page: that this is training, and what the page is of."""
    paper.band("TRAINING – NOT FOR CARE", room=170, said=said)


def foot(paper: Paper, said: str, place: str) -> None:
    """The last two lines of every page: a warning, and which page it is."""
    left, width = style.MARGIN, paper.width - 2 * style.MARGIN
    top = paper.height - style.EDGE - 2 * style.BODY.leading
    written, _ = lines.first_lines(said, style.BODY, width - 90, 2)
    paper.set_lines(left, top + (2 - len(written)) * style.BODY.leading, written, style.BODY)
    paper.write(left + width - 84, top + style.BODY.leading, place, style.BODY, room=84, align="right")


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
