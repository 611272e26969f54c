"""Text that flows over pages: lines of bold labels and plain values, titles in the margin beside them, and elements of the
structure that go on where a page ends.

It makes strips and knows no sheet. Lengths are points, y downward; `x` of a strip is the left edge of the page's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from epcr.paper import fonts, lines, style
from epcr.paper.blocks import Paper
from epcr.paper.strips import Draw, Numbers, Strip
from epcr.paper.style import BODY, STRONG, Style

GUTTER: Final = 84.0  # the margin in which titles and times stand
WHOLE: Final = 8  # lines of a paragraph that are not parted
KEPT: Final = 92.0  # what is not higher than this beside its title stays on one page
BETWEEN: Final = 9.0  # from a value to the next label on its line
SPACE: Final = " "


class LinePiece(NamedTuple):
    """Text of one style on a line, so far to the right."""

    x: float
    text: str
    how: Style


Line = tuple[LinePiece, ...]


@dataclass(frozen=True)
class LabeledValue:
    """A label and its value as they run on in a line; `strong` values are bold."""

    label: str
    value: str
    strong: bool = False


def within(kind: str, strips: Iterable[Strip], *, alt: str = "") -> Iterator[Strip]:
    """Strips that are one element together, whatever pages they come to stand on."""
    listed = list(strips)
    if listed:
        opened = ExitStack()
        listed[0] = _before(listed[0], lambda paper: opened.enter_context(paper.element(kind, alt=alt)))
        listed[-1] = _after(listed[-1], opened.close)
    yield from listed


def run_in(items: Iterable[LabeledValue], room: float) -> list[Line]:
    """Labels and values one after the other; a label stays on the line of its value's first word."""
    setting = _Setting(room)
    for item in items:
        setting.put(item)
    return setting.ended()


def plain(words: str, room: float, how: Style = BODY) -> list[Line]:
    """The lines of a text, as it was typed."""
    return [(LinePiece(0, line, how),) for line in lines.wrap(words, how, room)]


def paragraph(
    written: Sequence[Line],
    *,
    left: float = GUTTER,
    above: float = 0,
    below: float = 1.5,
    crossed: bool = False,
) -> Iterator[Strip]:
    """Lines as one paragraph; a long one may go on on the next page, with two lines at least on either.

    What is `crossed` out can still be read.
    """
    if not written:
        return
    parts = [written]
    if len(written) > WHOLE:
        parts = [written[:2], *((line,) for line in written[2:-2]), written[-2:]]
    last = len(parts) - 1
    yield from within(
        "P",
        (
            _lines_strip(
                part, left, above if number == 0 else 0, below if number == last else 0, crossed=crossed
            )
            for number, part in enumerate(parts)
        ),
    )


def titled(title: str, strips: Iterable[Strip], *, kind: str = "H3", rule: bool = True) -> Iterator[Strip]:
    """Strips with a title in the margin beside them, which stays with as many of them as it is high."""
    listed = list(strips)
    if not listed:
        return
    written = list(lines.wrap(title, STRONG, GUTTER - 6))
    below = 2.0 if rule else 0.0  # the rule
    listed[0] = lowered(listed[0], below)
    needed = len(written) * STRONG.leading + 1 + below
    high = sum(strip.height for strip in listed)
    _keep_together(listed, max(needed, high) if high <= KEPT else needed)

    def draw(paper: Paper, x: float, y: float) -> None:
        if rule:
            paper.rules([(x, y, x + paper.width - 2 * style.MARGIN, y)], gray=style.HAIR)
        if written:
            with paper.element(kind):
                paper.set_lines(x, y + below, written, STRONG)

    listed[0] = _on_top(listed[0], draw)
    yield from listed


def _keep_together(listed: list[Strip], needed: float) -> None:
    """Let as many of the first lead each other as are so high together; where all are not, the last gets room below it."""
    beside, number = listed[0].height, 0
    while beside < needed and number < len(listed) - 1:
        listed[number] = replace(listed[number], leads=True)
        number += 1
        beside += listed[number].height
    if beside < needed:
        listed[-1] = replace(listed[-1], height=listed[-1].height + needed - beside)


def continued(title: str, below: Strip | None = None) -> Strip:
    """What stands on top of a page into which a section goes on, and what is repeated below it."""
    heading = _heading(f"{title}, continued", None, begins=False)
    if below is None:
        return heading

    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        heading.draw(paper, x, y, numbers)
        below.draw(paper, x, y + heading.height, numbers)

    return Strip(heading.height + below.height, draw)


def section(title: str, strips: Iterable[Strip], *, beside: LabeledValue | None = None) -> Iterator[Strip]:
    """A heading across the page and what stands under it; the heading is repeated where it goes on.

    What can be said in one line stands `beside` it.
    """
    again = continued(title)
    below = [
        strip if strip.head else Strip(strip.height, strip.draw, strip.notes, strip.leads, again)
        for strip in strips
    ]
    heading = _heading(title, beside, begins=True)
    yield from within("Sect", [replace(heading, leads=bool(below)), *below])


def redrawn(strip: Strip, draw: Draw, height: float | None = None) -> Strip:
    """The strip with another drawing, as high as before unless it is said."""
    high = strip.height if height is None else height
    return Strip(high, draw, strip.notes, strip.leads, strip.head)


