"""A finished document of our own making, read back: which objects it has, and what stands in those that say how it is put together.

It knows what `epcr.paper.blocks` and ReportLab write (ISO 32000-1: a classic cross-reference table, generation 0, the length of a
stream in its dictionary, nothing encrypted) and refuses all else. Streams are stepped over by their length; nothing is unpacked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

# A literal string whose inner brackets are escaped, as ReportLab writes them.
STRING: Final = rb"\((?:[^()\\]|\\.)*+\)"
HEXADECIMAL: Final = rb"<[0-9A-Fa-f\s]*+>"
COMMENT: Final = rb"%[^\r\n]*"
REFERENCE: Final = rb"(?<![\w.+-])(\d+)\s+0\s+R\b"
_PIECE: Final = re.compile(
    rb"\s*+(?:%s\s*+)*+(<<|>>|\[|\]|%s|%s|\d+\s+0\s+R\b|/[^\s()<>\[\]{}/%%]*+|[^\s()<>\[\]{}/%%]++)"
    % (COMMENT, STRING, HEXADECIMAL),
    re.DOTALL,
)
_HEAD: Final = re.compile(rb"\s*+(\d+)\s+0\s+obj\b")
_START: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SECTION: Final = re.compile(rb"xref\s+0\s+(\d+)\s*?\n")
_STREAM: Final = re.compile(rb"\s*+stream\r?\n")
_AFTER_STREAM: Final = re.compile(rb"\s*+endstream\s*+endobj\s*+\Z")
_ENTRY: Final = 20  # bytes of a line of the table (ISO 32000-1, 7.5.4)
_TAIL: Final = 1024  # how far from the end the table's place is told


class Unreadable(ValueError):  # noqa: N818 - it is named for what it found
    """These bytes are no document of our own making; the sentence says what is wrong."""


class Reference(int):
    """That another object stands here, by its number."""


@dataclass(frozen=True)
class Stored:
    """An object as it is written: its words, and the bytes of its stream where it has one."""

    words: bytes
    stream: bytes | None = None


class Finished:
    """One document. Raises Unreadable wherever it is not as we write them."""

    def __init__(self, pdf: bytes) -> None:
        """Read the table of its objects and where it begins."""
        self._pdf = pdf
        start = _START.search(pdf, max(0, len(pdf) - _TAIL))
        at = int(start[1]) if start else -1
        section = _SECTION.match(pdf, at) if at >= 0 else None
        if start is None or section is None:
            message = "the document has no table of its objects at its end"
            raise Unreadable(message)
        offsets = self._offsets(section.end(), int(section[1]))
        places = sorted(set(offsets.values()))
        after = dict(zip(places, [*places[1:], at], strict=True))
        self._extents = {number: (offset, after[offset]) for number, offset in offsets.items()}
        trailer = pdf.find(b"trailer", section.end())
        keys = self.dictionary(_value(pdf, trailer + len(b"trailer")))
        if "Encrypt" in keys:
            message = "the document is encrypted"
            raise Unreadable(message)
        self.catalog = self.dictionary(self.reference(keys.get("Root")))

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return int(self.dictionary(self.catalog.get("Pages")).get("Count", 0))

    def _offsets(self, at: int, count: int) -> dict[int, int]:
        lines = self._pdf[at : at + _ENTRY * count]
        offsets = {}
        for number in range(count):
            line = lines[_ENTRY * number : _ENTRY * (number + 1)].split()
            if len(line) != 3:
                message = f"the table of the document's objects ends at number {number}"
                raise Unreadable(message)
            if line[2] == b"n":
                offsets[number] = int(line[0])
        return offsets

    def stored(self, number: int) -> Stored:
        """The object of this number."""
        begin, end = self._extents.get(number, (0, 0))
        head = _HEAD.match(self._pdf, begin, end)
        if head is None or int(head[1]) != number:
            message = f"object {number} is not where the document says"
            raise Unreadable(message)
        body = self._pdf[head.end() : end].rstrip()
        if not body.endswith(b"endobj"):
            message = f"object {number} has no end"
            raise Unreadable(message)
        if not body[: -len(b"endobj")].rstrip().endswith(b"endstream"):
            return Stored(body[: -len(b"endobj")].strip())
        keys, close = _read(body, 0)
        stream = _STREAM.match(body, close)
        length = keys.get("Length") if isinstance(keys, dict) else None
        if stream is None or type(length) is not int:
            message = f"the stream of object {number} does not say how long it is"
            raise Unreadable(message)
        last = stream.end() + length
        if _AFTER_STREAM.match(body, last) is None:
            message = f"the stream of object {number} is not as long as it says"
            raise Unreadable(message)
        return Stored(body[:close].strip(), body[stream.end() : last])

    def value(self, number: int) -> Any:
        """The object of this number, read: dictionary, list, number, `Reference`, or the bytes of a name or string."""
        return _value(self.stored(number).words, 0)

    def dictionary(self, here: Any) -> dict[str, Any]:
        """A dictionary that stands here or is referred to."""
        read = self._resolved(here)
        if not isinstance(read, dict):
            message = f"a dictionary was expected in place of {here!r}"
            raise Unreadable(message)
        return read

    def listed(self, here: Any) -> list[Any]:
        """A list that stands here or is referred to."""
        read = self._resolved(here)
        if not isinstance(read, list):
            message = f"a list was expected in place of {here!r}"
            raise Unreadable(message)
        return read

    def reference(self, here: Any) -> Reference:
        """A reference that must be one."""
        if not isinstance(here, Reference):
            message = f"the number of an object was expected in place of {here!r}"
            raise Unreadable(message)
        return here

    def _resolved(self, here: Any) -> Any:
        return self.value(here) if isinstance(here, Reference) else here


def _value(words: bytes, at: int) -> Any:
    return _read(words, at)[0]


def _read(words: bytes, at: int) -> tuple[Any, int]:
    """The value that begins here, and where it ends."""
    piece = _PIECE.match(words, at)
    if piece is None:
        message = f"a value was expected at {words[at : at + 20]!r}"
        raise Unreadable(message)
    token, at = piece[1], piece.end()
    if token == b"[":
        return _read_list(words, at)
    if token == b"<<":
        return _read_dictionary(words, at)
    return _simple(token), at


def _read_list(words: bytes, at: int) -> tuple[list[Any], int]:
    """What stands from here to the bracket that closes the list."""
    listed = []
    while not (close := _PIECE.match(words, at)) or close[1] != b"]":
        member, at = _read(words, at)
        listed.append(member)
    return listed, close.end()


def _read_dictionary(words: bytes, at: int) -> tuple[dict[str, Any], int]:
    """What stands from here to the brackets that close the dictionary."""
    keyed = {}
    while not (close := _PIECE.match(words, at)) or close[1] != b">>":
        name, at = _read(words, at)
        if not isinstance(name, bytes) or not name.startswith(b"/"):
            message = f"a name was expected in place of {name!r}"
            raise Unreadable(message)
        keyed[name[1:].decode("latin-1")], at = _read(words, at)
    return keyed, close.end()


def _simple(token: bytes) -> Any:
    if token.endswith(b"R") and token[:1].isdigit():
        return Reference(token.split()[0])
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            continue
    return token
