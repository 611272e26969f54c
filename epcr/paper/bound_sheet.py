"""One finished document on its way into another: its objects under new numbers, its entry in the outline.

It follows what its pages, its structure and its outline lead to, and leaves the rest. Where objects come to stand is for
`epcr.paper.binding`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from epcr.paper import archival
from epcr.paper.archival import hexadecimal
from epcr.paper.finished import (
    COMMENT,
    HEXADECIMAL,
    REFERENCE,
    STRING,
    Finished,
    Reference,
    Stored,
    Unreadable,
)

# What changes in the words of an object: references, the tag of a font's subset, the page's key into the parent tree. Strings and
# comments are matched to be left alone; a bracket that is left over belongs to a string that is not of our making.
_CHANGED: Final = re.compile(
    rb"%s|%s|%s|%s|/([A-Z]{6})\+|(/StructParents?\s+)(\d+)\b|([()])"
    % (STRING, HEXADECIMAL, COMMENT, REFERENCE),
    re.DOTALL,
)
_REFERENCE: Final = re.compile(REFERENCE)
_ROOT_KEYS: Final = frozenset({"Type", "K", "ParentTree", "ParentTreeNextKey"})
_WHOLE: Final = re.compile(rb"/S\s*/Document\b")


@dataclass(frozen=True)
class OutlineEntry:
    """A sheet in the outline. It is written when it is known what follows; `below` counts the entries that opening it shows."""

    number: int
    title: str
    place: bytes
    first: int = 0
    last: int = 0
    below: int = 0
    above: int = 0
    before: int = 0
    after: int = 0

    def words(self) -> bytes:
        """The entry as an object."""
        links = (
            ("Parent", self.above),
            ("Prev", self.before),
            ("Next", self.after),
            ("First", self.first),
            ("Last", self.last),
        )
        parts = [f"<< /Title {hexadecimal(self.title)} /Dest".encode("ascii"), self.place]
        parts += [b"/%s %d 0 R" % (name.encode("ascii"), number) for name, number in links if number]
        if self.below:
            parts.append(b"/Count %d" % -self.below)  # closed at first: a class has hundreds
        return b" ".join([*parts, b">>"])


@dataclass(frozen=True)
class FreeNumbers:
    """The first number of an object, of a page and of a font's subset that is not taken yet."""

    number: int
    page: int
    tag: int