def lowered(strip: Strip, by: float) -> Strip:
    """The strip with empty room above it."""

    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        strip.draw(paper, x, y + by, numbers)

    return redrawn(strip, draw, strip.height + by)


def framed(written: Sequence[Line], *, left: float = GUTTER, pad: float = 4) -> Iterator[Strip]:
    """A paragraph in a frame, which stays open where the page ends."""
    strips = list(paragraph(written, left=left + pad + 2, below=0))
    if not strips:
        return
    strips[0] = lowered(strips[0], pad)
    strips[-1] = replace(strips[-1], height=strips[-1].height + pad)
    last = len(strips) - 1
    for number, strip in enumerate(strips):
        framed_strip = _in_frame(strip, left, top=number == 0, bottom=number == last)
        yield lowered(framed_strip, 2) if number == 0 else framed_strip
    yield Strip(3, _nothing)


class _Setting:
    """Lines while they are set, word by word."""

    def __init__(self, room: float) -> None:
        self.room = room
        self.x = 0.0
        self.line: list[LinePiece] = []
        self.lines: list[Line] = []

    def put(self, item: LabeledValue) -> None:
        words = fonts.printable(item.value).text.split()
        how = STRONG if item.strong else BODY
        label = fonts.printable(item.label).text
        if self.line:
            self.x += BETWEEN
        if label:
            wide = lines.width(label, STRONG)
            first = lines.width(f" {words[0]}", how) if words else 0.0
            if self.line and self.x + wide + min(first, self.room / 3) > self.room:
                self.turn()
            self._run(label.split(), STRONG)
            self.x += lines.width(SPACE, STRONG)
        self._run(words, how)

    def turn(self) -> None:
        if self.line:
            self.lines.append(tuple(self.line))
        self.line, self.x = [], 0.0

    def ended(self) -> list[Line]:
        self.turn()
        return self.lines

    def _run(self, words: Sequence[str], how: Style) -> None:
        """Words of one style, gathered to one piece a line."""
        space = lines.width(SPACE, how)
        held: list[str] = []
        start = used = self.x

        def keep() -> None:
            nonlocal held
            if held:
                self.line.append(LinePiece(start, SPACE.join(held), how))
                held = []

        for word in words:
            wide = lines.width(word, how)
            needed = wide + space if held else wide
            if used + needed <= self.room:
                held.append(word)
                used += needed
                continue
            keep()
            self.turn()
            start = used = 0.0
            if wide > self.room:
                *full, word = lines.wrap(word, how, self.room)  # noqa: PLW2901 - what is left of it
                self.lines += [(LinePiece(0, line, how),) for line in full]
                wide = lines.width(word, how)
            held, used = [word], wide
        keep()
        self.x = used


def _lines_strip(written: Sequence[Line], left: float, above: float, below: float, *, crossed: bool) -> Strip:
    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        at = y + above
        for line in written:
            for piece in line:
                paper.set_lines(x + left + piece.x, at, (piece.text,), piece.how)
            if crossed:
                end = line[-1].x + lines.width(line[-1].text, line[-1].how)
                middle = at + 0.52 * BODY.leading
                paper.rules([(x + left, middle, x + left + end, middle)], gray=style.BLACK)
            at += BODY.leading

    return Strip(above + len(written) * BODY.leading + below, draw)


def _heading(title: str, beside: LabeledValue | None, *, begins: bool) -> Strip:
    """A heading under a rule; one that goes on is smaller."""
    how = style.HEADING if begins else STRONG
    above = 3.0 if begins else 0.0

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        width = paper.width - 2 * style.MARGIN
        if begins:
            paper.rules([(x, y + above, x + width, y + above)], weight=style.FRAME, gray=style.BLACK)
            paper.bookmark(title, y, level=1)
        with paper.element("H2"):
            used = paper.write(x, y + above + 0.5, title, how, room=width)
        if beside is not None:
            left = max(GUTTER, used + 14)
            value_style = STRONG if beside.strong else BODY
            paper.write(x + left, y + above + 1.9, beside.value, value_style, room=width - left)

    return Strip(above + how.leading + 1.5, draw)


def _in_frame(strip: Strip, left: float, *, top: bool, bottom: bool) -> Strip:
    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        right = x + paper.width - 2 * style.MARGIN
        sides = [(x + left, y, x + left, y + strip.height), (right, y, right, y + strip.height)]
        if top:
            sides.append((x + left, y, right, y))
        if bottom:
            sides.append((x + left, y + strip.height, right, y + strip.height))
        paper.rules(sides, weight=style.FRAME, gray=style.BLACK)
        strip.draw(paper, x, y, numbers)

    return redrawn(strip, draw)


def _on_top(strip: Strip, first: Callable[[Paper, float, float], object]) -> Strip:
    """The strip with something drawn before it, in the same place."""

    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        first(paper, x, y)
        strip.draw(paper, x, y, numbers)

    return redrawn(strip, draw)


def _before(strip: Strip, act: Callable[[Paper], object]) -> Strip:
    return _on_top(strip, lambda paper, _x, _y: act(paper))


def _after(strip: Strip, act: Callable[[], object]) -> Strip:
    drawn: Draw = strip.draw

    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        drawn(paper, x, y, numbers)
        act()

    return redrawn(strip, draw)


def _nothing(_paper: Paper, _x: float, _y: float, _numbers: Numbers) -> None:
    """Room alone."""
