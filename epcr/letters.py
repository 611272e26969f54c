"""Letters as they are compared and as they are kept, and what of a text can be seen.

Phones, dictation and copying write one word in many ways: full-width and Arabic digits, the hyphens of Word, signs that nobody
sees. `plain` makes one text of them, `compared` also of capitals and spaces; `flat` tells which letters of the text as it was
typed each letter comes from, so that it can be quoted as typed. What is kept is kept as typed, without overrides of direction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

# Drawn as nothing though Unicode calls them letters or symbols: the fillers of Hangul, the empty pattern of Braille.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Controls, formats (zero-width signs, turning signs), surrogates, unassigned, separators, and marks, which need a letter to stand on.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
# Embeddings, overrides and isolates: they turn the text around them, so that one name can pass for another.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

# The letters of one meaning, by the one that they are read as.
_SAME: Final = {
    letter: read
    for read, letters in {
        "/": "\u2044\u2215\u29f8\u2571",
        ":": "\u2236\ua789\u02d0\u02f8\u05c3\u0589",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\u2796\u207b\u208b\u2e3a\u2e3b",
        "'": "\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u2039\u203a\u00b4\u05f3",
        '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\u301f\u300c\u300d\u05f4",
        ",": "\u066c\u060c\u3001", ".": "\u066b\u3002\u06d4", ";": "\u061b\u037e", "?": "\u061f", "%": "\u066a",
        "*": "\u066d\u2217", "°": "\u00ba\u02da", "": "\u2122\u00ae\u00a9\u2120", "\n": "\u2028\u2029\u0085", " ": "\u2800",
    }.items()
    for letter in letters
}  # fmt: skip
KEPT: Final = 4096  # letters; those that classes write with are far fewer
# Marks without a width of their own that no letter needs: joiners of graphemes, variants of signs, vowels that are not drawn.
_NOT_DRAWN: Final = re.compile(
    "[\u034f\u180b-\u180d\u180f\u115f\u1160\u3164\uffa0\u17b4\u17b5\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
MOST_MARKS: Final = 32  # on one letter, as Unicode's stream-safe format (UAX 15); no writing needs so many
_JOINERS: Final = frozenset("\u200c\u200d")
# Scripts in which a joiner changes how a word is written: Arabic, Syriac, N'Ko, Mongolian.
_CURSIVE: Final = re.compile("[\u0620-\u08ff\u1807-\u18af]")
# Letters of Arabic that join nothing after them: a joiner behind them changes nothing.
_ENDS: Final = re.compile(
    "[\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf"
    "\u06d2\u06d3\u06d5\u06ee\u06ef]"
)
# What is not ASCII, with the sign before it, on which a mark of it may stand.
_OTHER: Final = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")


class Flat(NamedTuple):
    """A text as it is read, and for each of its letters where the typed ones begin and end that it comes from."""

    text: str
    begins: list[int]
    ends: list[int]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The place in the typed text that a place in this one comes from."""
        if not self.begins or start >= len(self.begins):
            last = self.ends[-1] if self.ends else 0
            return last, last
        begin = self.begins[start]
        return begin, self.ends[end - 1] if end > start else begin


def visible(text: str) -> bool:
    """Whether anything of the text can be seen."""
    return any(letter not in _BLANK and unicodedata.category(letter) not in _UNSEEN for letter in text)


def unturned(text: str) -> str:
    """A text as it is kept: as typed, without what turns the direction of the text around it."""
    return text if text.isascii() else _TURNING.sub("", text)


def plain(text: str) -> str:
    """A text as numbers, times and words are read: each letter in its one form (NFKC), nothing in it that cannot be seen.

    Digits of every script are 0 to 9; hyphens, slashes, colons and quotation marks are those of a keyboard. A joiner stays
    where its script needs it, and so do raised digits behind a digit and fractions, which are other numbers.
    """
    return text if text.isascii() else flat(text).text


def compared(text: str) -> str:
    """A text as it is compared with another: plain, in small letters, with single spaces and none around it."""
    return " ".join(plain(text).casefold().split())


