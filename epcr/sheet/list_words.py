"""Words of a list as people paste and dictate them: bullets, numbering and quotation marks around them, several in one line.

It knows what stands around and between words. Which words a list has it is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from epcr.letters import compared, visible

MOST_PARTS: Final = 60  # of one line; a longer one is no list that anybody typed
MOST_JOINED: Final = (
    6  # parts of a line that are one word of a list together ("Hymenoptera venom, yellow jacket")
)
KEPT: Final = 8192  # words; a page of lists asks for the same ones again and again
_DASHES: Final = "\\-\u2010-\u2015\u2212"
# A bullet or a number that begins a line. "A. fib" and "5-FU" begin with neither.
_BEGINS: Final = re.compile(
    "(?:"
    "[•‣◦∙·●○◉▪▫■□◆◇▶►▸❖➢➤➔→⇒✓✔✗☐☑☒\ue000-\uf8ff\u2460-\u24ff\u2776-\u2793]+"
    r"|\d\ufe0f?\u20e3"
    rf"|[{_DASHES}*+>~#=]+(?=\s)|[{_DASHES}*]+(?=[^\W\d])|o\t"
    r"|\(?\d{1,2}[.)](?=\s+\D|[^\W\d])|\(\d{1,2}\)|#?\d{1,2}\s*[:"
    rf"{_DASHES}](?=\s+[^\W\d])"
    r"|\(?(?:[a-z]|[ivx]{2,4})\)(?=\s*\w)"
    r")\s*",
    re.IGNORECASE,
)
_SINGLE: Final = "'\u2018-\u201b\u2039\u203a\u2032"
_DOUBLE: Final = '"\u201c-\u201f\u00ab\u00bb\u2033\u300c\u300d'
_QUOTED: Final = re.compile(
    rf"(?:[{_DOUBLE}]\s*(?P<double>[^{_DOUBLE}]+?)\s*[{_DOUBLE}]"
    rf"|[{_SINGLE}]\s*(?P<single>(?:[^{_SINGLE}]|(?<=\w)[{_SINGLE}](?=\w))+?)\s*[{_SINGLE}])[.,;:!]?"
)
# The dot of "b.i.d." belongs to it.
_LAST_MARK: Final = re.compile(r"(?<=[^\s.,;:!])(?<!\.\w)\s*[.,;:!\u3002\uff0c\uff0e\u060c]\Z")
_INITIALS: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?!\w))?\.?")
_IN_BRACKETS: Final = re.compile(r"\((?P<inside>[^()]*)\)|\[(?P<square>[^][]*)\]")
_BETWEEN: Final = re.compile(
    r"\s*(?:[,;/&+|\t•‣◦∙·●○▪■\u060c\u3001\uff0c]\s*(?:and\s+)?|\band\b|\bplus\b"
    rf"|\s[{_DASHES}]\s|\s\(?(?:\d{{1,2}}[.)]|[a-z]\))(?=\s))\s*",
    re.IGNORECASE,
)
_DOSED: Final = re.compile(r"(?P<name>[^\d]+?)[,\s]+\d.*")


def bare(text: str) -> str:
    """A typed line without the bullet, number and quotation marks around it and the lone mark behind it."""
    line = text.strip()
    while (shorter := _shorter(line)) != line and visible(shorter):
        line = shorter
    return shorter if visible(shorter) else ""


def _shorter(line: str) -> str:
    """A line without one of each that stands around it: there may be more below."""
    shorter = _BEGINS.sub("", line, count=1) if _BEGINS.match(line) else line
    if quoted := _QUOTED.fullmatch(shorter):
        shorter = quoted["double"] or quoted["single"]
    return _LAST_MARK.sub("", shorter).strip()


@lru_cache(maxsize=KEPT)
def sought(text: str) -> str:
    """A word as it is looked up in a list: compared, bare, without the dots of initials and brackets around it."""
    word = compared(bare(text))
    if "." in word:
        word = _INITIALS.sub(lambda initials: re.sub(r"[.\s]", "", initials.group()) + " ", word).strip()
    if bracketed := _IN_BRACKETS.fullmatch(word):
        word = (bracketed["inside"] or bracketed["square"] or "").strip()
    return word.rstrip(".").strip() or word


def apart(line: str, is_known: Callable[[str], bool]) -> list[str]:
    """The words of a list that a line holds; the whole line where it is known as it is, or where a part of it is not known."""
    places = [] if is_known(line) else list(_places(line))
    return _covered(line, places, is_known) if 1 < len(places) <= MOST_PARTS else [line]


def parts(line: str) -> list[str]:
    """A line at every mark and word that can part the words of a list."""
    places = list(_places(line))
    return [line[first:last] for first, last in places] if len(places) <= MOST_PARTS else [line]


def name_of(part: str) -> str:
    """The name before a dose: `metoprolol` of "metoprolol 25 mg"; the part itself where it has none."""
    dosed = _DOSED.fullmatch(part)
    return dosed["name"] if dosed else part


def _places(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for between in _BETWEEN.finditer(line):
        if between.start() > at:
            yield at, between.start()
        at = between.end()
    if at < len(line):
        yield at, len(line)


def _covered(line: str, places: list[tuple[int, int]], is_known: Callable[[str], bool]) -> list[str]:
    """The line as known words, the longest first; the whole line where it cannot be parted so.

    From the end, so that each part is looked at once.
    """
    rest: dict[int, list[str] | None] = {len(places): []}
    for first in range(len(places) - 1, -1, -1):
        rest[first] = None
        for last in range(min(len(places), first + MOST_JOINED), first, -1):
            behind, word = rest[last], line[places[first][0] : places[last - 1][1]]
            if behind is not None and is_known(word):
                rest[first] = [bare(word), *behind]
                break
    return rest[0] or [line]
