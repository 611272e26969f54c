"""Text into lines: how wide it is, where it breaks, what is cut when there is no room, and in which order it is drawn.

It works on text as people typed it and refuses to know where on the page it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import cast
from unicodedata import bidirectional

from bidi import get_display

from epcr.paper import fonts
from epcr.paper.style import Style

MORE = "…"
# What a line may break between: words, and East Asian characters, which have no spaces.
_WORD = re.compile(rf"(\s*+)({fonts.EAST_ASIAN.pattern}|(?:(?!{fonts.EAST_ASIAN.pattern})\S)+)")


def width(text: str, style: Style) -> float:
    """How wide a line of printable text is, in points."""
    return fonts.em_width(text, style.bold) * style.size


def wrap(text: str, style: Style, room: float) -> Iterator[str]:
    """The lines of a text in a column `room` points wide, one by one; words that are wider are broken."""
    for paragraph in fonts.printable(text).text.split("\n"):
        whole = " ".join(paragraph.split())
        if width(whole, style) > room:
            yield from _wrap_paragraph(paragraph, style, room)
        elif whole:
            yield whole


def first_lines(text: str, style: Style, room: float, most: int) -> tuple[list[str], int]:
    """At most so many lines, and how many words were left out; the last line then ends with an ellipsis."""
    if most <= 0:
        return [], len(text.split())
    lines = list(islice(wrap(text, style, room), most + 1))
    if len(lines) <= most:
        return lines, 0
    kept = lines[:most]
    # The last line is filled with what would have come next; its last word may be a part, so it does not count as shown.
    kept[-1] = cut(f"{kept[-1]} {lines[most]} {MORE}", style, room)
    shown = sum(len(line.split()) for line in kept) - 1
    return kept, max(1, len(fonts.printable(text).text.split()) - shown)


def fits(text: str, style: Style, room: float) -> bool:
    """Whether a text stands on one line as it is."""
    return "\n" not in text and width(fonts.printable(text).text, style) <= room


def cut(text: str, style: Style, room: float) -> str:
    """The text on one line, ending with an ellipsis where it had to be cut."""
    line = " ".join(fonts.printable(text).text.split())
    if width(line, style) <= room:
        return line
    body = line.removesuffix(MORE).rstrip()
    kept = most_that_fit(0, len(body), lambda count: width(body[:count].rstrip() + MORE, style) <= room)
    return body[:kept].rstrip() + MORE if kept or width(MORE, style) <= room else ""


def one_line(text: str, style: Style) -> float:
    """How wide a text is when all of it stands on one line, in points."""
    return width(" ".join(fonts.printable(text).text.split()), style)


def drawn(line: str) -> str:
    """A line in the order in which it is drawn, from left to right; its direction is that of most of its letters."""
    if not fonts.right_to_left(line):
        return line
    letters = [bidirectional(character) for character in line]
    backward = sum(letter in {"R", "AL"} for letter in letters)
    return cast(str, get_display(line, base_dir="R" if backward > letters.count("L") else "L"))


def _wrap_paragraph(paragraph: str, style: Style, room: float) -> Iterator[str]:
    """The lines of a paragraph that is wider than one of them."""
    line, used = "", 0.0
    for space, word in _words(paragraph):
        if line and space:
            line, used = f"{line} ", used + width(" ", style)
        needed = width(word, style)
        if line and used + needed > room:
            yield line.rstrip()
            line, used = "", 0.0
        while needed > room:
            # No word is this long; typed without spaces, it breaks anywhere.
            head = _longest_head(word, style, room)
            yield head
            word = word[len(head) :]  # noqa: PLW2901 - what is left of it
            needed = width(word, style)
        line, used = line + word, used + needed
    if line.strip():
        yield line.rstrip()


@lru_cache(maxsize=512)
def _words(paragraph: str) -> tuple[tuple[str, str], ...]:
    """What a paragraph may break between, with the space before each. A page that shares its room asks for the same paragraphs many
    times.
    """
    return tuple(_WORD.findall(paragraph))


def _longest_head(word: str, style: Style, room: float) -> str:
    """As many of its letters as fit, at least one."""
    return word[: most_that_fit(1, len(word), lambda count: width(word[:count], style) <= room)]


def most_that_fit(least: int, most: int, fits: Callable[[int], bool]) -> int:
    """The highest number that fits, found by halving; `least` is not asked for."""
    low, high = least, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