class BoundSheet:
    """The objects of one finished document under new numbers: those that its pages, its structure and its outline lead to."""

    def __init__(
        self,
        finished: Finished,
        free: FreeNumbers,
        remembered: Mapping[bytes, int],
        *,
        pages: int,
        structure: int,
        listed: bool,
    ) -> None:
        """`remembered` are streams that are written already; the numbers of pages and structure are those above this sheet;
        `listed` says whether it has an entry in the outline.
        """
        self._finished, self._free, self._remembered, self._above = finished, free, remembered, pages
        self.node, self.entry, self.next = free.number, (free.number + 1) * listed, free.number + 1 + listed
        self.tags = free.tag
        self.streams: dict[bytes, int] = {}
        self._waiting: list[int] = []
        self._tag_of: dict[bytes, bytes] = {}
        catalog = finished.catalog
        tree, root, outline = (catalog.get(name) for name in ("Pages", "StructTreeRoot", "Outlines"))
        self._numbers: dict[int, int] = {finished.reference(root): structure}
        if isinstance(outline, Reference) and listed:
            self._numbers[outline] = self.entry
        self._entries = finished.dictionary(outline) if outline is not None and listed else {}
        self._pages = list(self._leaves(finished.reference(tree)))
        self._kid, self._marks = self._read_structure(finished.dictionary(root))
        self.part = self._number(self._kid)
        self.marked = [self._number(element) for element in self._marks]

    def _leaves(self, node: Reference) -> Iterator[Reference]:
        """The pages below a node of the page tree; all of these nodes become one."""
        self._numbers[node] = self.node
        for kid in self._finished.listed(self._finished.dictionary(node).get("Kids")):
            below = self._finished.reference(kid)
            if self._finished.dictionary(below).get("Type") == b"/Pages":
                yield from self._leaves(below)
            else:
                yield below

    def _read_structure(self, root: dict[str, Any]) -> tuple[Reference, list[Reference]]:
        """The element that holds all others, and for each page the list of its marks' elements."""
        finished = self._finished
        nums = list(self._nums(finished.dictionary(root.get("ParentTree"))))
        kids = finished.listed(root.get("K"))
        if set(root) - _ROOT_KEYS or len(kids) != 1 or nums[::2] != list(range(len(self._pages))):
            message = "the structure is not one element with a list of marks for each page"
            raise Unreadable(message)
        return finished.reference(kids[0]), [finished.reference(marks) for marks in nums[1::2]]

    def _nums(self, tree: dict[str, Any]) -> Iterator[Any]:
        """The numbers and values of a number tree, in their order."""
        finished = self._finished
        yield from finished.listed(tree.get("Nums", []))
        for kid in finished.listed(tree.get("Kids", [])):
            yield from self._nums(finished.dictionary(kid))

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Each object under its new number."""
        pages = [self._number(page) for page in self._pages]
        for name in ("First", "Last"):
            if name in self._entries:
                self._number(self._entries[name])
        for old in self._waiting:  # it grows while it is walked through
            stored = self._finished.stored(old)
            if old == self._kid:
                stored = Stored(_WHOLE.sub(b"/S /Part", stored.words, count=1))
            yield self._numbers[old], self._rewritten(stored)
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        yield (
            self.node,
            b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids [%s] >>" % (self._above, len(pages), kids),
        )

    def in_outline(self, title: str) -> OutlineEntry:
        """The entry of this sheet, without its neighbors."""
        page = self._finished.dictionary(self._pages[0])
        top = self._finished.listed(page.get("MediaBox"))[-1]
        return OutlineEntry(
            number=self.entry,
            title=title,
            place=b"[%d 0 R /XYZ 0 %s 0]" % (self._numbers[self._pages[0]], f"{top:g}".encode("ascii")),
            first=self._numbers.get(self._entries.get("First", 0), 0),
            last=self._numbers.get(self._entries.get("Last", 0), 0),
            below=self._shown(self._entries.get("First", 0)),
        )

    def _shown(self, first: int) -> int:
        """How many entries show from this one on, with those below the ones that are open."""
        shown = 0
        while first:
            entry = self._finished.value(first)
            shown += 1
            if entry.get("Count", 0) > 0:
                shown += self._shown(int(entry.get("First", 0)))
            first = int(entry.get("Next", 0))
        return shown

    def _number(self, old: int) -> int:
        """The new number of an object; what is met for the first time is written later, but for streams that are there already."""
        known = self._numbers.get(old)
        if known is not None:
            return known
        stored = self._finished.stored(old)
        if stored.stream is not None and _REFERENCE.search(stored.words) is None:
            digest = hashlib.sha256(stored.words + b"\n" + stored.stream).digest()
            there = self._remembered.get(digest) or self.streams.get(digest)
            self.streams[digest] = self._numbers[old] = there or self.next
            if there:
                return there
        self._numbers[old] = self.next
        self._waiting.append(old)
        self.next += 1
        return self._numbers[old]

    def _rewritten(self, stored: Stored) -> bytes:
        words = _CHANGED.sub(self._changed, stored.words)
        if stored.stream is None:
            return words
        return b"%s\nstream\n%s%s" % (words, stored.stream, archival.END_OF_STREAM.rstrip())

    def _changed(self, match: re.Match[bytes]) -> bytes:
        number, tag, key, value, bracket = match.groups()
        if number:
            return b"%d 0 R" % self._number(int(number))
        if tag:
            return b"/%s+" % self._tag(tag)
        if key:
            return b"%s%d" % (key, int(value) + self._free.page)
        if bracket:
            message = "a string has brackets that are not escaped"
            raise Unreadable(message)
        return match[0]

    def _tag(self, tag: bytes) -> bytes:
        """Subsets of one font are told apart by six letters (ISO 32000-1, 9.6.4): each sheet begins at the same ones."""
        if tag not in self._tag_of:
            letters, left = bytearray(), self.tags
            for _ in range(6):
                left, letter = divmod(left, 26)
                letters.insert(0, ord("A") + letter)
            self._tag_of[tag] = bytes(letters)
            self.tags += 1
        return self._tag_of[tag]