def flat(text: str) -> Flat:
    """The plain text with the way back. Takes a time that grows with the text."""
    growing, at = _Growing([], [], []), 0
    for stretch in _OTHER.finditer(text):
        start, end = stretch.span()
        growing.keep(text, at, start)
        for piece, first, last in _pieces(text, start, end):
            growing.read(piece, first, last)
        at = end
    growing.keep(text, at, len(text))
    return Flat("".join(growing.pieces), growing.begins, growing.ends)


class _Growing(NamedTuple):
    """A plain text while it is put together, with the places in the typed one. No piece is empty: the last letter is asked for."""

    pieces: list[str]
    begins: list[int]
    ends: list[int]

    def keep(self, text: str, start: int, end: int) -> None:
        """Take a stretch as it is typed."""
        if start < end:
            self.pieces.append(text[start:end])
            self.begins.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))

    def read(self, piece: str, first: int, last: int) -> None:
        """Take a letter with its marks as it is read; it may be nothing."""
        before = self.pieces[-1][-1:] if self.pieces else ""
        read = piece if _is_another_number(piece, before) else _read(piece)
        if read:
            self.pieces.append(read)
            self.begins.extend([first] * len(read))
            self.ends.extend([last] * len(read))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The letters of a stretch with the marks that stand on them, each with its place; nothing of what is not seen."""
    piece, first, last = "", start, start
    for at in range(start, end):
        letter = text[at]
        if _is_unseen(text, at):
            continue
        if piece and len(piece) < MOST_MARKS and _stands_on(letter):
            piece, last = piece + letter, at + 1
            continue
        if piece:
            yield piece, first, last
        piece, first, last = letter, at, at + 1
    if piece:
        yield piece, first, last


def _is_unseen(text: str, at: int) -> bool:
    letter = text[at]
    if letter.isascii():
        return False
    if letter in _JOINERS:
        return not _is_needed(text, at)
    return unicodedata.category(letter) == "Cf" or _NOT_DRAWN.match(letter) is not None


def _is_needed(text: str, at: int) -> bool:
    """Whether a joiner changes what is written (RFC 5892, A.1 and A.2): behind a virama, in cursive words, between emoji."""
    before, after = at - 1, text[at + 1 : at + 2]
    if at and unicodedata.combining(text[before]) == 9:  # virama
        return True
    while before > 0 and unicodedata.category(text[before]) in {"Mn", "Sk"}:
        before -= 1
    if before < 0 or not after:
        return False
    if unicodedata.category(text[before]) == "So":
        return text[at] == "\u200d" and unicodedata.category(after) == "So"
    letters = all(
        unicodedata.category(letter)[0] == "L" and _CURSIVE.match(letter) for letter in (text[before], after)
    )
    return letters and not _ENDS.match(text[before])


def _stands_on(letter: str) -> bool:
    """Whether it belongs to the letter before it: a mark, a vowel or end of a Hangul syllable, a voice mark of half width."""
    return (
        unicodedata.category(letter)[0] == "M" or "\u1160" <= letter <= "\u11ff" or letter in "\uff9e\uff9f"
    )


def _is_another_number(piece: str, before: str) -> bool:
    """Whether a digit that is raised, lowered or ringed stands behind one of full size: 10³ is not 103."""
    return before.isdecimal() and unicodedata.category(piece[0]) == "No"


@lru_cache(maxsize=KEPT)
def _letter(letter: str) -> str:
    """One letter as it is read."""
    if letter in _SAME:
        return _SAME[letter]
    match unicodedata.category(letter):
        case "Nd":
            return str(unicodedata.decimal(letter))
        case "Zs":
            return " "
    if unicodedata.decomposition(letter).startswith("<fraction>"):
        return letter
    normal = unicodedata.normalize("NFKC", letter)
    if normal == letter or (normal[:1] == " " and len(normal) > 1):  # an accent that stands alone
        return letter
    return "".join(_letter(part) for part in normal)


@lru_cache(maxsize=KEPT)
def _read(piece: str) -> str:
    if len(piece) == 1:
        return piece if piece.isascii() else _letter(piece)
    return "".join(
        letter if letter.isascii() else _letter(letter) for letter in unicodedata.normalize("NFKC", piece)
    )
