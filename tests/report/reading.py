"""What a PDF really holds, read back from its bytes: characters with their places, embedded fonts, and how it looks."""

from __future__ import annotations

import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import pypdfium2
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream

_CELL = 12.0
# A ring and a stroke in one letter (The Unicode Standard 16.0, 16.1 and 16.2): the ring belongs over the consonant before.
_AM = frozenset("\N{THAI CHARACTER SARA AM}\N{LAO VOWEL SIGN AM}")


@dataclass(frozen=True)
class Glyph:
    """One drawn character; lengths in points from the upper left corner, as tight as its ink. `letter` counts the letters
    of the page, a mark has the number of the one it stands on.
    """

    character: str
    left: float
    top: float
    right: float
    bottom: float
    letter: int = 0

    @property
    def mark(self) -> bool:
        return unicodedata.category(self.character) in {"Mn", "Me"}

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


def page_count(pdf: bytes) -> int:
    return len(_reader(pdf).pages)


def text(pdf: bytes, page: int = 0) -> str:
    """The text of a page, lines joined by spaces; of the first one where none is named."""
    return texts(pdf, pages=[page])[0]


def texts(pdf: bytes, *, above: float = 0, below: float = 0, pages: Sequence[int] | None = None) -> list[str]:
    """The text of each page, lines joined by spaces, without what stands so high up or so far down."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for number in range(len(document)) if pages is None else pages:
            page = document[number]
            read = page.get_textpage()
            whole = read.get_text_range()
            inner = read.get_text_bounded(bottom=below, top=page.get_height() - above) if above else whole
            found.append(" ".join(inner.split()))
            read.close()
            page.close()
    finally:
        document.close()
    return found


def glyphs(pdf: bytes, page: int = 0) -> list[Glyph]:
    """Every character of a page that leaves ink; of the first one where none is named."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        opened = document[page]
        height = opened.get_height()
        read = opened.get_textpage()
        found = []
        letter = 0
        for number in range(read.count_chars()):
            character = chr(pypdfium2.raw.FPDFText_GetUnicode(read, number))
            letter += unicodedata.category(character) not in {"Mn", "Me"}
            if character.isspace():
                continue
            left, bottom, right, top = read.get_charbox(number)
            glyph = Glyph(character, left, height - top, right, height - bottom, letter)
            part_of_ligature = bool(found) and _place(found[-1]) == _place(
                glyph
            )  # an ellipsis is read back as three dots
            if glyph.area > 0 and not part_of_ligature:
                found.append(glyph)
        read.close()
        opened.close()
    finally:
        document.close()
    return found


def drawn_over_each_other(found: list[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """Pairs of characters whose ink boxes share more than a quarter of the smaller one.

    Letters of Arabic may join, a mark stands over its letter and may lean over the next, the ring of the Thai and Lao vowel am
    stands over the letter before it, and the integral sign leans over what stands before it.
    """
    cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in found:
        arabic = "\u0590" <= glyph.character <= "\u08ff" or "\ufb1d" <= glyph.character <= "\ufefc"
        if not arabic and glyph.character != "∫":
            for column in range(int(glyph.left // _CELL), int(glyph.right // _CELL) + 1):
                for row in range(int(glyph.top // _CELL), int(glyph.bottom // _CELL) + 1):
                    cells[column, row].append(glyph)
    return [
        (one, other)
        for neighbors in cells.values()
        for one, other in combinations(neighbors, 2)
        # Nearly all stand apart, so this is asked first.
        if one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
        and not (_marked(one, other) or _rings(one, other) or _rings(other, one))
        and _shared(one, other) > 0.25 * min(one.area, other.area)
    ]


def _marked(one: Glyph, other: Glyph) -> bool:
    """Whether one is a mark of the other, of the same letter as the other, or of the letter beside it."""
    return (one.mark or other.mark) and abs(one.letter - other.letter) <= 1


def _rings(am: Glyph, before: Glyph) -> bool:
    """Whether one is the vowel am and the other the letter before it, or a mark of that letter, under its ring alone: the
    stroke of the vowel, the right half of its box, stands beside them.
    """
    return am.character in _AM and am.letter - before.letter == 1 and before.right <= (am.left + am.right) / 2


def _place(glyph: Glyph) -> tuple[float, ...]:
    return (glyph.left, glyph.top, glyph.right, glyph.bottom)


def _shared(one: Glyph, other: Glyph) -> float:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across * down if across > 0 and down > 0 else 0.0


def frames(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """The outlined rectangles of a page: left, top, right and bottom, from its upper left corner."""
    height = float(_reader(pdf).pages[page].mediabox.height)
    found, begun = [], []
    for operands, operator in _operations(pdf, page):
        if operator == b"re":
            begun.append([float(one) for one in operands])
        elif operator == b"S":
            found += [(x, height - y - high, x + wide, height - y) for x, y, wide, high in begun]
        if operator != b"re":
            begun = []
    return found


def crossing(pdf: bytes, page: int = 0) -> list[Glyph]:
    """Characters through which an edge of an outlined rectangle goes."""
    found = glyphs(pdf, page)
    return [
        one
        for left, top, right, bottom in frames(pdf, page)
        for one in found
        if (
            top < one.bottom
            and one.top < bottom
            and any(one.left < edge < one.right for edge in (left, right))
        )
        or (
            left < one.right
            and one.left < right
            and any(one.top < edge < one.bottom for edge in (top, bottom))
        )
    ]


def undrawn(pdf: bytes, page: int = 0) -> list[str]:
    """Codes that a page shows and whose embedded font has no glyph for; a missing glyph would print as a box."""
    fonts = _reader(pdf).pages[page]["/Resources"]["/Font"]
    names = {name: _glyph_names(pdf, fonts.raw_get(name).idnum) for name in fonts}
    return [
        f"{name} {code:#04x}"
        for name, code in _shown(pdf, page)
        if names[name].get(code, ".notdef") == ".notdef"
    ]


def sizes(pdf: bytes, page: int = 0) -> set[float]:
    """Every size that text of a page is set in."""
    return {float(operands[1]) for operands, operator in _operations(pdf, page) if operator == b"Tf"}


def picture(pdf: bytes, *, scale: float = 3.0) -> Image.Image:
    """The first page as it looks, in grays."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        drawn = page.render(scale=scale, grayscale=True).to_pil().copy()
        page.close()
    finally:
        document.close()
    return drawn


def pictures(pdf: bytes) -> list[bytes]:
    """Each page as it looks, in grays."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = []
    for page in document:
        drawn.append(page.render(scale=1.5, grayscale=True).to_pil().tobytes())
        page.close()
    document.close()
    return drawn


def _shown(pdf: bytes, page: int) -> Iterator[tuple[str, int]]:
    font = ""
    for operands, operator in _operations(pdf, page):
        if operator == b"Tf":
            font = str(operands[0])
        elif operator == b"Tj":
            for code in operands[0].original_bytes:
                yield font, code


# A test asks several things of each page, one after the other: the document is opened once for all of them.
@lru_cache(maxsize=2)
def _reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


@lru_cache(maxsize=2)
def _operations(pdf: bytes, page: int) -> list[tuple[Any, bytes]]:
    reader = _reader(pdf)
    return ContentStream(reader.pages[page].get_contents(), reader).operations


@lru_cache(maxsize=32)
def _glyph_names(pdf: bytes, font: int) -> dict[int, str]:
    described = _reader(pdf).get_object(font)["/FontDescriptor"]
    with TTFont(io.BytesIO(described["/FontFile2"].get_object().get_data())) as read:
        return dict(read["cmap"].tables[0].cmap)
